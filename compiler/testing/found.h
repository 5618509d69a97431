// The result of one lead against what a test expects of it, and in words. Not here: which expectations there are.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/result.h"

namespace assay::testing {

class Found {
 public:
  // All must outlive it. `id` is the lead's: it decides among several targets of a route.
  Found(const runtime::ResultSchema& schema, const runtime::Result& result, std::size_t row, std::string_view id)
      : schema_(schema), result_(result), row_(row), id_(id) {}

  // Whether what the expectation names is so, its `not` left aside.
  bool holds(const ir::Expectation& expectation) const;

  // What there is where the expectation looks: "50", "stage lead", "no route".
  std::string words(const ir::Expectation& expectation) const;

 private:
  bool is_known(const runtime::PointsColumn& column) const { return runtime::bit(column.known.data(), row_); }
  bool has_points(const runtime::PointsColumn& column, runtime::Points points) const {
    return is_known(column) && column.values[row_] == points;
  }
  std::string points(const runtime::PointsColumn& column) const;
  bool is_set(const std::vector<runtime::Flags>& flags, std::int32_t index) const;
  bool has_label(const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags, std::int32_t index) const;
  bool is_excluded() const;
  bool is_missing(std::int32_t field) const;
  bool fires(const ir::Expectation& expectation) const;
  std::string stage() const;
  std::string grade(std::size_t index) const;
  std::string route() const;
  std::string missing() const;
  std::string names(const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags) const;
  std::string set_labels(std::string_view word, const std::vector<std::string>& labels, const std::vector<runtime::Flags>& flags) const;

  const runtime::ResultSchema& schema_;
  const runtime::Result& result_;
  std::size_t row_;
  std::string_view id_;
};

}  // namespace assay::testing
