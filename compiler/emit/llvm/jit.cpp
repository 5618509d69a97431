// From a plan's LLVM IR to executable code: code generation for this machine, and ORC to place it in memory.
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/emit/llvm/emit.h"
#include "compiler/emit/llvm/functions.h"
#include "runtime/native/native_program.h"

namespace assay::emit {
namespace {

// A fault of ours or of the machine that nobody can do anything about: memory, or code that LLVM refuses.
[[noreturn]] void fail(llvm::Error error) {
  const std::string message = llvm::toString(std::move(error));
  std::fprintf(stderr, "assay: native code: %s\n", message.c_str());
  std::abort();
}

template <typename T>
T take(llvm::Expected<T> value) {
  if (!value) fail(value.takeError());
  return std::move(*value);
}

void set_up_llvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

std::unique_ptr<llvm::TargetMachine> target_machine(EmitOptions options) {
  set_up_llvm();
  auto builder = take(llvm::orc::JITTargetMachineBuilder::detectHost());
  builder.setCodeGenOptLevel(llvm::CodeGenOpt::getLevel(options.code_quality).value_or(llvm::CodeGenOptLevel::Less));
  llvm::TargetOptions& target = builder.getOptions();
  target.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  // 512-bit vectors where the machine has them: LLVM would rather use half of them.
  builder.getFeatures().AddFeature("prefer-256-bit", false);
  return take(builder.createTargetMachine());
}

void generate(llvm::Module& module, llvm::TargetMachine& machine, llvm::CodeGenFileType kind, llvm::raw_pwrite_stream& out) {
  module.setTargetTriple(machine.getTargetTriple().str());
  module.setDataLayout(machine.createDataLayout());
  llvm::legacy::PassManager passes;
  if (machine.addPassesToEmitFile(passes, out, nullptr, kind)) {
    fail(llvm::createStringError(llvm::inconvertibleErrorCode(), "no code generation for this machine"));
  }
  passes.run(module);
}

std::unique_ptr<llvm::MemoryBuffer> object_of(const ir::Policy& policy, const plan::Plan& plan, EmitOptions options) {
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan);
  const auto machine = target_machine(options);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  generate(*module, *machine, llvm::CodeGenFileType::ObjectFile, out);
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(bytes), "policy", false);
}

}  // namespace

std::shared_ptr<runtime::Program> emit(ir::Policy policy, plan::Plan plan, EmitOptions options) {
  native::Parts parts{.schema = policy.schema, .result_schema = policy.result, .program = {}, .functions = {}, .owner = nullptr};
  if (!plan.functions.empty()) {
    set_up_llvm();
    std::shared_ptr<llvm::orc::LLJIT> jit = take(llvm::orc::LLJITBuilder().create());
    if (auto error = jit->addObjectFile(object_of(policy, plan, options))) fail(std::move(error));
    for (std::size_t i = 0; i < plan.functions.size(); ++i) {
      parts.functions.push_back(take(jit->lookup(function_name(i))).toPtr<kernels::NativeFunction>());
    }
    parts.owner = std::move(jit);
  }
  parts.program = std::move(plan.program);
  parts.program.prepare();
  return native::make_program(std::move(parts));
}

std::string llvm_text(const ir::Policy& policy, const plan::Plan& plan) {
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan);
  std::string text;
  llvm::raw_string_ostream out(text);
  module->print(out, nullptr);
  return text;
}

std::string assembly_text(const ir::Policy& policy, const plan::Plan& plan, EmitOptions options) {
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan);
  const auto machine = target_machine(options);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  generate(*module, *machine, llvm::CodeGenFileType::AssemblyFile, out);
  return {bytes.begin(), bytes.end()};
}

}  // namespace assay::emit
