#include "compiler/format/format.h"

#include <algorithm>
#include <vector>

#include "compiler/format/spacing.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/sections.h"

namespace assay::format {

namespace {

using syntax::Ast;
using syntax::LineStart;
using syntax::Token;

constexpr std::size_t indent_width = 2;

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

// White space within a date and time, and at the end of a comment, is layout; all other words are kept byte for byte.
std::string word_text(Token::Kind kind, std::string_view written) {
  if (kind == Token::Kind::Comment) {
    const std::size_t end = written.find_last_not_of(" \t");
    return std::string(written.substr(0, end + 1));
  }
  if (kind != Token::Kind::Date) return std::string(written);
  std::string text;
  for (const char letter : written) {
    const bool space = letter == ' ' || letter == '\t';
    if (space && text.ends_with(' ')) continue;
    text += space ? ' ' : letter;
  }
  return text;
}

// One row of the result. Rows of tables keep their cells apart until the whole table is known.
struct OutRow {
  bool blank_before = false;
  std::size_t indent = 0;
  std::string text;
  std::vector<std::string> cells;  // of a table row; the head's first is empty
  std::string comment;             // behind the row
};

class Formatter {
 public:
  Formatter(const source::Source& source, const Ast& ast) : source_(source), ast_(ast) {
    texts_.reserve(ast.tokens.size());
    for (const Token& token : ast.tokens) texts_.push_back(word_text(token.kind, written(token)));
    depths_.reserve(ast.lines.size());
    for (const LineStart& line : ast.lines) depths_.push_back(line.kind == LineStart::Kind::Statement ? 0 : 1);
    for (const std::size_t block : syntax::blocks_in_sections(ast)) move_in(syntax::span_of(ast.statements[block]));
  }

  std::string run() {
    std::size_t token = 0;
    for (std::size_t line = 0; line < ast_.lines.size(); ++line) {
      token = comments_before(token, line);
      const std::uint32_t end =
          line + 1 < ast_.lines.size() ? ast_.lines[line + 1].begin : static_cast<std::uint32_t>(source_.bytes().size()) + 1;
      token = one_line(token, end, line);
    }
    comments_before(token, ast_.lines.size());
    align_tables();
    return text();
  }

 private:
  std::string_view written(const Token& token) const { return source_.bytes().substr(token.begin, token.end - token.begin); }
  bool is_comment(std::size_t token) const { return ast_.tokens[token].kind == Token::Kind::Comment; }

  std::size_t line_ends_between(std::size_t token) const {
    const std::uint32_t from = token > 0 ? ast_.tokens[token - 1].end : 0;
    const std::string_view gap = source_.bytes().substr(from, ast_.tokens[token].begin - from);
    return static_cast<std::size_t>(std::count(gap.begin(), gap.end(), '\n'));
  }
  bool blank_before(std::size_t token) const { return token > 0 && line_ends_between(token) > 1; }
  bool on_row_of_last(std::size_t token) const { return token > 0 && line_ends_between(token) == 0; }

  // The lines of a block one step further in.
  void move_in(source::Span block) {
    const auto starts_before = [](const LineStart& line, std::uint32_t place) { return line.begin < place; };
    const auto first = std::lower_bound(ast_.lines.begin(), ast_.lines.end(), block.begin, starts_before);
    const auto last = std::lower_bound(first, ast_.lines.end(), block.end, starts_before);
    for (auto line = first; line != last; ++line) ++depths_[static_cast<std::size_t>(line - ast_.lines.begin())];
  }

  std::size_t indent_of(std::size_t line) const { return depths_[line] * indent_width; }

