// Where bytes come from: files and standard input, unpacked (gzip, zstd) and turned into UTF-8 without a byte order mark.
// A stage in front of every text reader; it knows nothing of rows. Memory is bounded by the buffers of each stage.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/io/failure.h"

namespace assay::io {

enum class Encoding : std::uint8_t { utf8, utf16, latin1, windows1252 };

// The encoding of that name ("utf-8", "utf-16", "latin-1", "windows-1252"; case does not count).
std::optional<Encoding> encoding_of(const std::string& name);

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Puts up to `size` bytes (more than 0) at `into` and gives their number; 0 at the end and after a failure.
  virtual std::size_t read(char* into, std::size_t size) = 0;

  // Set once reading has failed.
  virtual const std::optional<Failure>& failure() const = 0;
};

struct OpenedBytes {
  std::unique_ptr<ByteSource> source;  // null when there is a failure
  std::optional<Failure> failure;
};

// The bytes of a file, or of standard input for "-". Files that begin as gzip or zstd files do are unpacked, whatever their name. A byte
// order mark decides the encoding and is dropped; without one it is `encoding`. `count` (null: nobody asks) grows by what is read of the
// file as it is on disk, by whichever thread reads.
OpenedBytes open_bytes(const std::string& path, Encoding encoding = Encoding::utf8, std::atomic<std::uint64_t>* count = nullptr);

// The same stages over bytes that come from elsewhere (tests, requests).
std::unique_ptr<ByteSource> decode_bytes(std::unique_ptr<ByteSource> source, Encoding encoding, const std::string& name);

// Bytes in memory, handed out at most `at_most` at a time. The text must outlive the source.
std::unique_ptr<ByteSource> bytes_of_text(std::string_view text, std::size_t at_most = SIZE_MAX);

}  // namespace assay::io
