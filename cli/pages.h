// The pages of docs/errors, embedded into the program: one for each diagnostic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::cli {

// The page of a code like "unknown-name"; nullopt when there is none. Lives as long as the program.
std::optional<std::string_view> error_page(std::string_view code);

// "; did you mean 'unknown-name'?" or nothing.
std::string nearest_page(std::string_view code);

}  // namespace assay::cli
