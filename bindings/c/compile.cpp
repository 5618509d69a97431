// Policies on their way from text to a handle, and the tests inside them.
#include "compiler/compile/compile.h"

#include <cstring>

#include <fmt/format.h>

#include "bindings/c/handles.h"
#include "compiler/diag/render.h"
#include "compiler/testing/report.h"
#include "compiler/testing/run_tests.h"

namespace assay::c_api {
namespace {

// The caller's options as this version knows them: what a caller with an older header does not have is its default.
std::optional<assay_compile_options> known_options(const assay_compile_options* given) {
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  if (given == nullptr) return options;
  if (given->size < offsetof(assay_compile_options, settings) || given->size > sizeof options) return std::nullopt;
  std::memcpy(&options, given, given->size);
  return options;
}

std::optional<std::string> read_through(const assay_compile_options& options, const std::string& path) {
  assay_file file;
  if (options.read_file(options.read_file_context, path.c_str(), &file) != 0) return std::nullopt;
  return std::move(file.text);
}

Outcome read_settings(const assay_compile_options& given, compile::CompileOptions& options) {
  for (const char* const* setting = given.settings; setting != nullptr && *setting != nullptr; ++setting) {
    const std::string_view text = *setting;
    const std::size_t sign = text.find('=');
    if (sign == std::string_view::npos || sign == 0) return wrong_argument(fmt::format("a setting is NAME=VALUE, not '{}'", text));
    options.settings.emplace_back(text.substr(0, sign), text.substr(sign + 1));
  }
  return {};
}

// A number from C need not be one of the names; C++ must not look at it as one of them before that is known.
std::uint32_t number_of(const assay_engine& engine) {
  std::uint32_t number = 0;
  static_assert(sizeof number == sizeof engine);
  std::memcpy(&number, &engine, sizeof number);
  return number;
}

Outcome read_options(const assay_compile_options& given, compile::CompileOptions& options) {
  const std::uint32_t engine = number_of(given.engine);
  if (engine != ASSAY_NATIVE && engine != ASSAY_INTERPRETER) return wrong_argument(fmt::format("there is no engine {}", engine));
  options.engine = engine == ASSAY_NATIVE ? compile::Engine::Native : compile::Engine::Interpreter;
  options.lints = true;
  if (given.read_file != nullptr) {
    options.read_file = [&given](const std::string& path) { return read_through(given, path); };
  }
  return read_settings(given, options);
}

Outcome compile(std::string text, const assay_compile_options& given, std::shared_ptr<const CompiledPolicy>& into) {
  compile::CompileOptions options;
  if (Outcome outcome = read_options(given, options); outcome.status != ASSAY_OK) return outcome;
  const auto made = std::make_shared<CompiledPolicy>();
  const source::Source& source = made->sources.add(given.file_name == nullptr ? "policy.assay" : given.file_name, std::move(text));
  compile::Compiled compiled = compile::compile(source, made->sources, options, made->sink);
  if (compiled.program == nullptr) {
    return {ASSAY_WRONG_POLICY, diag::render_text(made->sink, made->sources), diag::render_json(made->sink, made->sources)};
  }
  made->policy = std::move(compiled.policy);
  made->program = std::move(compiled.program);
  into = made;
  return {};
}

}  // namespace
}  // namespace assay::c_api

using namespace assay;

void assay_file_set(assay_file* file, const char* bytes, size_t length) {
  if (file == nullptr || (bytes == nullptr && length > 0)) return;
  try {
    file->text.emplace(bytes == nullptr ? "" : bytes, length);
  } catch (...) {
    file->text.reset();  // without memory the file reads as if it were not there, and the policy says so
  }
}

assay_status assay_compile(const char* text, size_t length, const assay_compile_options* options, assay_policy** policy,
                           assay_error** error) {
  if (policy != nullptr) *policy = nullptr;
  return c_api::guarded(error, [&]() -> c_api::Outcome {
    if (text == nullptr || policy == nullptr) return c_api::wrong_argument("assay_compile needs a text and a place for the policy");
    const auto known = c_api::known_options(options);
    if (!known) return c_api::wrong_argument("these compile options are of another version of assay.h");
    std::shared_ptr<const c_api::CompiledPolicy> compiled;
    c_api::Outcome outcome = c_api::compile(std::string(text, length), *known, compiled);
    if (compiled) *policy = new assay_policy{std::move(compiled)};
    return outcome;
  });
}

void assay_policy_free(assay_policy* policy) { delete policy; }

assay_status assay_policy_diagnostics(const assay_policy* policy, char** json, assay_error** error) {
  return c_api::json_of(policy, json, error,
                        [](const c_api::CompiledPolicy& compiled) { return diag::render_json(compiled.sink, compiled.sources); });
}

assay_status assay_policy_test(const assay_policy* policy, char** json, assay_error** error) {
  return c_api::json_of(policy, json, error, [](const c_api::CompiledPolicy& compiled) {
    return testing::report_as_json(testing::run_tests(*compiled.policy, *compiled.program), compiled.sources);
  });
}
