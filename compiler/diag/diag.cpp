#include "compiler/diag/diag.h"

#include <algorithm>
#include <cassert>
#include <tuple>
#include <utility>

namespace assay::diag {

namespace {

// Errors that one run shows; a policy of 100,000 misspelt names is not read to its end by anybody.
constexpr std::size_t most_errors = 300;

// A row whose pattern asks for more than the report gives is our mistake; its author still gets the rest of the message.
std::string filled(std::string_view pattern, fmt::format_args arguments) {
  try {
    return fmt::vformat(fmt::string_view(pattern.data(), pattern.size()), arguments);
  } catch (const fmt::format_error&) {
    assert(!"the pattern of a diagnostic does not fit its arguments");
    return std::string(pattern);
  }
}

}  // namespace

const std::vector<CodeRow>& rows() {
  static const std::vector<CodeRow> all = {
#define ASSAY_CODE(identifier, words, level, message, label) {Code::identifier, words, Level::level, message, label},
#include "compiler/diag/codes.def"
  };
  return all;
}

const CodeRow& row(Code code) { return rows()[static_cast<std::size_t>(code)]; }

std::string_view level_word(Level level) {
  switch (level) {
    case Level::Error: return "error";
    case Level::Warning: return "warning";
    case Level::Lint: return "lint";
    case Level::Note: return "note";
  }
  return "error";
}

Diagnostic& Diagnostic::label(std::string text) {
  primary.text = std::move(text);
  return *this;
}

Diagnostic& Diagnostic::also(source::Span span, std::string text) {
  secondary.push_back({span, std::move(text)});
  return *this;
}

Diagnostic& Diagnostic::suggest(std::string line) {
  help.push_back(std::move(line));
  return *this;
}

Diagnostic& Diagnostic::did_you_mean(std::string_view name) {
  if (name.empty()) return *this;
  suggest(fmt::format("did you mean '{}'?", name));
  return replace(primary.span, std::string(name));
}

Diagnostic& Diagnostic::replace(source::Span span, std::string replacement, Applicability applicability) {
  edits.push_back({span, std::move(replacement), applicability});
  return *this;
}

Diagnostic& Sink::add(Code code, source::Span span, fmt::format_args arguments) {
  const CodeRow& declared = row(code);
  Diagnostic made;
  made.code = code;
  made.level = declared.level;
  made.message = filled(declared.message, arguments);
  made.primary = {span, filled(declared.label, arguments)};
  const bool known = !reported_.emplace(code, span).second;
  if (known) return scratch_ = std::move(made);
  if (made.level == Level::Error && ++errors_ > most_errors) {
    if (errors_ > most_errors + 1) return scratch_ = std::move(made);
    const CodeRow& rest = row(Code::TooManyErrors);
    diagnostics_.push_back({rest.code, rest.level, std::string(rest.message), {span, "these would be too many to read"}, {}, {}, {}});
    return scratch_ = std::move(made);
  }
  return diagnostics_.emplace_back(std::move(made));
}

std::vector<Diagnostic> Sink::sorted() const {
  std::vector<Diagnostic> all(diagnostics_.begin(), diagnostics_.end());
  std::stable_sort(all.begin(), all.end(), [](const Diagnostic& left, const Diagnostic& right) {
    return std::tie(left.primary.span, left.code) < std::tie(right.primary.span, right.code);
  });
  return all;
}

std::vector<Diagnostic> Sink::shown(const source::Sources& sources) const {
  std::vector<Diagnostic> all = sorted();
  for (Diagnostic& diagnostic : all) {
    const auto moved = [&](const source::Span& span) { return sources.shown(span) != span; };
    std::erase_if(diagnostic.edits, [&](const Edit& edit) { return moved(edit.span); });
    diagnostic.primary.span = sources.shown(diagnostic.primary.span);
    for (Label& label : diagnostic.secondary) label.span = sources.shown(label.span);
  }
  return all;
}

}  // namespace assay::diag
