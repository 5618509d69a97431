#include "runtime/arrow/integer_ids.h"

#include <algorithm>
#include <charconv>

#include "runtime/arrow/integers.h"
#include "runtime/arrow/known_bits.h"
#include "runtime/io/digits.h"
#include "runtime/vector_clones.h"

namespace assay::arrow {
namespace {

constexpr std::size_t lanes = 8;
using Lanes [[gnu::vector_size(lanes * sizeof(std::uint64_t))]] = std::uint64_t;

// Spells the numbers of up to eight digits; gives whether there is any other. `texts` has room for whole groups of lanes.
ASSAY_VECTOR_CLONES bool spell_short(const std::vector<std::int64_t>& numbers, std::uint64_t* texts, io::LeadId* leads) {
  bool any_other = false;
  for (std::size_t first = 0; first < numbers.size(); first += lanes) {
    const std::size_t count = std::min(lanes, numbers.size() - first);
    Lanes number = {}, text, length;
    std::memcpy(&number, numbers.data() + first, count * sizeof(std::uint64_t));
    const Lanes is_short = reinterpret_cast<Lanes>(number < io::eight_digits_end);
    io::spell_eight_digits<Lanes>(number & is_short, text, length);
    std::memcpy(texts + first, &text, sizeof text);
    for (std::size_t i = 0; i < count; ++i) {
      any_other |= is_short[i] == 0;
      leads[first + i] = {io::TextKey::of_bytes(text[i], static_cast<std::uint32_t>(length[i])),
                          reinterpret_cast<const char*>(texts + first + i)};
    }
  }
  return any_other;
}

}  // namespace

bool IntegerIds::read(const ArrayView& view, const Rows& rows, io::LeadId* leads, std::int32_t* lead_of, io::LeftRows& missing) {
  const auto count = static_cast<std::size_t>(rows.count);
  integers_.resize(count);
  if (!view.dictionary.empty() || rows.selected != nullptr || !integers_of(view, rows, integers_.data())) return false;
  short_ids_.resize(count + lanes);
  const bool any_long = spell_short(integers_, short_ids_.data(), leads);
  for (std::size_t row = 0; any_long && row < count; ++row) {
    if (static_cast<std::uint64_t>(integers_[row]) >= io::eight_digits_end) spell_long(row, leads[row]);
  }
  missing.start(count);
  known_.assign(count, 1);
  clear_unknown(view, rows.first, rows.count, words_, known_.data());
  for (std::size_t row = 0; row < count; ++row) {
    lead_of[row] = known_[row] - 1;
    missing.add_if(known_[row] == 0, row);
  }
  return true;
}

void IntegerIds::spell_long(std::size_t row, io::LeadId& lead) {
  long_ids_.resize(integers_.size() * most_digits);
  char* const digits = long_ids_.data() + row * most_digits;
  const std::string_view text(digits, static_cast<std::size_t>(std::to_chars(digits, digits + most_digits, integers_[row]).ptr - digits));
  lead = {io::TextKey(text), digits};
}

}  // namespace assay::arrow
