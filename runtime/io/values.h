// Trimmed, not empty texts to values (one thread at a time), as the type and format of a field or attribute say (docs/language/data.md).
// What cannot be read is nullopt; expected() says what could have been.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/calendar/parse.h"
#include "runtime/calendar/zone.h"
#include "runtime/io/json.h"
#include "runtime/numbers.h"
#include "runtime/schema.h"

namespace assay::io {

// How one column is to be read: the common part of a field and an attribute.
struct ValueSpec {
  runtime::Type type = runtime::Type::Text;
  const std::vector<std::string>* labels = nullptr;
  std::string format;
  std::string separator;
};

class ValueParser {
 public:
  // The zone and the labels must outlive the parser. Formats were checked with the policy; one that means nothing here reads nothing.
  ValueParser(const ValueSpec& spec, const calendar::Zone& zone);

  std::optional<bool> yes_no(std::string_view text) const { return yes_no_.parse(text); }
  std::optional<bool> empty_yes_no() const { return yes_no_.empty_cell(); }

  // Integers, days, microseconds: what Storage::Integer holds. False where the text is none; then the value is anything.
  bool integer(std::string_view text, std::int64_t& value);
  // Whether digits alone are an integer of this type, whatever its format.
  bool takes_digits() const { return type_ == runtime::Type::Integer; }
  std::optional<double> number(std::string_view text) const { return runtime::parse_number(text, grouping_); }
  std::optional<std::int32_t> label(std::string_view text) const;

  // The trimmed elements of a list that are not empty: cut at the separator, or those of a JSON array.
  bool list(std::string_view text, std::vector<std::string>& elements);

  const std::string& expected() const { return expected_; }

 private:
  runtime::Type type_;
  runtime::Grouping grouping_ = runtime::Grouping::none;
  runtime::YesNoFormat yes_no_;
  calendar::DateFormat date_format_;
  std::vector<std::string> folded_labels_;
  std::string separator_;
  std::string expected_;
  const calendar::Zone* zone_;
  JsonCellReader json_;

  bool takes_instants_;  // as they are usually written
};

}  // namespace assay::io
