#include "runtime/text/prefix_table.h"

#include <algorithm>
#include <tuple>

namespace assay::text {

void PrefixTable::finish() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.text, a.goal) < std::tie(b.text, b.goal); });
  std::vector<std::uint32_t> open;  // keys that the current one may start with
  for (std::uint32_t i = 0; i < entries_.size();) {
    const std::string& text = entries_[i].text;
    std::uint32_t end = i;
    while (end < entries_.size() && entries_[end].text == text) ++end;
    while (!open.empty() && !text.starts_with(entries_[keys_[open.back()].begin].text)) open.pop_back();
    keys_.push_back({i, end, open.empty() ? none : open.back(), static_cast<std::uint32_t>(text.size())});
    heads_.push_back(head_of(text));
    open.push_back(static_cast<std::uint32_t>(keys_.size() - 1));
    i = end;
  }
  for (std::uint32_t byte = 0; byte <= 256; ++byte) {
    const auto first = byte == 256 ? heads_.end() : std::lower_bound(heads_.begin(), heads_.end(), std::uint64_t{byte} << 56);
    starts_[byte] = static_cast<std::uint32_t>(first - heads_.begin());
  }
}

std::uint32_t PrefixTable::last_head_not_above(std::uint64_t head) const {
  const auto byte = static_cast<std::size_t>(head >> 56);
  std::uint32_t at = starts_[byte];
  std::uint32_t left = starts_[byte + 1] - at;
  // A search without branches: values come in no order that a processor could guess.
  while (left > 1) {
    const std::uint32_t half = left / 2;
    at += heads_[at + half - 1] <= head ? half : 0;
    left -= half;
  }
  if (left == 1 && heads_[at] <= head) ++at;
  if (at > starts_[byte]) return at - 1;
  // Only the empty text can be a beginning of a value below all keys that share its first byte.
  return !keys_.empty() && keys_.front().size == 0 ? 0 : none;
}

std::uint32_t PrefixTable::last_not_above(std::uint32_t key, std::string_view value) const {
  const auto same = std::lower_bound(heads_.begin(), heads_.begin() + key, heads_[key]);
  const auto first = keys_.begin() + (same - heads_.begin());
  const auto after = std::upper_bound(first, keys_.begin() + key + 1, value,
                                      [this](std::string_view text, const Key& k) { return text < entries_[k.begin].text; });
  return after == keys_.begin() ? none : static_cast<std::uint32_t>(after - keys_.begin() - 1);
}

}  // namespace assay::text
