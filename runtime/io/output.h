// Where results go: a file that appears whole or not at all, or a stream.
//
// A file is written under a temporary name in the same folder, and gets its name (rename) once all is on disk (fsync). Without commit(), by
// failure or by signal (remove_unfinished_outputs), it is removed. What is not a regular file (standard output, a pipe, /dev/null) is
// written straight away.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/failure.h"

namespace assay::io {

class Output {
 public:
  virtual ~Output() = default;

  // False once writing has failed or the reader of a pipe has gone.
  virtual bool write(std::string_view bytes) = 0;

  // All is written: makes the file appear. False on failure.
  virtual bool commit() = 0;

  // Set when writing failed; a closed pipe is no failure.
  virtual const std::optional<Failure>& failure() const = 0;

  // The reader of the pipe has gone: stop quietly.
  virtual bool closed_by_reader() const = 0;
};

struct OpenedOutput {
  std::unique_ptr<Output> output;  // null when there is a failure
  std::optional<Failure> failure;
};

// A file, or standard output for "-".
OpenedOutput open_output(const std::string& path);

// Bytes appended to a text that outlives the output.
std::unique_ptr<Output> output_to_text(std::string& text);

// Removes the temporary files of outputs that were not committed. Safe to call from a signal handler; nothing may be written after it.
void remove_unfinished_outputs();

}  // namespace assay::io
