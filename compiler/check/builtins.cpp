#include "compiler/check/builtins.h"

#include <algorithm>
#include <vector>

#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

using ir::Op;
using ir::Type;
using Of = Part::Of;
using Takes = Function::Takes;

// clang-format off: a row is a line
constexpr Function function_rows[] = {
    // name, operation, takes, keeps integers
    {"min", Op::Minimum, Takes::Numbers, true},
    {"max", Op::Maximum, Takes::Numbers, true},
    {"abs", Op::Absolute, Takes::OneNumber, true},
    {"round", Op::Round, Takes::OneNumber, false},
    {"floor", Op::Floor, Takes::OneNumber, false},
    {"ceil", Op::Ceil, Takes::OneNumber, false},
};
// clang-format on

// clang-format off: a row is a line
constexpr Part part_rows[] = {
    // name, operation, of, gives
    {"domain", Op::DomainOf, Of::Email, Type::Text},
    {"host", Op::HostOf, Of::Url, Type::Text},
    {"path", Op::PathOf, Of::Url, Type::Text},
    {"query", Op::QueryOf, Of::Url, Type::Text},
    {"length", Op::Length, Of::AnyText, Type::Integer},
    {"year", Op::YearOf, Of::Moment, Type::Integer},
    {"month", Op::MonthOf, Of::Moment, Type::Integer},
    {"weekday", Op::WeekdayOf, Of::Moment, Type::Integer},
};
// clang-format on

template <typename Row>
const Row* find_row(std::span<const Row> rows, std::string_view name) {
  const auto found = std::ranges::find(rows, name, &Row::name);
  return found == rows.end() ? nullptr : &*found;
}

template <typename Row>
std::string all_names(std::span<const Row> rows) {
  std::string names;
  for (const Row& row : rows) {
    if (!names.empty()) names += &row == &rows.back() ? " and " : ", ";
    names += row.name;
  }
  return names;
}

template <typename Row>
std::string nearest_name(std::span<const Row> rows, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) names.push_back(row.name);
  return text::nearest(name, std::span<const std::string_view>(names));
}

}  // namespace

std::span<const Function> functions() { return function_rows; }
std::span<const Part> parts() { return part_rows; }

const Function* find_function(std::string_view name) { return find_row(functions(), name); }
const Part* find_part(std::string_view name) { return find_row(parts(), name); }

std::string function_names() { return all_names(functions()); }
std::string part_names() { return all_names(parts()); }

std::string nearest_function(std::string_view name) { return nearest_name(functions(), name); }
std::string nearest_part(std::string_view name) { return nearest_name(parts(), name); }

}  // namespace assay::check
