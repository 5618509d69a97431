// The order in which the parts of a policy are evaluated for a lead: each after everything that it asks for.
//
// Found once per policy. With it the interpreter walks a list and neither recurses (operand lists and chains of defines may be long) nor
// asks what has been computed already. A policy in which something asks for itself has no order; the checker refuses such policies.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/ir/ir.h"

namespace assay::interpret {

struct Task {
  enum class Kind : std::uint8_t {
    Node,     // a lead expression
    Ignores,  // which activities `ignore` takes out
    Phrase,   // nothing to compute: what its windows and filter ask for is known
    Chain,    // likewise
    Rule,     // whether it would fire, and what it would give
    Section,  // which of its rules act, and its points
    Score,
    Grade,
    Exclusion,  // whether some rule or statement excludes the lead
    Step,       // the one step through the stages
  };
  Kind kind = Kind::Node;
  std::uint32_t index = 0;
  bool operator==(const Task&) const = default;
};

// Everything that a result needs, and `also` (lead expressions that somebody wants to know besides).
std::vector<Task> schedule(const ir::Policy& policy, std::span<const ir::ExprId> also);

// The per-activity nodes below `filter`, operands first; empty where the filter is a lead expression or there is none.
std::vector<std::uint32_t> activity_nodes(const ir::Policy& policy, ir::ExprId filter);

}  // namespace assay::interpret
