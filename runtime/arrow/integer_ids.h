// Ids of leads that Arrow brings as integers, spelled as a text file would have them.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/arrow/convert.h"
#include "runtime/io/activity_intake.h"
#include "runtime/io/usual_cells.h"

namespace assay::arrow {

// For one thread.
class IntegerIds {
 public:
  // The ids of the rows; lead_of becomes 0 where there is one. Their digits stay until the next call. `missing` gets the rows that have
  // none. False for a column of other things; then nothing has changed.
  bool read(const ArrayView& view, const Rows& rows, io::LeadId* leads, std::int32_t* lead_of, io::LeftRows& missing);

 private:
  static constexpr std::size_t most_digits = 20;

  void spell_long(std::size_t row, io::LeadId& lead);

  std::vector<std::int64_t> integers_;
  std::vector<std::uint64_t> short_ids_;
  std::vector<std::uint8_t> known_;
  std::vector<std::uint64_t> words_;
  std::vector<char> long_ids_;
};

}  // namespace assay::arrow
