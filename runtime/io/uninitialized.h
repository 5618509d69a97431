// Vectors whose new elements are not set to zero, for those that are written at once.
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace assay::io {

template <class Value>
struct UninitializedAllocator : std::allocator<Value> {
  template <class Other>
  struct rebind {
    using other = UninitializedAllocator<Other>;
  };

  // What resize() without a value makes; anything else is as usual.
  template <class Made>
  void construct(Made* at) {
    ::new (static_cast<void*>(at)) Made;
  }
  template <class Made, class... Arguments>
  void construct(Made* at, Arguments&&... arguments) {
    ::new (static_cast<void*>(at)) Made(std::forward<Arguments>(arguments)...);
  }
};

template <class Value>
using Values = std::vector<Value, UninitializedAllocator<Value>>;

}  // namespace assay::io
