// Texts of up to 64 bytes as one vector each: loaded, folded and hashed without a branch on their size. For the files of the runtime that
// look at many texts one after the other; only where has_wide_texts() says that the processor can, and within functions that are marked
// with ASSAY_WIDE_TEXTS. Built with -DASSAY_PORTABLE=ON there is none of it, and ASSAY_HAS_WIDE_TEXTS is not defined.
// Invariant: a hash decides places in tables of this process only, never what shows in a result.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__) && !defined(ASSAY_PORTABLE)
#define ASSAY_HAS_WIDE_TEXTS
#define ASSAY_WIDE_TEXTS [[gnu::target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,aes,vaes,bmi,bmi2,popcnt")]]
#include <immintrin.h>
#endif

namespace assay::text {

inline constexpr std::size_t wide_text = 64;  // bytes that one vector holds

// Whether this processor can, and this build does.
bool has_wide_texts();

// Whether no byte is above 127; for texts of any size, on any processor.
bool is_ascii(std::string_view bytes);

#if defined(ASSAY_HAS_WIDE_TEXTS)
// A text of up to 64 bytes; the rest is 0.
ASSAY_WIDE_TEXTS inline __m512i load_wide(const char* text, std::size_t size) {
  return _mm512_maskz_loadu_epi8(_bzhi_u64(~std::uint64_t{0}, static_cast<unsigned>(size)), text);
}

// A–Z made small; bytes above 127 stay as they are.
ASSAY_WIDE_TEXTS inline __m512i lower_wide(__m512i bytes) {
  const __m512i from_a = _mm512_sub_epi8(bytes, _mm512_set1_epi8('A'));
  const __mmask64 capitals = _mm512_cmplt_epu8_mask(from_a, _mm512_set1_epi8('Z' - 'A' + 1));
  return _mm512_mask_add_epi8(bytes, capitals, bytes, _mm512_set1_epi8('a' - 'A'));
}

// Rounds of AES mix the bytes, and the four parts of the vector with each other.
ASSAY_WIDE_TEXTS inline std::uint64_t hash_wide(__m512i text, std::size_t size) {
  const __m512i parts = _mm512_set_epi64(0x3C6E'F372'FE94'F82B, 0x510E'527F'ADE6'82D1, 0x1F83'D9AB'FB41'BD6B, 0x5BE0'CD19'137E'2179,
                                         0x243F'6A88'85A3'08D3, 0x1319'8A2E'0370'7344, 0x4528'21E6'38D0'1377, 0x3F84'D5B5'B547'0917);
  const __m512i mixed = _mm512_aesenc_epi128(_mm512_xor_si512(text, parts), parts);
  const __m256i low = _mm512_maskz_extracti64x4_epi64(0xF, mixed, 0), high = _mm512_maskz_extracti64x4_epi64(0xF, mixed, 1);
  const __m256i halves = _mm256_aesenc_epi128(low, high);
  __m128i whole = _mm_aesenc_si128(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
  whole = _mm_aesenc_si128(whole, _mm_set1_epi64x(static_cast<std::int64_t>(size)));
  whole = _mm_aesenc_si128(whole, _mm_set_epi64x(0x1319'8A2E'0370'7344, 0x243F'6A88'85A3'08D3));
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(whole));
}

// Of a text of up to 64 bytes.
ASSAY_WIDE_TEXTS inline std::uint64_t hash_wide(std::string_view text) {
  return hash_wide(load_wide(text.data(), text.size()), text.size());
}
#endif

}  // namespace assay::text
