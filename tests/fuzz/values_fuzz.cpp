// Any bytes as the text of a value and as what a policy says about it: dates, times, numbers, urls, emails, patterns, regular expressions.
#include <cmath>
#include <string>

#include "runtime/calendar/parse.h"
#include "runtime/io/values.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"
#include "runtime/text/pattern.h"
#include "runtime/text/regex.h"
#include "runtime/text/url.h"
#include "tests/fuzz/target.h"

using namespace assay;
using fuzz::must;

namespace {

const calendar::Zone& berlin() {
  static const calendar::Zone zone = calendar::load_zone("Europe/Berlin").value_or(calendar::Zone());
  return zone;
}

void look_at_moment(const calendar::Moment& moment) {
  if (const std::optional<calendar::Day> day = moment.to_day(berlin())) {
    const auto day_again = calendar::parse_iso(calendar::day_to_text(*day));
    must(day_again && day_again->to_day(berlin()) == day, "a date is read as it is written");
  }
  const calendar::Instant instant = moment.to_instant(berlin());
  const auto instant_again = calendar::parse_iso(calendar::instant_to_text(instant));
  must(instant_again && instant_again->to_instant(berlin()) == instant, "a time is read as it is written");
}

void read_dates(std::string_view format, std::string_view text) {
  if (const auto moment = calendar::parse_iso(text)) look_at_moment(*moment);
  std::string why;
  const auto compiled = calendar::DateFormat::compile(format, &why);
  must(compiled.has_value() == why.empty(), "a format that is refused is told why");
  if (!compiled) return;
  if (const auto moment = compiled->parse(text)) look_at_moment(*moment);
}

void read_numbers(std::string_view format, std::string_view text) {
  if (const auto number = runtime::parse_number(text)) {
    must(std::isfinite(*number), "numbers are finite");
    must(runtime::parse_number(runtime::number_to_text(*number)) == number, "a number is read as it is written");
  }
  if (const auto integer = runtime::parse_integer(text))
    must(runtime::parse_integer(runtime::integer_to_text(*integer)) == integer, "an integer is read as it is written");
  for (const auto grouping : {runtime::Grouping::comma_thousands, runtime::Grouping::point_thousands}) {
    runtime::parse_number(text, grouping);
    runtime::parse_integer(text, grouping);
  }
  if (const auto yes_no = runtime::YesNoFormat::from_format(format)) yes_no->parse(text);
  runtime::YesNoFormat().parse(text);
}

void read_cells(std::string_view format, std::string_view text) {
  static const std::vector<std::string> labels = {"a", "Größe"};
  for (int type = 0; type <= static_cast<int>(runtime::Type::TextList); ++type) {
    io::ValueParser parser({static_cast<runtime::Type>(type), &labels, std::string(format), std::string(format.substr(0, 1))}, berlin());
    std::vector<std::string> elements;
    std::int64_t integer = 0;
    parser.yes_no(text);
    parser.integer(text, integer);
    parser.number(text);
    parser.label(text);
    parser.list(text, elements);
  }
}

void match_texts(std::string_view pattern, std::string_view text) {
  const std::string folded = text::fold(text);
  must(text::fold(folded) == folded, "folding again changes nothing");
  text::Pattern(pattern).matches(folded);
  text::parse_url(text);
  text::email_domain(text);
  text::UrlSubject subject;
  text::url_subject_into(text, subject);
  text::UrlPattern(pattern).matches(subject);
  if (const auto compiled = text::Regex::compile(pattern); compiled.regex) compiled.regex->matches(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  // The first line is the format or pattern, the rest the value.
  const std::string_view all = fuzz::text_of(bytes, size);
  if (!text::is_valid_utf8(all)) return 0;
  const std::size_t line = std::min(all.find('\n'), all.size());
  const std::string_view first = all.substr(0, line), rest = text::trim(all.substr(std::min(line + 1, all.size())));
  read_dates(first, rest);
  read_numbers(first, rest);
  if (!rest.empty()) read_cells(first, rest);
  match_texts(first, rest);
  return 0;
}
