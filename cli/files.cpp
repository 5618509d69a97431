#include "cli/files.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/io/output.h"

namespace assay::cli {

FileText read_file(const std::string& path) {
  FileText read;
  const bool standard_input = path == "-";
  const int file = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    read.problem = fmt::format("cannot read {}: {}", path, std::strerror(errno));
    return read;
  }
  char buffer[64 * 1024];
  ssize_t size = 0;
  while ((size = ::read(file, buffer, sizeof buffer)) != 0) {
    if (size > 0) {
      read.text.append(buffer, static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      read.problem = fmt::format("cannot read {}: {}", path, std::strerror(errno));
      break;
    }
  }
  if (!standard_input) ::close(file);
  return read;
}

std::string write_file(const std::string& path, std::string_view text) {
  const io::OpenedOutput opened = io::open_output(path);
  if (opened.failure) return opened.failure->message;
  const bool done = opened.output->write(text) && opened.output->commit();
  if (opened.output->failure()) return opened.output->failure()->message;
  return done || opened.output->closed_by_reader() ? "" : fmt::format("cannot write {}", path);
}

}  // namespace assay::cli
