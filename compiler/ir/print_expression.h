// Expressions of the IR as text, with names for those that are shared. Private to compiler/ir.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/ir.h"

namespace assay::ir {

class ExpressionPrinter {
 public:
  // `share`: expressions that are used twice and not short are written as $1, $2, …
  ExpressionPrinter(const Policy& policy, bool share);

  std::string text(ExprId id);
  std::string phrase(std::int32_t phrase);
  std::string chain(std::int32_t chain);
  static std::string duration(const Duration& duration);

  // One line for each shared expression met so far and while they are written themselves.
  std::string shared_lines();

 private:
  void count_uses();
  std::string spelled(ExprId id);
  std::string leaf(const Node& node);
  std::string constant(const Node& node);
  std::string value_of_phrase(const Node& node);
  std::string operand(const Node& node, std::uint32_t i) { return text(policy_.operand(node, i)); }
  std::string joined(const Node& node, const std::string& separator);
  std::string text_match(const Node& node);
  std::string label_in(const Node& node);
  std::string bounds(const std::vector<Bound>& bounds);
  const std::vector<std::string>* labels_of(ExprId id) const;
  const std::string& activity_name(std::int32_t activity) const;
  std::string attribute_name(std::int32_t activity, std::int32_t attribute) const;

  const Policy& policy_;
  std::vector<std::uint32_t> uses_, sizes_;
  std::vector<std::int32_t> numbers_;  // per node: of a shared expression from 1, else 0
  std::vector<ExprId> shared_;
};

}  // namespace assay::ir
