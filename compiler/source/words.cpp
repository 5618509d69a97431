#include "compiler/source/words.h"

namespace assay::source {
namespace {

bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

// Where the text in quotes that begins at `at` ends: behind the closing quotes.
std::size_t end_of_quotes(std::string_view text, std::size_t at) {
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (text[i] == '\\') ++i;
  }
  return text.size();
}

}  // namespace

std::string words(const Sources& sources, Span span) {
  const std::string_view text = sources[span.file].text(span);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      const std::size_t end = end_of_quotes(text, i);
      out += text.substr(i, end - i);
      i = end;
    } else if (text[i] == '#' && i > 0 && is_blank(text[i - 1]) && text.find('\n', i) != std::string_view::npos) {
      i = text.find('\n', i);  // a `#` on the last line of a span belongs to a regular expression
    } else {
      const bool blank = is_blank(text[i]);
      if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : text[i];
      ++i;
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace assay::source
