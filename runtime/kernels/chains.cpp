// `visited pricing then requested demo within 7 days`, part by part over the activities that passed each part's filter.
//
// Of all beginnings of the chain that end in a part, the one with the latest deadline can do whatever the others can. Where the next part
// must have the same value, that holds per value.
#include <algorithm>
#include <unordered_map>

#include "runtime/kernels/pass_state.h"

namespace assay::kernels {

void clear(const ActivityChain& chain, Block& block) {
  if (chain.holds != no_offset) std::fill_n(block.bits(chain.holds), block_words, 0);
  if (chain.latest.valid()) std::fill_n(block.bits(chain.latest.known), block_words, 0);
  for (const ForEach& rule : chain.rules) clear(rule, block);
}

namespace {

class ChainSearch {
 public:
  ChainSearch(const ActivityChain& chain, LeadPass& lead, const Window& window) : chain_(chain), lead_(lead), window_(window) {}

  // Calls `complete(activity)` for each completion, in order of time.
  template <typename Complete>
  void run(Complete complete) {
    lead_.state.beginnings.clear();
    for (const Activity activity : candidates(0)) begin(activity, complete);
    for (std::size_t part = 1; part < chain_.parts.size(); ++part) {
      std::swap(lead_.state.beginnings, lead_.state.next_beginnings);
      lead_.state.beginnings.clear();
      extend(part, complete);
    }
  }

 private:
  std::span<const Activity> candidates(std::size_t part) const {
    const auto all = in_window(lead_.state.passed[chain_.parts[part].filter], window_, lead_.activities());
    return {std::ranges::find_if(all, [&](Activity activity) { return lead_.is_timed(activity); }), all.end()};
  }

  template <typename Complete>
  void begin(Activity activity, Complete complete) {
    std::int64_t deadline = INT64_MAX;
    if (chain_.within) {
      const auto end = calendar::add(lead_.time(activity), *chain_.within, *lead_.block.run->zone);
      if (!end) return;
      deadline = *end;
    }
    reach(0, activity, deadline, complete);
  }

  // An activity of the part with which the chain can be complete by the deadline.
  template <typename Complete>
  void reach(std::size_t part, Activity activity, std::int64_t deadline, Complete complete) {
    if (part + 1 == chain_.parts.size()) return complete(activity);
    const ActivityChain::Part& next = chain_.parts[part + 1];
    const auto key = next.same ? key_of(lead_, chain_.parts[part].attribute, next.key, activity) : std::optional<std::uint64_t>(0);
    if (key) lead_.state.beginnings.push_back({lead_.time(activity), deadline, *key});
  }

  template <typename Complete>
  void extend(std::size_t part, Complete complete) {
    const ActivityChain::Part& here = chain_.parts[part];
    std::unordered_map<std::uint64_t, std::int64_t> deadlines;
    auto beginning = lead_.state.next_beginnings.begin();
    const auto end = lead_.state.next_beginnings.end();
    for (const Activity activity : candidates(part)) {
      const std::int64_t time = lead_.time(activity);
      for (; beginning != end && beginning->time < time; ++beginning) {
        std::int64_t& deadline = deadlines.try_emplace(beginning->key, beginning->deadline).first->second;
        deadline = std::max(deadline, beginning->deadline);
      }
      const auto key = here.same ? key_of(lead_, here.attribute, here.key, activity) : std::optional<std::uint64_t>(0);
      if (!key) continue;
      const auto found = deadlines.find(*key);
      if (found != deadlines.end() && found->second >= time) reach(part, activity, found->second, complete);
    }
  }

  const ActivityChain& chain_;
  LeadPass& lead_;
  const Window& window_;
};

}  // namespace

void compute(const ActivityChain& chain, LeadPass& lead, const Window& window) {
  std::optional<Activity> last;
  std::vector<std::uint64_t>& keys = lead.state.keys;
  std::vector<std::int64_t>& times = lead.state.times;
  keys.clear();
  times.clear();
  const ActivityChain::Part& last_part = chain.parts.back();
  ChainSearch(chain, lead, window).run([&](Activity activity) {
    last = activity;
    if (chain.rules.empty()) return;
    const auto key = key_of(lead, last_part.attribute, last_part.key, activity);
    if (!key) return;
    const auto at = std::ranges::find(keys, *key);
    if (at == keys.end()) {
      keys.push_back(*key);
      times.push_back(lead.time(activity));
    } else {
      times[static_cast<std::size_t>(at - keys.begin())] = lead.time(activity);
    }
  });
  if (!last) return;
  if (chain.holds != no_offset) runtime::set_bit(lead.block.bits(chain.holds), lead.row);
  if (chain.latest.valid()) {
    lead.block.at<std::int64_t>(chain.latest.values)[lead.row] = lead.time(*last);
    runtime::set_bit(lead.block.bits(chain.latest.known), lead.row);
  }
  for (const ForEach& rule : chain.rules) {
    std::vector<std::int64_t> given = times;
    give(rule, lead, given);
  }
}

}  // namespace assay::kernels
