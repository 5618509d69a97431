// Sets of numbers as closed intervals of 64-bit integers: which values the cells of a table cover. Numbers of binary64 take part by their
// rank in the order of all of them, so that one arithmetic serves integers, numbers, dates and times. Private to compiler/check.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace assay::check {

struct Interval {
  std::int64_t low = 0, high = 0;  // both included
};

// The rank of a finite number: neighbours have ranks that differ by one; -0.0 has that of 0.0.
std::int64_t rank_of(double number);
double number_at(std::int64_t rank);

class Intervals {
 public:
  void add(Interval interval);  // nothing when low > high
  void add(const Intervals& others);

  bool empty() const { return parts_.empty(); }
  bool covers(const Intervals& others) const;
  // The first value that both have.
  std::optional<Interval> first_shared(const Intervals& others) const;
  // The first part of `whole` that is not here, one between two parts before one at the edge.
  std::optional<Interval> first_gap(Interval whole) const;

 private:
  // The first part that ends at the value or behind it.
  std::vector<Interval>::const_iterator first_that_ends_at(std::int64_t value) const;

  std::vector<Interval> parts_;  // ascending, none touches the next
};

}  // namespace assay::check
