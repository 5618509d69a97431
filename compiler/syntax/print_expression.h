// Expressions and phrases as nested lists on one line. Private to this folder; see print.h.
#pragma once

#include <string>
#include <string_view>

#include "compiler/syntax/ast.h"

namespace assay::syntax {

class ExpressionPrinter {
 public:
  explicit ExpressionPrinter(const Ast& ast) : ast_(ast) {}

  std::string expression(ExprId id) const;
  std::string expressions(const std::vector<ExprId>& ids) const;  // each with a space before it
  std::string phrase(PhraseId id) const;
  std::string duration(const Duration& duration) const;
  static std::string quoted(std::string_view text);
  static std::string name(const Name& name);
  static std::string label(const Label& label);
  static std::string date(const DateLiteral& date);
  static std::string_view compare_sign(CompareOp op);

 private:
  std::string node(const TextLiteral& node) const;
  std::string node(const IntegerLiteral& node) const;
  std::string node(const NumberLiteral& node) const;
  std::string node(const YesNoLiteral& node) const;
  std::string node(const DateLiteral& node) const;
  std::string node(const TimeLiteral& node) const;
  std::string node(const DurationLiteral& node) const;
  std::string node(const RegexLiteral& node) const;
  std::string node(const Range& node) const;
  std::string node(const NameExpr& node) const;
  std::string node(const BuiltinExpr& node) const;
  std::string node(const Logic& node) const;
  std::string node(const Not& node) const;
  std::string node(const Negate& node) const;
  std::string node(const Arithmetic& node) const;
  std::string node(const Fallback& node) const;
  std::string node(const Comparison& node) const;
  std::string node(const Match& node) const;
  std::string node(const Between& node) const;
  std::string node(const IsMissing& node) const;
  std::string node(const CountOf& node) const;
  std::string node(const Call& node) const;
  std::string node(const PartOf& node) const;
  std::string node(const PhraseExpr& node) const;
  std::string node(const TimesOf& node) const;
  std::string node(const DaysBetween& node) const;
  std::string node(const DaysSince& node) const;
  std::string node(const AggregateOf& node) const;
  std::string node(const TimeOf& node) const;
  std::string node(const ValueOf& node) const;
  std::string node(const TimesEntered& node) const;
  std::string node(const DaysSinceEntered& node) const;
  std::string node(const Reached& node) const;
  std::string part(const PhrasePart& part) const;
  std::string count(const Count& count) const;
  std::string window(const Window& window) const;

  const Ast& ast_;
};

}  // namespace assay::syntax
