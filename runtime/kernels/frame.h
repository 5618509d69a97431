// The memory in which a block of rows is scored: a frame of slots, each an array with an element per row of the block.
//
// A block is 1,024 rows: 16 words of bits, or 8 KiB of int64 or double, so that a frame of usual size stays in the cache. A slot is named
// by the offset of its arrays from the start of the frame; offsets are multiples of 64. Rows are rows of a lead batch (a lead frame) or
// activities (an activity frame). What stands behind the last row of a partial block is arbitrary but readable.
//
// Values by kind: integer, date, time, label: int64; number: double (finite, never -0.0); yes/no: a bit; text: std::string_view; list of
// text: ListValue. Beside its values each has a bitmap of the rows where it is known; elsewhere the value is arbitrary. A truth is a bitmap
// alone: never missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/batch.h"
#include "runtime/calendar/zone.h"
#include "runtime/program.h"
#include "runtime/result.h"

namespace assay::kernels {

inline constexpr std::size_t block_rows = 1024;
inline constexpr std::size_t block_words = block_rows / 64;
inline constexpr std::size_t truth_bytes = block_rows / 8;
inline constexpr std::size_t value_bytes = block_rows * 8;
inline constexpr std::size_t text_bytes = block_rows * sizeof(std::string_view);

using Offset = std::uint32_t;
inline constexpr Offset no_offset = UINT32_MAX;

// A slot of values.
struct Values {
  Offset values = no_offset;
  Offset known = no_offset;
  bool valid() const { return values != no_offset; }
};

// The elements [begin, end) of a list of text; the rows of `elements` are the elements of all lists of a column.
struct ListValue {
  const runtime::TextColumn* elements = nullptr;
  std::size_t begin = 0, end = 0;
};

inline constexpr std::size_t list_bytes = block_rows * sizeof(ListValue);

class TextCache;
struct PassState;

// What a session keeps from block to block and batch to batch for the steps of its program, by their `state` numbers.
struct StepStates {
  StepStates();
  StepStates(std::size_t text_count, std::size_t pass_count);
  ~StepStates();
  StepStates(const StepStates&) = delete;
  StepStates& operator=(const StepStates&) = delete;

  std::vector<std::unique_ptr<TextCache>> texts;
  std::vector<std::unique_ptr<PassState>> passes;
};

struct BlockProgram;

using NativeFunction = void (*)(std::byte* frame);

// What a session is run with; the same for all its blocks.
struct Run {
  std::int64_t as_of = 0;
  bool explain = false;
  const runtime::Schema* schema = nullptr;
  const calendar::Zone* zone = nullptr;
  const NativeFunction* functions = nullptr;
  const BlockProgram* program = nullptr;
  StepStates* states = nullptr;
};

// A block of rows while its steps run.
struct Block {
  std::byte* frame = nullptr;
  const runtime::Column* columns = nullptr;  // fields of a lead batch or attributes of an activity batch
  std::size_t first = 0;                     // the block's first row in these columns
  std::size_t rows = 0;                      // 1 to block_rows
  const Run* run = nullptr;
  std::uint64_t batch = 0;  // number of the batch within the session
  const runtime::ActivityBatch* activities = nullptr;
  runtime::Result* result = nullptr;         // lead blocks
  const Block* leads = nullptr;              // activity blocks: the leads whose activities these are
  const std::uint32_t* lead_rows = nullptr;  // activity blocks: per row the row of its lead in `leads`

  template <typename T>
  T* at(Offset offset) const {
    return reinterpret_cast<T*>(frame + offset);
  }
  std::uint64_t* bits(Offset offset) const { return at<std::uint64_t>(offset); }
  std::size_t words() const { return runtime::words_for(rows); }
};

}  // namespace assay::kernels
