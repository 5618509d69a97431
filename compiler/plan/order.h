// Which pass over the activities computes what: a window that begins at the last activity of another kind needs a pass of its own, after
// it.
#pragma once

#include <vector>

#include "compiler/ir/ir.h"

namespace assay::plan {

// How many passes must have run before something is known.
class PassOrder {
 public:
  explicit PassOrder(const ir::Policy& policy);

  std::uint32_t before(ir::ExprId expression);
  // The pass (from 0) that computes everything about the phrase, the chain, the `for each` rule.
  std::uint32_t of_phrase(std::size_t phrase);
  std::uint32_t of_chain(std::size_t chain);
  std::uint32_t of_rule(std::size_t rule);

 private:
  std::uint32_t compute(const ir::Node& node);
  std::uint32_t after_bounds(const std::vector<ir::Bound>& bounds);
  std::uint32_t after_rule(const ir::Rule& rule);
  std::uint32_t after_section(std::size_t section);
  std::uint32_t after_score();
  std::uint32_t after_exclusion();
  std::uint32_t after_step();

  static constexpr std::uint32_t unknown = UINT32_MAX;
  const ir::Policy& policy_;
  std::vector<std::uint32_t> known_;
};

}  // namespace assay::plan
