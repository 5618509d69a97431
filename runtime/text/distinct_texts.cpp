#include "runtime/text/distinct_texts.h"

#include "runtime/text/hash.h"

namespace assay::text {

namespace {

std::uint32_t hash_of(std::string_view text) { return static_cast<std::uint32_t>(hash_bytes(text)); }

}  // namespace

std::size_t DistinctTexts::slot_of(std::string_view text, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].text != none) {
    if (slots_[at].hash == hash && texts_[slots_[at].text] == text) return at;
    at = (at + 1) & mask;
  }
  return at;
}

bool DistinctTexts::contains(std::string_view text) const { return !slots_.empty() && slots_[slot_of(text, hash_of(text))].text != none; }

bool DistinctTexts::add(std::string_view text) {
  if ((texts_.size() + 1) * 2 > slots_.size()) grow();
  const std::uint32_t hash = hash_of(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.text != none) return false;
  slot = {hash, static_cast<std::uint32_t>(texts_.size())};
  texts_.push_back(text);
  return true;
}

void DistinctTexts::grow() {
  const std::vector<Slot> before = std::move(slots_);
  slots_.assign(before.empty() ? 16 : before.size() * 2, Slot{});
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.text == none) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].text != none) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace assay::text
