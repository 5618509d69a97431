#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

// Length of the sequence that the byte starts, 0 when it starts none.
std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

constexpr char32_t smallest_of_length[] = {0, 0, 0x80, 0x800, 0x10000};

}  // namespace

char32_t decode_next(std::string_view text, std::size_t& position) {
  const auto first = static_cast<unsigned char>(text[position]);
  if (first < 0x80) {
    ++position;
    return first;
  }
  const std::size_t size = sequence_length(first);
  if (size == 0 || text.size() - position < size) {
    ++position;
    return invalid_code_point;
  }
  char32_t code_point = first & (0xFFu >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if (!is_continuation(text[position + i])) {
      ++position;
      return invalid_code_point;
    }
    code_point = code_point << 6 | (static_cast<unsigned char>(text[position + i]) & 0x3Fu);
  }
  const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
  if (code_point < smallest_of_length[size] || code_point > 0x10FFFF || surrogate) {
    ++position;
    return invalid_code_point;
  }
  position += size;
  return code_point;
}

char32_t decode_previous(std::string_view text, std::size_t& position) {
  std::size_t start = position - 1;
  while (start > 0 && position - start < 4 && is_continuation(text[start])) --start;
  std::size_t end = start;
  const char32_t code_point = decode_next(text, end);
  if (end == position) {
    position = start;
    return code_point;
  }
  --position;
  return invalid_code_point;
}

void append_utf8(char32_t code_point, std::string& out) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3F));
    put(0x80 | (code_point >> 6 & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

}  // namespace assay::text
