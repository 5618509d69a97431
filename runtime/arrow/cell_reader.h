// One value of an Arrow column as a text of the field, for the converters of this folder: missing, a text, bad (reported) or malformed.
#pragma once

#include <string>
#include <string_view>

#include "runtime/arrow/cells.h"
#include "runtime/arrow/convert.h"
#include "runtime/io/cells.h"

namespace assay::arrow {

enum class Taken : std::uint8_t { text, empty, bad, malformed };

// Why an array is malformed where a value could not be taken.
inline constexpr const char* malformed_value =
    "offsets that fall, an index outside its dictionary, a view outside its buffers, or a text that is not UTF-8";

class CellReader {
 public:
  // The text of the i-th row; a view into the array or into this reader, until the next call. `expected`: what a value without a
  // text is reported with.
  Taken take(const ArrayView& view, const Rows& rows, std::int64_t i, Faults& faults, const std::string& expected, std::string_view& text) {
    const ArrayView* at = &view;
    std::int64_t row = rows.at(i);
    switch (resolve(at, row)) {
      case Found::nothing: return Taken::empty;
      case Found::malformed: return Taken::malformed;
      case Found::value: break;
    }
    return take_resolved(*at, row, rows.number(i), faults, expected, text);
  }

  // The same of a value that is known to be there.
  Taken take_resolved(const ArrayView& view, std::int64_t row, std::uint64_t number, Faults& faults, const std::string& expected,
                      std::string_view& text) {
    switch (spell(view, row, scratch_, text)) {
      case Spelling::text: return text.empty() ? Taken::empty : Taken::text;
      case Spelling::no_text: faults.add(number, words_for(*view.type), expected); return Taken::bad;
      case Spelling::not_utf8: faults.add(number, text, "UTF-8 text"); return Taken::bad;
      case Spelling::too_long: faults.add(number, text, "a text of at most 16 MiB"); return Taken::bad;
      case Spelling::malformed: break;
    }
    return Taken::malformed;
  }

 private:
  std::string scratch_;
};

}  // namespace assay::arrow