  // Comments on rows of their own before a line (or the end of the file). They stand as far in as what follows, but one that was
  // indented and is set off from the next line by a blank one belongs to what came before.
  std::size_t comments_before(std::size_t token, std::size_t line) {
    const std::uint32_t begin = line < ast_.lines.size() ? ast_.lines[line].begin : static_cast<std::uint32_t>(source_.bytes().size()) + 1;
    std::size_t after = token;
    while (after < ast_.tokens.size() && ast_.tokens[after].begin < begin) ++after;
    const std::size_t next_indent = line < ast_.lines.size() ? indent_of(line) : 0;
    const std::size_t last_indent = line > 0 ? indent_of(line - 1) : 0;
    for (std::size_t at = token; at < after; ++at) {
      std::size_t end_of_group = at + 1;
      while (end_of_group < after && !blank_before(end_of_group)) ++end_of_group;
      const bool set_off = end_of_group >= ast_.tokens.size() || blank_before(end_of_group);
      const bool indented = column_of(at) > 0;
      rows_.push_back({blank_before(at), set_off && indented ? last_indent : next_indent, texts_[at], {}, {}});
    }
    return after;
  }

  std::size_t column_of(std::size_t token) const {
    const std::uint32_t begin = ast_.tokens[token].begin;
    return begin - source_.line_start(source_.line_of(begin));
  }

  // All words up to `end`, the comment behind the last of them included; comments on rows of their own at its end are left for the next.
  std::size_t one_line(std::size_t first, std::uint32_t end, std::size_t line) {
    std::size_t after = first;
    while (after < ast_.tokens.size() && ast_.tokens[after].begin < end) ++after;
    while (after > first + 1 && is_comment(after - 1) && !on_row_of_last(after - 1)) --after;
    // Several comments may end the line; only what stands on the row of its last word is its own.
    std::size_t words_end = after;
    while (words_end > first + 1 && is_comment(words_end - 1)) --words_end;
    if (words_end < after && !on_row_of_last(words_end)) after = words_end;
    if (after > words_end + 1) after = words_end + 1;
    const std::string comment = after > words_end ? texts_[words_end] : std::string{};
    const bool blank = blank_before(first) && !rows_.empty();
    const std::size_t begin_row = rows_.size();
    if (ast_.lines[line].kind == LineStart::Kind::TableRow && !has_comment(first, words_end)) {
      table_row(first, words_end);
    } else {
      wrapped(first, words_end, indent_of(line));
    }
    rows_[begin_row].blank_before = blank;
    rows_.back().comment = comment;
    return after;
  }

  bool has_comment(std::size_t first, std::size_t end) const {
    for (std::size_t at = first; at < end; ++at) {
      if (is_comment(at)) return true;
    }
    return false;
  }

  std::vector<Word> words_of(std::size_t first, std::size_t end) const {
    std::vector<Word> words;
    for (std::size_t at = first; at < end; ++at) words.push_back({ast_.tokens[at].kind, texts_[at]});
    return words;
  }

  // Fills rows up to the width; a comment ends its row.
  void wrapped(std::size_t first, std::size_t end, std::size_t indent) {
    std::vector<Word> all;
    std::vector<std::size_t> comments;  // comment i stands before word comments[i] of `all`
    std::vector<std::size_t> comment_tokens;
    for (std::size_t at = first; at < end; ++at) {
      if (is_comment(at)) {
        comments.push_back(all.size());
        comment_tokens.push_back(at);
      } else {
        all.push_back({ast_.tokens[at].kind, texts_[at]});
      }
    }
    std::size_t next_comment = 0;
    std::size_t row_begin = 0;
    std::size_t row_indent = indent;
    const auto flush = [&](std::size_t row_end) {
      if (row_end > row_begin) rows_.push_back({false, row_indent, joined(all, row_begin, row_end), {}, {}});
      row_begin = row_end;
      row_indent = indent + indent_width;
    };
    std::size_t width = indent;
    std::size_t break_at = 0;
    for (std::size_t at = 0; at < all.size(); ++at) {
      const bool spaced = at > row_begin && space_before(all, at, false);
      const std::size_t needed = characters(all[at].text) + (spaced ? 1 : 0);
      if (at > row_begin && may_break_before(all, at)) break_at = at;
      const bool comma_follows = at + 1 < all.size() && !space_before(all, at + 1, false);
      if (width + needed + (comma_follows ? 1 : 0) > line_width && break_at > row_begin) {
        flush(break_at);
        width = row_indent + characters(joined(all, row_begin, at + 1));
      } else {
        width += needed;
      }
      for (; next_comment < comments.size() && comments[next_comment] == at + 1; ++next_comment) {
        flush(at + 1);
        width = row_indent;
        inner_comment(comment_tokens[next_comment], std::max(indent, indent_width) + indent_width);
      }
    }
    flush(all.size());
  }

