// What an expression is while it is checked: its type in the words of the language, and the IR that it was lowered to.
//
// Invariants: a Value of kind Error was reported already and never causes a second message; a Condition has both truths valid, and they are
// never both true; all other kinds but Duration, List and Regex have `expr`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "runtime/schema.h"

namespace assay::check {

// The labels of a closed set and whose they are; two sets are the same only when they are the same object.
struct LabelSet {
  std::string owner;  // "source", "outcome of called", "fit"
  std::vector<std::string> labels;
  std::vector<std::string> folded;
  bool ordered = false;  // a grade: the first label is the highest
  bool complete = true;  // false: a line of its declaration could not be read

  // Code of the label that the text names, -1 if it names none.
  std::int32_t code(const std::string& text) const;
};

enum class Kind : std::uint8_t { Error, Condition, YesNo, Integer, Number, Text, Date, Time, Label, TextList, Duration };

struct Value {
  Kind kind = Kind::Error;
  runtime::Type text_type = runtime::Type::Text;  // of Text: Text, Email, Url, Phone
  ir::ExprId expr;
  ir::ExprId known_true, known_false;  // of a Condition
  const LabelSet* labels = nullptr;    // of a Label
  ir::Duration duration;
  bool literal = false;  // a text literal or a setting that holds a text
  std::string text;      // of a literal text
  source::Span span;
  std::int32_t explanation = -1;  // index into Policy::explanations, -1: none was made

  bool is_error() const { return kind == Kind::Error; }
  bool is_number() const { return kind == Kind::Integer || kind == Kind::Number; }
  bool is_moment() const { return kind == Kind::Date || kind == Kind::Time; }
};

// "an integer", "a text", "yes/no": how messages name the kind.
const char* name_of(Kind kind);
// The same with the address, label or list kind told apart: "an email address", "one of the labels of 'source'".
std::string describe(const Value& value);

}  // namespace assay::check
