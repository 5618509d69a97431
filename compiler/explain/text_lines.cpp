#include "compiler/explain/text_lines.h"

#include <algorithm>
#include <vector>

#include "runtime/text/width.h"

namespace assay::explain {
namespace {

// A terminal that is narrower than this breaks the lines itself.
constexpr std::size_t narrowest = 30;

std::string_view code_of(Color color) {
  switch (color) {
    case Color::None: return "";
    case Color::Bold: return "\033[1m";
    case Color::Dim: return "\033[2m";
    case Color::Green: return "\033[32m";
    case Color::Red: return "\033[31m";
    case Color::Yellow: return "\033[33m";
  }
  return "";
}

// Control characters of the data would draw on the terminal.
std::string printable(std::string_view text) {
  std::string out;
  for (const char letter : text) out += static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F ? ' ' : letter;
  return out;
}

// The rows that a text takes: the first has room for `first` columns, the others for `width`. A word that is too long has its own row.
std::vector<std::string> rows_of(const std::string& text, std::size_t first, std::size_t width) {
  std::vector<std::string> rows(1);
  std::size_t used = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const std::size_t columns = text::display_width(word);
    const std::size_t room = rows.size() == 1 ? first : width;
    if (used > 0 && used + 1 + columns > room) {
      rows.emplace_back();
      used = 0;
    }
    if (used > 0) rows.back() += ' ';
    used += columns + (used > 0 ? 1 : 0);
    rows.back() += word;
    begin = end + 1;
  }
  return rows;
}

}  // namespace

void TextLines::append(std::string_view text, Color color) {
  const bool colored = layout_.color && color != Color::None && !text.empty();
  if (colored) out_ += code_of(color);
  out_ += text;
  if (colored) out_ += "\033[0m";
}

void TextLines::add(const Line& line) {
  const auto indent = static_cast<std::size_t>(line.indent), mark_width = static_cast<std::size_t>(line.mark_width);
  const std::size_t left = indent + mark_width;
  const std::size_t width = std::max(narrowest, static_cast<std::size_t>(std::max(layout_.width, 0)) -
                                                    std::min(left, static_cast<std::size_t>(std::max(layout_.width, 0))));
  const std::size_t right = line.right.empty() ? 0 : text::display_width(line.right) + 2;
  const std::vector<std::string> rows = rows_of(printable(line.text), width > right + narrowest / 2 ? width - right : width, width);
  append_blanks(indent);
  append(line.mark, line.mark_color);
  append_blanks(mark_width - std::min(mark_width, text::display_width(line.mark)));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0) append_blanks(left);
    append(rows[i], line.text_color);
    if (i == 0 && right > 0) {
      const std::size_t taken = text::display_width(rows[i]) + right - 2;
      append_blanks(std::max<std::size_t>(2, width - std::min(width, taken)));
      append(line.right, Color::Dim);
    }
    out_ += '\n';
  }
}

}  // namespace assay::explain
