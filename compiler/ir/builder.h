// Makes the expressions of a Policy: equal expressions get equal ids, constants are folded exactly as an engine would compute them, pools
// hold each entry once. What it is not: it checks no types beyond assertions; the checker hands it well-typed operands.
//
// Invariants: a node refers only to smaller ids; the operands of And and Or are sorted and distinct, so that order of writing does not
// matter.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/index_table.h"
#include "compiler/ir/ir.h"
#include "compiler/ir/text_numbers.h"

namespace assay::ir {

class Builder {
 public:
  // `policy` must outlive the builder; it may hold nodes already, which take part in the sharing.
  explicit Builder(Policy& policy);

  // Leaves
  ExprId truth(bool value);
  ExprId integer(std::int64_t value) { return constant(Type::Integer, value); }
  ExprId number(double value);
  ExprId text(std::string_view value);
  ExprId constant(Type type, std::int64_t value);  // Integer, Date, Time, Label
  ExprId missing(Type type);
  ExprId leaf(Op op, Type type, std::int32_t index = -1);
  ExprId attribute(std::int32_t activity, std::int32_t attribute, Type type);

  // Truths
  ExprId conjunction(std::span<const ExprId> operands);
  ExprId disjunction(std::span<const ExprId> operands);
  ExprId conjunction(std::initializer_list<ExprId> operands) { return conjunction(std::span(operands.begin(), operands.size())); }
  ExprId disjunction(std::initializer_list<ExprId> operands) { return disjunction(std::span(operands.begin(), operands.size())); }
  ExprId conjunction(ExprId a, ExprId b) { return conjunction({a, b}); }
  ExprId disjunction(ExprId a, ExprId b) { return disjunction({a, b}); }
  ExprId negation(ExprId operand);
  ExprId at_least(std::int64_t count, std::vector<ExprId> operands);  // operands are counted as often as they are given
  ExprId has(ExprId value);
  ExprId compare(Op op, ExprId a, ExprId b);  // Equal, NotEqual, Less, LessOrEqual
  ExprId label_in(ExprId label, std::vector<std::int32_t> codes);
  ExprId text_match(ExprId subject, TextAtom atom);
  ExprId text_match(ExprId subject, std::int32_t atom);  // of text_atom
  ExprId text_relation(text::TextMode mode, ExprId first, ExprId second);
  ExprId is_yes(ExprId value);
  ExprId is_no(ExprId value);

  // Values
  ExprId to_number(ExprId integer);               // a Number stays as it is
  ExprId unary(Op op, ExprId operand);            // Negate, Absolute, Round, Floor, Ceil: of the operand's type
  ExprId arithmetic(Op op, ExprId a, ExprId b);   // Add, Subtract, Multiply, Divide, Minimum, Maximum; both of one type
  ExprId otherwise(ExprId first, ExprId second);  // Else
  ExprId choose(std::vector<ExprId> operands);
  ExprId yes_no(ExprId known_true, ExprId known_false);
  ExprId function(Op op, Type type, std::vector<ExprId> operands);  // no folding: parts, calendar
  ExprId add_duration(ExprId moment, Duration duration);
  ExprId over_phrase(Op op, Type type, std::int32_t phrase, std::int32_t attribute = -1);
  ExprId over_chain(Op op, std::int32_t chain);

  // Pools; each returns the index of an equal entry where there is one. A TextAtom's texts lose repetitions.
  std::int32_t phrase(Phrase phrase);
  std::int32_t chain(Chain chain);
  std::int32_t text_atom(TextAtom atom);

  const Node& operator[](ExprId id) const { return policy_[id]; }
  bool is_truth(ExprId id, bool value) const;
  bool is_constant(ExprId id) const { return policy_[id].op == Op::Constant; }
  // A value that is there for every lead: constants, counts, sections, as-of.
  bool is_always_known(ExprId id) const;
  // The longest way from the expression to a leaf; engines may recurse that deep.
  std::uint32_t depth(ExprId id) const { return depths_[id.index]; }

 private:
  ExprId intern(Node node, std::span<const ExprId> operands);
  ExprId junction(Op op, std::span<const ExprId> operands);
  ExprId simple(Op op, Type type, std::span<const ExprId> operands, std::int32_t index = -1);
  std::uint32_t depth_over(std::span<const ExprId> operands) const;
  std::int32_t text_index(std::string_view value);
  std::int32_t label_set(std::vector<std::int32_t> codes);
  std::int32_t duration(Duration value);

  Policy& policy_;
  std::vector<std::uint32_t> depths_;  // per node
  std::vector<ExprId> flat_operands_;  // of the junction that is being made
  IndexTable known_nodes_;
  TextNumbers known_texts_, known_label_sets_, known_phrases_, known_chains_, known_atoms_;  // parallel to the pools
};

}  // namespace assay::ir
