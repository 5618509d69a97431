#include "compiler/testing/case_expectation.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::testing {

namespace {

using Kind = ir::Expectation::Kind;

constexpr std::pair<std::string_view, Kind> words[] = {{"score", Kind::Score},     {"stage", Kind::Stage}, {"excluded", Kind::Excluded},
                                                       {"missing", Kind::Missing}, {"tag", Kind::Tag},     {"segment", Kind::Segment},
                                                       {"route", Kind::Route},     {"fires", Kind::Fires}};

std::int32_t index_of(const std::vector<std::string>& names, std::string_view name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const std::string& each) { return text::fold(each) == text::fold(name); });
  return found == names.end() ? -1 : static_cast<std::int32_t>(found - names.begin());
}

template <typename Info>
std::int32_t index_named(const std::vector<Info>& infos, std::string_view name) {
  const auto found = std::find_if(infos.begin(), infos.end(), [&](const Info& info) { return !info.name.empty() && info.name == name; });
  return found == infos.end() ? -1 : static_cast<std::int32_t>(found - infos.begin());
}

std::vector<std::string_view> parts_of(std::string_view cell) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = std::min(cell.find(';'), cell.size());
    if (const std::string_view part = text::trim(cell.substr(0, end)); !part.empty()) parts.push_back(part);
    if (end == cell.size()) return parts;
    cell.remove_prefix(end + 1);
  }
}

class CellReading {
 public:
  CellReading(const ir::Policy& policy, const ExpectationColumn& column) : result_(policy.result), column_(column) {}

  CellExpectations read(std::string_view cell) {
    switch (column_.expectation.kind) {
      case Kind::Score:
      case Kind::Section: read_points(cell); break;
      case Kind::Grade: read_label(cell); break;
      case Kind::Stage: column_.is_yes_no ? read_yes_no(cell) : read_index(result_.stages, cell, "stage"); break;
      case Kind::Excluded: read_excluded(cell); break;
      case Kind::Missing: read_each(result_.missing, cell, "required field"); break;
      case Kind::Tag: read_each(result_.tags, cell, "tag"); break;
      case Kind::Segment: read_each(result_.segments, cell, "segment"); break;
      case Kind::Route: read_route(cell); break;
      case Kind::Fires: read_rules(cell); break;
    }
    return std::move(read_);
  }

 private:
  ir::Expectation& add() { return read_.expectations.emplace_back(column_.expectation); }
  void refuse(std::string problem) { read_.problem = std::move(problem); }

  void read_points(std::string_view cell) {
    if (const std::optional<runtime::Points> points = runtime::points_from_text(cell)) {
      add().points = *points;
    } else {
      refuse(fmt::format("'{}' are no points", cell));
    }
  }

  void read_label(std::string_view cell) {
    const runtime::GradeInfo& grade = result_.grades[static_cast<std::size_t>(column_.expectation.index)];
    const std::int32_t label = index_of(grade.labels, cell);
    if (label < 0) return refuse(fmt::format("'{}' is no label of '{}'", cell, grade.name));
    add().label = label;
  }

  void read_yes_no(std::string_view cell) {
    const std::optional<bool> value = runtime::YesNoFormat().parse(cell);
    if (!value) return refuse(fmt::format("'{}' is neither yes nor no", cell));
    ir::Expectation& expectation = add();
    expectation.negated = expectation.negated == *value;
  }

  void read_index(const std::vector<std::string>& names, std::string_view cell, std::string_view what) {
    const std::int32_t index = index_of(names, cell);
    const bool is_excluded = column_.expectation.kind == Kind::Stage && text::fold(cell) == "excluded";
    if (index < 0 && !is_excluded) return refuse(fmt::format("the policy has no {} '{}'", what, cell));
    ir::Expectation& expectation = add();
    expectation.index = index;
    if (is_excluded) expectation.kind = Kind::Excluded;
    expectation.text = is_excluded ? std::string() : std::string(cell);
  }

  void read_excluded(std::string_view cell) {
    if (runtime::YesNoFormat().parse(cell)) {
      read_yes_no(cell);
    } else {
      read_each(result_.excluded, cell, "reason for exclusion");
    }
  }

  void read_each(const std::vector<std::string>& names, std::string_view cell, std::string_view what) {
    for (const std::string_view part : parts_of(cell)) read_index(names, part, what);
  }

  void read_route(std::string_view cell) {
    std::vector<std::string> targets;
    for (const runtime::RouteInfo& route : result_.routes) targets.insert(targets.end(), route.targets.begin(), route.targets.end());
    read_index(targets, cell, "route");
  }

  void read_rules(std::string_view cell) {
    for (const std::string_view part : parts_of(cell)) {
      ir::Expectation& expectation = add();
      for (std::size_t rule = 0; rule < result_.rules.size(); ++rule) {
        const bool is_meant = result_.rules[rule].reason == part || result_.rules[rule].id == part;
        if (is_meant) expectation.rules.push_back(static_cast<std::int32_t>(rule));
      }
      if (expectation.rules.empty()) refuse(fmt::format("no rule has the reason or the name '{}'", part));
    }
  }

  const runtime::ResultSchema& result_;
  const ExpectationColumn& column_;
  CellExpectations read_;
};

}  // namespace

std::optional<ExpectationColumn> expectation_column(const ir::Policy& policy, std::string_view name) {
  ExpectationColumn column;
  column.name = name;
  if (name.starts_with("not ")) {
    column.expectation.negated = true;
    name = text::trim(name.substr(4));
  }
  for (const auto& [word, kind] : words) {
    column.expectation.kind = kind;
    if (text::fold(name) == word) return column;
  }
  const auto take = [&](Kind kind, std::int32_t index) {
    column.expectation.kind = kind;
    column.expectation.index = index;
    return index >= 0;
  };
  if (take(Kind::Section, index_named(policy.result.sections, name)) || take(Kind::Grade, index_named(policy.result.grades, name)))
    return column;
  column.is_yes_no = true;
  const auto stage = std::find(policy.result.stages.begin(), policy.result.stages.end(), name);
  if (stage == policy.result.stages.end() || !take(Kind::Stage, static_cast<std::int32_t>(stage - policy.result.stages.begin())))
    return std::nullopt;
  return column;
}

CellExpectations cell_expectations(const ir::Policy& policy, const ExpectationColumn& column, std::string_view cell) {
  return CellReading(policy, column).read(cell);
}

}  // namespace assay::testing
