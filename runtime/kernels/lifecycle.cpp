#include "runtime/kernels/lifecycle.h"

#include <algorithm>
#include <bit>

#include "runtime/kernels/columns.h"
#include "runtime/kernels/match.h"
#include "runtime/text/fold.h"
#include "runtime/vector_clones.h"

#if defined(ASSAY_HAS_WIDE_KERNELS)
#include <immintrin.h>
#endif

namespace assay::kernels {
namespace {

// The 64 leads of a word, one word after the other, and the fields that each lead lacks.
class WordStep {
 public:
  WordStep(const TakeStep& step, const Block& block)
      : step_(step), block_(block), current_(step.states), visited_(step.states), starts_(step.states), next_(step.states) {}

  void start(std::size_t word, std::uint64_t rows, const std::vector<std::uint32_t>& states) {
    word_ = word;
    std::ranges::fill(current_, 0);
    if (states.empty())
      current_[0] = rows;
    else
      spread(rows, states);
    visited_ = current_;
    starts_ = current_;
  }

  void run(std::vector<std::vector<std::int32_t>>& missing) {
    std::uint64_t active = ~std::uint64_t{0};
    while (active) active = advance(active, missing);
  }

  std::uint64_t in(std::uint32_t state) const { return current_[state]; }
  std::uint64_t entered(std::uint32_t state) const { return visited_[state] & ~starts_[state]; }

 private:
  void spread(std::uint64_t rows, const std::vector<std::uint32_t>& states) {
    for (std::uint64_t left = rows; left; left &= left - 1) {
      const int row = std::countr_zero(left);
      current_[states[word_ * 64 + static_cast<std::size_t>(row)]] |= std::uint64_t{1} << row;
    }
  }

  // One transition for each lead that has one; returns which had.
  std::uint64_t advance(std::uint64_t active, std::vector<std::vector<std::int32_t>>& missing) {
    std::uint64_t moved = 0;
    next_ = current_;
    for (const TakeStep::Transition& transition : step_.transitions) {
      std::uint64_t takes = 0;
      for (const std::uint32_t state : transition.from) takes |= current_[state];
      takes &= active & ~moved & ~visited_[transition.to] & block_.bits(transition.condition)[word_];
      takes &= ~lacking(transition, takes, missing);
      if (!takes) continue;
      for (std::uint64_t& state : next_) state &= ~takes;
      next_[transition.to] |= takes;
      moved |= takes;
    }
    current_.swap(next_);
    for (std::uint32_t state = 0; state < step_.states; ++state) visited_[state] |= current_[state];
    return moved;
  }

  std::uint64_t lacking(const TakeStep::Transition& transition, std::uint64_t rows, std::vector<std::vector<std::int32_t>>& missing) const {
    std::uint64_t all = 0;
    for (const TakeStep::Required& required : transition.required) {
      const std::uint64_t lack = rows & ~block_.bits(required.has)[word_];
      for (std::uint64_t left = lack; left; left &= left - 1) {
        std::vector<std::int32_t>& of_row = missing[static_cast<std::size_t>(std::countr_zero(left))];
        if (std::ranges::find(of_row, required.missing) == of_row.end()) of_row.push_back(required.missing);
      }
      all |= lack;
    }
    return all;
  }

