#include "compiler/emit/llvm/target.h"

#include <mutex>

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Host.h>

namespace assay::emit {

void set_up_llvm() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

namespace {

std::unique_ptr<llvm::TargetMachine> finished(llvm::orc::JITTargetMachineBuilder builder, int code_quality) {
  builder.setCodeGenOptLevel(llvm::CodeGenOpt::getLevel(code_quality).value_or(llvm::CodeGenOptLevel::Less));
  builder.setRelocationModel(llvm::Reloc::PIC_);
  llvm::TargetOptions& target = builder.getOptions();
  target.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  // 512-bit vectors where the machine has them: LLVM would rather use half of them.
  builder.getFeatures().AddFeature("prefer-256-bit", false);
  return take(builder.createTargetMachine());
}

}  // namespace

std::unique_ptr<llvm::TargetMachine> this_target(int code_quality) {
  set_up_llvm();
#if defined(ASSAY_PORTABLE)
  return finished(llvm::orc::JITTargetMachineBuilder(llvm::Triple(llvm::sys::getProcessTriple())), code_quality);
#else
  return finished(take(llvm::orc::JITTargetMachineBuilder::detectHost()), code_quality);
#endif
}

std::unique_ptr<llvm::TargetMachine> target_of(const std::string& cpu, int code_quality) {
  set_up_llvm();
  llvm::orc::JITTargetMachineBuilder builder{llvm::Triple(llvm::sys::getProcessTriple())};
  builder.setCPU(cpu);
  return finished(std::move(builder), code_quality);
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

}  // namespace assay::emit
