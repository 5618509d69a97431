// Numbers texts in the order in which they are first met, which is how the pools of a policy find an entry that is there already: by the
// text that stands for it. What it is not: it forgets nothing and takes nothing out.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/ir/index_table.h"

namespace assay::ir {

class TextNumbers {
 public:
  // The number of the text, and whether it is a new one.
  std::pair<std::uint32_t, bool> add(std::string text) {
    const std::size_t hash = std::hash<std::string_view>{}(text);
    const auto is_same = [&](std::uint32_t known) { return texts_[known] == text; };
    if (const std::optional<std::uint32_t> known = table_.find(hash, is_same)) return {*known, false};
    const auto number = static_cast<std::uint32_t>(texts_.size());
    table_.add(hash, number);
    texts_.push_back(std::move(text));
    return {number, true};
  }

 private:
  std::vector<std::string> texts_;
  IndexTable table_;
};

}  // namespace assay::ir
