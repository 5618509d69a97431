// An object file that carries a whole program: its functions as code, everything else as data.
#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>

#include "compiler/emit/llvm/emit.h"
#include "compiler/emit/llvm/functions.h"
#include "compiler/emit/llvm/target.h"
#include "runtime/native/linked_policy.h"

namespace assay::emit {
namespace {

llvm::GlobalVariable* add_constant(llvm::Module& module, llvm::Constant* value, llvm::GlobalValue::LinkageTypes linkage,
                                   const std::string& name) {
  return new llvm::GlobalVariable(module, value->getType(), true, linkage, value, name);
}

// The fields of native::LinkedPolicy, in their order.
void add_policy(llvm::Module& module, std::size_t function_count, const std::string& image, const std::string& name) {
  llvm::LLVMContext& context = module.getContext();
  const auto internal = llvm::GlobalValue::InternalLinkage;
  std::vector<llvm::Constant*> functions;
  for (std::size_t i = 0; i < function_count; ++i) {
    llvm::Function* function = module.getFunction(function_name(i));
    function->setLinkage(internal);
    functions.push_back(function);
  }
  llvm::Type* pointer = llvm::PointerType::getUnqual(context);
  auto* table = llvm::ConstantArray::get(llvm::ArrayType::get(pointer, functions.size()), functions);
  auto* bytes = llvm::ConstantDataArray::getString(context, image, false);
  const auto number = [&](std::uint64_t value) { return llvm::ConstantInt::get(llvm::Type::getInt64Ty(context), value); };
  llvm::Constant* fields[] = {number(native::linked_policy_version), add_constant(module, bytes, internal, "image"), number(image.size()),
                              add_constant(module, table, internal, "functions"), number(functions.size())};
  add_constant(module, llvm::ConstantStruct::getAnon(fields), llvm::GlobalValue::ExternalLinkage, name);
}

}  // namespace

std::string linkable_object(const ir::Policy& policy, const plan::Plan& plan, const std::string& image, const std::string& name,
                            const std::string& cpu) {
  const auto machine = cpu == "native" ? this_target(EmitOptions().code_quality) : target_of(cpu, EmitOptions().code_quality);
  llvm::LLVMContext context;
  const auto module = make_module(context, policy, plan, 0, plan.functions.size());
  add_policy(*module, plan.functions.size(), image, name);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  generate(*module, *machine, llvm::CodeGenFileType::ObjectFile, out);
  return {bytes.begin(), bytes.end()};
}

}  // namespace assay::emit
