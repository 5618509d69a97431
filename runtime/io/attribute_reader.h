// Turns texts into values of one attribute and puts them into its slot. Where the text of a row comes from (own column, JSON, object) is
// decided by activity_load.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/calendar/zone.h"
#include "runtime/io/activity_columns.h"
#include "runtime/io/cells.h"
#include "runtime/io/text_queue.h"
#include "runtime/io/values.h"
#include "runtime/io/verdict_cache.h"
#include "runtime/schema.h"

namespace assay::io {

class AttributeReader {
 public:
  // All must outlive the reader.
  AttributeReader(const runtime::AttributeSpec& spec, SlotColumn& slot, const calendar::Zone& zone);

  enum class Outcome : std::uint8_t { fine, bad, no_room };

  // Sets the row's value from a trimmed, not empty text. `stays`: the text stays where it is until finish().
  Outcome set(std::size_t row, std::string_view text, bool stays = false);
  // Behind texts that stay: sets those that are not set yet. False when there is no room.
  bool finish() { return texts_.finish(); }
  // Sets what an empty cell of the attribute's own column means (a yes/no whose format says so).
  void set_empty(std::size_t row);

  const std::string& expected() const { return parser_.expected(); }

 private:
  Outcome set_code(std::size_t row, std::int32_t verdict);

  SlotColumn& slot_;
  TextQueue texts_{slot_};
  runtime::Storage storage_;
  ValueParser parser_;
  MissingWords missing_;
  VerdictCache verdicts_;
  std::optional<bool> empty_;
  std::vector<std::string> elements_;
};

}  // namespace assay::io
