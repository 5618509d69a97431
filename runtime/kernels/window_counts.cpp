#include "runtime/kernels/window_counts.h"

#include <algorithm>
#include <limits>

namespace assay::kernels {
namespace {

// Beyond it 60,000 values might leave int64.
constexpr std::int64_t largest_value = std::int64_t{1} << 46;

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

}  // namespace

// A window that ends at the end of time has its end in no slice.
std::uint32_t WindowCounts::edge_slice(std::int64_t edge) const {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(edges_, edge) - edges_.begin()) + 1;
}

void WindowCounts::set_up(const ActivityPass& pass, const std::vector<FoundWindow>& windows) {
  filters_.resize(pass.filters.size());
  sums_of_filter_.resize(pass.filters.size());
  for (std::size_t i = 0; i < pass.filters.size(); ++i) filters_[i].is_counted = !pass.filters[i].ignores;
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    if (!windows[i].same_for_all || !is_plain(pass.phrases[i])) filters_[pass.phrases[i].filter].is_counted = false;
  }
  for (const ActivityChain& chain : pass.chains) {
    for (const ActivityChain::Part& part : chain.parts) filters_[part.filter].is_counted = false;
  }
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    if (windows[i].is_empty || windows[i].window.everything) continue;
    edges_.push_back(windows[i].window.from);
    edges_.push_back(windows[i].window.to);
  }
  std::ranges::sort(edges_);
  const auto [end, rest] = std::ranges::unique(edges_);
  edges_.erase(end, rest);
  stride_ = edges_.size() + 2;
  first_slice_ = static_cast<std::uint32_t>(stride_);
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    if (filters_[pass.phrases[i].filter].is_counted && !windows[i].is_empty) plan_phrase(pass.phrases[i], windows[i]);
  }
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    filters_[i].first_sum = static_cast<std::uint32_t>(sums_.size());
    filters_[i].sum_count = static_cast<std::uint32_t>(sums_of_filter_[i].size());
    std::ranges::move(sums_of_filter_[i], std::back_inserter(sums_));
  }
  if (!std::ranges::all_of(filters_, &Filter::is_counted)) first_slice_ = 0;
  counters_.resize(filters_.size() * stride_);
  values_.resize(sums_.size() * stride_);
  running_.resize(stride_ + 1);
  is_touched_.resize(filters_.size());
}

void WindowCounts::plan_phrase(const WindowedPhrase& phrase, const FoundWindow& found) {
  const Window& window = found.window;
  const std::uint32_t from = window.everything ? 0 : edge_slice(window.from) + 1;
  const std::uint32_t to = window.everything ? static_cast<std::uint32_t>(stride_) : edge_slice(window.to) + 1;
  if (from >= to) return;
  first_slice_ = std::min(first_slice_, from);
  Filter& filter = filters_[phrase.filter];
  for (const Aggregate& aggregate : phrase.aggregates) {
    Asked* asked = &filter.asked;
    if (aggregate.kind == Aggregate::Kind::Sum) {
      std::vector<Sum>& sums = sums_of_filter_[phrase.filter];
      auto at = std::ranges::find(sums, aggregate.attribute.slot, &Sum::slot);
      if (at == sums.end()) at = sums.insert(sums.end(), Sum{aggregate.attribute.slot, {}});
      asked = &at->asked;
    }
    for (const Aggregate::Threshold& threshold : aggregate.thresholds)
      asked->thresholds.push_back({from, to, threshold.at_least, threshold.to});
    if (aggregate.to.valid()) asked->amounts.push_back({from, to, aggregate.to});
  }
  for (const ForEach& rule : phrase.rules) {
    const Points each = rule.has_points ? runtime::round_to_points(rule.points.constant).value_or(0) : 0;
    filter.asked.gifts.push_back({from, to, each, rule.bounds, rule.fired, rule.to});
  }
}

void WindowCounts::add_values(const Filter& filter, std::uint32_t slice, std::uint32_t activity, const runtime::ActivityBatch& activities) {
  for (std::uint32_t i = filter.first_sum; i < filter.first_sum + filter.sum_count; ++i) {
    const runtime::Column& column = activities.attributes[static_cast<std::size_t>(sums_[i].slot)];
    if (!column.known(activity)) continue;
    const std::int64_t value = column.integers[activity];
    if (value > largest_value || value < -largest_value)
      is_large_ = true;
    else
      values_[i * stride_ + slice] += value;
  }
}

template <typename Counter>
void WindowCounts::run_up(const Counter* counters) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < stride_; ++i) {
    running_[i] = sum;
    sum += counters[i];
  }
  running_[stride_] = sum;
}

void WindowCounts::write(const Asked& asked, Block& block, std::size_t row) const {
  for (const Threshold& threshold : asked.thresholds) {
    if (running_[threshold.to] - running_[threshold.from] >= threshold.at_least) runtime::set_bit(block.bits(threshold.out), row);
  }
  for (const Amount& amount : asked.amounts) block.at<std::int64_t>(amount.out.values)[row] = running_[amount.to] - running_[amount.from];
  for (const Gift& gift : asked.gifts) {
    const std::int64_t count = running_[gift.to] - running_[gift.from];
    if (count == 0) continue;
    runtime::set_bit(block.bits(gift.fired), row);
    if (gift.out != no_offset) block.at<Points>(gift.out)[row] = gift.bounds.apply(runtime::multiply_points(gift.each, count));
  }
}

bool WindowCounts::finish(Block& block, std::size_t row) {
  const bool can_write = !is_large_;
  for (const std::uint32_t index : touched_) {
    if (!can_write) break;
    const Filter& filter = filters_[index];
    run_up(counters_.data() + index * stride_);
    write(filter.asked, block, row);
    for (std::uint32_t i = filter.first_sum; i < filter.first_sum + filter.sum_count; ++i) {
      run_up(values_.data() + i * stride_);
      write(sums_[i].asked, block, row);
    }
  }
  forget();
  return can_write;
}

void WindowCounts::forget() {
  for (const std::uint32_t index : touched_) {
    const Filter& filter = filters_[index];
    is_touched_[index] = 0;
    std::fill_n(counters_.begin() + static_cast<std::ptrdiff_t>(index * stride_), stride_, 0);
    std::fill_n(values_.begin() + static_cast<std::ptrdiff_t>(filter.first_sum * stride_), filter.sum_count * stride_, 0);
  }
  touched_.clear();
  is_large_ = false;
}

}  // namespace assay::kernels
