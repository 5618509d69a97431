#include "runtime/text/fold.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstdlib>
#include <vector>

#include <simdjson.h>
#include <utf8proc.h>

#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

constexpr auto fold_options =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);

// Whether the text has a Greek iota subscript, alone or in a letter. It is a mark that folding turns into a letter, so the order of
// the marks around it must be settled before (Unicode folds the normalised text for the same reason).
bool has_iota_subscript(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const char32_t c = decode_next(text, position);
    if (c == 0x345 || c == 0x37A || (c >= 0x1F80 && c <= 0x1FFC)) return true;
  }
  return false;
}

std::string normalized(std::string_view text) {
  utf8proc_uint8_t* bytes = nullptr;
  const utf8proc_ssize_t size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &bytes,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT));
  std::string result(size > 0 ? reinterpret_cast<const char*>(bytes) : "", size > 0 ? static_cast<std::size_t>(size) : 0);
  std::free(bytes);
  return result;
}

// NFKC_Casefold of valid UTF-8 in all generality, appended to `out`.
void append_general(std::string_view text, std::string& out) {
  std::string in_order;
  if (has_iota_subscript(text)) {
    in_order = normalized(text);
    text = in_order;
  }
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size = static_cast<utf8proc_ssize_t>(text.size());
  std::vector<utf8proc_int32_t> code_points(text.size() + 1);
  utf8proc_ssize_t count =
      utf8proc_decompose(bytes, size, code_points.data(), static_cast<utf8proc_ssize_t>(code_points.size()), fold_options);
  if (count > static_cast<utf8proc_ssize_t>(code_points.size())) {
    code_points.resize(static_cast<std::size_t>(count) + 1);
    count = utf8proc_decompose(bytes, size, code_points.data(), count, fold_options);
  }
  if (count >= 0) count = utf8proc_normalize_utf32(code_points.data(), count, fold_options);
  for (utf8proc_ssize_t i = 0; i < count; ++i) append_utf8(static_cast<char32_t>(code_points[static_cast<std::size_t>(i)]), out);
}

// Whether the code point can change, or be changed by, what stands before it when a text is composed.
bool interacts_with_previous(char32_t c) {
  const utf8proc_property_t* property = utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
  if (property->combining_class != 0) return true;
  if (c >= 0x1161 && c <= 0x11C2) return true;  // Hangul vowels and finals, which utf8proc composes by arithmetic
  return property->comb_index != UINT16_MAX && property->comb_index >= 0x8000;
}

// What one code point folds to, where that does not depend on its neighbours: then folding a text is putting these together.
struct SimpleFold {
  static constexpr std::uint8_t depends = 0xFF;
  std::uint8_t size = depends;
  char bytes[7] = {};
};

using Page = std::array<SimpleFold, 256>;

SimpleFold simple_fold_of(char32_t c) {
  if (c >= 0xD800 && c <= 0xDFFF) return {};
  std::string one, folded;
  append_utf8(c, one);
  append_general(one, folded);
  if (folded.size() > sizeof(SimpleFold::bytes)) return {};
  for (std::size_t at = 0; at < folded.size();) {
    if (interacts_with_previous(decode_next(folded, at))) return {};
  }
  SimpleFold result;
  result.size = static_cast<std::uint8_t>(folded.size());
  std::memcpy(result.bytes, folded.data(), folded.size());
  return result;
}

