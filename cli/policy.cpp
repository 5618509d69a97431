#include "cli/policy.h"

#include <fmt/format.h>

#include "cli/files.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"

namespace assay::cli {

namespace {

CompiledPolicy compile_file(const std::string& path, std::string_view engine, compile::CompileOptions options) {
  CompiledPolicy compiled;
  FileText file = read_file(path);
  compiled.problem = std::move(file.problem);
  if (!compiled.problem.empty()) return compiled;
  const source::Source& source = compiled.sources.add(path, std::move(file.text));
  options.engine = compile::Engine::Tiered;
  if (engine == "native") options.engine = compile::Engine::Native;
  if (engine == "interpreter") options.engine = compile::Engine::Interpreter;
  compile::Compiled result = compile::compile(source, compiled.sources, options, compiled.sink);
  compiled.policy = std::move(result.policy);
  compiled.program = std::move(result.program);
  return compiled;
}

}  // namespace

CompiledPolicy compile_policy(const std::string& path, std::string_view engine,
                              const std::vector<std::pair<std::string, std::string>>& settings) {
  return compile_file(path, engine, {.settings = settings});
}

CompiledPolicy compile_to_score(const std::string& path, std::string_view engine,
                                const std::vector<std::pair<std::string, std::string>>& settings, bool long_input) {
  return compile_file(path, engine, {.long_input = long_input, .only_program = true, .settings = settings});
}

bool report_policy(std::string_view verb, const CompiledPolicy& compiled, const Terminal& terminal) {
  if (!compiled.problem.empty()) write_error(fmt::format("assay {}: {}\n", verb, compiled.problem));
  if (compiled.program == nullptr) write_error(render_text(compiled.sink, compiled.sources, {terminal.color_error}));
  return compiled.program != nullptr;
}

}  // namespace assay::cli
