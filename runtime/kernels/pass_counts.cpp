#include "runtime/kernels/pass_counts.h"

#include <algorithm>

namespace assay::kernels {
namespace {

bool is_plain(const Aggregate& aggregate) {
  if (aggregate.kind == Aggregate::Kind::Count) return true;
  return aggregate.kind == Aggregate::Kind::Sum && aggregate.value_kind == ValueKind::Integer &&
         aggregate.attribute.storage == runtime::Storage::Integer && aggregate.attribute.slot >= 0;
}

bool is_plain(const ForEach& rule) {
  return rule.unit == ForEach::Unit::Activity && rule.decay.kind == DecaySpec::Kind::None && !rule.once_every && !rule.points.slot.valid();
}

bool is_plain(const WindowedPhrase& phrase) {
  return std::ranges::all_of(phrase.aggregates, [](const Aggregate& each) { return is_plain(each); }) &&
         std::ranges::all_of(phrase.rules, [](const ForEach& each) { return is_plain(each); });
}

// The lanes of one phrase.
struct LaneMaker {
  const WindowedPhrase& phrase;
  std::int32_t kind;
  std::uint32_t from, to;  // slices
  std::vector<BitLanes::Lane>& bits;
  std::vector<AmountLanes::Lane>& amounts;

  void reach(std::uint64_t limit, Offset reached, std::vector<Offset> digits = {}) {
    bits.push_back({kind, phrase.filter, from, to, limit, reached, std::move(digits)});
  }
  AmountLanes::Lane& add_up(std::int32_t slot) {
    return amounts.emplace_back(AmountLanes::Lane{.filter = phrase.filter, .slot = slot, .from = from, .to = to});
  }

  void make(const Aggregate& aggregate) {
    const bool counts = aggregate.kind == Aggregate::Kind::Count;
    std::vector<Aggregate::Threshold> sums;
    for (const Aggregate::Threshold& threshold : aggregate.thresholds) {
      if (counts && threshold.at_least <= static_cast<std::int64_t>(BitLanes::most))
        reach(static_cast<std::uint64_t>(threshold.at_least), threshold.to);
      else
        sums.push_back(threshold);
    }
    if (sums.empty() && !aggregate.to.valid()) return;
    AmountLanes::Lane& lane = add_up(counts ? -1 : aggregate.attribute.slot);
    lane.thresholds = std::move(sums);
    if (aggregate.to.valid()) lane.amounts.push_back(aggregate.to);
  }

  void make(const ForEach& rule) {
    if (rule.to == no_offset) {
      reach(1, rule.fired);
      if (rule.limited.limit) reach(rule.limited.limit, rule.limited.reached, rule.limited.digits);
      return;
    }
    const Points each = rule.has_points ? runtime::round_to_points(rule.points.constant).value_or(0) : 0;
    add_up(-1).gifts.push_back({each, rule.bounds, rule.fired, rule.to});
  }
};

}  // namespace

void PassCounts::set_up(const ActivityPass& pass, const std::vector<FoundWindow>& windows) {
  std::vector<std::int64_t> edges;
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    is_counted.push_back(windows[i].same_for_all && is_plain(pass.phrases[i]));
    if (!is_counted[i] || windows[i].is_empty || windows[i].window.everything) continue;
    edges.push_back(windows[i].window.from);
    edges.push_back(windows[i].window.to);
  }
  slices.set_up(std::move(edges));
  std::vector<BitLanes::Lane> bit_lanes;
  std::vector<AmountLanes::Lane> amount_lanes;
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    is_overwritten.push_back(false);
    if (!is_counted[i] || windows[i].is_empty) continue;
    const Window& window = windows[i].window;
    const std::uint32_t from = window.everything ? 0 : slices.begins_at(window.from);
    const std::uint32_t to = window.everything ? slices.count() : slices.begins_at(window.to);
    if (from >= to) continue;
    const WindowedPhrase& phrase = pass.phrases[i];
    LaneMaker maker{phrase, pass.filters[phrase.filter].activity, from, to, bit_lanes, amount_lanes};
    for (const Aggregate& aggregate : phrase.aggregates) maker.make(aggregate);
    for (const ForEach& rule : phrase.rules) maker.make(rule);
    is_overwritten[i] = std::ranges::none_of(phrase.aggregates, [](const Aggregate& each) { return each.to.valid(); }) &&
                        std::ranges::all_of(phrase.rules, [](const ForEach& each) { return each.to == no_offset; });
  }
  bits.set_up(std::move(bit_lanes), slices.count());
  amounts.set_up(std::move(amount_lanes), slices.count());
  outputs = bits.outputs();
  const std::vector<RowBit> of_amounts = amounts.outputs(bits.row_vectors());
  outputs.insert(outputs.end(), of_amounts.begin(), of_amounts.end());
}

}  // namespace assay::kernels
