// From a plan's LLVM IR to executable code: code generation for this machine, and ORC to place it in memory.
#include <algorithm>

#include <llvm/ADT/StringExtras.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>

#include "compiler/emit/llvm/emit.h"
#include "compiler/emit/llvm/functions.h"
#include "compiler/emit/llvm/target.h"

namespace assay::emit {
namespace {

// Functions per object: what is compiled between two looks at `stop`, and what an edited rule makes stale in the cache.
constexpr std::size_t functions_of_object = 16;

std::string description_of(const llvm::TargetMachine& machine) {
  return machine.getTargetTriple().str() + " " + machine.getTargetCPU().str() + " " + machine.getTargetFeatureString().str();
}

// Everything that the code depends on: this build (LLVM is part of it), the machine, the level, and the functions to the last bit.
std::string key_of(const llvm::Module& module, const llvm::TargetMachine& machine, int code_quality, const std::string& identity) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  out << "object\n" << identity << "\n" << description_of(machine) << "\n" << code_quality << "\n";
  llvm::WriteBitcodeToFile(module, out);
  return {bytes.begin(), bytes.end()};
}

std::string generate_object(llvm::Module& module, llvm::TargetMachine& machine) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  generate(module, machine, llvm::CodeGenFileType::ObjectFile, out);
  return {bytes.begin(), bytes.end()};
}

std::string object_of(llvm::Module& module, llvm::TargetMachine& machine, const EmitOptions& options) {
  static const std::string identity = object_cache::build_identity();
  if (!options.cache || !options.cache->is_on() || identity.empty()) return generate_object(module, machine);
  const std::string key = key_of(module, machine, options.code_quality, identity);
  if (auto found = options.cache->find(key)) return std::move(*found);
  std::string object = generate_object(module, machine);
  options.cache->keep(key, object);
  return object;
}

}  // namespace

std::string this_machine() {
  set_up_llvm();
  const auto host = take(llvm::orc::JITTargetMachineBuilder::detectHost());
  return host.getTargetTriple().str() + " " + host.getCPU() + " " + host.getFeatures().getString();
}

std::optional<std::vector<std::string>> objects(const ir::Policy& policy, const plan::Plan& plan, const EmitOptions& options) {
  std::vector<std::string> all;
  if (plan.functions.empty()) return all;
  const auto machine = this_target(options.code_quality);
  for (std::size_t first = 0; first < plan.functions.size(); first += functions_of_object) {
    if (options.stop && *options.stop) return std::nullopt;
    llvm::LLVMContext context;
    const auto module = make_module(context, policy, plan, first, std::min(plan.functions.size(), first + functions_of_object));
    all.push_back(object_of(*module, *machine, options));
  }
  return all;
}

std::shared_ptr<runtime::Program> load(native::Parts parts, const std::vector<std::string>& objects, std::size_t functions) {
  if (functions > 0) {
    set_up_llvm();
    std::shared_ptr<llvm::orc::LLJIT> jit = take(llvm::orc::LLJITBuilder().create());
    for (const std::string& object : objects) {
      if (auto error = jit->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(object, "policy"))) fail(std::move(error));
    }
    for (std::size_t i = 0; i < functions; ++i) {
      parts.functions.push_back(take(jit->lookup(function_name(i))).toPtr<kernels::NativeFunction>());
    }
    parts.owner = std::move(jit);
  }
  return native::make_program(std::move(parts));
}

std::shared_ptr<runtime::Program> emit(const ir::Policy& policy, plan::Plan plan, const EmitOptions& options) {
  const auto code = objects(policy, plan, options);
  if (!code) return nullptr;
  native::Parts parts{
      .schema = policy.schema, .result_schema = policy.result, .program = std::move(plan.program), .functions = {}, .owner = nullptr};
  parts.program.prepare();
  return load(std::move(parts), *code, plan.functions.size());
}

std::string llvm_text(const ir::Policy& policy, const plan::Plan& plan) {
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan, 0, plan.functions.size());
  std::string text;
  llvm::raw_string_ostream out(text);
  module->print(out, nullptr);
  return text;
}

std::string assembly_text(const ir::Policy& policy, const plan::Plan& plan, EmitOptions options) {
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan, 0, plan.functions.size());
  const auto machine = this_target(options.code_quality);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  generate(*module, *machine, llvm::CodeGenFileType::AssemblyFile, out);
  return {bytes.begin(), bytes.end()};
}

}  // namespace assay::emit
