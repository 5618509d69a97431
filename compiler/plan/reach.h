// Which expressions, phrases and chains the results of a policy need, and how often each expression is used.
#pragma once

#include <vector>

#include "compiler/ir/ir.h"

namespace assay::plan {

class Reach {
 public:
  explicit Reach(const ir::Policy& policy);

  // How many expressions and results use the expression; 0: nothing needs it.
  std::uint32_t uses(ir::ExprId expression) const { return uses_[expression.index]; }
  bool needs_phrase(std::size_t phrase) const { return phrases_[phrase]; }
  bool needs_chain(std::size_t chain) const { return chains_[chain]; }

  // Expressions that are the same for every lead of a run: made of constants and as-of only.
  bool is_same_for_all(ir::ExprId expression) const { return same_for_all_[expression.index]; }

 private:
  void find_same_for_all();
  void use(ir::ExprId expression);
  void use_all(const ir::Policy& policy);
  void use_bounds(const std::vector<ir::Bound>& bounds);
  void use_phrase(std::int32_t phrase);
  void use_chain(std::int32_t chain);
  void drain();

  const ir::Policy& policy_;
  std::vector<std::uint32_t> uses_, stack_;
  std::vector<bool> phrases_, chains_, same_for_all_;
};

}  // namespace assay::plan
