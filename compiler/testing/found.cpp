#include "compiler/testing/found.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "runtime/io/route_target.h"

namespace assay::testing {

using Kind = ir::Expectation::Kind;
using runtime::Result;

bool Found::holds(const ir::Expectation& expectation) const {
  const auto index = static_cast<std::size_t>(expectation.index);
  switch (expectation.kind) {
    case Kind::Score: return has_points(result_.score, expectation.points);
    case Kind::Section: return has_points(result_.sections[index], expectation.points);
    case Kind::Grade: return result_.grades[index][row_] == expectation.label;
    case Kind::Stage: return result_.stages[row_] == expectation.index;
    case Kind::Excluded: return expectation.text.empty() ? is_excluded() : has_label(schema_.excluded, result_.excluded, expectation.index);
    case Kind::Missing: return is_missing(expectation.index);
    case Kind::Tag: return has_label(schema_.tags, result_.tags, expectation.index);
    case Kind::Segment: return is_set(result_.segments, expectation.index);
    case Kind::Route: return result_.routes[row_] != Result::no_route && route() == expectation.text;
    case Kind::Fires: return fires(expectation);
  }
  return false;
}

std::string Found::words(const ir::Expectation& expectation) const {
  const auto index = static_cast<std::size_t>(expectation.index);
  switch (expectation.kind) {
    case Kind::Score: return points(result_.score);
    case Kind::Section: return points(result_.sections[index]);
    case Kind::Grade: return grade(index);
    case Kind::Stage: return fmt::format("stage {}", stage());
    case Kind::Excluded: return is_excluded() ? fmt::format("excluded {}", names(schema_.excluded, result_.excluded)) : "not excluded";
    case Kind::Missing: return missing();
    case Kind::Tag: return set_labels("tag", schema_.tags, result_.tags);
    case Kind::Segment: return set_labels("segment", schema_.segments, result_.segments);
    case Kind::Route: return result_.routes[row_] == Result::no_route ? "no route" : fmt::format("route \"{}\"", route());
    case Kind::Fires: return fires(expectation) ? "it fires" : "it does not fire";
  }
  return "";
}

std::string Found::points(const runtime::PointsColumn& column) const {
  return is_known(column) ? runtime::points_to_text(column.values[row_]) : "nothing";
}

bool Found::is_set(const std::vector<runtime::Flags>& flags, std::int32_t index) const {
  return index >= 0 && runtime::bit(flags[static_cast<std::size_t>(index)].data(), row_);
}

// A label has several places where several rules set it.
bool Found::has_label(const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags, std::int32_t index) const {
  for (std::size_t i = 0; index >= 0 && i < labels.size(); ++i) {
    if (labels[i] == labels[static_cast<std::size_t>(index)] && is_set(flags, static_cast<std::int32_t>(i))) return true;
  }
  return false;
}

bool Found::is_excluded() const {
  return result_.stages[row_] == Result::excluded_stage || !names(schema_.excluded, result_.excluded).empty();
}

bool Found::is_missing(std::int32_t field) const {
  const auto begin = result_.missing_fields.begin() + result_.missing_offsets[row_],
             end = result_.missing_fields.begin() + result_.missing_offsets[row_ + 1];
  return std::find(begin, end, field) != end;
}

bool Found::fires(const ir::Expectation& expectation) const {
  return std::any_of(expectation.rules.begin(), expectation.rules.end(), [&](std::int32_t rule) { return is_set(result_.fired, rule); });
}

std::string Found::stage() const {
  const std::int32_t state = result_.stages[row_];
  return state == Result::excluded_stage ? "excluded" : schema_.stages[static_cast<std::size_t>(state)];
}

std::string Found::grade(std::size_t index) const {
  const std::int32_t label = result_.grades[index][row_];
  if (label == Result::no_grade) return fmt::format("no {}", schema_.grades[index].name);
  return fmt::format("{} {}", schema_.grades[index].name, schema_.grades[index].labels[static_cast<std::size_t>(label)]);
}

std::string Found::route() const {
  const std::vector<std::string>& targets = schema_.routes[static_cast<std::size_t>(result_.routes[row_])].targets;
  return targets[io::route_target(id_, targets.size())];
}

std::string Found::missing() const {
  std::string all;
  for (std::uint32_t i = result_.missing_offsets[row_]; i < result_.missing_offsets[row_ + 1]; ++i) {
    all += (all.empty() ? "missing " : ", ") + schema_.missing[static_cast<std::size_t>(result_.missing_fields[i])];
  }
  return all.empty() ? "nothing missing" : all;
}

std::string Found::names(const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags) const {
  std::vector<std::string> set;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::string quoted = fmt::format("\"{}\"", labels[i]);
    if (is_set(flags, static_cast<std::int32_t>(i)) && std::find(set.begin(), set.end(), quoted) == set.end()) set.push_back(quoted);
  }
  return fmt::format("{}", fmt::join(set, ", "));
}

std::string Found::set_labels(std::string_view word, const std::vector<std::string>& labels,
                              const std::vector<runtime::Flags>& flags) const {
  const std::string all = names(labels, flags);
  return all.empty() ? fmt::format("no {}", word) : fmt::format("{} {}", word, all);
}

}  // namespace assay::testing
