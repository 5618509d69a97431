#include "tests/agree/compare_results.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace assay::agree {
namespace {

using runtime::bit;
using runtime::Flags;
using runtime::PointsColumn;
using runtime::Result;

class Comparison {
 public:
  Comparison(const Result& expected, std::size_t first, const Result& actual) : expected_(expected), first_(first), actual_(actual) {}

  const std::optional<std::string>& found() const { return found_; }

  void points(const std::string& name, const PointsColumn& expected, const PointsColumn& actual) {
    for (std::size_t row = 0; row < actual_.rows; ++row) {
      const bool known = bit(expected.known.data(), first_ + row);
      note(name + " is there", row, known, bit(actual.known.data(), row));
      if (known) note(name, row, expected.values[first_ + row], actual.values[row]);
    }
  }

  template <typename Value>
  void values(const std::string& name, const std::vector<Value>& expected, const std::vector<Value>& actual) {
    for (std::size_t row = 0; row < actual_.rows; ++row) note(name, row, expected[first_ + row], actual[row]);
  }

  void flags(const std::string& name, const std::vector<Flags>& expected, const std::vector<Flags>& actual) {
    note("number of " + name, 0, expected.size(), actual.size());
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i) {
      for (std::size_t row = 0; row < actual_.rows; ++row) {
        note(fmt::format("{} {}", name, i), row, bit(expected[i].data(), first_ + row), bit(actual[i].data(), row));
      }
    }
  }

  void missing() {
    const auto of = [](const Result& result, std::size_t row) {
      std::string fields;
      for (std::size_t i = result.missing_offsets[row]; i < result.missing_offsets[row + 1]; ++i)
        fields += fmt::format("{} ", result.missing_fields[i]);
      return fields;
    };
    for (std::size_t row = 0; row < actual_.rows; ++row) note("missing", row, of(expected_, first_ + row), of(actual_, row));
  }

 private:
  template <typename Value>
  void note(const std::string& name, std::size_t row, const Value& expected, const Value& actual) {
    if (!found_ && expected != actual) {
      found_ = fmt::format("lead {} (row {} of its batch): {} is {}, expected {}", first_ + row + 1, row, name, actual, expected);
    }
  }

  const Result& expected_;
  const std::size_t first_;
  const Result& actual_;
  std::optional<std::string> found_;
};

}  // namespace

std::optional<std::string> difference(const runtime::ResultSchema& schema, const Result& expected, std::size_t first,
                                      const Result& actual) {
  Comparison compare(expected, first, actual);
  for (std::size_t i = 0; i < expected.points.size() && i < actual.points.size(); ++i) {
    compare.values(fmt::format("points of rule {} (line {}, {})", i, schema.rules[i].line, schema.rules[i].reason), expected.points[i],
                   actual.points[i]);
  }
  if (!actual.fired.empty()) compare.flags("fired", expected.fired, actual.fired);
  for (std::size_t i = 0; i < schema.sections.size(); ++i)
    compare.points("section " + schema.sections[i].name, expected.sections[i], actual.sections[i]);
  compare.points("score", expected.score, actual.score);
  for (std::size_t i = 0; i < schema.grades.size(); ++i)
    compare.values("grade " + schema.grades[i].name, expected.grades[i], actual.grades[i]);
  compare.values("stage", expected.stages, actual.stages);
  compare.values("route", expected.routes, actual.routes);
  compare.flags("excluded", expected.excluded, actual.excluded);
  compare.flags("segment", expected.segments, actual.segments);
  compare.flags("tag", expected.tags, actual.tags);
  compare.missing();
  return compare.found();
}

}  // namespace assay::agree
