// How large a policy may be. Beyond these an error says so; none can be reached as a crash or a hang.
#pragma once

#include <cstddef>

namespace assay::syntax::limits {

inline constexpr std::size_t most_nesting = 200;
inline constexpr std::size_t most_file_bytes = std::size_t{16} << 20;
inline constexpr std::size_t most_rules = 100'000;
// A file of garbage is not worth a message for each of its lines.
inline constexpr std::size_t most_syntax_errors = 100;

}  // namespace assay::syntax::limits