  void inner_comment(std::size_t token, std::size_t indent) {
    if (on_row_of_last(token) && rows_.back().comment.empty()) {
      rows_.back().comment = texts_[token];
    } else {
      rows_.push_back({false, indent, texts_[token], {}, {}});
    }
  }

  static std::string joined(const std::vector<Word>& words, std::size_t begin, std::size_t end) {
    std::string out;
    for (std::size_t at = begin; at < end; ++at) {
      if (at > begin && space_before(words, at, false)) out += ' ';
      out += words[at].text;
    }
    return out;
  }

  void table_row(std::size_t first, std::size_t end) {
    const std::vector<Word> words = words_of(first, end);
    OutRow row;
    row.indent = indent_width;
    row.cells.emplace_back();
    bool cell_begins = true;
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at].text == "|" && words[at].kind == Token::Kind::Sign) {
        row.cells.emplace_back();
        cell_begins = true;
        continue;
      }
      if (!cell_begins && space_before(words, at, true)) row.cells.back() += ' ';
      row.cells.back() += words[at].text;
      cell_begins = false;
    }
    rows_.push_back(std::move(row));
  }

  // The first column stands left, the others right, all cells of a table under each other.
  void align_tables() {
    for (std::size_t begin = 0; begin < rows_.size();) {
      if (rows_[begin].cells.empty()) {
        ++begin;
        continue;
      }
      std::size_t end = begin;
      while (end < rows_.size() && (!rows_[end].cells.empty() || is_comment_row(end))) ++end;
      while (end > begin && rows_[end - 1].cells.empty()) --end;
      align(begin, end);
      begin = end;
    }
  }

  bool is_comment_row(std::size_t row) const { return rows_[row].text.starts_with('#'); }

  void align(std::size_t begin, std::size_t end) {
    std::vector<std::size_t> widths;
    for (std::size_t at = begin; at < end; ++at) {
      for (std::size_t cell = 0; cell < rows_[at].cells.size(); ++cell) {
        if (cell == widths.size()) widths.push_back(0);
        widths[cell] = std::max(widths[cell], characters(rows_[at].cells[cell]));
      }
    }
    for (std::size_t at = begin; at < end; ++at) {
      OutRow& row = rows_[at];
      for (std::size_t cell = 0; cell < row.cells.size(); ++cell) {
        const std::string padding(widths[cell] - characters(row.cells[cell]), ' ');
        row.text += cell == 0 ? row.cells[cell] + padding : " | " + padding + row.cells[cell];
      }
    }
  }

  std::string text() const {
    std::string out;
    for (const OutRow& row : rows_) {
      if (row.blank_before && !out.empty()) out += '\n';
      out += std::string(row.indent, ' ') + row.text;
      if (!row.comment.empty()) out += "  " + row.comment;
      out += '\n';
    }
    return out;
  }

  const source::Source& source_;
  const Ast& ast_;
  std::vector<std::string> texts_;
  std::vector<std::size_t> depths_;  // of each line: in how many blocks it stands
  std::vector<OutRow> rows_;
};

}  // namespace

std::optional<std::string> format(const source::Source& source, diag::Sink& sink) {
  const std::size_t errors = sink.error_count();
  const Ast ast = syntax::parse(source, sink);
  if (sink.error_count() > errors) return std::nullopt;
  return Formatter(source, ast).run();
}

}  // namespace assay::format
