// The modules of the standard library: the texts of stdlib/*.assay, embedded into the program when it is built.
// Not here: what they mean. The compiler parses and checks them like any policy file; `prelude` is always loaded, the others by `use`.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace assay::stdlib {

inline constexpr std::string_view prelude_name = "prelude";

// The text of a module by its name ("titles"); nullopt when there is none. Lives as long as the program.
std::optional<std::string_view> module_text(std::string_view name);

// The module that declares a list, define, setting or activity of this name, to propose `use` of it; empty when none does. Not the prelude.
std::string_view module_that_declares(std::string_view name);

// All names, `prelude` included, sorted.
std::span<const std::string_view> module_names();

}  // namespace assay::stdlib
