#include "runtime/io/scratch_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace assay::io {
namespace {

constexpr std::size_t buffered = std::size_t{1} << 20;

std::string folder_for_scratch() {
  const char* given = std::getenv("TMPDIR");
  if (given != nullptr && *given != '\0') return given;
  std::error_code error;
  return std::filesystem::temp_directory_path(error).string();
}

// A descriptor of a file that no folder lists; -1 with errno.
int open_nameless(const std::string& folder) {
#ifdef O_TMPFILE
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (nameless >= 0) return nameless;
#endif
  std::string pattern = folder + "/assay-XXXXXX";
  const int descriptor = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (descriptor >= 0) ::unlink(pattern.c_str());
  return descriptor;
}

}  // namespace

OpenedScratch ScratchFile::open(std::string what) {
  const std::string folder = folder_for_scratch();
  const int descriptor = open_nameless(folder);
  if (descriptor < 0) {
    return {nullptr,
            Failure{fmt::format("cannot make a temporary file in {}: {}; TMPDIR names another folder", folder, std::strerror(errno))}};
  }
  return {std::unique_ptr<ScratchFile>(new ScratchFile(descriptor, folder, std::move(what))), std::nullopt};
}

ScratchFile::~ScratchFile() { ::close(descriptor_); }

bool ScratchFile::write(std::string_view bytes) {
  if (failure_) return false;
  pending_.append(bytes);
  return pending_.size() < buffered || flush();
}

bool ScratchFile::flush() {
  std::string_view left = pending_;
  while (!failure_ && !left.empty()) {
    const ::ssize_t count = ::pwrite(descriptor_, left.data(), left.size(), static_cast<::off_t>(written_));
    if (count > 0) {
      left.remove_prefix(static_cast<std::size_t>(count));
      written_ += static_cast<std::uint64_t>(count);
    } else if (errno != EINTR) {
      failure_ = Failure{fmt::format("{} that do not fit into --memory cannot be kept in {}: {}; TMPDIR names another folder", what_,
                                     folder_, std::strerror(errno))};
    }
  }
  pending_.clear();
  return !failure_;
}

bool ScratchFile::read(std::uint64_t at, char* into, std::size_t size) const {
  while (size > 0) {
    const ::ssize_t count = ::pread(descriptor_, into, size, static_cast<::off_t>(at));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    into += count;
    at += static_cast<std::uint64_t>(count);
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

std::string ScratchFile::read_problem() const {
  return fmt::format("{} that were kept in {} cannot be read again: {}", what_, folder_, std::strerror(errno));
}

}  // namespace assay::io
