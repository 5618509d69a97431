#include "runtime/kernels/outputs.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace assay::kernels {
namespace {

void store_points(Offset from, runtime::PointsColumn& column, const Block& block) {
  std::memcpy(column.values.data() + block.first, block.at<Points>(from), block.rows * sizeof(Points));
}

// Blocks start at multiples of 64 rows, so that words fall on words. Behind the last row bits are cleared.
void store_bits(const std::uint64_t* from, std::uint64_t* to, const Block& block) {
  to += block.first / 64;
  std::memcpy(to, from, block.words() * sizeof *to);
  if (block.rows & 63) to[block.rows >> 6] &= (std::uint64_t{1} << (block.rows & 63)) - 1;
}

// Calls `visit(row, index)` for the first truth of each row that holds.
template <typename Visit>
void for_each_first(const std::vector<Offset>& truths, const Block& block, Visit visit) {
  for (std::size_t word = 0; word < block.words(); ++word) {
    std::uint64_t open = ~std::uint64_t{0};
    for (std::size_t i = 0; i < truths.size() && open; ++i) {
      const std::uint64_t truth = block.bits(truths[i])[word];
      for (std::uint64_t left = truth & open; left; left &= left - 1) {
        const std::size_t row = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
        if (row < block.rows) visit(row, i);
      }
      open &= ~truth;
    }
  }
}

void store_choice(const StoreResults::Choice& choice, Block& block) {
  std::vector<std::int32_t>& column =
      choice.grade < 0 ? block.result->routes : block.result->grades[static_cast<std::size_t>(choice.grade)];
  std::int32_t* codes = column.data() + block.first;
  std::fill_n(codes, block.rows, -1);
  for_each_first(choice.truths, block, [&](std::size_t row, std::size_t code) { codes[row] = static_cast<std::int32_t>(code); });
}

void clear_routes(Offset no_route, Block& block) {
  const std::uint64_t* without = block.bits(no_route);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (runtime::bit(without, row)) block.result->routes[block.first + row] = runtime::Result::no_route;
  }
}

void store_flags(const std::vector<StoreResults::Flag>& flags, std::vector<runtime::Flags>& to, const Block& block) {
  for (const StoreResults::Flag& flag : flags) store_bits(block.bits(flag.truth), to[static_cast<std::size_t>(flag.index)].data(), block);
}

void store_rule(const StoreResults::RuleResult& rule, const Block& block) {
  const auto index = static_cast<std::size_t>(rule.rule);
  const std::uint64_t* fired = block.bits(rule.fired);
  store_bits(fired, block.result->fired[index].data(), block);
  Points* to = block.result->points[index].data() + block.first;
  const Points* points = rule.points == no_offset ? nullptr : block.at<Points>(rule.points);
  for (std::size_t row = 0; row < block.rows; ++row) {
    to[row] = 0;
    if (!runtime::bit(fired, row)) continue;
    to[row] = points ? points[row] : rule.constant;
    for (const SumWeights::Weight& weight : rule.weights) to[row] += runtime::bit(block.bits(weight.mask), row) ? weight.points : 0;
  }
}

}  // namespace

void run(const StoreResults& step, Block& block) {
  runtime::Result& result = *block.result;
  store_points(step.score.values, result.score, block);
  if (step.score.known != no_offset) store_bits(block.bits(step.score.known), result.score.known.data(), block);
  for (const StoreResults::Sum& sum : step.sections)
    store_points(sum.points, result.sections[static_cast<std::size_t>(sum.section)], block);
  for (const StoreResults::Choice& choice : step.choices) store_choice(choice, block);
  if (step.no_route != no_offset) clear_routes(step.no_route, block);
  store_flags(step.excluded, result.excluded, block);
  store_flags(step.segments, result.segments, block);
  store_flags(step.tags, result.tags, block);
  if (!block.run->explain) return;
  for (const StoreResults::RuleResult& rule : step.rules) store_rule(rule, block);
}

void run(const ChooseFirst& step, Block& block) {
  auto* codes = block.at<std::int64_t>(step.to.values);
  std::uint64_t* known = block.bits(step.to.known);
  std::fill_n(known, block_words, 0);
  for_each_first(step.truths, block, [&](std::size_t row, std::size_t code) {
    codes[row] = static_cast<std::int64_t>(code);
    runtime::set_bit(known, row);
  });
}

void run(const LookUp& step, Block& block) {
  const auto* rows = block.at<std::int64_t>(step.row.values);
  const auto* columns = step.column.valid() ? block.at<std::int64_t>(step.column.values) : nullptr;
  auto* to = block.at<std::int64_t>(step.to.values);
  for (std::size_t word = 0; word < block_words; ++word) {
    const std::uint64_t known = block.bits(step.row.known)[word] & (columns ? block.bits(step.column.known)[word] : ~std::uint64_t{0});
    block.bits(step.to.known)[word] = known;
    for (std::uint64_t left = known; left; left &= left - 1) {
      const std::size_t row = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
      to[row] = step.cells[static_cast<std::size_t>(rows[row]) * step.columns + static_cast<std::size_t>(columns ? columns[row] : 0)];
    }
  }
}

// A bit counter per row, a word per place, of which the lowest comes first.
void run(const AtLeastOf& step, Block& block) {
  const auto places = static_cast<std::size_t>(std::bit_width(step.truths.size()));
  for (std::size_t word = 0; word < block_words; ++word) {
    std::uint64_t counter[64];
    std::fill_n(counter, places, 0);
    for (const Offset truth : step.truths) {
      std::uint64_t carry = block.bits(truth)[word];
      for (std::size_t place = 0; carry; ++place) {
        const std::uint64_t sum = counter[place] ^ carry;
        carry &= counter[place];
        counter[place] = sum;
      }
    }
    std::uint64_t less = 0;
    for (std::size_t place = 0; place < places; ++place)
      less = step.at_least >> place & 1 ? ~counter[place] | less : ~counter[place] & less;
    block.bits(step.to)[word] = step.at_least >> places ? 0 : ~less;
  }
}

}  // namespace assay::kernels
