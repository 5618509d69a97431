// The way of a policy from text to a program, stage by stage. What it is not: it reads no leads and prints nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/ir/ir.h"
#include "compiler/object_cache/object_cache.h"
#include "compiler/source/source.h"
#include "compiler/syntax/ast.h"
#include "runtime/program.h"

namespace assay::compile {

// Native: native code from the first lead on. Tiered: the interpreter until it is there, and alone where leads are few.
enum class Engine : std::uint8_t { Native, Interpreter, Tiered };

struct CompileOptions {
  Engine engine = Engine::Native;
  bool long_input = false;    // Tiered: begins to compile at once
  bool only_program = false;  // tree and meaning are not asked for: a program that was kept on disk may stand in for compiling
  const object_cache::ObjectCache* cache = nullptr;           // nullptr: that of the user (object_cache::usual_folder)
  std::vector<std::pair<std::string, std::string>> settings;  // `--set NAME=VALUE`
  bool lints = false;                                         // also report what is suspicious but not wrong
  // Where files that the policy names come from (check::ReadFile); empty: from disk.
  std::function<std::optional<std::string>(const std::string& path)> read_file = {};
};

struct Compiled {
  syntax::Ast ast;
  std::shared_ptr<const ir::Policy> policy;   // null when there is an error, and where the program was kept
  std::shared_ptr<runtime::Program> program;  // null when there is an error
};

// Parses and checks the policy that `source` holds; files that it uses are added to `sources`. Mistakes go to the sink.
Compiled check_only(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink);

// The same with a program of the asked engine.
Compiled compile(const source::Source& source, source::Sources& sources, const CompileOptions& options, diag::Sink& sink);

// The stages that `dump` knows, in their order.
std::vector<std::string_view> stages();

// An object file of the policy for the linker, which is scored with by what `name` names in it (native::LinkedPolicy); `cpu` as
// emit::linkable_object takes it. Nullopt: a mistake in the policy.
std::optional<std::string> ahead_of_time(const source::Source& source, source::Sources& sources, const CompileOptions& options,
                                         const std::string& name, const std::string& cpu, diag::Sink& sink);

// What the policy has become after a stage (ast, ir, plan, llvm, asm) as text; nothing for an unknown stage, or a mistake in the policy.
std::optional<std::string> dump(std::string_view stage, const source::Source& source, source::Sources& sources,
                                const CompileOptions& options, diag::Sink& sink);

}  // namespace assay::compile
