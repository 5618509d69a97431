#include "runtime/text/prefix_table.h"

#include <algorithm>
#include <tuple>

#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

/// The first eight bytes as a number that sorts as the bytes do.
std::uint64_t head_of(std::string_view text) { return __builtin_bswap64(load_bytes(text.data(), text.size())); }

}  // namespace

void PrefixTable::finish() {
  std::sort(entries_.begin(), entries_.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.text, a.goal) < std::tie(b.text, b.goal); });
  std::vector<std::uint32_t> open;  // keys that the current one may start with
  for (std::uint32_t i = 0; i < entries_.size();) {
    const std::string& text = entries_[i].text;
    std::uint32_t end = i;
    while (end < entries_.size() && entries_[end].text == text) ++end;
    while (!open.empty() && !text.starts_with(entries_[keys_[open.back()].begin].text)) open.pop_back();
    keys_.push_back({i, end, open.empty() ? none : open.back()});
    heads_.push_back(head_of(text));
    open.push_back(static_cast<std::uint32_t>(keys_.size() - 1));
    i = end;
  }
  for (std::uint32_t byte = 0; byte <= 256; ++byte) {
    const auto first = byte == 256 ? heads_.end() : std::lower_bound(heads_.begin(), heads_.end(), std::uint64_t{byte} << 56);
    starts_[byte] = static_cast<std::uint32_t>(first - heads_.begin());
  }
}

std::uint32_t PrefixTable::last_not_above(std::string_view value) const {
  const std::uint64_t head = head_of(value);
  const auto byte = static_cast<std::size_t>(head >> 56);
  const auto from = heads_.begin() + starts_[byte];
  const auto to = heads_.begin() + starts_[byte + 1];
  auto after = std::upper_bound(from, to, head);
  // Keys that share the value's first eight bytes are told apart by the rest.
  if (after != from && after[-1] == head) {
    const auto same = std::lower_bound(from, after, head);
    const auto key = std::upper_bound(keys_.begin() + (same - heads_.begin()), keys_.begin() + (after - heads_.begin()), value,
                                      [this](std::string_view text, const Key& k) { return text < entries_[k.begin].text; });
    after = heads_.begin() + (key - keys_.begin());
  }
  if (after != from) return static_cast<std::uint32_t>(after - heads_.begin() - 1);
  // Only the empty key can be a beginning of a value whose first byte has no keys up to the value.
  return !keys_.empty() && entries_[keys_.front().begin].text.empty() ? 0 : none;
}

}  // namespace assay::text
