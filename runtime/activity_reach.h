// How far back a policy looks at the activities of a lead: what lies further back changes no result, so readers need not keep it.
//
// A bound, not a promise that anything is looked at. Made from the meaning of a policy (compiler/ir/activity_reach.h).
#pragma once

#include <cstdint>
#include <vector>

namespace assay::runtime {

struct ActivityReach {
  static constexpr std::int64_t nothing = -1, whole_history = INT64_MAX;

  // Microseconds before as-of, per kind: first for kinds that the schema does not know, then for each of its activities. Of what lies
  // further back nothing counts, nor of activities without a time; but of the whole history everything does. Empty: of all kinds.
  std::vector<std::int64_t> of_kind;

  // Per kind the time before which nothing is asked, INT64_MIN where all are; `kinds` of them.
  std::vector<std::int64_t> first_times(std::int64_t as_of, std::size_t kinds) const;
};

}  // namespace assay::runtime
