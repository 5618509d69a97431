// Structs of the Arrow C interfaces as values that release themselves, each once.
#pragma once

#include <memory>
#include <utility>

#include "runtime/arrow/c_data.h"

namespace assay::arrow {

// ArrowSchema, ArrowArray or ArrowArrayStream. Taking one moves it: the source is marked as released.
template <class Struct>
class Owned {
 public:
  Owned() = default;
  explicit Owned(Struct* from) { take(from); }
  ~Owned() { release(); }
  Owned(Owned&& other) noexcept { take(&other.value_); }
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      release();
      take(&other.value_);
    }
    return *this;
  }

  Struct* get() { return &value_; }
  const Struct* get() const { return &value_; }
  Struct* operator->() { return &value_; }
  const Struct* operator->() const { return &value_; }
  // Whether there is something that is not released yet.
  explicit operator bool() const { return value_.release != nullptr; }

  void release() {
    if (value_.release) value_.release(&value_);
    value_ = Struct{};
  }
  // Moves it to somebody who will release it.
  void give_to(Struct* to) { *to = std::exchange(value_, Struct{}); }

 private:
  void take(Struct* from) {
    value_ = *from;
    *from = Struct{};
  }

  Struct value_{};
};

using OwnedSchema = Owned<ArrowSchema>;
using OwnedArray = Owned<ArrowArray>;
using OwnedStream = Owned<ArrowArrayStream>;

// An array that lives as long as somebody looks at it: what a Batch's owners hold.
using SharedArray = std::shared_ptr<const OwnedArray>;

}  // namespace assay::arrow