  const TakeStep& step_;
  const Block& block_;
  std::size_t word_ = 0;
  std::vector<std::uint64_t> current_, visited_, starts_, next_;
};

std::uint32_t state_of_text(const TakeStep& step, std::string_view text) {
  const auto found = std::ranges::find(step.folded_states, text::fold(text));
  return found == step.folded_states.end() ? 0 : static_cast<std::uint32_t>(found - step.folded_states.begin());
}

// Per row; empty: all start as `lead`.
std::vector<std::uint32_t> starting_states(const TakeStep& step, const Block& block) {
  std::vector<std::uint32_t> states;
  if (step.column < 0 || block.columns[step.column].absent) return states;
  const runtime::Column& column = block.columns[step.column];
  states.resize(block_rows);
  for (std::size_t row = 0; row < block.rows; ++row) {
    const std::size_t at = block.first + row;
    if (!column.known(at)) continue;
    states[row] = column.storage == runtime::Storage::Label ? step.state_of_label[static_cast<std::size_t>(column.labels[at])]
                                                            : state_of_text(step, column.text.at_row(at));
  }
  return states;
}

void put_portably(std::uint64_t leads, std::int32_t stage, std::int32_t* stages) {
  for (; leads; leads &= leads - 1) stages[std::countr_zero(leads)] = stage;
}

#if defined(ASSAY_HAS_WIDE_KERNELS)
// Whatever the leads are; all 64 stages must be there.
[[gnu::target("avx512f")]] void put_avx512(std::uint64_t leads, std::int32_t stage, std::int32_t* stages) {
  for (std::size_t i = 0; i < 64; i += 16) {
    const __m512i before = _mm512_loadu_si512(stages + i);
    _mm512_storeu_si512(stages + i, _mm512_mask_set1_epi32(before, static_cast<__mmask16>(leads >> i), stage));
  }
}
#endif

// The stage of those of the `rows` leads of a word whose bits are set.
void put(std::uint64_t leads, std::size_t rows, std::int32_t stage, std::int32_t* stages) {
#if defined(ASSAY_HAS_WIDE_KERNELS)
  static const bool has_avx512 = __builtin_cpu_supports("avx512f");
  if (has_avx512 && rows == 64 && leads) return put_avx512(leads, stage, stages);
#endif
  put_portably(leads, stage, stages);
}

// Result::reset has put all of them into state 0, and said that they lack nothing.
void write_stages(const WordStep& word_step, const TakeStep& step, const Block& block, std::size_t word, std::uint64_t excluded,
                  std::size_t rows) {
  std::int32_t* stages = block.result->stages.data() + block.first + word * 64;
  for (std::uint32_t state = 0; state < step.states; ++state) {
    const std::uint64_t in = word_step.in(state);
    if (step.in_stage != no_offset) block.bits(step.in_stage)[state * block_words + word] = in;
    if (step.entered != no_offset) block.bits(step.entered)[state * block_words + word] = word_step.entered(state);
    if (state > 0) put(in, rows, static_cast<std::int32_t>(state), stages);
  }
  put(excluded, rows, runtime::Result::excluded_stage, stages);
}

void write_missing(const Block& block, std::size_t word, std::size_t rows, std::vector<std::vector<std::int32_t>>& missing) {
  runtime::Result& result = *block.result;
  std::uint32_t* offsets = result.missing_offsets.data() + block.first + word * 64 + 1;
  for (std::size_t row = 0; row < rows; ++row) {
    result.missing_fields.insert(result.missing_fields.end(), missing[row].begin(), missing[row].end());
    offsets[row] = static_cast<std::uint32_t>(result.missing_fields.size());
    missing[row].clear();
  }
}

}  // namespace

void run(const TakeStep& step, Block& block) {
  const std::vector<std::uint32_t> states = starting_states(step, block);
  const bool requires_fields = std::ranges::any_of(step.transitions, [](const auto& each) { return !each.required.empty(); });
  std::vector<std::vector<std::int32_t>> missing(requires_fields ? 64 : 0);
  WordStep word_step(step, block);
  for (std::size_t word = 0; word < block.words(); ++word) {
    const std::size_t rows = std::min<std::size_t>(64, block.rows - word * 64);
    const std::uint64_t there = rows == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << rows) - 1;
    const std::uint64_t excluded = step.excluded == no_offset ? 0 : block.bits(step.excluded)[word] & there;
    word_step.start(word, there & ~excluded, states);
    word_step.run(missing);
    write_stages(word_step, step, block, word, excluded, rows);
    if (requires_fields) write_missing(block, word, rows, missing);
  }
}

}  // namespace assay::kernels
