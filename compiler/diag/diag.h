// Diagnostics: what the compiler tells the author of a policy. Stages report into a Sink; nobody throws and nobody prints (decision 0012).
// Invariants: every diagnostic has a code of codes.def and one primary place; a Sink keeps one diagnostic per code and place, so
// a root cause that two paths meet is told once. Order of reporting does not matter: sorted() orders by place.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/source/source.h"

namespace assay::diag {

enum class Level : std::uint8_t { Error, Warning, Lint, Note };

enum class Code : std::uint16_t {
#define ASSAY_CODE(identifier, words, level, message, label) identifier,
#include "compiler/diag/codes.def"
};

struct CodeRow {
  Code code;
  std::string_view words;  // as shown in brackets, e.g. "unknown-name"
  Level level;
  std::string_view message;  // fmt patterns
  std::string_view label;
};

const CodeRow& row(Code code);
// All rows in the order of codes.def.
const std::vector<CodeRow>& rows();
std::string_view level_word(Level level);

struct Label {
  source::Span span;
  std::string text;
};

// A replacement of the bytes of `span`. MachineApplicable edits may be applied without looking; others are proposals.
enum class Applicability : std::uint8_t { MachineApplicable, MaybeIncorrect };
struct Edit {
  source::Span span;
  std::string replacement;
  Applicability applicability = Applicability::MaybeIncorrect;
};

struct Diagnostic {
  Code code{};
  Level level = Level::Error;
  std::string message;
  Label primary;
  std::vector<Label> secondary;
  std::vector<std::string> help;  // each shown as a line "= …"
  std::vector<Edit> edits;

  // These add to the diagnostic and return it, so that a report reads as one sentence.
  Diagnostic& label(std::string text);
  Diagnostic& also(source::Span span, std::string text);
  Diagnostic& suggest(std::string line);
  // "did you mean 'name'?" together with the edit that writes it over the primary place; an empty name adds nothing.
  Diagnostic& did_you_mean(std::string_view name);
  Diagnostic& replace(source::Span span, std::string replacement, Applicability applicability = Applicability::MaybeIncorrect);
};

class Sink {
 public:
  // Adds a diagnostic whose message and label are the row's patterns filled with the arguments. The reference stays valid.
  // If the same code was reported at the same place before, a scratch diagnostic is returned that nobody will see.
  template <typename... Arguments>
  Diagnostic& report(Code code, source::Span span, const Arguments&... arguments) {
    return add(code, span, fmt::make_format_args(arguments...));
  }

  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  bool empty() const { return diagnostics_.empty(); }
  // As reported.
  const std::deque<Diagnostic>& diagnostics() const { return diagnostics_; }
  // By file, then place, then code.
  std::vector<Diagnostic> sorted() const;
  // The same as people see them: of texts made from other files (tables in CSV), the places that they come from; edits of those are left
  // out.
  std::vector<Diagnostic> shown(const source::Sources& sources) const;

 private:
  Diagnostic& add(Code code, source::Span span, fmt::format_args arguments);

  std::deque<Diagnostic> diagnostics_;
  std::set<std::pair<Code, source::Span>> reported_;
  Diagnostic scratch_;
  std::size_t errors_ = 0;
};

}  // namespace assay::diag
