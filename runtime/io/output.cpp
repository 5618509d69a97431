#include "runtime/io/output.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <climits>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace assay::io {
namespace {

// Temporary files that exist now, for signal handlers: fixed memory, a name is valid while its flag is set.
struct UnfinishedName {
  std::atomic<bool> taken{false};
  std::atomic<bool> valid{false};
  std::array<char, PATH_MAX> path{};
};
std::array<UnfinishedName, 16> unfinished;

UnfinishedName* note_unfinished(const std::string& path) {
  if (path.size() >= PATH_MAX) return nullptr;
  for (UnfinishedName& each : unfinished) {
    if (each.taken.exchange(true)) continue;
    std::memcpy(each.path.data(), path.c_str(), path.size() + 1);
    each.valid = true;
    return &each;
  }
  return nullptr;
}

// Writes all bytes; the error number, 0 when all went well.
int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ::ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

class StreamOutput final : public Output {
 public:
  StreamOutput(int descriptor, bool owned, std::string name) : descriptor_(descriptor), owned_(owned), name_(std::move(name)) {
    // A closed pipe is to be an error of write, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
  }
  ~StreamOutput() override {
    if (owned_) ::close(descriptor_);
  }
  StreamOutput(const StreamOutput&) = delete;
  StreamOutput& operator=(const StreamOutput&) = delete;

  bool write(std::string_view bytes) override {
    if (failure_ || closed_) return false;
    const int error = write_all(descriptor_, bytes);
    if (error == EPIPE) {
      closed_ = true;
    } else if (error != 0) {
      failure_ = Failure{fmt::format("cannot write {}: {}", name_, std::strerror(error))};
    }
    return error == 0;
  }
  bool commit() override { return !failure_; }
  const std::optional<Failure>& failure() const override { return failure_; }
  bool closed_by_reader() const override { return closed_; }

 private:
  int descriptor_;
  bool owned_;
  std::string name_;
  bool closed_ = false;
  std::optional<Failure> failure_;
};

class FileOutput final : public Output {
 public:
  FileOutput(int descriptor, std::string path, std::string temporary)
      : descriptor_(descriptor), path_(std::move(path)), temporary_(std::move(temporary)), noted_(note_unfinished(temporary_)) {}
  ~FileOutput() override {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!committed_) ::unlink(temporary_.c_str());
    forget();
  }
  FileOutput(const FileOutput&) = delete;
  FileOutput& operator=(const FileOutput&) = delete;

  bool write(std::string_view bytes) override {
    if (failure_ || !check(write_all(descriptor_, bytes))) return false;
    written_ += bytes.size();
    begin_to_save();
    return true;
  }

  bool commit() override {
    if (failure_ || committed_) return committed_;
    if (!check(::fsync(descriptor_) == 0 ? 0 : errno)) return false;
    const int closed = ::close(descriptor_);
    descriptor_ = -1;
    if (!check(closed == 0 ? 0 : errno)) return false;
    if (!check(::rename(temporary_.c_str(), path_.c_str()) == 0 ? 0 : errno)) return false;
    committed_ = true;
    forget();
    return true;
  }

  const std::optional<Failure>& failure() const override { return failure_; }
  bool closed_by_reader() const override { return false; }

 private:
  bool check(int error) {
    if (error != 0) failure_ = Failure{fmt::format("cannot write {}: {}", path_, std::strerror(error))};
    return error == 0;
  }

  // The system begins to put on the disk what has been written, so that commit() finds little left to wait for. Where it cannot, commit()
  // does it all.
  void begin_to_save() {
    constexpr std::uint64_t at_once = std::uint64_t{1} << 20;
    if (written_ - saving_ < at_once) return;
    ::sync_file_range(descriptor_, static_cast<::off_t>(saving_), static_cast<::off_t>(written_ - saving_), SYNC_FILE_RANGE_WRITE);
    saving_ = written_;
  }

  void forget() {
    if (noted_ == nullptr) return;
    noted_->valid = false;
    noted_->taken = false;
    noted_ = nullptr;
  }

  int descriptor_;
  std::string path_;
  std::string temporary_;
  UnfinishedName* noted_;
  std::uint64_t written_ = 0, saving_ = 0;  // bytes; those that the system has been asked to save
  bool committed_ = false;
  std::optional<Failure> failure_;
};

class TextOutput final : public Output {
 public:
  explicit TextOutput(std::string& text) : text_(text) {}
  bool write(std::string_view bytes) override {
    text_ += bytes;
    return true;
  }
  bool commit() override { return true; }
  const std::optional<Failure>& failure() const override { return failure_; }
  bool closed_by_reader() const override { return false; }

 private:
  std::string& text_;
  std::optional<Failure> failure_;
};

OpenedOutput open_stream(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) return {nullptr, Failure{fmt::format("cannot write {}: {}", path, std::strerror(errno))}};
  return {std::make_unique<StreamOutput>(descriptor, true, path), std::nullopt};
}

// The file that a name leads to: a symbolic link stays one, what it points to is replaced.
std::string resolved(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

}  // namespace

OpenedOutput open_output(const std::string& path) {
  if (path == "-") return {std::make_unique<StreamOutput>(STDOUT_FILENO, false, "standard output"), std::nullopt};
  struct ::stat about{};
  const bool exists = ::stat(path.c_str(), &about) == 0;
  if (exists && S_ISDIR(about.st_mode)) return {nullptr, Failure{fmt::format("cannot write {}: it is a folder", path)}};
  if (exists && !S_ISREG(about.st_mode)) return open_stream(path);
  const std::string target = exists ? resolved(path) : path;
  const ::mode_t mode = exists ? about.st_mode & 0777 : 0666;
  for (int attempt = 0;; ++attempt) {
    const std::string temporary = fmt::format("{}.{}-{}.part", target, ::getpid(), attempt);
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0) return {std::make_unique<FileOutput>(descriptor, target, temporary), std::nullopt};
    if (errno != EEXIST || attempt == 100) return {nullptr, Failure{fmt::format("cannot write {}: {}", path, std::strerror(errno))}};
  }
}

std::unique_ptr<Output> output_to_text(std::string& text) { return std::make_unique<TextOutput>(text); }

void remove_unfinished_outputs() {
  for (UnfinishedName& each : unfinished) {
    if (each.valid) ::unlink(each.path.data());
  }
}

}  // namespace assay::io
