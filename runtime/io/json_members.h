// The attributes of activities inside a JSON cell: the member of an object that belongs to a name, exactly or loosely.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/io/json.h"

namespace assay::io {

class JsonMembers {
 public:
  // The members of an object; none where the text is no JSON object (false).
  bool read(std::string_view text);
  void clear() { members_.clear(); }

  // The last member called `name`, else the last whose loose_key is `loose_name`. A view until the next read.
  std::optional<std::string_view> find(std::string_view name, std::string_view loose_name);

 private:
  const std::string& loose_key_of(const std::string& key);

  JsonCellReader reader_;
  std::vector<JsonMember> members_;
  std::unordered_map<std::string, std::string> loose_keys_;  // keys are the same in row after row
};

}  // namespace assay::io
