// Random numbers for generated cases: the same on every machine for the same seed (splitmix64).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace assay::agree {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
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
  std::uint64_t state_;
};

}  // namespace assay::agree
