#include "runtime/io/short_texts.h"

namespace assay::io {

void ShortTexts::put(std::uint16_t entry) {
  std::size_t at = entries_[entry].text.hash & mask_;
  while (places_[at] != 0) at = (at + 1) & mask_;
  places_[at] = entry;
}

void ShortTexts::add(const ShortText& text, std::int32_t value) {
  if (entries_.size() > most_texts) return;
  entries_.push_back({text, value});
  if (entries_.size() * places_per_text <= places_.size()) return put(static_cast<std::uint16_t>(entries_.size() - 1));
  places_.assign(places_.size() * 2, 0);
  mask_ = places_.size() - 1;
  for (std::size_t entry = 1; entry < entries_.size(); ++entry) put(static_cast<std::uint16_t>(entry));
}

void ShortTexts::clear() {
  entries_.assign(1, {});
  places_.assign(64, 0);
  mask_ = places_.size() - 1;
}

}  // namespace assay::io
