#include "compiler/diag/machine_text.h"

#include <fmt/format.h>

namespace assay::diag {

namespace {

// Bytes that are not UTF-8 (a message may quote such a file's name) become U+FFFD, so that the result is always valid JSON.
std::size_t character_length(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t next = 1; next < length; ++next) {
    if ((static_cast<unsigned char>(text[at + next]) & 0xC0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t at = 0; at < text.size();) {
    const char letter = text[at];
    const std::size_t length = character_length(text, at);
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (letter == '\n') {
      out += "\\n";
    } else if (letter == '\r') {
      out += "\\r";
    } else if (letter == '\t') {
      out += "\\t";
    } else if (length == 1 && static_cast<unsigned char>(letter) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(letter));
    } else if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(at, length);
    }
    at += length == 0 ? 1 : length;
  }
  return out + '"';
}

std::string in_command(std::string_view text, bool property) {
  std::string out;
  for (const char letter : text) {
    const bool special = letter == '%' || letter == '\r' || letter == '\n' || (property && (letter == ':' || letter == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(letter)) : std::string(1, letter);
  }
  return out;
}

}  // namespace assay::diag
