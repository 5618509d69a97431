#include "cli/policy.h"

#include <fmt/format.h>

#include "cli/files.h"
#include "compiler/check/check.h"
#include "compiler/diag/render.h"
#include "compiler/interpret/interpret.h"
#include "compiler/syntax/parse.h"

namespace assay::cli {

CompiledPolicy compile_policy(const std::string& path, std::string_view engine,
                              const std::vector<std::pair<std::string, std::string>>& settings) {
  CompiledPolicy compiled;
  FileText file = read_file(path);
  compiled.problem = std::move(file.problem);
  if (!compiled.problem.empty()) return compiled;
  const source::Source& source = compiled.sources.add(path, std::move(file.text));
  const syntax::Ast ast = syntax::parse(source, compiled.sink);
  check::CheckInput input;
  input.settings = settings;
  input.lints = false;
  compiled.policy = check::check(ast, compiled.sources, input, compiled.sink);
  if (compiled.sink.has_errors() || !compiled.policy) return compiled;
  compiled.program = interpret::interpret(*compiled.policy);
  (void)engine;
  return compiled;
}

bool report_policy(std::string_view verb, const CompiledPolicy& compiled, const Terminal& terminal) {
  if (!compiled.problem.empty()) write_error(fmt::format("assay {}: {}\n", verb, compiled.problem));
  if (compiled.program == nullptr) write_error(render_text(compiled.sink, compiled.sources, {terminal.color_error}));
  return compiled.program != nullptr;
}

}  // namespace assay::cli
