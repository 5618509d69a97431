// What to write instead of a chain that counts: `trial then login at least 3 times within 14 days`. A chain takes no count, so the activity
// stands as often as it is meant, or is counted since the first one. Only words: who reports them knows where they stood.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace assay::syntax {

struct CountedChain {
  std::vector<std::string> parts;     // as written, with objects and `with`; at least two
  std::size_t counted = 0;            // index of the part that the count was meant for
  std::string count;                  // `at least 3 times`, `on at least 3 days`
  std::optional<std::size_t> number;  // of `at least`; nothing for other counts
  std::string within;                 // `14 days`; empty: no such limit
  std::string window;                 // `in last 30 days`; empty: none
};

// One or two lines of advice.
std::vector<std::string> ways_to_count(const CountedChain& chain);

}  // namespace assay::syntax
