#include "compiler/check/value.h"

#include <algorithm>

#include "runtime/text/fold.h"

namespace assay::check {

std::int32_t LabelSet::code(const std::string& text) const {
  const auto found = std::find(folded.begin(), folded.end(), text::fold(text));
  return found == folded.end() ? -1 : static_cast<std::int32_t>(found - folded.begin());
}

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::Error: return "nothing";
    case Kind::Condition: return "a condition";
    case Kind::YesNo: return "yes/no";
    case Kind::Integer: return "an integer";
    case Kind::Number: return "a number";
    case Kind::Text: return "a text";
    case Kind::Date: return "a date";
    case Kind::Time: return "a time";
    case Kind::Label: return "a label";
    case Kind::TextList: return "a list of texts";
    case Kind::Duration: return "a duration";
  }
  return "";
}

std::string describe(const Value& value) {
  if (value.kind == Kind::Label && value.labels != nullptr) return "one of the labels of '" + value.labels->owner + "'";
  if (value.kind != Kind::Text) return name_of(value.kind);
  switch (value.text_type) {
    case runtime::Type::Email: return "an email address";
    case runtime::Type::Url: return "an address of a page";
    case runtime::Type::Phone: return "a phone number";
    default: return name_of(value.kind);
  }
}

}  // namespace assay::check
