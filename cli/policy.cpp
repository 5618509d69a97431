#include "cli/policy.h"

#include <fmt/format.h>

#include "cli/files.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"

namespace assay::cli {

CompiledPolicy compile_policy(const std::string& path, std::string_view engine,
                              const std::vector<std::pair<std::string, std::string>>& settings) {
  CompiledPolicy compiled;
  FileText file = read_file(path);
  compiled.problem = std::move(file.problem);
  if (!compiled.problem.empty()) return compiled;
  const source::Source& source = compiled.sources.add(path, std::move(file.text));
  compile::CompileOptions options;
  options.engine = engine == "native" ? compile::Engine::Native : compile::Engine::Interpreter;
  options.settings = settings;
  compile::Compiled result = compile::compile(source, compiled.sources, options, compiled.sink);
  compiled.policy = std::move(result.policy);
  compiled.program = std::move(result.program);
  return compiled;
}

bool report_policy(std::string_view verb, const CompiledPolicy& compiled, const Terminal& terminal) {
  if (!compiled.problem.empty()) write_error(fmt::format("assay {}: {}\n", verb, compiled.problem));
  if (compiled.program == nullptr) write_error(render_text(compiled.sink, compiled.sources, {terminal.color_error}));
  return compiled.program != nullptr;
}

}  // namespace assay::cli
