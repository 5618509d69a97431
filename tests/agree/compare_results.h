// Whether two engines said the same about a lead, column by column and bit by bit.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "runtime/result.h"

namespace assay::agree {

// The first difference between row `first + i` of `expected` and row i of `actual`, for all rows of `actual`; nullopt: none.
// What rules gave is compared where `actual` explains it.
std::optional<std::string> difference(const runtime::ResultSchema& schema, const runtime::Result& expected, std::size_t first,
                                      const runtime::Result& actual);

}  // namespace assay::agree
