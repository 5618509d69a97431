// Random numbers for generated cases: the same on every machine for the same seed (splitmix64). The first of them can be made of bytes
// instead, two for each, so that a fuzzer that changes a byte changes one decision.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace assay::agree {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // `bytes` live as long as this does.
  Random(std::uint64_t seed, std::string_view bytes) : state_(seed), bytes_(bytes) {}

  std::uint64_t next() {
    if (bytes_.size() >= 2) return mixed(taken());
    state_ += 0x9E3779B97F4A7C15u;
    return mixed(state_);
  }

  // 0 … count - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
  // Both ends included.
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least) + 1));
  }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }

  template <typename Values>
  const auto& pick(const Values& values) {
    return values[below(values.size())];
  }
  std::string pick(std::initializer_list<const char*> values) { return values.begin()[below(values.size())]; }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  std::uint64_t taken() {
    const auto first = static_cast<unsigned char>(bytes_[0]), second = static_cast<unsigned char>(bytes_[1]);
    bytes_.remove_prefix(2);
    return (std::uint64_t{first} << 8 | second) * 0x9E3779B97F4A7C15u;
  }

  std::uint64_t state_;
  std::string_view bytes_;
};

}  // namespace assay::agree
