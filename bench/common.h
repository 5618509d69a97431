// What the programs here that measure by themselves share.
#pragma once

#include <ctime>
#include <optional>
#include <string>

#include "compiler/ir/ir.h"

namespace assay::bench {

// The policy in a file; none where it has mistakes, which are printed.
std::optional<ir::Policy> checked_policy(const std::string& path);

// What a clock shows, in milliseconds.
double milliseconds(clockid_t clock);

}  // namespace assay::bench
