#include <limits>

#include "tests/unit/interpret/lead_case.h"

namespace assay::interpret {
namespace {

using ir::Op;
using ir::Type;

constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
constexpr tests::Cell no_value{};

class Expressions : public LeadCase {};

TEST_F(Expressions, IntegersSaturate) {
  const auto a = integer_field("a", greatest), b = integer_field("b", std::int64_t{3}), none = integer_field("none", no_value);
  EXPECT_EQ(value_of(build.arithmetic(Op::Add, a, b)), "9223372036854775807");
  EXPECT_EQ(value_of(build.arithmetic(Op::Multiply, a, b)), "9223372036854775807");
  EXPECT_EQ(value_of(build.arithmetic(Op::Subtract, build.unary(Op::Negate, a), b)), "-9223372036854775808");
  EXPECT_EQ(value_of(build.unary(Op::Absolute, build.unary(Op::Negate, b))), "3");
  EXPECT_EQ(value_of(build.arithmetic(Op::Add, a, none)), "missing");
}

TEST_F(Expressions, NumbersAreMissingWhereTheyAreNone) {
  const auto big = number_field("big", 1e308), zero = number_field("zero", 0.0), half = number_field("half", -2.5);
  EXPECT_EQ(value_of(build.arithmetic(Op::Multiply, big, big)), "missing");
  EXPECT_EQ(value_of(build.arithmetic(Op::Divide, big, zero)), "missing");
  EXPECT_EQ(value_of(build.arithmetic(Op::Multiply, zero, half)), "0");  // not -0
  EXPECT_EQ(value_of(build.unary(Op::Round, half)), "-3");               // half away from zero
  EXPECT_EQ(value_of(build.unary(Op::Floor, half)), "-3");
  EXPECT_EQ(value_of(build.unary(Op::Ceil, half)), "-2");
  EXPECT_EQ(value_of(build.arithmetic(Op::Minimum, half, zero)), "-2.5");
  EXPECT_EQ(value_of(build.arithmetic(Op::Maximum, half, zero)), "0");
  EXPECT_EQ(value_of(build.to_number(integer_field("n", std::int64_t{7}))), "7");
}

TEST_F(Expressions, ComparingWithMissingIsNotKnownToBeTrue) {
  const auto a = integer_field("a", std::int64_t{5}), b = integer_field("b", std::int64_t{7}), none = integer_field("none", no_value);
  EXPECT_EQ(value_of(build.compare(Op::Less, a, b)), "yes");
  EXPECT_EQ(value_of(build.compare(Op::LessOrEqual, b, a)), "no");
  EXPECT_EQ(value_of(build.compare(Op::Equal, a, a)), "yes");
  for (const Op op : {Op::Equal, Op::NotEqual, Op::Less, Op::LessOrEqual}) EXPECT_EQ(value_of(build.compare(op, a, none)), "no");
  EXPECT_EQ(value_of(build.has(none)), "no");
  EXPECT_EQ(value_of(build.otherwise(none, b)), "7");
  EXPECT_EQ(value_of(build.otherwise(none, none)), "missing");
}

TEST_F(Expressions, TruthsAreCombined) {
  const auto yes = build.has(integer_field("a", std::int64_t{5})), no = build.has(integer_field("none", no_value));
  EXPECT_EQ(value_of(build.conjunction(yes, no)), "no");
  EXPECT_EQ(value_of(build.disjunction(yes, no)), "yes");
  EXPECT_EQ(value_of(build.negation(no)), "yes");
  EXPECT_EQ(value_of(build.at_least(2, {yes, no, yes})), "yes");
  EXPECT_EQ(value_of(build.at_least(2, {yes, no, no})), "no");
  EXPECT_EQ(value_of(build.yes_no(no, yes)), "no");
  EXPECT_EQ(value_of(build.yes_no(no, no)), "missing");
}

TEST_F(Expressions, ChooseTakesTheFirstThatHoldsEvenIfItIsMissing) {
  const auto yes = build.has(integer_field("a", std::int64_t{5})), no = build.has(integer_field("none", no_value));
  const auto one = integer_field("one", std::int64_t{1}), none = integer_field("other", no_value);
  EXPECT_EQ(value_of(build.choose({no, none, yes, one})), "1");
  EXPECT_EQ(value_of(build.choose({yes, none, yes, one})), "missing");
  EXPECT_EQ(value_of(build.choose({no, one})), "missing");
}

TEST_F(Expressions, TextsAreMatchedFolded) {
  using text::TextMode;
  const auto title = text_field("title", std::string("  VP Märketing "));
  const auto holds = [&](TextMode mode, std::vector<std::string> texts) {
    return value_of(build.text_match(title, {mode, std::move(texts), ""}));
  };
  EXPECT_EQ(holds(TextMode::equals, {"cmo", "vp mÄrketing"}), "yes");
  EXPECT_EQ(holds(TextMode::exactly, {"vp märketing"}), "no");
  EXPECT_EQ(holds(TextMode::exactly, {"VP Märketing"}), "yes");
  EXPECT_EQ(holds(TextMode::pattern, {"vp *"}), "yes");
  EXPECT_EQ(holds(TextMode::contains, {"MÄRK"}), "yes");
  EXPECT_EQ(holds(TextMode::starts_with, {"mär"}), "no");
  EXPECT_EQ(holds(TextMode::ends_with, {"KETING"}), "yes");
  EXPECT_EQ(holds(TextMode::mentions, {"märket*"}), "yes");
  EXPECT_EQ(holds(TextMode::mentions, {"märket"}), "no");
  EXPECT_EQ(holds(TextMode::regex, {"^vp"}), "yes");
  EXPECT_EQ(holds(TextMode::regex, {"(?-i)^vp"}), "no");
  EXPECT_EQ(value_of(build.text_match(text_field("none", no_value), {TextMode::contains, {""}, ""})), "no");
}

TEST_F(Expressions, ListsAreMatchedByElement) {
  const auto list = field("interests", runtime::Type::TextList, Type::TextList, std::vector<std::string>{"Straße", "b"});
  EXPECT_EQ(value_of(build.text_match(list, {text::TextMode::equals, {"STRASSE"}, ""})), "yes");
  EXPECT_EQ(value_of(build.text_match(list, {text::TextMode::equals, {"straße; b"}, ""})), "no");
  EXPECT_EQ(value_of(build.text_relation(text::TextMode::equals, list, text_field("b", std::string("B")))), "yes");
  EXPECT_EQ(value_of(build.function(Op::Length, Type::Integer, {list})), "2");
}

TEST_F(Expressions, PartsOfTexts) {
  const auto url = field("page", runtime::Type::Url, Type::Text, std::string("https://www.X.com:80/a?b#c"));
  const auto email = field("email", runtime::Type::Email, Type::Text, std::string("a@Mail.X.com")),
             bad = text_field("bad", std::string("a b@c"));
  EXPECT_EQ(value_of(build.function(Op::HostOf, Type::Text, {url})), "\"www.X.com\"");
  EXPECT_EQ(value_of(build.function(Op::PathOf, Type::Text, {url})), "\"/a\"");
  EXPECT_EQ(value_of(build.function(Op::QueryOf, Type::Text, {url})), "\"b\"");
  EXPECT_EQ(value_of(build.function(Op::DomainOf, Type::Text, {email})), "\"Mail.X.com\"");
  EXPECT_EQ(value_of(build.function(Op::DomainOf, Type::Text, {bad})), "missing");
  EXPECT_EQ(value_of(build.function(Op::Length, Type::Integer, {text_field("umlaut", std::string("Größe"))})), "5");
}

TEST_F(Expressions, LabelsAndYesNo) {
  const auto source = field("source", runtime::Type::Label, Type::Label, std::int64_t{1}, {"inbound", "event"});
  const auto consent = field("consent", runtime::Type::YesNo, Type::YesNo, false),
             none = field("none", runtime::Type::YesNo, Type::YesNo, no_value);
  EXPECT_EQ(value_of(source), "event");
  EXPECT_EQ(value_of(build.label_in(source, {1})), "yes");
  EXPECT_EQ(value_of(build.label_in(source, {0})), "no");
  EXPECT_EQ(value_of(build.is_no(consent)), "yes");
  EXPECT_EQ(value_of(build.is_yes(consent)), "no");
  EXPECT_EQ(value_of(build.is_no(none)), "no");
}

TEST_F(Expressions, CalendarInTheZoneOfThePolicy) {
  policy.schema.timezone = "Europe/Berlin";
  const auto seen = field("seen", runtime::Type::Time, Type::Time, as_of + 9 * hour);  // 2026-09-22 01:13:20 in Berlin
  const auto date = build.function(Op::DateOfTime, Type::Date, {seen});
  EXPECT_EQ(value_of(date), "2026-09-22");
  EXPECT_EQ(value_of(build.function(Op::StartOfDate, Type::Time, {date})), "2026-09-21T22:00:00Z");
  EXPECT_EQ(value_of(build.function(Op::YearOf, Type::Integer, {date})), "2026");
  EXPECT_EQ(value_of(build.function(Op::MonthOf, Type::Integer, {date})), "9");
  EXPECT_EQ(value_of(build.function(Op::WeekdayOf, Type::Integer, {date})), "2");
  EXPECT_EQ(value_of(build.function(Op::StartOfWeek, Type::Date, {date})), "2026-09-21");
  EXPECT_EQ(value_of(build.function(Op::StartOfMonth, Type::Date, {date})), "2026-09-01");
  EXPECT_EQ(value_of(build.function(Op::StartOfQuarter, Type::Date, {date})), "2026-07-01");
  EXPECT_EQ(value_of(build.function(Op::StartOfYear, Type::Date, {date})), "2026-01-01");
  EXPECT_EQ(value_of(build.add_duration(date, {.months = 5})), "2027-02-22");
  EXPECT_EQ(value_of(build.add_duration(seen, {.months = -6})), "2026-03-22T00:13:20Z");  // the same local time, an hour later in winter
  EXPECT_EQ(value_of(build.add_duration(date, {.months = 12 * 8000})), "missing");
}

TEST_F(Expressions, WholeDaysCountTowardsZero) {
  const auto now = build.leaf(Op::AsOf, Type::Time), later = build.constant(Type::Time, as_of + 36 * hour);
  EXPECT_EQ(value_of(build.function(Op::DaysBetweenTimes, Type::Integer, {now, later})), "1");
  EXPECT_EQ(value_of(build.function(Op::DaysBetweenTimes, Type::Integer, {later, now})), "-1");
  const auto born = field("born", runtime::Type::Date, Type::Date, std::int64_t{10}),
             died = field("died", runtime::Type::Date, Type::Date, std::int64_t{7});
  EXPECT_EQ(value_of(build.function(Op::DaysBetweenDates, Type::Integer, {born, died})), "-3");
}

TEST_F(Expressions, ChainsOfAHundredThousandOperationsEnd) {
  auto sum = integer_field("a", std::int64_t{1});
  const auto one = sum;
  for (int i = 1; i < 100'000; ++i) sum = build.arithmetic(Op::Add, sum, one);
  EXPECT_EQ(value_of(sum), "100000");
}

TEST_F(Expressions, ExplanationsTellUnknownFromFalse) {
  const auto has = build.has(integer_field("a", std::int64_t{5})), none = integer_field("none", no_value), one = build.integer(1);
  policy.explanations = {{.known_true = has, .known_false = build.negation(has)},
                         {.known_true = build.negation(has), .known_false = has},
                         {.known_true = build.compare(Op::Less, none, one), .known_false = build.compare(Op::LessOrEqual, one, none)}};
  prepare();
  const auto explained = explain(policy, {.as_of = as_of}, tests::make_batch(policy.schema, {lead}), nullptr, 0);
  EXPECT_EQ(explained[0].verdict, Verdict::True);
  EXPECT_EQ(explained[1].verdict, Verdict::False);
  EXPECT_EQ(explained[2].verdict, Verdict::Unknown);
  EXPECT_FALSE(explained[0].value.has_value());
}

}  // namespace
}  // namespace assay::interpret
