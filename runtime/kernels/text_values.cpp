#include "runtime/kernels/text_values.h"

#include <algorithm>

#include "runtime/text/fold.h"

namespace assay::kernels {
namespace {

template <typename T>
void choose_rows(const ChooseText& step, Block& block) {
  T* values = block.at<T>(step.to.values);
  std::uint64_t* known = block.bits(step.to.known);
  std::fill_n(known, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    const auto chosen = std::ranges::find_if(step.cases, [&](const auto& each) { return runtime::bit(block.bits(each.truth), row); });
    if (chosen == step.cases.end() || !runtime::bit(block.bits(chosen->value.known), row)) continue;
    values[row] = block.at<T>(chosen->value.values)[row];
    runtime::set_bit(known, row);
  }
}

template <typename T>
void else_rows(const ElseText& step, Block& block) {
  const std::uint64_t *first_known = block.bits(step.first.known), *second_known = block.bits(step.second.known);
  const T *first = block.at<T>(step.first.values), *second = block.at<T>(step.second.values);
  T* values = block.at<T>(step.to.values);
  for (std::size_t word = 0; word < block_words; ++word) block.bits(step.to.known)[word] = first_known[word] | second_known[word];
  for (std::size_t row = 0; row < block.rows; ++row) values[row] = runtime::bit(first_known, row) ? first[row] : second[row];
}

bool list_relates(text::TextMode mode, const ListValue& list, std::string_view second) {
  for (std::size_t i = list.begin; i < list.end; ++i) {
    if (text::matches_one(mode, second, list.elements->at_row(i))) return true;
  }
  return false;
}

}  // namespace

void run(const TakePart& step, Block& block) {
  const auto* from = block.at<std::string_view>(step.from.values);
  const std::uint64_t* from_known = block.bits(step.from.known);
  auto* to = block.at<std::string_view>(step.to.values);
  std::uint64_t* known = block.bits(step.to.known);
  std::fill_n(known, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (!runtime::bit(from_known, row)) continue;
    const auto part = part_of(step.part, from[row]);
    to[row] = part.value_or(std::string_view{});
    if (part) runtime::set_bit(known, row);
  }
}

void run(const ChooseText& step, Block& block) {
  if (step.kind == ValueKind::List)
    choose_rows<ListValue>(step, block);
  else if (step.kind == ValueKind::Text)
    choose_rows<std::string_view>(step, block);
  else
    choose_rows<std::int64_t>(step, block);
}

void run(const ElseText& step, Block& block) {
  step.kind == ValueKind::List ? else_rows<ListValue>(step, block) : else_rows<std::string_view>(step, block);
}

void run(const RelateTexts& step, Block& block) {
  const std::uint64_t *first_known = block.bits(step.first.known), *second_known = block.bits(step.second.known);
  const auto* second = block.at<std::string_view>(step.second.values);
  std::uint64_t* to = block.bits(step.to);
  std::fill_n(to, block_words, 0);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (!runtime::bit(first_known, row) || !runtime::bit(second_known, row)) continue;
    const bool holds = step.first_kind == ValueKind::List
                           ? list_relates(step.mode, block.at<ListValue>(step.first.values)[row], second[row])
                           : text::matches_one(step.mode, second[row], block.at<std::string_view>(step.first.values)[row]);
    if (holds) runtime::set_bit(to, row);
  }
}

void run(const MeasureText& step, Block& block) {
  const std::uint64_t* known = block.bits(step.from.known);
  auto* to = block.at<std::int64_t>(step.to.values);
  std::copy_n(known, block_words, block.bits(step.to.known));
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (!runtime::bit(known, row)) continue;
    if (step.kind == ValueKind::List) {
      const ListValue& list = block.at<ListValue>(step.from.values)[row];
      to[row] = static_cast<std::int64_t>(list.end - list.begin);
    } else {
      to[row] = text::length(block.at<std::string_view>(step.from.values)[row]);
    }
  }
}

}  // namespace assay::kernels
