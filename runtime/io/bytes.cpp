#include "runtime/io/bytes.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/io/byte_stages.h"

namespace assay::io {
namespace {

class FileBytes final : public ByteSource {
 public:
  FileBytes(int descriptor, std::string name, std::atomic<std::uint64_t>* count)
      : descriptor_(descriptor), name_(std::move(name)), count_(count) {}
  ~FileBytes() override {
    if (descriptor_ != STDIN_FILENO) ::close(descriptor_);
  }
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  std::size_t read(char* into, std::size_t size) override {
    if (failure_) return 0;
    for (;;) {
      const ::ssize_t count = ::read(descriptor_, into, size);
      if (count >= 0) {
        if (count_ != nullptr) count_->fetch_add(static_cast<std::uint64_t>(count), std::memory_order_relaxed);
        return static_cast<std::size_t>(count);
      }
      if (errno == EINTR) continue;
      failure_ = Failure{fmt::format("cannot read {}: {}", name_, std::strerror(errno))};
      return 0;
    }
  }

  const std::optional<Failure>& failure() const override { return failure_; }

 private:
  int descriptor_;
  std::string name_;
  std::atomic<std::uint64_t>* count_;
  std::optional<Failure> failure_;
};

class TextBytes final : public ByteSource {
 public:
  TextBytes(std::string_view text, std::size_t at_most) : rest_(text), at_most_(at_most) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = std::min({size, at_most_, rest_.size()});
    if (count != 0) std::memcpy(into, rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

  const std::optional<Failure>& failure() const override { return failure_; }

 private:
  std::string_view rest_;
  std::size_t at_most_;
  std::optional<Failure> failure_;
};

}  // namespace

std::optional<Encoding> encoding_of(const std::string& name) {
  std::string lower(name);
  for (char& letter : lower) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  if (lower == "utf-8" || lower == "utf8") return Encoding::utf8;
  if (lower == "utf-16" || lower == "utf16") return Encoding::utf16;
  if (lower == "latin-1" || lower == "latin1" || lower == "iso-8859-1") return Encoding::latin1;
  if (lower == "windows-1252" || lower == "cp1252") return Encoding::windows1252;
  return std::nullopt;
}

OpenedBytes open_bytes(const std::string& path, Encoding encoding, std::atomic<std::uint64_t>* count) {
  const bool standard_input = path == "-";
  const std::string name = standard_input ? "standard input" : path;
  const int descriptor = standard_input ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {nullptr, Failure{fmt::format("cannot open {}: {}", name, std::strerror(errno))}};
  struct ::stat about{};
  if (::fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
    if (!standard_input) ::close(descriptor);
    return {nullptr, Failure{fmt::format("cannot read {}: it is a folder", name)}};
  }
  return {decode_bytes(std::make_unique<FileBytes>(descriptor, name, count), encoding, name), std::nullopt};
}

std::unique_ptr<ByteSource> decode_bytes(std::unique_ptr<ByteSource> source, Encoding encoding, const std::string& name) {
  return with_line_feeds(to_utf8(unpacked(std::move(source), name), encoding));
}

std::unique_ptr<ByteSource> bytes_of_text(std::string_view text, std::size_t at_most) { return std::make_unique<TextBytes>(text, at_most); }

}  // namespace assay::io
