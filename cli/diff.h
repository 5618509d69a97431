// The lines in which two texts differ, in the unified form that people and `patch` read.
#pragma once

#include <string>
#include <string_view>

namespace assay::cli {

// Empty when the texts are equal. Hunks have three lines of context. Where the texts differ so much that finding the shortest difference
// would take long, what lies between the first and the last differing line is one hunk.
std::string unified_diff(std::string_view name, std::string_view before, std::string_view after);

}  // namespace assay::cli
