#include "runtime/text/literal_table.h"

#include <bit>
#include <cstring>

namespace assay::text {

std::size_t LiteralTable::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash >> shift_;
  while (slots_[at].record != none) {
    if (slots_[at].hash == hash && text_of(slots_[at].record) == text) return at;
    at = (at + 1) & mask;
  }
  return at;
}

void LiteralTable::add(std::string_view text, std::uint32_t goal) {
  if ((count_ + 1) * 2 > slots_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.record == none) {
    ++count_;
    slot = {hash, static_cast<std::uint32_t>(records_.size())};
    records_.insert(records_.end(), {static_cast<std::uint32_t>(text.size()), goal, none});
    records_.resize(slot.record + record_size(text.size()));
    std::memcpy(records_.data() + slot.record + head_size, text.data(), text.size());
    return;
  }
  std::uint32_t& further = records_[slot.record + 2];
  const std::uint32_t latest = further == none ? records_[slot.record + 1] : more_goals_[further].goal;
  if (latest == goal) return;  // a list that names a text twice
  more_goals_.push_back({goal, further});
  further = static_cast<std::uint32_t>(more_goals_.size() - 1);
}

void LiteralTable::grow() {
  const std::vector<Slot> before = std::move(slots_);
  slots_.assign(before.empty() ? 16 : before.size() * 2, Slot{});
  shift_ = 32 - static_cast<unsigned>(std::countr_zero(slots_.size()));
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.record == none) continue;
    std::size_t at = slot.hash >> shift_;
    while (slots_[at].record != none) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace assay::text
