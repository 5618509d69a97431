// The tree of a condition or a value, from Policy::explanations. Private to compiler/explain.
#pragma once

#include "compiler/explain/lead_view.h"

namespace assay::explain {

class PartMaker {
 public:
  explicit PartMaker(const LeadView& view) : view_(view) {}

  // `explanation` may be -1: nothing.
  std::optional<Part> make(std::int32_t explanation);

  // Latest activities that a part shows, at most.
  static constexpr std::size_t most_activities = 10;

 private:
  // A define that is used several times is shown each time: both limits keep a policy of defines in defines readable, and finite.
  static constexpr int deepest = 12;
  static constexpr std::size_t most_parts = 2000;

  Part part(const ir::Explanation& explanation, int depth);
  void find_entry(const ir::Explanation& explanation, Part& part) const;
  bool find_entry_in(ir::ExprId condition, Part& part) const;
  void find_activities(const ir::Explanation& explanation, Part& part);
  void show_phrase(std::int32_t phrase, Part& part);
  void show_chain(std::int32_t chain, Part& part);

  const LeadView& view_;
  std::size_t made_ = 0;
};

// Whether the tree of an explanation is known to be true, known to be false, or neither.
std::optional<Verdict> verdict_of(const LeadView& view, const ir::Explanation& explanation);

}  // namespace assay::explain
