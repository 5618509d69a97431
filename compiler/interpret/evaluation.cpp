// Lead and per-activity expressions: one flat switch over the operations.
#include "compiler/interpret/evaluation.h"

#include <algorithm>

#include "runtime/numbers.h"
#include "runtime/points.h"
#include "runtime/text/fold.h"
#include "runtime/text/text_set.h"
#include "runtime/text/url.h"

namespace assay::interpret {

using ir::Op;

namespace {

calendar::Day day(const Value& date) { return static_cast<calendar::Day>(date.integer); }

Value length(const Value& value, ir::Type type) {
  return of_integer(type == ir::Type::TextList ? static_cast<std::int64_t>(value.list.end - value.list.begin) : text::length(value.text));
}

}  // namespace

Evaluation::Evaluation(const Model& model, std::int64_t as_of) : model_(model), policy_(model.policy), as_of_(as_of) {
  values_.resize(policy_.nodes.size());
}

void Evaluation::run(const runtime::Batch& batch, const runtime::ActivityBatch* activities, std::size_t row) {
  batch_ = &batch;
  activities_ = activities;
  row_ = row;
  const bool has_activities = activities && activities->size() > 0;
  first_activity_ = has_activities ? static_cast<std::size_t>(activities->offsets[row]) : 0;
  last_activity_ = has_activities ? static_cast<std::size_t>(activities->offsets[row + 1]) : 0;
  outcome_ = {};
  outcome_.rules.resize(policy_.rules.size());
  outcome_.sections.resize(policy_.sections.size());
  outcome_.grades.resize(policy_.grades.size());
  outcome_.entered.resize(policy_.result.stages.size());
  for (const Task task : model_.tasks) perform(task);
}

void Evaluation::perform(Task task) {
  switch (task.kind) {
    case Task::Kind::Node: values_[task.index] = evaluate(policy_.nodes[task.index]); return;
    case Task::Kind::Ignores: return find_ignored();
    case Task::Kind::Phrase:
    case Task::Kind::Chain: return;
    case Task::Kind::Rule: outcome_.rules[task.index] = of_rule(policy_.rules[task.index]); return;
    case Task::Kind::Section: return settle(task.index);
    case Task::Kind::Score: outcome_.score = score(); return;
    case Task::Kind::Grade: outcome_.grades[task.index] = grade(policy_.grades[task.index]); return;
    case Task::Kind::Exclusion: outcome_.excluded = is_excluded(); return;
    case Task::Kind::Step: return step();
  }
}

Value Evaluation::evaluate(const ir::Node& node) {
  const auto index = static_cast<std::size_t>(node.index);
  switch (node.op) {
    case Op::Truth: return of_truth(node.integer != 0);
    case Op::Constant: return constant(node);
    case Op::Missing: return missing();
    case Op::AsOf: return of_integer(as_of_);
    case Op::Field: return value_at(batch_->columns[index], row_);
    case Op::Attribute: return attribute(node.index, node.attribute, activity_);
    case Op::SectionValue: return of_number(runtime::points_to_double(outcome_.sections[index]));
    case Op::ScoreValue: return outcome_.score ? of_number(runtime::points_to_double(*outcome_.score)) : missing();
    case Op::GradeValue: return outcome_.grades[index] >= 0 ? of_integer(outcome_.grades[index]) : missing();
    case Op::InStage: return of_truth(!outcome_.excluded && outcome_.stage == node.index);
    case Op::EnteredStage: return of_truth(!outcome_.excluded && outcome_.entered[index]);
    case Op::Excluded: return of_truth(outcome_.excluded);

    case Op::And: return of_truth(truths(node) == node.operand_count);
    case Op::Or: return of_truth(truths(node) > 0);
    case Op::Not: return of_truth(truths(node) == 0);
    case Op::AtLeast: return of_truth(truths(node) >= node.integer);

    case Op::Has: return of_truth(operand(node, 0).known);
    case Op::IsYes: return of_truth(operand(node, 0).known && operand(node, 0).integer != 0);
    case Op::IsNo: return of_truth(operand(node, 0).known && operand(node, 0).integer == 0);
    case Op::Equal: return compare(node, [](const auto& a, const auto& b) { return a == b; });
    case Op::NotEqual: return compare(node, [](const auto& a, const auto& b) { return a != b; });
    case Op::Less: return compare(node, [](const auto& a, const auto& b) { return a < b; });
    case Op::LessOrEqual: return compare(node, [](const auto& a, const auto& b) { return a <= b; });
    case Op::LabelIn: return of_truth(all_known(node) && label_in(node));
    case Op::TextMatch: return of_truth(all_known(node) && matches_text(node));
    case Op::TextRelation: return of_truth(all_known(node) && relates(node));

    case Op::IntegerToNumber: return of_known(node, [](const Value& a, const Value&) { return of_number(static_cast<double>(a.integer)); });
    case Op::Add: return arithmetic(node, runtime::add_integers, [](double a, double b) { return a + b; });
    case Op::Subtract: return arithmetic(node, runtime::subtract_integers, [](double a, double b) { return a - b; });
    case Op::Multiply: return arithmetic(node, runtime::multiply_integers, [](double a, double b) { return a * b; });
    case Op::Divide:
      return of_known(node, [](const Value& a, const Value& b) { return b.number == 0 ? missing() : of_number(a.number / b.number); });
    case Op::Negate: return unary(node, runtime::negate_integer, [](double a) { return -a; });
    case Op::Absolute: return unary(node, runtime::absolute_integer, [](double a) { return a < 0 ? -a : a; });
    case Op::Round: return unary(node, nullptr, runtime::round_number);
    case Op::Floor: return unary(node, nullptr, runtime::floor_number);
    case Op::Ceil: return unary(node, nullptr, runtime::ceil_number);
    case Op::Minimum: return least_or_greatest(node, false);
    case Op::Maximum: return least_or_greatest(node, true);
    case Op::Length: return of_known(node, [&](const Value& a, const Value&) { return length(a, type_of_operand(node)); });
    case Op::Else: return operand(node, operand(node, 0).known ? 0 : 1);
    case Op::Choose: return choose(node);
    case Op::TruthToYesNo:
      if (operand(node, 0).integer != 0) return of_truth(true);
      return operand(node, 1).integer != 0 ? of_truth(false) : missing();
    case Op::DomainOf: return of_known(node, [](const Value& a, const Value&) { return of_optional(text::email_domain(a.text)); });
    case Op::HostOf: return of_url(node, [](const text::UrlParts& parts) { return parts.host; });
    case Op::PathOf: return of_url(node, [](const text::UrlParts& parts) { return std::optional(parts.path); });
    case Op::QueryOf: return of_url(node, [](const text::UrlParts& parts) { return parts.query; });

    case Op::DateOfTime:
      return of_known(node, [&](const Value& a, const Value&) { return of_optional(model_.zone.local_date(a.integer)); });
    case Op::StartOfDate: return of_known(node, [&](const Value& a, const Value&) { return of_integer(model_.zone.start_of_day(day(a))); });
    case Op::YearOf: return of_known(node, [](const Value& a, const Value&) { return of_integer(calendar::civil_from_day(day(a)).year); });
    case Op::MonthOf:
      return of_known(node, [](const Value& a, const Value&) { return of_integer(calendar::civil_from_day(day(a)).month); });
    case Op::WeekdayOf: return of_known(node, [](const Value& a, const Value&) { return of_integer(calendar::weekday(day(a))); });
    case Op::StartOfWeek: return start_of(node, calendar::CalendarUnit::week);
    case Op::StartOfMonth: return start_of(node, calendar::CalendarUnit::month);
    case Op::StartOfQuarter: return start_of(node, calendar::CalendarUnit::quarter);
    case Op::StartOfYear: return start_of(node, calendar::CalendarUnit::year);
    case Op::DaysBetweenDates: return of_known(node, [](const Value& a, const Value& b) { return of_integer(b.integer - a.integer); });
    case Op::DaysBetweenTimes:
      return of_known(node, [](const Value& a, const Value& b) { return of_integer(calendar::whole_days_between(a.integer, b.integer)); });
    case Op::AddToDate:
      return of_known(node, [&](const Value& a, const Value&) { return of_optional(calendar::add(day(a), policy_.durations[index])); });
    case Op::AddToTime:
      return of_known(
          node, [&](const Value& a, const Value&) { return of_optional(calendar::add(a.integer, policy_.durations[index], model_.zone)); });

    case Op::Count: return of_integer(static_cast<std::int64_t>(matching(node.index).size()));
    case Op::CountDays: return of_integer(count_units(node.index, calendar::CalendarUnit::day));
    case Op::CountWeeks: return of_integer(count_units(node.index, calendar::CalendarUnit::week));
    case Op::CountMonths: return of_integer(count_units(node.index, calendar::CalendarUnit::month));
    case Op::CountDistinct: return of_integer(static_cast<std::int64_t>(latest_by_value(node.index, node.attribute).size()));
    case Op::LatestTime: return latest_time(node.index);
    case Op::FirstTime: return first_time(node.index);
    case Op::SumOf: return sum(node);
    case Op::AverageOf: return average(node);
    case Op::MaxOf:
    case Op::MinOf: return extreme(node);
    case Op::LastValue:
    case Op::FirstValue: return value_at_edge(node);
    case Op::ChainHolds: return of_truth(!completions(node.index, false).empty());
    case Op::ChainLatest: {
      const auto latest = completions(node.index, false);
      return latest.empty() ? missing() : of_integer(time_of(latest.begin()->second));
    }
  }
  return missing();
}

bool Evaluation::all_known(const ir::Node& node) const {
  for (std::uint32_t i = 0; i < node.operand_count; ++i) {
    if (!operand(node, i).known) return false;
  }
  return true;
}

Value Evaluation::constant(const ir::Node& node) const {
  switch (node.type) {
    case ir::Type::Number: return of_number(node.number);
    case ir::Type::Text: return of_text(policy_.texts[static_cast<std::size_t>(node.index)]);
    case ir::Type::Truth:
    case ir::Type::YesNo:
    case ir::Type::Integer:
    case ir::Type::Date:
    case ir::Type::Time:
    case ir::Type::Label:
    case ir::Type::TextList: break;
  }
  return of_integer(node.integer);
}

Value Evaluation::attribute(std::int32_t kind, std::int32_t attribute, Activity activity) const {
  const auto& spec = policy_.schema.activities[static_cast<std::size_t>(kind)].attributes[static_cast<std::size_t>(attribute)];
  if (spec.slot < 0) return missing();
  return value_at(activities_->attributes[static_cast<std::size_t>(spec.slot)], activity);
}

std::int64_t Evaluation::truths(const ir::Node& node) const {
  std::int64_t count = 0;
  for (std::uint32_t i = 0; i < node.operand_count; ++i) count += operand(node, i).integer != 0;
  return count;
}

template <typename Holds>
Value Evaluation::compare(const ir::Node& node, Holds holds) const {
  if (!all_known(node)) return of_truth(false);
  const Value &a = operand(node, 0), &b = operand(node, 1);
  return of_truth(type_of_operand(node) == ir::Type::Number ? holds(a.number, b.number) : holds(a.integer, b.integer));
}

bool Evaluation::label_in(const ir::Node& node) const {
  return std::ranges::binary_search(policy_.label_sets[static_cast<std::size_t>(node.index)], operand(node, 0).integer);
}

bool Evaluation::any_text(const Value& value, ir::Type type, const std::function<bool(std::string_view)>& fits) const {
  if (type != ir::Type::TextList) return fits(value.text);
  for (std::size_t i = value.list.begin; i < value.list.end; ++i) {
    if (fits(value.list.elements->at_row(i))) return true;
  }
  return false;
}

bool Evaluation::matches_text(const ir::Node& node) const {
  const TextMatcher& matcher = model_.matchers[static_cast<std::size_t>(node.index)];
  return any_text(operand(node, 0), type_of_operand(node), [&](std::string_view text) { return matcher.matches(text); });
}

bool Evaluation::relates(const ir::Node& node) const {
  const auto mode = static_cast<text::TextMode>(node.index);
  const std::string_view second = operand(node, 1).text;
  return any_text(operand(node, 0), type_of_operand(node), [&](std::string_view first) { return text::matches_one(mode, second, first); });
}

// What `compute` makes of the first operand and the second (of one operand: it twice); missing where one is missing.
template <typename Compute>
Value Evaluation::of_known(const ir::Node& node, Compute compute) const {
  return all_known(node) ? compute(operand(node, 0), operand(node, node.operand_count - 1)) : missing();
}

template <typename Part>
Value Evaluation::of_url(const ir::Node& node, Part part) const {
  return of_known(node, [&](const Value& a, const Value&) {
    const std::optional<text::UrlParts> parts = text::parse_url(a.text);
    return parts ? of_optional(part(*parts)) : missing();
  });
}

Value Evaluation::arithmetic(const ir::Node& node, std::int64_t (*of_integers)(std::int64_t, std::int64_t),
                             double (*of_numbers)(double, double)) const {
  return of_known(node, [&](const Value& a, const Value& b) {
    return node.type == ir::Type::Number ? of_number(of_numbers(a.number, b.number)) : of_integer(of_integers(a.integer, b.integer));
  });
}

Value Evaluation::unary(const ir::Node& node, std::int64_t (*of_integers)(std::int64_t), double (*of_numbers)(double)) const {
  return of_known(node, [&](const Value& a, const Value&) {
    return node.type == ir::Type::Number ? of_number(of_numbers(a.number)) : of_integer(of_integers(a.integer));
  });
}

Value Evaluation::start_of(const ir::Node& node, calendar::CalendarUnit unit) const {
  return of_known(node, [&](const Value& a, const Value&) { return of_integer(calendar::start_of(unit, day(a))); });
}

Value Evaluation::least_or_greatest(const ir::Node& node, bool greatest) const {
  if (!all_known(node)) return missing();
  Value result = operand(node, 0);
  for (std::uint32_t i = 1; i < node.operand_count; ++i) {
    if (is_less(greatest ? result : operand(node, i), greatest ? operand(node, i) : result, node.type)) result = operand(node, i);
  }
  return result;
}

Value Evaluation::choose(const ir::Node& node) const {
  for (std::uint32_t i = 0; i + 1 < node.operand_count; i += 2) {
    if (operand(node, i).integer != 0) return operand(node, i + 1);
  }
  return missing();
}

}  // namespace assay::interpret
