// Finds the delimiters and line ends outside quotes, 64 bytes at a time. The kernel is chosen once by what the processor can do; all
// kernels give the same marks. Internal to the CSV reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay::io {

// Where the scanner stands between two bytes.
struct ScanState {
  bool inside = false;   // inside quotes
  bool may_open = true;  // a quote here opens a quoted cell: at the start of a cell, and behind a closing quote (a doubled quote)
};

// Positions of delimiters and line ends. marks[0] is the mark before the first cell (the position before it).
struct Marks {
  std::vector<std::uint32_t> marks;
  std::vector<std::uint32_t> row_ends;  // indices into `marks` of the line ends
  std::size_t mark_count = 0;           // the vectors are longer than what is in use
  std::size_t row_count = 0;
  std::uint64_t line_feeds = 0;                 // bytes that are one, inside quotes or not
  bool has_nul = false, has_non_ascii = false;  // among all bytes

  void clear(std::uint32_t before);
  // Room for the marks of `bytes` more bytes, and for what a kernel writes beyond them.
  void reserve_for(std::size_t bytes);
};

enum class ScanLevel : std::uint8_t { portable, avx2, avx512 };

// What this machine can do.
ScanLevel best_scan_level();

// Scans bytes[begin, end) and appends to `out`, which has room (reserve_for). At least 64 bytes behind `end` must be readable.
void scan_csv(ScanLevel level, const char* bytes, std::size_t begin, std::size_t end, char delimiter, ScanState& state, Marks& out);

}  // namespace assay::io
