// The dictionary of a text column of Arrow, as the dictionary of a Batch's column: looked at where its texts are trimmed, else copied.
// Dictionaries that repeat from batch to batch keep their number, so that engines keep their verdicts about the texts.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/arrow/view.h"
#include "runtime/batch.h"
#include "runtime/io/cells.h"
#include "runtime/text/fold.h"

namespace assay::arrow {

// Whether a text has no white space at its ends.
inline bool is_trimmed(std::string_view text) {
  const auto usual = [](char c) { return c > ' ' && c != 0x7F; };
  return (usual(text.front()) && usual(text.back())) || text::trim(text).size() == text.size();
}

class TextDictionaryView {
 public:
  enum class State : std::uint8_t { known, missing, too_long, malformed };

  // The words must outlive it.
  explicit TextDictionaryView(const io::MissingWords& missing) : missing_(missing) {}

  // Takes the dictionary of the next batch. False: its texts together are too long for 32-bit offsets.
  bool take(const ArrayView& values, const std::shared_ptr<const void>& array);

  State state(std::int64_t index) const { return states_[static_cast<std::size_t>(index)]; }
  // Whether none of them is anything but known.
  bool all_known() const { return all_known_; }
  // The texts, without indices; of values that are malformed the empty text.
  const runtime::TextColumn& column() const { return column_; }
  // What keeps them alive.
  const std::shared_ptr<const void>& owner() const { return owner_; }

 private:
  struct Copy {
    std::vector<std::int32_t> offsets;
    std::vector<char> bytes;
  };

  bool repeats(const ArrayView& values) const;
  bool is_same(const ArrayView& values) const;
  bool look_at(const ArrayView& values);
  bool copy(const ArrayView& values);

  const io::MissingWords& missing_;
  std::vector<State> states_;
  bool all_known_ = false;
  std::vector<std::string_view> texts_;  // trimmed
  runtime::TextColumn column_;
  std::shared_ptr<const void> owner_;
  ArrayView last_;                          // that was taken; no array: none yet
  std::shared_ptr<const void> last_owner_;  // keeps it from becoming another one
};

}  // namespace assay::arrow
