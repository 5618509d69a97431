// The table of contents of the compiler.
#include "compiler/compile/compile.h"

#include <algorithm>
#include <array>

#include "compiler/check/check.h"
#include "compiler/compile/kept_program.h"
#include "compiler/compile/tiers.h"
#include "compiler/emit/llvm/emit.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/print.h"
#include "compiler/plan/plan.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "runtime/native/program_image.h"

namespace assay::compile {

namespace {

constexpr std::array<std::string_view, 5> known_stages = {"ast", "ir", "plan", "llvm", "asm"};

const object_cache::ObjectCache& cache_of_user() {
  static const object_cache::ObjectCache cache(object_cache::usual_folder());
  return cache;
}

native::Parts parts_of(const ir::Policy& policy, kernels::BlockProgram program) {
  return {.schema = policy.schema, .result_schema = policy.result, .program = std::move(program), .functions = {}, .owner = nullptr};
}

// From the meaning of a policy to native code, and what was made of it into the cache. `key` empty: not the whole program.
void make_native(const ir::Policy& policy, const object_cache::ObjectCache& cache, const std::string& key, const std::atomic<bool>* stop,
                 const Publish& publish) {
  plan::Plan plan = plan::plan(policy);
  const auto objects = emit::objects(policy, plan, {.cache = &cache, .stop = stop});
  if (!objects) return;
  native::Parts parts = parts_of(policy, std::move(plan.program));
  const bool kept = !key.empty() && cache.is_on();
  const std::string image = kept ? native::write_image(parts) : std::string();
  parts.program.prepare();
  publish(emit::load(std::move(parts), *objects, plan.functions.size()));
  if (kept) keep_program(cache, key, image, *objects, plan.functions.size());
}

}  // namespace

Compiled check_only(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink) {
  Compiled compiled;
  compiled.ast = syntax::parse(source, sink);
  const check::CheckInput input{.settings = options.settings, .prelude = true, .lints = options.lints, .read_file = options.read_file};
  std::optional<ir::Policy> policy = check::check(compiled.ast, sources, input, sink);
  if (policy && !sink.has_errors()) compiled.policy = std::make_shared<const ir::Policy>(std::move(*policy));
  return compiled;
}

Compiled compile(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink) {
  const object_cache::ObjectCache& cache = options.cache ? *options.cache : cache_of_user();
  std::string key;
  if (options.only_program && options.engine != Engine::Interpreter && cache.is_on()) {
    key = key_of_program(source, options.settings);
    Compiled kept;
    if (!key.empty()) kept.program = find_program(cache, key);
    if (kept.program) return kept;
  }
  Compiled compiled = check_only(source, sources, options, sink);
  if (!compiled.policy) return compiled;
  if (!is_whole(compiled.ast, sources)) key.clear();
  switch (options.engine) {
    case Engine::Native:
      make_native(*compiled.policy, cache, key, nullptr, [&](auto program) { compiled.program = std::move(program); });
      break;
    case Engine::Interpreter: compiled.program = interpret::interpret(compiled.policy); break;
    case Engine::Tiered:
      compiled.program = tiered(
          interpret::interpret(compiled.policy),
          [policy = compiled.policy, cache, key](const std::atomic<bool>& stop, const Publish& publish) {
            make_native(*policy, cache, key, &stop, publish);
          },
          options.long_input);
      break;
  }
  return compiled;
}

std::optional<std::string> ahead_of_time(const source::Source& source, source::Sources& sources, const CompileOptions& options,
                                         const std::string& name, const std::string& cpu, diag::Sink& sink) {
  const Compiled compiled = check_only(source, sources, options, sink);
  if (!compiled.policy) return std::nullopt;
  plan::Plan plan = plan::plan(*compiled.policy);
  const std::string image = native::write_image(parts_of(*compiled.policy, plan.program));
  return emit::linkable_object(*compiled.policy, plan, image, name, cpu);
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
  const plan::Plan plan = plan::plan(policy, plan::SlotNames::ForDumps);
  if (stage == "plan") return plan::print(policy, plan);
  return stage == "llvm" ? emit::llvm_text(policy, plan) : emit::assembly_text(policy, plan);
}

}  // namespace assay::compile
