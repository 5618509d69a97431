// The functions and parts of values that expressions know, a row each: `round(x)`, `domain of email`. Names, suggestions and what messages
// say there is come from the rows. Private to compiler/check. What it is not: what the operation of a row yields stands in
// compiler/ir/ops.def, and its definition is the interpreter's (decision 0155).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/ir/ir.h"

namespace assay::check {

struct Function {
  std::string_view name;
  ir::Op op;
  // OneNumber: `op` has one operand. Numbers: two or more, to which `op` is applied in pairs, from the left.
  enum class Takes : std::uint8_t { OneNumber, Numbers } takes;
  bool keeps_integers;  // of integers it gives an integer; else it always gives a number
};

struct Part {
  std::string_view name;
  ir::Op op;  // of one operand: the Text or TextList, or the Date of a moment
  enum class Of : std::uint8_t { Email, Url, AnyText, Moment } of;
  ir::Type gives;  // Text or Integer
};

std::span<const Function> functions();
std::span<const Part> parts();

// nullptr: there is none of that name.
const Function* find_function(std::string_view name);
const Part* find_part(std::string_view name);

// All names for a message: "min, max, …, floor and ceil".
std::string function_names();
std::string part_names();

// The name that this one is a slip of the pen of; empty: none.
std::string nearest_function(std::string_view name);
std::string nearest_part(std::string_view name);

}  // namespace assay::check
