#include "runtime/io/csv_scan.h"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay::io {
namespace {

constexpr std::size_t block_bytes = 64;

// Bit i says what byte i of a block is.
struct BlockMasks {
  std::uint64_t quotes = 0;
  std::uint64_t line_ends = 0;
  std::uint64_t separators = 0;  // delimiters and line ends, inside quotes or not
  std::uint64_t nuls = 0;
  std::uint64_t non_ascii = 0;
};

// Where the kernels write to; copied out of Marks so that it stays in registers.
struct Cursor {
  std::uint32_t* mark;
  std::uint32_t* row_end;
  const std::uint32_t* first_mark;
  std::uint64_t line_feeds;
  std::uint64_t nuls = 0, non_ascii = 0;  // not 0: there are some
};

// The meaning of all kernels: one byte after the other.
void scan_bytes(const char* bytes, std::size_t begin, std::size_t end, char delimiter, ScanState& state, Cursor& cursor) {
  for (std::size_t i = begin; i < end; ++i) {
    const char byte = bytes[i];
    cursor.line_feeds += byte == '\n';
    cursor.nuls |= byte == 0;
    cursor.non_ascii |= static_cast<unsigned char>(byte) & 0x80;
    if (state.inside) {
      if (byte == '"') state = {.inside = false, .may_open = true};
    } else if (byte == '"' && state.may_open) {
      state.inside = true;
    } else if (byte == delimiter || byte == '\n') {
      if (byte == '\n') *cursor.row_end++ = static_cast<std::uint32_t>(cursor.mark - cursor.first_mark);
      *cursor.mark++ = static_cast<std::uint32_t>(i);
      state.may_open = true;
    } else {
      state.may_open = false;
    }
  }
}

#if defined(__x86_64__)

// The separators outside quotes of a block of `count` bytes, and the state behind it; false when a quote stands inside an unquoted cell,
// which only scan_bytes reads rightly.
template <class Kernel>
inline __attribute__((always_inline)) bool marks_of_block(const BlockMasks& masks, std::size_t count, ScanState& state,
                                                          std::uint64_t& marks) {
  const std::uint64_t inside = (0 - std::uint64_t{state.inside}) ^ Kernel::prefix_parity(masks.quotes);
  marks = masks.separators & ~inside;
  const std::uint64_t may_open = marks | masks.quotes;
  const std::uint64_t opening = masks.quotes & inside;
  if ((opening & ~(may_open << 1 | std::uint64_t{state.may_open})) != 0) return false;
  state.inside = (inside >> (count - 1)) & 1;
  state.may_open = (may_open >> (count - 1)) & 1;
  return true;
}

inline __attribute__((always_inline)) void emit_row_ends(std::uint64_t line_ends, std::uint64_t marks, Cursor& cursor) {
  const auto before = static_cast<std::uint32_t>(cursor.mark - cursor.first_mark);
  // Two are written whether there are any or not, which costs less than to guess wrongly.
  for (int i = 0; i < 2 || line_ends != 0; ++i) {
    const std::uint64_t lowest = line_ends & (0 - line_ends);
    *cursor.row_end = before + static_cast<std::uint32_t>(std::popcount(marks & (lowest - 1)));
    cursor.row_end += line_ends != 0;
    line_ends ^= lowest;
  }
}

// Kernel is BlockMasks(const char*, char), prefix_parity and an emitter of the marks' positions, all for one instruction set.
template <class Kernel>
inline __attribute__((always_inline)) void scan_blocks(const char* bytes, std::size_t begin, std::size_t end, char delimiter,
                                                       ScanState& state, Cursor& cursor) {
  for (std::size_t at = begin; at < end; at += block_bytes) {
    const std::size_t count = std::min(block_bytes, end - at);
    BlockMasks masks = Kernel::masks(bytes + at, delimiter);
    if (count < block_bytes) {
      const std::uint64_t valid = (std::uint64_t{1} << count) - 1;
      masks.quotes &= valid;
      masks.line_ends &= valid;
      masks.separators &= valid;
      masks.nuls &= valid;
      masks.non_ascii &= valid;
    }
    cursor.nuls |= masks.nuls;
    cursor.non_ascii |= masks.non_ascii;
    std::uint64_t marks;
    if (!marks_of_block<Kernel>(masks, count, state, marks)) {
      scan_bytes(bytes, at, at + count, delimiter, state, cursor);
      continue;
    }
    cursor.line_feeds += static_cast<std::uint64_t>(std::popcount(masks.line_ends));
    emit_row_ends(masks.line_ends & marks, marks, cursor);
    Kernel::emit(marks, static_cast<std::uint32_t>(at), cursor);
  }
}

#define ASSAY_AVX2 __attribute__((target("avx2,pclmul,bmi,bmi2,popcnt,lzcnt")))
#define ASSAY_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,pclmul,bmi,bmi2,popcnt,lzcnt")))

// Bit i of the outcome is the parity of the bits 0..i.
ASSAY_AVX2 inline std::uint64_t parity_of_prefixes(std::uint64_t bits) {
  const __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, static_cast<std::int64_t>(bits)), _mm_set1_epi8(-1), 0);
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
}

struct Avx2 {
  ASSAY_AVX2 static std::uint64_t prefix_parity(std::uint64_t bits) { return parity_of_prefixes(bits); }

  ASSAY_AVX2 static std::uint64_t equal(__m256i low, __m256i high, char byte) {
    const __m256i wanted = _mm256_set1_epi8(byte);
    const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
    const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
    return first | std::uint64_t{second} << 32;
  }

