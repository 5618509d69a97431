#include "runtime/io/json_members.h"

#include <algorithm>

#include "runtime/io/headers.h"

namespace assay::io {

bool JsonMembers::read(std::string_view text) {
  members_.clear();
  if (reader_.read_object(text, members_)) return true;
  members_.clear();
  return false;
}

std::optional<std::string_view> JsonMembers::find(std::string_view name, std::string_view loose_name) {
  const auto exact = std::find_if(members_.rbegin(), members_.rend(), [&](const JsonMember& each) { return each.key == name; });
  if (exact != members_.rend()) return exact->text;
  const auto alike = [&](const JsonMember& each) { return loose_key_of(each.key) == loose_name; };
  const auto loose = std::find_if(members_.rbegin(), members_.rend(), alike);
  if (loose != members_.rend()) return loose->text;
  return std::nullopt;
}

const std::string& JsonMembers::loose_key_of(const std::string& key) {
  constexpr std::size_t most_keys = 1000;
  if (loose_keys_.size() > most_keys) loose_keys_.clear();
  const auto [found, is_new] = loose_keys_.try_emplace(key);
  if (is_new) found->second = loose_key(key);
  return found->second;
}

}  // namespace assay::io
