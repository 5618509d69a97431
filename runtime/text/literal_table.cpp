#include "runtime/text/literal_table.h"

#include "runtime/text/hash.h"

namespace assay::text {

namespace {

std::uint32_t fingerprint_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

/// The slot that holds the text, or the free one where it belongs. There always is a free one.
std::size_t LiteralTable::slot_of(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  const std::uint32_t fingerprint = fingerprint_of(hash);
  std::size_t at = static_cast<std::size_t>(hash) & mask;
  while (slots_[at].entry != none) {
    if (slots_[at].fingerprint == fingerprint && text_of(entries_[slots_[at].entry]) == text) return at;
    at = (at + 1) & mask;
  }
  return at;
}

std::uint32_t LiteralTable::find(std::string_view text) const {
  if (slots_.empty()) return none;
  return slots_[slot_of(text, hash_bytes(text))].entry;
}

void LiteralTable::add(std::string_view text, std::uint32_t goal) {
  if ((entries_.size() + 1) * 2 > slots_.size()) grow();
  const std::uint64_t hash = hash_bytes(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.entry == none) {
    slot = {fingerprint_of(hash), static_cast<std::uint32_t>(entries_.size())};
    entries_.push_back({texts_.size(), static_cast<std::uint32_t>(text.size()), none});
    texts_ += text;
  }
  std::uint32_t& first = entries_[slot.entry].first_goal;
  if (first != none && goals_[first].goal == goal) return;  // a list that names a text twice
  goals_.push_back({goal, first});
  first = static_cast<std::uint32_t>(goals_.size() - 1);
}

void LiteralTable::grow() {
  slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    const std::uint64_t hash = hash_bytes(text_of(entries_[i]));
    std::size_t at = static_cast<std::size_t>(hash) & mask;
    while (slots_[at].entry != none) at = (at + 1) & mask;
    slots_[at] = {fingerprint_of(hash), i};
  }
}

}  // namespace assay::text
