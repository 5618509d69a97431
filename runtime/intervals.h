// Time covered by intervals that may overlap: how long someone attended who left and came back.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace assay::runtime {

// The length of the union of intervals {from, to}, in their unit (microseconds). Those that end before they begin count as none;
// nullopt when none is left.
std::optional<std::int64_t> union_length(std::vector<std::pair<std::int64_t, std::int64_t>> intervals);

}  // namespace assay::runtime
