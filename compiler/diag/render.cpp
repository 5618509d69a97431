#include "compiler/diag/render.h"

#include <algorithm>
#include <iterator>

namespace assay::diag {

namespace {

using source::Position;
using source::Source;
using source::Sources;
using source::Span;

constexpr std::string_view reset = "\x1b[0m";
constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view blue = "\x1b[1;34m";

std::string_view level_color(Level level) {
  switch (level) {
    case Level::Error: return "\x1b[1;31m";
    case Level::Warning: return "\x1b[1;33m";
    case Level::Lint: return "\x1b[1;33m";
    case Level::Note: return "\x1b[1;36m";
  }
  return "";
}

// Writes one diagnostic; the source lines of all its labels are shown in the order of the file, gaps as "...".
class TextWriter {
 public:
  TextWriter(std::string& out, const Sources& sources, RenderOptions options) : out_(out), sources_(sources), color_(options.color) {}

  void write(const Diagnostic& diagnostic) {
    head(diagnostic);
    std::vector<const Label*> labels = {&diagnostic.primary};
    for (const Label& label : diagnostic.secondary) labels.push_back(&label);
    const std::size_t width = number_width(labels);
    const Source& file = sources_[diagnostic.primary.span.file];
    place(file, diagnostic.primary.span, width, "-->");
    snippet(diagnostic, file, labels, width);
    for (const Label& label : diagnostic.secondary) {
      if (label.span.file != file.id()) other_file(label, width);
    }
    for (const std::string& line : diagnostic.help) {
      fmt::format_to(std::back_inserter(out_), "{} {} {}\n", std::string(width, ' '), paint(blue, "="), line);
    }
  }

 private:
  std::string paint(std::string_view color, std::string_view text) const {
    return color_ ? fmt::format("{}{}{}", color, text, reset) : std::string(text);
  }

  void head(const Diagnostic& diagnostic) {
    const std::string level = fmt::format("{}[{}]", level_word(diagnostic.level), row(diagnostic.code).words);
    fmt::format_to(std::back_inserter(out_), "{}: {}\n", paint(level_color(diagnostic.level), level), paint(bold, diagnostic.message));
  }

  std::size_t number_width(const std::vector<const Label*>& labels) const {
    std::uint32_t last = 1;
    for (const Label* label : labels) last = std::max(last, sources_[label->span.file].line_of(label->span.begin));
    return std::max<std::size_t>(fmt::formatted_size("{}", last), 2);
  }

  void place(const Source& file, Span span, std::size_t width, std::string_view arrow) {
    const Position at = file.position(span.begin);
    out_.append(width, ' ');
    fmt::format_to(std::back_inserter(out_), "{} {}:{}:{}\n", paint(blue, arrow), file.name(), at.line, at.column);
  }

  void bar(std::size_t width) {
    out_.append(width + 1, ' ');
    out_ += paint(blue, "|") + "\n";
  }

  void snippet(const Diagnostic& diagnostic, const Source& file, const std::vector<const Label*>& labels, std::size_t width) {
    std::vector<const Label*> here;
    std::copy_if(labels.begin(), labels.end(), std::back_inserter(here), [&](const Label* label) { return label->span.file == file.id(); });
    std::stable_sort(here.begin(), here.end(), [](const Label* left, const Label* right) { return left->span.begin < right->span.begin; });
    bar(width);
    std::uint32_t shown = 0;
    for (const Label* label : here) {
      const std::uint32_t line = file.line_of(label->span.begin);
      if (shown != 0 && line > shown + 1) fmt::format_to(std::back_inserter(out_), "{}\n", paint(blue, "..."));
      if (line != shown) source_line(file, line, width);
      shown = line;
      underline(file, *label, line, width, label == &diagnostic.primary);
    }
    bar(width);
  }

  void other_file(const Label& label, std::size_t width) {
    const Source& file = sources_[label.span.file];
    place(file, label.span, width, ":::");
    const std::uint32_t line = file.line_of(label.span.begin);
    source_line(file, line, width);
    underline(file, label, line, width, false);
    bar(width);
  }

  void source_line(const Source& file, std::uint32_t line, std::size_t width) {
    const std::string number = fmt::format("{:>{}} |", line, width);
    fmt::format_to(std::back_inserter(out_), "{} {}\n", paint(blue, number), shortened(printable(file.line(line))));
  }

  void underline(const Source& file, const Label& label, std::uint32_t line, std::size_t width, bool primary) {
    const Position from = file.position(label.span.begin);
    const Position to = file.position(label.span.end);
    const std::uint32_t line_end = file.position(file.line_start(line) + static_cast<std::uint32_t>(file.line(line).size())).column;
    const std::uint32_t end = to.line == line ? to.column : line_end;
    const std::size_t length = std::min<std::size_t>(std::max<std::uint32_t>(end, from.column + 1) - from.column, longest_line);
    const std::string marks(length, primary ? '^' : '-');
    const std::string_view gap = label.text.empty() ? "" : " ";
    out_.append(width + 1, ' ');
    fmt::format_to(std::back_inserter(out_), "{} {}{}\n", paint(blue, "|"),
                   std::string(std::min<std::size_t>(from.column - 1, longest_line), ' '),
                   paint(primary ? "\x1b[1;31m" : blue, fmt::format("{}{}{}", marks, gap, label.text)));
  }

  // Tabs count as one column, so they must take one; other control characters would disturb the terminal.
  static std::string printable(std::string_view line) {
    std::string shown(line);
    for (char& letter : shown) {
      const auto byte = static_cast<unsigned char>(letter);
      if (byte < 0x20 || byte == 0x7F) letter = ' ';
    }
    return shown;
  }

  // A line of a megabyte helps nobody; it is cut at a character.
  static std::string shortened(std::string line) {
    if (line.size() <= longest_line) return line;
    std::size_t end = longest_line;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    return line.substr(0, end) + "...";
  }

  static constexpr std::size_t longest_line = 400;
  std::string& out_;
  const Sources& sources_;
  bool color_;
};

}  // namespace

std::string render_text(const Sink& sink, const Sources& sources, RenderOptions options) {
  std::string out;
  TextWriter writer(out, sources, options);
  for (const Diagnostic& diagnostic : sink.shown(sources)) {
    if (!out.empty()) out += '\n';
    writer.write(diagnostic);
  }
  return out;
}

}  // namespace assay::diag
