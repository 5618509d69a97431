// Plain values to bytes and back, for files that only this process reads. Internal.
#pragma once

#include <cstring>
#include <string>
#include <type_traits>

namespace assay::io {

template <class Value>
void put(const Value& value, std::string& out) {
  static_assert(std::is_trivially_copyable_v<Value>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Reads a value and goes behind it.
template <class Value>
Value take(const char*& at) {
  static_assert(std::is_trivially_copyable_v<Value>);
  Value value;
  std::memcpy(&value, at, sizeof value);
  at += sizeof value;
  return value;
}

}  // namespace assay::io
