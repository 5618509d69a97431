// The table of contents of the compiler.
#include "compiler/compile/compile.h"

#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/emit/llvm/emit.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/print.h"
#include "compiler/plan/plan.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

namespace assay::compile {

namespace {

constexpr std::array<std::string_view, 5> known_stages = {"ast", "ir", "plan", "llvm", "asm"};

}  // namespace

Compiled check_only(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink) {
  Compiled compiled;
  compiled.ast = syntax::parse(source, sink);
  const check::CheckInput input{.settings = options.settings, .prelude = true, .lints = options.lints, .read_file = options.read_file};
  compiled.policy = check::check(compiled.ast, sources, input, sink);
  if (sink.has_errors()) compiled.policy.reset();
  return compiled;
}

Compiled compile(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink) {
  Compiled compiled = check_only(source, sources, options, sink);
  if (!compiled.policy) return compiled;
  switch (options.engine) {
    case Engine::Native: compiled.program = emit::emit(*compiled.policy, plan::plan(*compiled.policy)); break;
    case Engine::Interpreter: compiled.program = interpret::interpret(*compiled.policy); break;
  }
  return compiled;
}

std::vector<std::string_view> stages() { return {known_stages.begin(), known_stages.end()}; }

std::optional<std::string> dump(std::string_view stage, const source::Source& source, source::Sources& sources,
                                const CompileOptions& options, diag::Sink& sink) {
  if (std::find(known_stages.begin(), known_stages.end(), stage) == known_stages.end()) return std::nullopt;
  if (stage == "ast") {
    const syntax::Ast ast = syntax::parse(source, sink);
    return sink.has_errors() ? std::nullopt : std::optional(syntax::print(ast));
  }
  const Compiled compiled = check_only(source, sources, options, sink);
  if (!compiled.policy) return std::nullopt;
  const ir::Policy& policy = *compiled.policy;
  if (stage == "ir") return ir::print(policy);
  const plan::Plan plan = plan::plan(policy);
  if (stage == "plan") return plan::print(policy, plan);
  return stage == "llvm" ? emit::llvm_text(policy, plan) : emit::assembly_text(policy, plan);
}

}  // namespace assay::compile
