// Lines of text for a terminal: indented, broken at blanks, with a mark in front and a place at the right margin. Private to
// compiler/explain.
#pragma once

#include <string>
#include <string_view>

#include "compiler/explain/render.h"

namespace assay::explain {

enum class Color : std::uint8_t { None, Bold, Dim, Green, Red, Yellow };

class TextLines {
 public:
  explicit TextLines(const TextLayout& layout) : layout_(layout) {}

  struct Line {
    int indent = 0;
    std::string_view mark = {};  // stands before the text in a column of its own
    int mark_width = 0;          // 0: no such column
    Color mark_color = Color::None;
    std::string_view text = {};
    Color text_color = Color::None;
    std::string_view right = {};  // dim, at the right margin of the first row
  };
  void add(const Line& line);
  void blank() { out_ += '\n'; }

  std::string take() { return std::move(out_); }

 private:
  void append(std::string_view text, Color color);
  void append_blanks(std::size_t count) { out_.append(count, ' '); }

  TextLayout layout_;
  std::string out_;
};

}  // namespace assay::explain
