// Whole files as texts, for policies and reports. Leads are never read this way.
#pragma once

#include <string>
#include <string_view>

namespace assay::cli {

struct FileText {
  std::string text;
  std::string problem;  // a sentence that names the file; empty: none
};

// The bytes of a file, or of standard input for "-".
FileText read_file(const std::string& path);

// Replaces a file, whole or not at all. The answer is a sentence that says what went wrong; empty: nothing.
std::string write_file(const std::string& path, std::string_view text);

}  // namespace assay::cli
