#include "compiler/syntax/characters.h"

#include <algorithm>

#include <utf8proc.h>

namespace assay::syntax {

namespace {

constexpr std::size_t most_control_characters = 20;
constexpr std::ptrdiff_t stray_control_characters = 3;  // pasted in, whatever the size of the file

// Tab and line ends are the only control characters of a policy; the byte order mark is allowed at the very start.
bool is_forbidden(utf8proc_int32_t character) {
  const bool line_or_tab = character == '\t' || character == '\n' || character == '\r';
  return utf8proc_category(character) == UTF8PROC_CATEGORY_CC && !line_or_tab;
}

bool is_control_byte(char byte) {
  return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F;
}

// What saves such a file, and what to do there.
std::string_view way_to_text(std::string_view bytes) {
  const bool has_mark = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (has_mark || std::count(bytes.begin(), bytes.end(), '\0') * 3 > static_cast<std::ptrdiff_t>(bytes.size())) {
    return "it seems to be UTF-16, which some editors call \"Unicode\"; save it as UTF-8";
  }
  if (bytes.starts_with("PK")) return "it seems to be a document of Word or Excel; save it as plain text, in UTF-8";
  return "a policy is plain text, in UTF-8";
}

}  // namespace

bool is_text(const source::Source& source, diag::Sink& sink) {
  const std::string_view bytes = source.bytes();
  const auto first = std::find_if(bytes.begin(), bytes.end(), is_control_byte);
  const auto controls = std::count_if(first, bytes.end(), is_control_byte);
  if (controls <= stray_control_characters || controls * 16 <= static_cast<std::ptrdiff_t>(bytes.size())) return true;
  const auto at = static_cast<std::uint32_t>(first - bytes.begin());
  sink.report(diag::Code::NotText, {source.id(), at, at + 1}, static_cast<unsigned char>(*first)).suggest(std::string(way_to_text(bytes)));
  return false;
}

std::string checked_characters(const source::Source& source, diag::Sink& sink) {
  std::string bytes(source.bytes());
  std::size_t wrong_bytes = 0, controls = 0;
  diag::Diagnostic* encoding = nullptr;
  for (std::size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) >= 0x20 && static_cast<unsigned char>(bytes[at]) < 0x7F) {
      ++at;
      continue;
    }
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()) + at,
                                         static_cast<utf8proc_ssize_t>(bytes.size() - at), &character);
    const auto begin = static_cast<std::uint32_t>(at);
    const std::size_t step = length > 0 ? static_cast<std::size_t>(length) : 1;
    const source::Span span{source.id(), begin, begin + static_cast<std::uint32_t>(step)};
    const bool forbidden = length > 0 && is_forbidden(character);
    if (length <= 0 && wrong_bytes++ == 0) encoding = &sink.report(diag::Code::NotUtf8, span, static_cast<unsigned char>(bytes[at]));
    if (forbidden && controls++ < most_control_characters) sink.report(diag::Code::ControlCharacter, span, character);
    if (length <= 0 || forbidden) bytes.replace(at, step, step, '?');
    at += step;
  }
  if (wrong_bytes > 1) encoding->suggest(fmt::format("{} bytes of this file are not UTF-8", wrong_bytes));
  return bytes;
}

bool may_be_in_name(std::int32_t character, bool first) {
  switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: return true;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND: return !first;
    default: return false;
  }
}

}  // namespace assay::syntax
