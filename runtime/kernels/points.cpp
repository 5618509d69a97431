#include "runtime/kernels/points.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace assay::kernels {

double decay_factor(const DecaySpec& decay, std::int64_t time, const Run& run) {
  const std::int64_t age = run.as_of - time;
  const auto whole_periods = [&] { return calendar::whole_steps(time, run.as_of, decay.period, *run.zone); };
  switch (decay.kind) {
    case DecaySpec::Kind::None: return 1;
    case DecaySpec::Kind::Halving: return runtime::halving_factor(age, decay.period.microseconds);
    case DecaySpec::Kind::Fading: return runtime::fading_factor(age, decay.period.microseconds);
    case DecaySpec::Kind::Losing: return runtime::losing_factor(decay.share, whole_periods());
    case DecaySpec::Kind::Expiring: return whole_periods() >= 1 ? 0 : 1;
  }
  return 1;
}

Points PointBounds::apply(Points points) const {
  if (at_most) points = std::min(points, *at_most);
  if (at_least) points = std::max(points, *at_least);
  return points;
}

std::optional<double> PointsSource::at(const Block& block, std::size_t row) const {
  if (!slot.valid()) return constant;
  if (!runtime::bit(block.bits(slot.known), row)) return std::nullopt;
  return kind == ValueKind::Number ? block.at<double>(slot.values)[row] : static_cast<double>(block.at<std::int64_t>(slot.values)[row]);
}

void run(const GivePoints& step, Block& block) {
  const std::uint64_t* condition = block.bits(step.condition);
  std::uint64_t* fired = block.bits(step.fired);
  Points* to = block.at<Points>(step.to);
  const bool decays = step.decay.kind != DecaySpec::Kind::None;
  std::fill_n(to, block.rows, 0);
  for (std::size_t word = 0; word < block.words(); ++word) {
    std::uint64_t fires = 0;
    for (std::uint64_t left = condition[word]; left; left &= left - 1) {
      const std::size_t row = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      if (row >= block.rows) break;
      const std::optional<double> value = step.points.at(block, row);
      if (!value || (decays && !runtime::bit(block.bits(step.decay_time.known), row))) continue;
      const double factor = decays ? decay_factor(step.decay, block.at<std::int64_t>(step.decay_time.values)[row], *block.run) : 1;
      const std::optional<Points> points = decays ? runtime::decayed_points(*value, factor) : runtime::round_to_points(*value);
      if (!points) continue;
      to[row] = step.bounds.apply(*points);
      fires |= std::uint64_t{1} << (row & 63);
    }
    fired[word] = fires;
  }
}

namespace {

void add_exactly(const AddPoints& step, Block& block) {
  using Limits = std::numeric_limits<Points>;
  Points* to = block.at<Points>(step.to);
  for (std::size_t row = 0; row < block_rows; ++row) {
    __int128 sum = 0;
    for (const Offset points : step.points) sum += block.at<Points>(points)[row];
    to[row] = static_cast<Points>(std::clamp<__int128>(sum, Limits::min(), Limits::max()));
  }
}

// Whether some row's sum went beyond int64 on the way; the sums are worthless then.
bool add_quickly(const AddPoints& step, Block& block) {
  Points* to = block.at<Points>(step.to);
  std::fill_n(to, block_rows, 0);
  Points overflow = 0;  // the sign of a word says so
  for (const Offset points : step.points) {
    const Points* from = block.at<Points>(points);
    for (std::size_t row = 0; row < block_rows; ++row) {
      const auto sum = static_cast<Points>(static_cast<std::uint64_t>(to[row]) + static_cast<std::uint64_t>(from[row]));
      overflow |= (to[row] ^ sum) & (from[row] ^ sum);
      to[row] = sum;
    }
  }
  return overflow < 0;
}

}  // namespace

void run(const AddPoints& step, Block& block) {
  if (add_quickly(step, block)) add_exactly(step, block);
  if (!step.bounds.at_most && !step.bounds.at_least) return;
  Points* to = block.at<Points>(step.to);
  for (std::size_t row = 0; row < block_rows; ++row) to[row] = step.bounds.apply(to[row]);
}

void run(const KeepWinner& step, Block& block) {
  for (std::size_t row = 0; row < block.rows; ++row) {
    const KeepWinner::Rival* winner = nullptr;
    for (const KeepWinner::Rival& rival : step.rivals) {
      if (!runtime::bit(block.bits(rival.fired), row)) continue;
      if (!winner || (!step.first && block.at<Points>(rival.points)[row] > block.at<Points>(winner->points)[row])) winner = &rival;
    }
    for (const KeepWinner::Rival& rival : step.rivals) {
      if (&rival == winner) continue;
      block.bits(rival.fired)[row >> 6] &= ~(std::uint64_t{1} << (row & 63));
      block.at<Points>(rival.points)[row] = 0;
    }
  }
}

void run(const RoundToPoints& step, Block& block) {
  const auto* from = block.at<double>(step.from.values);
  const std::uint64_t* known = block.bits(step.from.known);
  Points* to = block.at<Points>(step.to.values);
  std::uint64_t* to_known = block.bits(step.to.known);
  std::fill_n(to_known, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    to[row] = 0;
    if (runtime::bit(known, row) && runtime::round_to_points(from[row], to[row])) runtime::set_bit(to_known, row);
  }
}

}  // namespace assay::kernels
