#include "runtime/io/json_members.h"

#include "runtime/io/headers.h"

namespace assay::io {

bool JsonMembers::read(std::string_view text) {
  members_.clear();
  if (reader_.read(text, members_)) return true;
  members_.clear();
  return false;
}

std::optional<std::string_view> JsonMembers::find(std::string_view name, std::string_view loose_name) {
  for (const JsonMember& member : members_) {
    if (member.key == name) return member.text;
  }
  for (const JsonMember& member : members_) {
    if (loose_key_of(member.key) == loose_name) return member.text;
  }
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
