// A temporary file without a name, for what does not fit into memory: it is gone with its last descriptor, however the process ends.
//
// It lies in the folder that TMPDIR names, else in the system's for temporary files. Written at its end by one thread;
// read anywhere by any number of threads, once flush() was called. A full disk is a failure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/failure.h"

namespace assay::io {

struct OpenedScratch;

class ScratchFile {
 public:
  // `what` is kept in it, in the plural: for messages.
  static OpenedScratch open(std::string what);
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  // Appends bytes. False on failure, now or earlier.
  bool write(std::string_view bytes);
  // What was written can be read behind this.
  bool flush();
  std::uint64_t size() const { return written_ + pending_.size(); }

  // Reads `size` bytes that lie behind byte `at`. False where they cannot be read.
  bool read(std::uint64_t at, char* into, std::size_t size) const;
  std::string read_problem() const;

  const std::optional<Failure>& failure() const { return failure_; }

 private:
  ScratchFile(int descriptor, std::string folder, std::string what)
      : descriptor_(descriptor), folder_(std::move(folder)), what_(std::move(what)) {}

  int descriptor_;
  std::string folder_, what_;
  std::string pending_;
  std::uint64_t written_ = 0;
  std::optional<Failure> failure_;
};

struct OpenedScratch {
  std::unique_ptr<ScratchFile> file;  // null when there is a failure
  std::optional<Failure> failure;
};

}  // namespace assay::io
