#include "runtime/arrow/integers.h"

namespace assay::arrow {
namespace {

template <class Value>
bool widen(const ArrayView& view, const Rows& rows, std::int64_t* values) {
  if (rows.selected != nullptr) {
    for (std::int64_t i = 0; i < rows.count; ++i) values[i] = view.value<Value>(1, rows.at(i));
  } else {
    for (std::int64_t i = 0; i < rows.count; ++i) values[i] = view.value<Value>(1, rows.first + i);
  }
  return true;
}

}  // namespace

bool integers_of(const ArrayView& view, const Rows& rows, std::int64_t* values) {
  switch (view.type->kind) {
    case Kind::int8: return widen<std::int8_t>(view, rows, values);
    case Kind::int16: return widen<std::int16_t>(view, rows, values);
    case Kind::int32: return widen<std::int32_t>(view, rows, values);
    case Kind::int64: return widen<std::int64_t>(view, rows, values);
    case Kind::uint8: return widen<std::uint8_t>(view, rows, values);
    case Kind::uint16: return widen<std::uint16_t>(view, rows, values);
    case Kind::uint32: return widen<std::uint32_t>(view, rows, values);
    default: return false;
  }
}

}  // namespace assay::arrow
