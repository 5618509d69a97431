// `assay emit object POLICY -o POLICY.o`: the policy as an object file and a header, for programs that score without the compiler.
#include <algorithm>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/options.h"
#include "compiler/compile/compile.h"
#include "compiler/diag/render.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay emit object policy.assay -o policy.o\n"
    "  assay emit object policy.assay -o build/inbound.o --name inbound --cpu native\n"
    "  c++ -std=c++20 main.cpp policy.o -lassay_scoring -o score     (docs/ahead-of-time.md)";

struct Processor {
  std::string_view written;
  std::string_view name;  // as emit::linkable_object wants it
};
constexpr Processor processors[] = {
    {"baseline", "x86-64"}, {"x86-64-v2", "x86-64-v2"}, {"x86-64-v3", "x86-64-v3"}, {"x86-64-v4", "x86-64-v4"}, {"native", "native"}};

// The name of the file without folder and ending, as a name of C++: letters, digits and '_'.
std::string name_of(std::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  std::string name(path.substr(0, path.find('.')));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  for (char& c : name) c = is_letter(c) || is_digit(c) ? c : '_';
  return name.empty() || is_digit(name.front()) ? "policy_" + name : name;
}

std::string header_of(const std::string& name, std::string_view policy, std::string_view cpu) {
  return fmt::format(
      "// {0}: the policy {1}, compiled ahead of time for {2}. Written by `assay emit object` of assay {3};\n"
      "// belongs to the object file beside it and to the scoring library of the same version.\n"
      "//\n"
      "//   std::shared_ptr<assay::runtime::Program> program = assay::native::load({0});   // null: of another version\n"
      "//\n"
      "// What is done with a Program: runtime/program.h (batches in memory), runtime/run/run.h (files).\n"
      "#pragma once\n\n#include \"runtime/native/linked_policy.h\"\n\nextern \"C\" const assay::native::LinkedPolicy {0};\n",
      name, policy, cpu, ASSAY_VERSION);
}

struct EmitOptions {
  std::string policy, object, name, cpu = "baseline";
  std::vector<std::pair<std::string, std::string>> settings;
};

int fail(const std::string& message) {
  write_error(fmt::format("assay emit: {}\n", message));
  return WrongUse;
}

int emit_object(const EmitOptions& options, const Terminal& terminal) {
  FileText file = read_file(options.policy);
  if (!file.problem.empty()) return fail(file.problem);
  source::Sources sources;
  diag::Sink sink;
  const source::Source& source = sources.add(options.policy, std::move(file.text));
  compile::CompileOptions compiling;
  compiling.settings = options.settings;
  const auto* cpu =
      std::find_if(std::begin(processors), std::end(processors), [&](const Processor& each) { return each.written == options.cpu; });
  const auto object = compile::ahead_of_time(source, sources, compiling, options.name, std::string(cpu->name), sink);
  if (!object) {
    write_error(render_text(sink, sources, {terminal.color_error}));
    return WrongUse;
  }
  const std::string header = options.object.substr(0, options.object.size() - 2) + ".h";
  std::string problem = write_file(options.object, *object);
  if (problem.empty()) problem = write_file(header, header_of(options.name, options.policy, options.cpu));
  if (!problem.empty()) return fail(problem);
  if (!terminal.quiet) write_error(fmt::format("{} and {}: {} for {}\n", options.object, header, options.name, options.cpu));
  return Done;
}

}  // namespace

int emit(const Words& words) {
  Options declared("emit", "object POLICY [OPTION...]",
                   "An object file and a header that score without the compiler: code, tables and names of one policy.",
                   std::string(example));
  EmitOptions options;
  std::vector<std::string> arguments, set, known;
  for (const Processor& each : processors) known.emplace_back(each.written);
  declared.arguments(arguments);
  declared.value("-o,--output", "FILE.o", options.object, "the object file; the header FILE.h comes beside it; default: as the policy");
  declared.value("--name", "NAME", options.name, "what the program calls the policy; default: as the object file");
  declared.choice("--cpu", known, options.cpu,
                  "default: baseline, which runs on every x86-64; native: fastest, for machines like this one");
  declared.values("--set", "NAME=VALUE", set, "change a setting of the policy for good");
  if (const auto exit_code = declared.parse(words)) return *exit_code;
  if (arguments.size() != 2 || arguments[0] != "object") return declared.wrong_use("needs 'object' and one policy");
  options.policy = arguments[1];
  if (options.object.empty()) options.object = name_of(options.policy) + ".o";
  if (!options.object.ends_with(".o"))
    return declared.wrong_use(fmt::format("-o needs a name that ends with .o, not '{}'", options.object));
  if (options.name.empty()) options.name = name_of(options.object);
  if (options.name != name_of(options.name)) return declared.wrong_use(fmt::format("--name needs a name of C++, not '{}'", options.name));
  for (const std::string& text : set) {
    const std::size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0) return declared.wrong_use(fmt::format("--set needs NAME=VALUE, not '{}'", text));
    options.settings.emplace_back(text.substr(0, sign), text.substr(sign + 1));
  }
  return emit_object(options, declared.terminal());
}

}  // namespace assay::cli
