// Which of a lead's activities a phrase means, and what is counted and summed over them.
#include <algorithm>
#include <bit>

#include "compiler/interpret/evaluation.h"
#include "runtime/text/fold.h"

namespace assay::interpret {

using runtime::ActivityBatch;
using runtime::Storage;

void Evaluation::find_ignored() {
  ignored_.assign(last_activity_ - first_activity_, false);
  for (Activity activity = first_activity_; activity < last_activity_; ++activity) {
    ignored_[activity - first_activity_] = ignored_by(activity).has_value();
  }
}

std::optional<std::size_t> Evaluation::ignored_by(Activity activity) {
  for (std::size_t i = 0; i < policy_.ignores.size(); ++i) {
    if (is_of_kind(policy_.ignores[i].activity, activity) && passes(model_.ignore_filters[i], activity)) return i;
  }
  return std::nullopt;
}

// Also computes the filter's nodes for the activity.
bool Evaluation::passes(const Filter& filter, Activity activity) {
  if (!filter.root.valid()) return true;
  activity_ = activity;
  for (const std::uint32_t index : filter.nodes) values_[index] = evaluate(policy_.nodes[index]);
  return holds(filter.root);
}

bool Evaluation::is_of_kind(std::int32_t kind, Activity activity) const { return kind < 0 || activities_->kinds[activity] == kind; }

bool Evaluation::within_bounds(const std::vector<ir::Bound>& bounds, Activity activity) const {
  for (const ir::Bound& bound : bounds) {
    const Value& edge = value(bound.time);
    if (!edge.known && bound.open_when_missing) continue;
    if (!edge.known || !is_timed(activity)) return false;
    const std::int64_t time = time_of(activity);
    if (time == edge.integer ? !bound.inclusive : (time > edge.integer) != (bound.side == ir::Bound::Side::After)) return false;
  }
  return true;
}

std::vector<Evaluation::Activity> Evaluation::matching(std::int32_t phrase_index, bool any_time) {
  const ir::Phrase& phrase = policy_.phrases[static_cast<std::size_t>(phrase_index)];
  const Filter& filter = model_.phrase_filters[static_cast<std::size_t>(phrase_index)];
  std::vector<Activity> found;
  for (Activity activity = first_activity_; activity < last_activity_; ++activity) {
    if (ignored_[activity - first_activity_] || !is_of_kind(phrase.activity, activity)) continue;
    if ((any_time || within_bounds(phrase.bounds, activity)) && passes(filter, activity)) found.push_back(activity);
  }
  return found;
}

std::vector<Evaluation::Activity> Evaluation::timed(std::int32_t phrase) {
  std::vector<Activity> found = matching(phrase);
  std::erase_if(found, [&](Activity activity) { return !is_timed(activity); });
  return found;
}

std::vector<Value> Evaluation::known_values(std::int32_t phrase, std::int32_t attribute_index) {
  const std::int32_t kind = policy_.phrases[static_cast<std::size_t>(phrase)].activity;
  std::vector<Value> values;
  for (const Activity activity : matching(phrase)) {
    if (const Value value = attribute(kind, attribute_index, activity); value.known) values.push_back(value);
  }
  return values;
}

namespace {

template <typename Bits>
std::string bytes_of(Bits value) {
  const auto bytes = std::bit_cast<std::array<char, sizeof value>>(value);
  return {bytes.begin(), bytes.end()};
}

// Elements cannot hold the separator: control characters are not part of what data calls a list's element, and folding keeps them apart.
std::string list_key(const TextRange& list) {
  std::string key;
  for (std::size_t i = list.begin; i < list.end; ++i) key.append(text::fold(list.elements->at_row(i))).push_back('\0');
  return key;
}

}  // namespace

// Values with equal keys are equal as the language compares them; nullopt: missing.
std::optional<std::string> Evaluation::key(KeyKind kind, std::int32_t activity_kind, std::int32_t attribute_index,
                                           Activity activity) const {
  const auto& spec =
      policy_.schema.activities[static_cast<std::size_t>(activity_kind)].attributes[static_cast<std::size_t>(attribute_index)];
  const Value value = attribute(activity_kind, attribute_index, activity);
  if (!value.known) return std::nullopt;
  switch (runtime::storage_of(spec.type)) {
    case Storage::Text: return text::fold(value.text);
    case Storage::Label: return text::fold(spec.labels[static_cast<std::size_t>(value.integer)]);
    case Storage::TextList: return list_key(value.list);
    case Storage::Number: return bytes_of(value.number);
    case Storage::Truth: return bytes_of(value.integer);
    case Storage::Integer: break;
  }
  if (kind == KeyKind::Number) return bytes_of(static_cast<double>(value.integer));
  if (kind == KeyKind::Date && spec.type == runtime::Type::Time) return bytes_of(std::int64_t{model_.zone.local_day(value.integer)});
  return bytes_of(value.integer);
}

std::map<std::int32_t, Evaluation::Activity> Evaluation::latest_by_unit(std::int32_t phrase, calendar::CalendarUnit unit) {
  std::map<std::int32_t, Activity> latest;
  for (const Activity activity : timed(phrase)) {
    const std::int32_t number = calendar::unit_number(unit, model_.zone.local_day(time_of(activity)));
    latest[number] = activity;  // later ones come later
  }
  return latest;
}

std::map<std::string, Evaluation::Activity> Evaluation::latest_by_value(std::int32_t phrase, std::int32_t attribute_index) {
  const std::int32_t kind = policy_.phrases[static_cast<std::size_t>(phrase)].activity;
  std::map<std::string, Activity> latest;
  for (const Activity activity : matching(phrase)) {
    if (const auto value_key = key(KeyKind::Integer, kind, attribute_index, activity)) latest[*value_key] = activity;
  }
  return latest;
}

std::int64_t Evaluation::count_units(std::int32_t phrase, calendar::CalendarUnit unit) {
  return static_cast<std::int64_t>(latest_by_unit(phrase, unit).size());
}

Value Evaluation::latest_time(std::int32_t phrase) {
  const std::vector<Activity> found = timed(phrase);
  return found.empty() ? missing() : of_integer(time_of(found.back()));
}

Value Evaluation::first_time(std::int32_t phrase) {
  const std::vector<Activity> found = timed(phrase);
  return found.empty() ? missing() : of_integer(time_of(found.front()));
}

Value Evaluation::sum(const ir::Node& node) {
  std::int64_t integers = 0;
  double numbers = 0;
  for (const Value& value : known_values(node.index, node.attribute)) {
    integers = runtime::add_integers(integers, value.integer);
    numbers += value.number;
  }
  return node.type == ir::Type::Number ? of_number(numbers) : of_integer(integers);
}

Value Evaluation::average(const ir::Node& node) {
  const std::int32_t kind = policy_.phrases[static_cast<std::size_t>(node.index)].activity;
  const auto& spec = policy_.schema.activities[static_cast<std::size_t>(kind)].attributes[static_cast<std::size_t>(node.attribute)];
  const bool of_numbers = spec.type == runtime::Type::Number;
  const std::vector<Value> values = known_values(node.index, node.attribute);
  if (values.empty()) return missing();
  double sum = 0;
  for (const Value& value : values) sum += of_numbers ? value.number : static_cast<double>(value.integer);
  return of_number(sum / static_cast<double>(values.size()));
}

Value Evaluation::extreme(const ir::Node& node) {
  const std::vector<Value> values = known_values(node.index, node.attribute);
  if (values.empty()) return missing();
  const auto less = [&](const Value& a, const Value& b) { return is_less(a, b, node.type); };
  return node.op == ir::Op::MaxOf ? std::ranges::max(values, less) : std::ranges::min(values, less);
}

Value Evaluation::value_at_edge(const ir::Node& node) {
  const std::vector<Activity> found = timed(node.index);
  if (found.empty()) return missing();
  const std::int32_t kind = policy_.phrases[static_cast<std::size_t>(node.index)].activity;
  return attribute(kind, node.attribute, node.op == ir::Op::LastValue ? found.back() : found.front());
}

}  // namespace assay::interpret
