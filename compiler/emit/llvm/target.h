// Code generation for one machine. Internal to this folder.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include <llvm/Support/CodeGen.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

namespace llvm {
class Module;
}

namespace assay::emit {

// A fault of ours or of the machine that nobody can do anything about: memory, or code that LLVM refuses.
[[noreturn]] inline void fail(llvm::Error error) {
  const std::string message = llvm::toString(std::move(error));
  std::fprintf(stderr, "assay: native code: %s\n", message.c_str());
  std::abort();
}

template <typename T>
T take(llvm::Expected<T> value) {
  if (!value) fail(value.takeError());
  return std::move(*value);
}

void set_up_llvm();

// For the machine that this runs on.
std::unique_ptr<llvm::TargetMachine> this_target(int code_quality);

// For a processor by LLVM's name.
std::unique_ptr<llvm::TargetMachine> target_of(const std::string& cpu, int code_quality);

void generate(llvm::Module& module, llvm::TargetMachine& machine, llvm::CodeGenFileType kind, llvm::raw_pwrite_stream& out);

}  // namespace assay::emit
