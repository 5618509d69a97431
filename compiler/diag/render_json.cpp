#include <iterator>

#include "compiler/diag/machine_text.h"
#include "compiler/diag/render.h"

namespace assay::diag {

namespace {

using source::Position;
using source::Source;
using source::Sources;
using source::Span;

std::string place(const Sources& sources, Span span) {
  const Source& file = sources[span.file];
  const Position begin = file.position(span.begin), end = file.position(span.end);
  return fmt::format(R"("file":{},"line":{},"column":{},"end":{{"line":{},"column":{}}})", quoted(file.name()), begin.line, begin.column,
                     end.line, end.column);
}

std::string label(const Sources& sources, const Label& label) {
  return fmt::format("{{{},\"text\":{}}}", place(sources, label.span), quoted(label.text));
}

std::string edit(const Sources& sources, const Edit& edit) {
  const bool sure = edit.applicability == Applicability::MachineApplicable;
  return fmt::format("{{{},\"replacement\":{},\"applicability\":\"{}\"}}", place(sources, edit.span), quoted(edit.replacement),
                     sure ? "machine-applicable" : "maybe-incorrect");
}

std::string object(const Sources& sources, const Diagnostic& diagnostic) {
  std::vector<Label> labels = {diagnostic.primary};
  labels.insert(labels.end(), diagnostic.secondary.begin(), diagnostic.secondary.end());
  return fmt::format(R"({{"code":{},"level":{},"message":{},{},"labels":{},"help":{},"edits":{}}})", quoted(row(diagnostic.code).words),
                     quoted(level_word(diagnostic.level)), quoted(diagnostic.message), place(sources, diagnostic.primary.span),
                     array(labels, [&](const Label& item) { return label(sources, item); }), array(diagnostic.help, quoted),
                     array(diagnostic.edits, [&](const Edit& item) { return edit(sources, item); }));
}

}  // namespace

std::string render_json(const Sink& sink, const Sources& sources) {
  return array(sink.shown(sources), [&](const Diagnostic& diagnostic) { return "\n  " + object(sources, diagnostic); }) + "\n";
}

std::string render_github(const Sink& sink, const Sources& sources) {
  std::string out;
  for (const Diagnostic& diagnostic : sink.shown(sources)) {
    const Source& file = sources[diagnostic.primary.span.file];
    const Position at = file.position(diagnostic.primary.span.begin);
    std::string text = diagnostic.message;
    for (const std::string& line : diagnostic.help) text += "\n" + line;
    const std::string_view command = diagnostic.level == Level::Error ? "error" : diagnostic.level == Level::Note ? "notice" : "warning";
    fmt::format_to(std::back_inserter(out), "::{} file={},line={},col={},title={}::{}\n", command, in_command(file.name(), true), at.line,
                   at.column, row(diagnostic.code).words, in_command(text, false));
  }
  return out;
}

}  // namespace assay::diag
