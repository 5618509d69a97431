// What the fuzz targets share. A target is one source, NAME_fuzz.cpp, that defines LLVMFuzzerTestOneInput: any bytes must be answered, and
// what is promised about the answer must hold. The same source is linked with libFuzzer (preset `fuzz`) and with replay.cpp (all presets).
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace assay::fuzz {

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

// Ends the process, which both drivers take as a finding.
inline void must(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "a promise does not hold: %s\n", promise);
  std::abort();
}

// Takes decisions out of the input, from its front; behind its end all of them are 0.
class Choices {
 public:
  Choices(const std::uint8_t* bytes, std::size_t size) : left_(text_of(bytes, size)) {}

  std::uint8_t byte() {
    if (left_.empty()) return 0;
    const char first = left_.front();
    left_.remove_prefix(1);
    return static_cast<std::uint8_t>(first);
  }
  std::size_t below(std::size_t count) { return byte() % count; }
  std::uint16_t word() { return static_cast<std::uint16_t>(byte() << 8 | byte()); }
  bool at_end() const { return left_.empty(); }

  // Up to `most` bytes; all that are left without it.
  std::string_view take(std::size_t most = std::string_view::npos) {
    const std::string_view taken = left_.substr(0, most);
    left_.remove_prefix(taken.size());
    return taken;
  }

 private:
  std::string_view left_;
};

}  // namespace assay::fuzz
