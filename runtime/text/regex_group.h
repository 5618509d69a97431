// All regular expressions of one text column, searched together. Includes RE2: for sources only.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include <re2/re2.h>
#include <re2/set.h>

#include "runtime/text/regex.h"

namespace assay::text {

class RegexGroup {
 public:
  // One that does not compile matches nothing (the checker has said so to the author).
  void add(std::string_view expression, std::uint32_t goal);

  // Must be called after the last `add` and before the first `visit`.
  void finish();

  bool empty() const { return regexes_.empty(); }

  // Calls `hit(goal)` for each expression that is found in the text; `found` is memory to work in.
  template <class Hit>
  void visit(std::string_view text, std::vector<int>& found, Hit&& hit) const {
    if (find_together(text, found)) {
      for (const int index : found) hit(goals_[static_cast<std::size_t>(index)]);
      return;
    }
    for (std::size_t i = 0; i < regexes_.size(); ++i) {
      if (regexes_[i]->matches(text)) hit(goals_[i]);
    }
  }

 private:
  // False when there is no set, or when its automaton ran out of memory on this text: then each is asked alone.
  bool find_together(std::string_view text, std::vector<int>& found) const;

  std::vector<std::shared_ptr<const Regex>> regexes_;
  std::vector<std::uint32_t> goals_;
  std::vector<std::string> expressions_;
  std::unique_ptr<re2::RE2::Set> set_;
};

}  // namespace assay::text
