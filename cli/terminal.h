// The two standard streams: whether people or programs read them, in colour or not, and writing to them. A closed pipe ends the
// program quietly: who reads `assay score … | head` has seen enough.
#pragma once

#include <string>
#include <string_view>

namespace assay::cli {

struct Terminal {
  bool color_out = false;
  bool color_error = false;
  bool out_is_terminal = false;
  bool error_is_terminal = false;
  int width = 80;  // of the terminal, in columns
  bool quiet = false;
};

// `color` is auto, always or never.
Terminal make_terminal(std::string_view color, bool quiet);

// To standard output and standard error, all of it. When nobody reads any more, the program ends with exit code 0.
void write_output(std::string_view text);
void write_error(std::string_view text);

}  // namespace assay::cli
