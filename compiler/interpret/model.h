// A policy prepared for the interpreter: what is the same for every lead and every run. Immutable once made and shared by all sessions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "compiler/interpret/schedule.h"
#include "compiler/interpret/text_matcher.h"
#include "compiler/ir/ir.h"
#include "runtime/calendar/zone.h"

namespace assay::interpret {

// A per-activity condition: the nodes to compute for an activity, in this order, and the one that is the answer.
struct Filter {
  ir::ExprId root;  // invalid: every activity
  std::vector<std::uint32_t> nodes;
};

// How the first attributes of two activities are compared by `same`, and distinct values told apart.
enum class KeyKind : std::uint8_t { Text, Integer, Number, Date };

struct Model {
  // `also`: lead expressions to evaluate besides those that a result needs. The policy must outlive the model.
  Model(const ir::Policy& policy, std::span<const ir::ExprId> also);

  const ir::Policy& policy;
  calendar::Zone zone;
  std::vector<Task> tasks;
  std::vector<TextMatcher> matchers;              // per text atom
  std::vector<Filter> ignore_filters;             // per ignore
  std::vector<Filter> phrase_filters;             // per phrase
  std::vector<std::vector<Filter>> part_filters;  // per chain and part
  std::vector<std::vector<KeyKind>> part_keys;    // per chain and part: how it is compared with the part before it
  std::vector<std::string> folded_stages;         // per state
};

}  // namespace assay::interpret
