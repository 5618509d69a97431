// Looks at an ArrowArray whose structure has been checked: lengths, offsets, numbers of buffers and children, null buffers (decision 0045).
//
// The C interface does not say how long buffers are. What can be checked is: counts and lengths of the structs, that needed buffers are
// there and aligned to their values, that offsets do not fall or leave the child they point into, that indices lie in their dictionary,
// that views lie in the buffers whose sizes are given, that texts are UTF-8. What cannot be checked: that buffers are as long as the
// lengths and offsets say; a producer that lies about that cannot be told from one that does not.
// Offsets, indices and texts are checked by whoever reads them (cells.h, convert_*.cpp), for the rows that are read.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/type.h"
#include "runtime/io/failure.h"

namespace assay::arrow {

// Bits of an array as the interface lays them out: bit i is bit (i & 7) of byte i >> 3.
struct Bits {
  const std::uint8_t* bytes = nullptr;  // nullptr: all set
  std::int64_t offset = 0;

  bool at(std::int64_t i) const { return bytes == nullptr || (bytes[(i + offset) >> 3] >> ((i + offset) & 7)) & 1; }
};

// Copies `count` bits, from `first` on, into whole words; bits behind the last are 0. Reads no byte beyond the last bit.
void copy_bits(const Bits& from, std::int64_t first, std::int64_t count, std::uint64_t* to);

struct ArrayView {
  const DataType* type = nullptr;
  const ArrowArray* array = nullptr;
  std::int64_t length = 0;
  std::vector<Bits> validity;  // of the array and of the structs around it: known where all of them are set
  std::vector<ArrayView> children;
  std::vector<ArrayView> dictionary;  // one where there is one

  // Rows count from the start of the array; buffers from `offset` rows earlier.
  std::int64_t offset = 0;

  bool known(std::int64_t row) const {
    for (const Bits& each : validity) {
      if (!each.at(row)) return false;
    }
    return true;
  }
  const void* buffer(int i) const { return array->buffers[i]; }
  // The value of a buffer of fixed width; wherever it lies.
  template <class Value>
  Value value(int i, std::int64_t row) const {
    Value value;
    std::memcpy(&value, static_cast<const char*>(array->buffers[i]) + (row + offset) * static_cast<std::int64_t>(sizeof(Value)),
                sizeof value);
    return value;
  }
};

// Checks the structure of an array against its type. The view points into `array` and `type`, which outlive it. With `whole` false the
// children of a struct are left alone (view_of_child looks at the ones that are needed).
std::optional<io::Failure> view_of(const ArrowArray& array, const DataType& type, const std::string& source, bool whole, ArrayView& into);

// The view of a struct's child, whose rows are those of the struct: missing where the struct is.
std::optional<io::Failure> view_of_child(const ArrayView& parent, std::size_t child, const std::string& source, bool whole,
                                         ArrayView& into);

}  // namespace assay::arrow
