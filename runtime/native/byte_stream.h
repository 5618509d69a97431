// Bytes of plain values, one behind the other, in the order of this kind of machine. What it is not: it knows no types of ours.
// Invariant: a reader never leaves its bytes; after the first thing that does not fit, everything it reads is empty and `ok` is false.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace assay::native {

class ByteWriter {
 public:
  template <typename Scalar>
    requires(std::is_arithmetic_v<Scalar> || std::is_enum_v<Scalar>)
  void scalar(Scalar value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void size(std::size_t value) { scalar(static_cast<std::uint64_t>(value)); }
  void text(std::string_view value) {
    size(value.size());
    bytes_.append(value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <typename Scalar>
    requires(std::is_arithmetic_v<Scalar> || std::is_enum_v<Scalar>)
  Scalar scalar() {
    if constexpr (std::is_same_v<Scalar, bool>) return truth();
    Scalar value{};
    if (sizeof value > bytes_.size()) return fail(), value;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return value;
  }
  // Other bytes than 0 and 1 are no truth value, and may not even be loaded as one.
  bool truth() {
    const auto value = scalar<std::uint8_t>();
    if (value > 1) fail();
    return value == 1;
  }
  // How many elements follow: never more than there are bytes, as each takes at least one.
  std::size_t size() {
    const auto value = scalar<std::uint64_t>();
    if (value > bytes_.size()) return fail(), 0;
    return static_cast<std::size_t>(value);
  }
  std::string_view text() {
    const std::size_t length = size();
    const std::string_view value = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return value;
  }
  void fail() {
    bytes_ = {};
    ok_ = false;
  }
  bool ok() const { return ok_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace assay::native
