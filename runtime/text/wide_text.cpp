#include "runtime/text/wide_text.h"

#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

bool is_ascii_portable(std::string_view bytes) {
  std::uint64_t all = 0;
  for (; bytes.size() > 8; bytes.remove_prefix(8)) all |= load<std::uint64_t>(bytes.data());
  return !has_high_bit(all | load_bytes(bytes.data(), bytes.size()));
}

#if defined(ASSAY_HAS_WIDE_TEXTS)
ASSAY_WIDE_TEXTS bool is_ascii_wide(std::string_view bytes) {
  __m512i all = _mm512_setzero_si512();
  for (; bytes.size() > wide_text; bytes.remove_prefix(wide_text)) all = _mm512_or_si512(all, _mm512_loadu_si512(bytes.data()));
  return _mm512_movepi8_mask(_mm512_or_si512(all, load_wide(bytes.data(), bytes.size()))) == 0;
}
#endif

}  // namespace

bool has_wide_texts() {
#if defined(ASSAY_HAS_WIDE_TEXTS)
  static const bool has = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                          __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("vaes") &&
                          __builtin_cpu_supports("bmi2");
  return has;
#else
  return false;
#endif
}

bool is_ascii(std::string_view bytes) {
#if defined(ASSAY_HAS_WIDE_TEXTS)
  if (has_wide_texts()) return is_ascii_wide(bytes);
#endif
  return is_ascii_portable(bytes);
}

}  // namespace assay::text
