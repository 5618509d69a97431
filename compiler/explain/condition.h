// A condition or a value of a policy with what it came to for a lead, and the activities that decided it: the leaves of an explanation.
// Plain values; texts are the author's words on one line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/points.h"

namespace assay::explain {

using runtime::Points;

enum class Verdict : std::uint8_t { Yes, No, Unknown };

struct Shown {
  // Word: a label or a date. Time: microseconds since 1970 UTC.
  enum class Kind : std::uint8_t { Missing, Truth, Number, Text, Word, Time, List } kind = Kind::Missing;
  std::string text;  // without quotes; of a Truth "yes" or "no"
  std::int64_t time = 0;
  std::vector<std::string> items;  // of a List
};

struct ShownActivity {
  std::string kind;  // the activity's name; empty: not of the policy's
  std::optional<std::int64_t> time;
  std::vector<std::pair<std::string, Shown>> attributes;  // those that the policy reads
  // Where it gave points: what stands for it (a day, a value; empty: itself), by which factor age lessens them, and what is left.
  std::string unit;
  double factor = 1;
  std::optional<Points> points;
};

struct Place {
  std::string file;
  std::uint32_t line = 0;
};

// A condition or a value, with its parts.
struct Part {
  using Form = ir::Explanation::Form;
  Form form = Form::Plain;
  std::string text;
  Place place;
  std::optional<Verdict> verdict;  // of a condition
  std::optional<Shown> value;      // of a value
  std::string entry, list;         // the text that a comparison with several texts found fitting, and the list that holds it
  // Of a phrase: the activities that it means (the latest ones, oldest first), how many more there are, and the latest one that only its
  // window leaves out, where it means none.
  bool asks_activities = false;
  std::vector<ShownActivity> activities;
  std::size_t more_activities = 0;
  std::optional<ShownActivity> outside_window;
  std::vector<Part> parts;
  bool parts_left_out = false;  // too deep or too many to be read
};

}  // namespace assay::explain
