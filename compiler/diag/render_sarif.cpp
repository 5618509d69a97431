#include <fmt/format.h>

#include "compiler/diag/machine_text.h"
#include "compiler/diag/render.h"

namespace assay::diag {
namespace {

std::string_view sarif_level(Level level) {
  switch (level) {
    case Level::Error: return "error";
    case Level::Warning:
    case Level::Lint: return "warning";
    case Level::Note: return "note";
  }
  return "none";
}

std::string result(const Diagnostic& diagnostic, const source::Sources& sources) {
  const source::Span span = diagnostic.primary.span;
  const source::Source& file = sources[span.file];
  const source::Position begin = file.position(span.begin), end = file.position(span.end);
  std::string text = diagnostic.message;
  for (const std::string& line : diagnostic.help) text += "\n" + line;
  return fmt::format(
      R"({{"ruleId":{},"level":"{}","message":{{"text":{}}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":{}}},)"
      R"("region":{{"startLine":{},"startColumn":{},"endLine":{},"endColumn":{}}}}}}}]}})",
      quoted(row(diagnostic.code).words), sarif_level(diagnostic.level), quoted(text), quoted(file.name()), begin.line, begin.column,
      end.line, end.column);
}

}  // namespace

std::string render_sarif_results(const Sink& sink, const source::Sources& sources) {
  std::string results;
  for (const Diagnostic& diagnostic : sink.shown(sources)) {
    if (!results.empty()) results += ",\n  ";
    results += result(diagnostic, sources);
  }
  return results;
}

std::string sarif_log(std::string_view results) {
  return fmt::format(
      "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\n"
      " \"tool\":{{\"driver\":{{\"name\":\"assay\"}}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[\n  {}]}}]}}\n",
      results);
}

}  // namespace assay::diag
