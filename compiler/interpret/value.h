// A value as the interpreter computes with it: one struct for every type, of which the parts that the type needs are in use.
//
// Texts and lists are views into the batch, the policy or the interpreter's model; a Value never owns memory.
// Invariant: what is not `known` is missing and has no other meaning. Numbers are finite and never -0.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/ir/ir.h"
#include "runtime/batch.h"
#include "runtime/numbers.h"

namespace assay::interpret {

// The elements [begin, end) of a list of text.
struct TextRange {
  const runtime::TextColumn* elements = nullptr;
  std::size_t begin = 0, end = 0;
};

struct Value {
  bool known = false;
  std::int64_t integer = 0;  // truth and yes/no (0 or 1), integer, date, time, code of a label
  double number = 0;
  std::string_view text;
  TextRange list;
};

inline Value missing() { return {}; }

inline Value of_integer(std::int64_t integer) {
  Value value;
  value.known = true;
  value.integer = integer;
  return value;
}

inline Value of_truth(bool truth) { return of_integer(truth ? 1 : 0); }

// Infinite or not a number: missing; -0.0: 0.0.
inline Value of_number(double number) {
  const std::optional<double> result = runtime::known_number(number);
  if (!result) return missing();
  Value value;
  value.known = true;
  value.number = *result;
  return value;
}

inline Value of_text(std::string_view text) {
  Value value;
  value.known = true;
  value.text = text;
  return value;
}

template <typename Integer>
Value of_optional(const std::optional<Integer>& integer) {
  return integer ? of_integer(*integer) : missing();
}

inline Value of_optional(const std::optional<std::string_view>& text) { return text ? of_text(*text) : missing(); }

// Of two known values of one ordered type.
inline bool is_less(const Value& a, const Value& b, ir::Type type) {
  return type == ir::Type::Number ? a.number < b.number : a.integer < b.integer;
}

// What stands in a row of a column.
inline Value value_at(const runtime::Column& column, std::size_t row) {
  if (!column.known(row)) return missing();
  switch (column.storage) {
    case runtime::Storage::Truth: return of_truth(runtime::bit(column.truths, row));
    case runtime::Storage::Integer: return of_integer(column.integers[row]);
    case runtime::Storage::Number: return of_number(column.numbers[row]);
    case runtime::Storage::Text: return of_text(column.text.at_row(row));
    case runtime::Storage::Label: return of_integer(column.labels[row]);
    case runtime::Storage::TextList: break;
  }
  Value value;
  value.known = true;
  value.list = {&column.text, static_cast<std::size_t>(column.list_offsets[row]), static_cast<std::size_t>(column.list_offsets[row + 1])};
  return value;
}

}  // namespace assay::interpret
