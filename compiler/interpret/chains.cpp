// `visited pricing then requested demo within 7 days`: activities in order of time, found in one pass over the lead's activities.
//
// For each part the pass keeps, of all beginnings of the chain that end in that part, the latest time by which the chain must be complete:
// a later one can do whatever an earlier one can. Where the next part must have the `same` value, it keeps that per value.
#include <algorithm>
#include <limits>
#include <unordered_map>

#include "compiler/interpret/evaluation.h"

namespace assay::interpret {
namespace {

constexpr std::int64_t no_deadline = std::numeric_limits<std::int64_t>::max();

using Deadlines = std::unordered_map<std::string, std::int64_t>;

struct Beginning {
  std::size_t part;
  std::string key;  // of the value that the next part must have; empty where it may have any
  std::int64_t deadline;
};

void keep_latest(std::vector<Deadlines>& deadlines, std::vector<Beginning>& beginnings) {
  for (Beginning& each : beginnings) {
    const auto [at, is_new] = deadlines[each.part].try_emplace(std::move(each.key), each.deadline);
    if (!is_new && at->second < each.deadline) at->second = each.deadline;
  }
  beginnings.clear();
}

}  // namespace

std::map<std::string, Evaluation::Activity> Evaluation::completions(std::int32_t chain_index, bool by_value) {
  const auto index = static_cast<std::size_t>(chain_index);
  const ir::Chain& chain = policy_.chains[index];
  const std::size_t last = chain.parts.size() - 1;
  std::vector<Deadlines> deadlines(last);
  std::vector<Beginning> beginnings;  // of the present time: they count for later activities only
  std::map<std::string, Activity> latest;
  // The key of the activity's first attribute as part `part`, for the comparison of part `compared` with the one before it.
  const auto key_of = [&](std::size_t part, std::size_t compared, Activity activity) {
    return key(model_.part_keys[index][compared], chain.parts[part].activity, 0, activity);
  };
  const auto deadline_at = [&](std::size_t part, Activity activity) -> std::optional<std::int64_t> {
    if (part == 0) return chain.within ? calendar::add(time_of(activity), *chain.within, model_.zone) : no_deadline;
    const std::optional<std::string> same = chain.parts[part].same ? key_of(part, part, activity) : "";
    if (!same) return std::nullopt;
    const auto begun = deadlines[part - 1].find(*same);
    return begun != deadlines[part - 1].end() && time_of(activity) <= begun->second ? std::optional(begun->second) : std::nullopt;
  };

  std::int64_t present = runtime::ActivityBatch::untimed;
  for (Activity activity = first_activity_; activity < last_activity_; ++activity) {
    if (!is_timed(activity) || ignored_[activity - first_activity_] || !within_bounds(chain.bounds, activity)) continue;
    if (time_of(activity) != present) keep_latest(deadlines, beginnings);
    present = time_of(activity);
    for (std::size_t part = 0; part <= last; ++part) {
      if (!is_of_kind(chain.parts[part].activity, activity)) continue;
      const std::optional<std::int64_t> deadline = deadline_at(part, activity);
      if (!deadline || !passes(model_.part_filters[index][part], activity)) continue;
      if (part == last) {
        if (const auto value = by_value ? key_of(part, part, activity) : "") latest[*value] = activity;
      } else if (const auto next = chain.parts[part + 1].same ? key_of(part, part + 1, activity) : "") {
        beginnings.push_back({part, *next, *deadline});
      }
    }
  }
  return latest;
}

// Backwards, the latest that fits before each: whatever precedes an earlier one precedes it, too.
std::vector<Evaluation::Activity> Evaluation::steps_to(std::int32_t chain_index, Activity last) {
  const auto index = static_cast<std::size_t>(chain_index);
  const ir::Chain& chain = policy_.chains[index];
  std::vector<Activity> steps{last};
  for (std::size_t part = chain.parts.size() - 1; part-- > 0;) {
    const auto key_of = [&](std::size_t of, Activity activity) {
      return key(model_.part_keys[index][part + 1], chain.parts[of].activity, 0, activity);
    };
    const auto fits = [&](Activity activity) {
      if (!is_timed(activity) || is_ignored(activity) || time_of(activity) >= time_of(steps.back())) return false;
      if (!is_of_kind(chain.parts[part].activity, activity) || !within_bounds(chain.bounds, activity)) return false;
      if (chain.parts[part + 1].same && key_of(part, activity) != key_of(part + 1, steps.back())) return false;
      return passes(model_.part_filters[index][part], activity);
    };
    Activity before = steps.back();
    while (before > first_activity_ && !fits(before - 1)) --before;
    if (before == first_activity_) return {};
    steps.push_back(before - 1);
  }
  std::ranges::reverse(steps);
  return steps;
}

}  // namespace assay::interpret
