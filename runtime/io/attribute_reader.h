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
  // All must outlive the reader; `texts` is the queue of the slot.
  AttributeReader(const runtime::AttributeSpec& spec, TextQueue& texts, const calendar::Zone& zone);

  enum class Outcome : std::uint8_t { fine, bad, no_room };

  // Sets the row's value from a trimmed, not empty text.
  Outcome set(std::size_t row, std::string_view text);
  // The same of a text that stays where it is until the queue of the slot is finished.
  Outcome set_later(std::size_t row, std::string_view text, const TextKey& key) {
    if (takes_texts_) return texts_.add(row, text, key) ? Outcome::fine : Outcome::no_room;
    return set(row, text);
  }
  // Whether any text is a value as it is; whether digits alone are.
  bool takes_texts() const { return takes_texts_; }
  bool takes_digits() const { return parser_.takes_digits() && !missing_.any(); }
  SlotColumn& slot() { return slot_; }
  // Sets what an empty cell of the attribute's own column means (a yes/no whose format says so).
  void set_empty(std::size_t row);

  const std::string& expected() const { return parser_.expected(); }

 private:
  Outcome set_code(std::size_t row, std::int32_t verdict);

  SlotColumn& slot_;
  TextQueue& texts_;
  runtime::Storage storage_;
  ValueParser parser_;
  MissingWords missing_;
  bool takes_texts_;
  VerdictCache verdicts_;
  std::optional<bool> empty_;
  std::vector<std::string> elements_;
};

}  // namespace assay::io