  ASSAY_AVX2 static BlockMasks masks(const char* bytes, char delimiter) {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32));
    const std::uint64_t line_ends = equal(low, high, '\n');
    const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(low)),
               second = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
    return {equal(low, high, '"'), line_ends, line_ends | equal(low, high, delimiter), equal(low, high, 0),
            first | std::uint64_t{second} << 32};
  }

  // Writes eight positions at a time, so up to seven beyond the last.
  ASSAY_AVX2 static void emit(std::uint64_t marks, std::uint32_t base, Cursor& cursor) {
    std::uint32_t* out = cursor.mark;
    cursor.mark += std::popcount(marks);
    while (marks != 0) {
      for (int i = 0; i < 8; ++i) {
        out[i] = base + static_cast<std::uint32_t>(_tzcnt_u64(marks));
        marks = _blsr_u64(marks);
      }
      out += 8;
    }
  }
};

ASSAY_AVX2 void scan_avx2(const char* bytes, std::size_t begin, std::size_t end, char delimiter, ScanState& state, Cursor& cursor) {
  scan_blocks<Avx2>(bytes, begin, end, delimiter, state, cursor);
}

struct Avx512 {
  ASSAY_AVX512 static std::uint64_t prefix_parity(std::uint64_t bits) { return parity_of_prefixes(bits); }

  ASSAY_AVX512 static BlockMasks masks(const char* bytes, char delimiter) {
    const __m512i block = _mm512_loadu_si512(bytes);
    const std::uint64_t line_ends = _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('\n'));
    return {_mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8('"')), line_ends,
            line_ends | _mm512_cmpeq_epi8_mask(block, _mm512_set1_epi8(delimiter)), _mm512_testn_epi8_mask(block, block),
            _mm512_movepi8_mask(block)};
  }

  // Packs the numbers of the marked bytes together and widens sixteen of them at a time; writes up to fifteen beyond the last.
  ASSAY_AVX512 static void emit(std::uint64_t marks, std::uint32_t base, Cursor& cursor) {
    static constexpr auto numbers = [] {
      struct alignas(64) {
        char byte[64];
      } each{};
      for (int i = 0; i < 64; ++i) each.byte[i] = static_cast<char>(i);
      return each;
    }();
    const int count = std::popcount(marks);
    alignas(64) char packed[64];
    const __m512i bases = _mm512_set1_epi32(static_cast<int>(base));
    const __m512i positions = _mm512_maskz_compress_epi8(marks, _mm512_load_si512(numbers.byte));
    _mm512_storeu_si512(cursor.mark, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(positions)), bases));
    if (count > 16) {
      _mm512_store_si512(packed, positions);
      for (int done = 16; done < count; done += 16) {
        const __m128i next = _mm_load_si128(reinterpret_cast<const __m128i*>(packed + done));
        _mm512_storeu_si512(cursor.mark + done, _mm512_add_epi32(_mm512_cvtepu8_epi32(next), bases));
      }
    }
    cursor.mark += count;
  }
};

ASSAY_AVX512 void scan_avx512(const char* bytes, std::size_t begin, std::size_t end, char delimiter, ScanState& state, Cursor& cursor) {
  scan_blocks<Avx512>(bytes, begin, end, delimiter, state, cursor);
}

#endif

}  // namespace

void Marks::clear(std::uint32_t before) {
  if (marks.empty()) marks.resize(block_bytes);
  marks[0] = before;
  mark_count = 1;
  row_count = 0;
  line_feeds = 0;
  has_nul = has_non_ascii = false;
}

void Marks::reserve_for(std::size_t bytes) {
  // Growing by half again keeps a row that needs many reads from being copied at each of them.
  const std::size_t marks_needed = mark_count + bytes + block_bytes;
  if (marks.size() < marks_needed) marks.resize(marks_needed + marks_needed / 2);
  const std::size_t rows_needed = row_count + bytes + block_bytes;
  if (row_ends.size() < rows_needed) row_ends.resize(rows_needed + rows_needed / 2);
}

ScanLevel best_scan_level() {
#if defined(__x86_64__)
  static const ScanLevel level = [] {
    __builtin_cpu_init();
    const bool bits = __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
                      __builtin_cpu_supports("pclmul");
    if (bits && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2")) {
      return ScanLevel::avx512;
    }
    return bits && __builtin_cpu_supports("avx2") ? ScanLevel::avx2 : ScanLevel::portable;
  }();
  return level;
#else
  return ScanLevel::portable;
#endif
}

void scan_csv(ScanLevel level, const char* bytes, std::size_t begin, std::size_t end, char delimiter, ScanState& state, Marks& out) {
  Cursor cursor{out.marks.data() + out.mark_count, out.row_ends.data() + out.row_count, out.marks.data(), out.line_feeds};
  switch (level) {
    case ScanLevel::portable: scan_bytes(bytes, begin, end, delimiter, state, cursor); break;
#if defined(__x86_64__)
    case ScanLevel::avx2: scan_avx2(bytes, begin, end, delimiter, state, cursor); break;
    case ScanLevel::avx512: scan_avx512(bytes, begin, end, delimiter, state, cursor); break;
#else
    case ScanLevel::avx2:
    case ScanLevel::avx512: scan_bytes(bytes, begin, end, delimiter, state, cursor); break;
#endif
  }
  out.mark_count = static_cast<std::size_t>(cursor.mark - out.marks.data());
  out.row_count = static_cast<std::size_t>(cursor.row_end - out.row_ends.data());
  out.line_feeds = cursor.line_feeds;
  out.has_nul |= cursor.nuls != 0;
  out.has_non_ascii |= cursor.non_ascii != 0;
}

}  // namespace assay::io
