#include "runtime/arrow/cells.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "runtime/arrow/decimal.h"
#include "runtime/calendar/parse.h"
#include "runtime/io/cells.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::arrow {
namespace {

std::int64_t run_end(const ArrayView& ends, std::int64_t run) {
  std::int64_t end = 0;
  return integer_at(ends, run, end) ? end : -1;
}

// The run that holds a row: the first whose end lies behind it; the number of runs where there is none.
std::int64_t run_of(const ArrayView& view, std::int64_t row) {
  const ArrayView& ends = view.children[0];
  std::int64_t low = 0, high = ends.length;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (run_end(ends, middle) > row + view.offset) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

template <class Offset>
bool between_offsets(const ArrayView& view, std::int64_t row, std::int64_t& begin, std::int64_t& end) {
  begin = view.value<Offset>(1, row);
  end = view.value<Offset>(1, row + 1);
  // Nothing tells how long the buffer is but the last offset.
  return begin >= 0 && begin <= end && end <= view.value<Offset>(1, view.length);
}

// A view of 16 bytes: the length, then up to 12 bytes, or 4 of them, a buffer and an offset into it.
bool viewed_bytes(const ArrayView& view, std::int64_t row, std::string_view& bytes) {
  const char* at = static_cast<const char*>(view.buffer(1)) + (row + view.offset) * 16;
  std::int32_t length = 0, buffer = 0, offset = 0;
  std::memcpy(&length, at, 4);
  if (length < 0) return false;
  if (length <= 12) {
    bytes = {at + 4, static_cast<std::size_t>(length)};
    return true;
  }
  std::memcpy(&buffer, at + 8, 4);
  std::memcpy(&offset, at + 12, 4);
  const std::int64_t buffers = view.array->n_buffers - 3;
  const void* sizes = view.buffer(static_cast<int>(view.array->n_buffers - 1));
  if (buffer < 0 || buffer >= buffers || offset < 0 || sizes == nullptr) return false;
  std::int64_t size = 0;
  std::memcpy(&size, static_cast<const char*>(sizes) + buffer * 8, 8);
  const void* from = view.buffer(2 + buffer);
  if (from == nullptr || size < std::int64_t{offset} + length) return false;
  bytes = {static_cast<const char*>(from) + offset, static_cast<std::size_t>(length)};
  return true;
}

double half_to_double(std::uint16_t half) {
  const int exponent = (half >> 10) & 31;
  const double fraction = half & 1023;
  const double size = exponent == 31  ? (fraction == 0 ? HUGE_VAL : std::nan(""))
                      : exponent == 0 ? std::ldexp(fraction, -24)
                                      : std::ldexp(fraction + 1024, exponent - 25);
  return half & 0x8000 ? -size : size;
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }

void spell_local_time(std::int64_t microseconds, std::string& out) {
  calendar::append_instant(microseconds, out);
  if (out.ends_with('Z')) out.pop_back();
}

void spell_time_of_day(std::int64_t value, std::int64_t per_second, std::string& out) {
  const std::int64_t seconds = floor_divide(value, per_second);
  out += fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  const std::int64_t rest = value - seconds * per_second;
  if (rest != 0) out += fmt::format(".{:09}", rest * (1'000'000'000 / per_second));
}

bool in_calendar(std::int64_t days) { return days >= calendar::first_day && days <= calendar::last_day; }

void spell_moment(const ArrayView& view, std::int64_t row, std::string& out) {
  std::int64_t microseconds = 0;
  if (!microseconds_at(view, row, microseconds)) return;
  const std::int64_t days = floor_divide(microseconds, calendar::microseconds_per_day);
  if (!in_calendar(days)) {
    fmt::format_to(std::back_inserter(out), "{} microseconds since 1970", microseconds);
  } else if (view.type->kind == Kind::date_millis) {
    calendar::append_day(static_cast<calendar::Day>(days), out);
  } else if (view.type->has_zone) {
    calendar::append_instant(microseconds, out);
  } else {
    spell_local_time(microseconds, out);
  }
}

void spell_days(std::int64_t days, std::string& out) {
  if (in_calendar(days)) return calendar::append_day(static_cast<calendar::Day>(days), out);
  fmt::format_to(std::back_inserter(out), "{} days since 1970", days);
}

void spell_duration(std::int64_t value, std::int64_t per_second, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}{}", value,
                 per_second == 1           ? " s"
                 : per_second == 1'000     ? " ms"
                 : per_second == 1'000'000 ? " us"
                                           : " ns");
}

void spell_float(double value, std::string& out) {
  if (std::isfinite(value)) runtime::append_number(value == 0 ? 0.0 : value, out);
}

Spelling spell_bytes(const ArrayView& view, std::int64_t row, std::string_view& text) {
  if (!bytes_at(view, row, text)) return Spelling::malformed;
  if (text.size() > io::longest_cell) return Spelling::too_long;
  if (!text::is_valid_utf8(text)) return view.type->is_text() ? Spelling::malformed : Spelling::not_utf8;
  text = text::trim(text);
  return Spelling::text;
}

}  // namespace

Found resolve(const ArrayView*& view, std::int64_t& row) {
  for (;;) {
    if (view->type->kind == Kind::null || !view->known(row)) return Found::nothing;
    if (!view->dictionary.empty()) {
      row = dictionary_index(*view, row);
      view = &view->dictionary[0];
      if (row < 0 || row >= view->length) return Found::malformed;
    } else if (view->type->kind == Kind::run_end_encoded) {
      const std::int64_t run = run_of(*view, row);
      if (run >= view->children[0].length) return Found::malformed;
      view = &view->children[1];
      row = run;
    } else {
      return Found::value;
    }
  }
}

std::int64_t dictionary_index(const ArrayView& view, std::int64_t row) {
  std::int64_t index = -1;
  return integer_at(view, row, index) ? index : -1;
}

bool bytes_at(const ArrayView& view, std::int64_t row, std::string_view& bytes) {
  const Kind kind = view.type->kind;
  if (kind == Kind::text_view || kind == Kind::binary_view) return viewed_bytes(view, row, bytes);
  if (kind == Kind::fixed_binary) {
    const auto width = static_cast<std::size_t>(view.type->width);
    bytes = width == 0 ? std::string_view()
                       : std::string_view(static_cast<const char*>(view.buffer(1)) + (row + view.offset) * view.type->width, width);
    return true;
  }
  std::int64_t begin = 0, end = 0;
  const bool is_large = kind == Kind::large_text || kind == Kind::large_binary;
  if (!(is_large ? between_offsets<std::int64_t>(view, row, begin, end) : between_offsets<std::int32_t>(view, row, begin, end)))
    return false;
  bytes = {};
  if (begin == end) return true;
  if (view.buffer(2) == nullptr) return false;
  bytes = {static_cast<const char*>(view.buffer(2)) + begin, static_cast<std::size_t>(end - begin)};
  return true;
}

bool elements_at(const ArrayView& view, std::int64_t row, std::int64_t& begin, std::int64_t& end) {
  bool right = true;
  switch (view.type->kind) {
    case Kind::fixed_list:
      begin = (row + view.offset) * view.type->width;
      end = begin + view.type->width;
      break;
    case Kind::list_view:
      begin = view.value<std::int32_t>(1, row);
      end = begin + view.value<std::int32_t>(2, row);
      break;
    case Kind::large_list_view:
      begin = view.value<std::int64_t>(1, row);
      end = view.value<std::int64_t>(2, row);
      right = begin >= 0 && end >= 0 && end <= view.children[0].length && begin <= view.children[0].length;
      end = right ? begin + end : 0;
      break;
    case Kind::large_list: right = between_offsets<std::int64_t>(view, row, begin, end); break;
    default: right = between_offsets<std::int32_t>(view, row, begin, end); break;
  }
  return right && begin >= 0 && begin <= end && end <= view.children[0].length;
}

bool float_at(const ArrayView& view, std::int64_t row, double& value) {
  switch (view.type->kind) {
    case Kind::float16: value = half_to_double(view.value<std::uint16_t>(1, row)); return true;
    case Kind::float32: value = view.value<float>(1, row); return true;
    case Kind::float64: value = view.value<double>(1, row); return true;
    default: return false;
  }
}

bool integer_at(const ArrayView& view, std::int64_t row, std::int64_t& value) {
  switch (view.type->kind) {
    case Kind::int8: value = view.value<std::int8_t>(1, row); return true;
    case Kind::int16: value = view.value<std::int16_t>(1, row); return true;
    case Kind::int32: value = view.value<std::int32_t>(1, row); return true;
    case Kind::int64: value = view.value<std::int64_t>(1, row); return true;
    case Kind::uint8: value = view.value<std::uint8_t>(1, row); return true;
    case Kind::uint16: value = view.value<std::uint16_t>(1, row); return true;
    case Kind::uint32: value = view.value<std::uint32_t>(1, row); return true;
    case Kind::uint64: {
      const auto whole = view.value<std::uint64_t>(1, row);
      value = static_cast<std::int64_t>(whole);
      return whole <= INT64_MAX;
    }
    default: return false;
  }
}

bool microseconds_at(const ArrayView& view, std::int64_t row, std::int64_t& value) {
  value = view.value<std::int64_t>(1, row);
  const std::int64_t per_second = view.type->kind == Kind::date_millis ? 1'000 : view.type->per_second;
  if (per_second > 1'000'000) {
    value = floor_divide(value, per_second / 1'000'000);
    return true;
  }
  return !__builtin_mul_overflow(value, 1'000'000 / per_second, &value);
}

Spelling spell(const ArrayView& view, std::int64_t row, std::string& scratch, std::string_view& text) {
  scratch.clear();
  switch (view.type->kind) {
    case Kind::boolean: scratch = Bits{static_cast<const std::uint8_t*>(view.buffer(1)), view.offset}.at(row) ? "true" : "false"; break;
    case Kind::int8:
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
    case Kind::uint8:
    case Kind::uint16:
    case Kind::uint32: {
      std::int64_t value = 0;
      integer_at(view, row, value);
      scratch = runtime::integer_to_text(value);
      break;
    }
    case Kind::uint64: fmt::format_to(std::back_inserter(scratch), "{}", view.value<std::uint64_t>(1, row)); break;
    case Kind::float16:
    case Kind::float32:
    case Kind::float64: {
      double value = 0;
      float_at(view, row, value);
      spell_float(value, scratch);
      break;
    }
    case Kind::decimal:
      append_decimal(static_cast<const unsigned char*>(view.buffer(1)) + (row + view.offset) * view.type->width, view.type->width,
                     view.type->scale, scratch);
      break;
    case Kind::date_days: spell_days(view.value<std::int32_t>(1, row), scratch); break;
    case Kind::date_millis:
    case Kind::timestamp: spell_moment(view, row, scratch); break;
    case Kind::time32: spell_time_of_day(view.value<std::int32_t>(1, row), view.type->per_second, scratch); break;
    case Kind::time64: spell_time_of_day(view.value<std::int64_t>(1, row), view.type->per_second, scratch); break;
    case Kind::duration: spell_duration(view.value<std::int64_t>(1, row), view.type->per_second, scratch); break;
    case Kind::text:
    case Kind::large_text:
    case Kind::text_view:
    case Kind::binary:
    case Kind::large_binary:
    case Kind::binary_view:
    case Kind::fixed_binary: return spell_bytes(view, row, text);
    case Kind::null:
    case Kind::run_end_encoded:
    case Kind::interval:
    case Kind::list:
    case Kind::large_list:
    case Kind::list_view:
    case Kind::large_list_view:
    case Kind::fixed_list:
    case Kind::structure:
    case Kind::map:
    case Kind::any_union: return Spelling::no_text;
  }
  text = scratch;
  return Spelling::text;
}

}  // namespace assay::arrow