// The page of 256 code points that `c` lies in. Pages are made when they are first needed, and are kept.
const Page& page_of(char32_t c) {
  static std::array<std::atomic<const Page*>, 0x1100> pages{};
  std::atomic<const Page*>& slot = pages[c >> 8];
  if (const Page* page = slot.load(std::memory_order_acquire)) return *page;
  auto* made = new Page;
  for (char32_t i = 0; i < 256; ++i) (*made)[i] = simple_fold_of((c & 0x1F'FF00) | i);
  const Page* before = nullptr;
  if (slot.compare_exchange_strong(before, made, std::memory_order_acq_rel)) return *made;
  delete made;
  return *before;
}

// Where a loop over simple folds reads and writes.
struct SimpleRun {
  const char* from;
  const char* end;
  char* to;
};

// Folds code points that do not depend on each other until `end`, or until one that does; ASCII eight bytes at a time. `to` needs
// room for seven bytes per two of the text and eight more.
void fold_simple(SimpleRun& run) {
  while (run.from < run.end) {
    const auto left = static_cast<std::size_t>(run.end - run.from);
    const std::uint64_t word = load_bytes(run.from, left);
    const auto ascii = std::min<std::size_t>(left, static_cast<std::size_t>(std::countr_zero(word & 0x8080'8080'8080'8080u)) / 8);
    if (ascii > 0) {
      const std::uint64_t lowered = lower_ascii(word & 0x7F7F'7F7F'7F7F'7F7Fu);
      std::memcpy(run.to, &lowered, 8);
      run.from += ascii;
      run.to += ascii;
      if (ascii == std::min<std::size_t>(left, 8)) continue;
    }
    std::size_t size = 0;
    const char32_t c = decode_next({run.from, static_cast<std::size_t>(run.end - run.from)}, size);
    if (c == invalid_code_point) return;
    const SimpleFold& simple = page_of(c)[c & 0xFF];
    if (simple.size == SimpleFold::depends) return;
    std::memcpy(run.to, simple.bytes, sizeof(simple.bytes));
    run.to += simple.size;
    run.from += size;
  }
}

// Appends the folds of code points that do not depend on each other; false, with `out` as it was, when some do.
bool append_simple(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  out.resize(start + text.size() / 2 * 7 + 16);
  SimpleRun run{text.data(), text.data() + text.size(), out.data() + start};
  fold_simple(run);
  const bool done = run.from == run.end;
  out.resize(done ? static_cast<std::size_t>(run.to - out.data()) : start);
  return done;
}

// Folds without trimming: texts of single code points quickly, others as a whole, bytes that are not UTF-8 as themselves.
void append_folded(std::string_view text, std::string& out) {
  while (!text.empty()) {
    if (append_simple(text, out)) return;
    const std::size_t valid = first_invalid_utf8(text);
    append_general(text.substr(0, valid), out);
    if (valid == text.size()) return;
    out.push_back(text[valid]);
    text.remove_prefix(valid + 1);
  }
}

void trim_in_place(std::string& text) {
  const std::string_view kept = trim(text);
  if (kept.size() == text.size()) return;
  const auto start = static_cast<std::size_t>(kept.data() - text.data());
  text.resize(start + kept.size());
  text.erase(0, start);
}

// Lowers ASCII into `to`, eight bytes at a time, of which the last may overlap those before; false when the text is not ASCII.
bool fold_ascii(std::string_view text, char* to) {
  const char* from = text.data();
  const std::size_t size = text.size();
  if (size < 8) {
    const std::uint64_t word = load_bytes(from, size), lowered = lower_ascii(word & 0x7F7F'7F7F'7F7F'7F7Fu);
    std::memcpy(to, &lowered, size);
    return !has_high_bit(word);
  }
  std::uint64_t all = 0;
  const auto lower = [&](std::size_t at) {
    const auto word = load<std::uint64_t>(from + at);
    all |= word;
    const std::uint64_t lowered = lower_ascii(word & 0x7F7F'7F7F'7F7F'7F7Fu);
    std::memcpy(to + at, &lowered, 8);
  };
  for (std::size_t at = 0; at + 8 < size; at += 8) lower(at);
  lower(size - 8);
  return !has_high_bit(all);
}

}  // namespace

void fold_into(std::string_view text, std::string& out) {
  text = trim(text);
  out.resize(text.size());
  if (fold_ascii(text, out.data())) return;
  out.clear();
  append_folded(text, out);
  trim_in_place(out);  // compatibility forms of white space, and what stood beside ignored characters
}

std::string_view fold_within(std::string_view text, std::string& memory) {
  text = trim(text);
  if (memory.size() < text.size()) memory.resize(text.size());
  if (fold_ascii(text, memory.data())) return {memory.data(), text.size()};
  fold_into(text, memory);
  return memory;
}

std::string fold(std::string_view text) {
  std::string out;
  fold_into(text, out);
  return out;
}

std::string_view trim(std::string_view text) {
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7F; };
  if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) return text;
  std::size_t start = 0, end = text.size();
  while (start < end) {
    std::size_t next = start;
    if (!is_white_space(decode_next(text, next))) break;
    start = next;
  }
  while (end > start) {
    std::size_t previous = end;
    if (!is_white_space(decode_previous(text, previous))) break;
    end = previous;
  }
  return text.substr(start, end - start);
}

bool is_valid_utf8(std::string_view text) {
  if (text.size() <= 64) return first_invalid_utf8(text) == text.size();
  return simdjson::validate_utf8(text.data(), text.size());
}

std::size_t first_invalid_utf8(std::string_view text) {
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t left = text.size() - position;
    if (!has_high_bit(load_bytes(text.data() + position, left))) {
      position += left < 8 ? left : 8;
      continue;
    }
    std::size_t next = position;
    if (decode_next(text, next) == invalid_code_point) return position;
    position = next;
  }
  return position;
}

std::int64_t length(std::string_view text) {
  std::int64_t count = 0;
  for (const char byte : text) count += !is_continuation(byte);
  return count;
}

std::string_view unicode_version() { return utf8proc_unicode_version(); }

}  // namespace assay::text
