// Functions, names and parts of other languages, and what to write instead. Words only: nothing here knows a policy.
#pragma once

#include <string>

namespace assay::check {

// Empty: not known. `argument` is what stands in the parentheses or behind `of`, as written.
std::string advice_for_function(const std::string& name, const std::string& argument);
std::string advice_for_name(std::string name);
std::string advice_for_part(const std::string& name, const std::string& argument);

}  // namespace assay::check
