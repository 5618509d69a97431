#include "runtime/io/values.h"

#include <fmt/format.h>

#include "runtime/io/digits.h"
#include "runtime/io/instants.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::io {
namespace {

std::string with_format(const char* what, const ValueSpec& spec, const char* example) {
  return spec.format.empty() ? fmt::format("{} like {}", what, example) : fmt::format("{} in the format \"{}\"", what, spec.format);
}

std::string expectation(const ValueSpec& spec) {
  using runtime::Type;
  switch (spec.type) {
    case Type::YesNo: return spec.format.empty() ? "yes or no" : fmt::format("yes or no in the format \"{}\"", spec.format);
    case Type::Integer: return with_format("an integer", spec, "12");
    case Type::Number: return with_format("a number", spec, "12.5");
    case Type::Date: return with_format("a date", spec, "2026-11-22");
    case Type::Time: return with_format("a time", spec, "2026-11-22T09:30:00Z");
    case Type::Label: return fmt::format("one of {}", fmt::join(*spec.labels, ", "));
    case Type::TextList: return "a list";
    case Type::Text:
    case Type::Email:
    case Type::Url:
    case Type::Phone: return "a text";
  }
  return "";
}

// Up to 18 digits, the usual integer.
bool plain_digits(std::string_view text, std::int64_t& value) {
  if (text.empty() || text.size() > 18) return false;
  if (text.size() <= 8) {
    // In front of the digits stand zeros.
    const auto unused = static_cast<unsigned>(8 - text.size()) * 8;
    const std::uint64_t bytes = text::load_bytes(text.data(), text.size());
    std::uint64_t number = 0;
    const bool all = eight_digits(unused == 0 ? bytes : bytes << unused | zero_digits >> (64 - unused), number);
    value = static_cast<std::int64_t>(number);
    return all;
  }
  std::int64_t sum = 0;
  for (const char c : text) {
    const auto digit = static_cast<unsigned char>(c - '0');
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  value = sum;
  return true;
}

}  // namespace

ValueParser::ValueParser(const ValueSpec& spec, const calendar::Zone& zone)
    : type_(spec.type),
      separator_(spec.separator.empty() ? ";" : spec.separator),
      expected_(expectation(spec)),
      zone_(&zone),
      takes_instants_(spec.type == runtime::Type::Time && spec.format.empty()) {
  if (spec.labels) {
    for (const std::string& label : *spec.labels) folded_labels_.push_back(text::fold(label));
  }
  if (spec.format.empty()) return;
  if (type_ == runtime::Type::Integer || type_ == runtime::Type::Number) {
    grouping_ = runtime::grouping_from_format(spec.format).value_or(runtime::Grouping::none);
  } else if (type_ == runtime::Type::YesNo) {
    yes_no_ = runtime::YesNoFormat::from_format(spec.format).value_or(runtime::YesNoFormat());
  } else if (type_ == runtime::Type::Date || type_ == runtime::Type::Time) {
    date_format_ = calendar::DateFormat::compile(spec.format).value_or(calendar::DateFormat());
  }
}

bool ValueParser::integer(std::string_view text, std::int64_t& value) {
  if (type_ == runtime::Type::Integer) {
    if (plain_digits(text, value)) return true;
    const std::optional<std::int64_t> parsed = runtime::parse_integer(text, grouping_);
    value = parsed.value_or(0);
    return parsed.has_value();
  }
  if (takes_instants_ && text.size() == instant_size && usual_instant(text.data(), value)) return true;
  const std::optional<calendar::Moment> moment = date_format_.parse(text);
  if (!moment) return false;
  std::optional<std::int64_t> read;
  if (type_ == runtime::Type::Date) {
    read = moment->to_day(*zone_);
  } else {
    read = moment->to_instant(*zone_);
  }
  value = read.value_or(0);
  return read.has_value();
}

std::optional<std::int32_t> ValueParser::label(std::string_view text) const {
  const std::string folded = text::fold(text);
  for (std::size_t i = 0; i < folded_labels_.size(); ++i) {
    if (folded_labels_[i] == folded) return static_cast<std::int32_t>(i);
  }
  return std::nullopt;
}

bool ValueParser::list(std::string_view text, std::vector<std::string>& elements) {
  elements.clear();
  if (text.starts_with('[') && text.ends_with(']')) return json_.read_array(text, elements);
  while (true) {
    const std::size_t end = text.find(separator_);
    const std::string_view element = text::trim(text.substr(0, end));
    if (!element.empty()) elements.emplace_back(element);
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + separator_.size());
  }
}

}  // namespace assay::io
