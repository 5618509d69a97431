#include "cli/terminal.h"

#include <cerrno>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/verbs.h"

namespace assay::cli {
namespace {

bool set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

bool wants_color(std::string_view color, bool is_terminal) {
  if (color != "auto") return color == "always";
  const char* kind = std::getenv("TERM");
  return is_terminal && !set("NO_COLOR") && (kind == nullptr || std::string_view(kind) != "dumb");
}

int terminal_width() {
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const int width = std::atoi(columns); width > 0) return width;
  }
  winsize size{};
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    if (ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  }
  return 80;
}

void write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(stream, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      _exit(Done);
    } else if (errno != EINTR && errno != EAGAIN) {
      _exit(WrongUse);  // for example a full disk behind standard output; there is nowhere left to say so
    }
  }
}

}  // namespace

Terminal make_terminal(std::string_view color, bool quiet) {
  Terminal terminal;
  terminal.out_is_terminal = isatty(STDOUT_FILENO) == 1;
  terminal.error_is_terminal = isatty(STDERR_FILENO) == 1;
  terminal.color_out = wants_color(color, terminal.out_is_terminal);
  terminal.color_error = wants_color(color, terminal.error_is_terminal);
  terminal.width = terminal_width();
  terminal.quiet = quiet;
  return terminal;
}

void write_output(std::string_view text) { write_all(STDOUT_FILENO, text); }
void write_error(std::string_view text) { write_all(STDERR_FILENO, text); }

}  // namespace assay::cli
