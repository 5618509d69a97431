#include "compiler/emit/llvm/functions.h"

#include "compiler/emit/llvm/rows.h"
#include "compiler/emit/llvm/words.h"

namespace assay::emit {

std::string function_name(std::size_t index) { return "assay_" + std::to_string(index); }

namespace {

llvm::Function* declare(llvm::Module& module, std::size_t index) {
  llvm::LLVMContext& context = module.getContext();
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), {llvm::PointerType::getUnqual(context)}, false);
  auto* function = llvm::Function::Create(type, llvm::GlobalValue::ExternalLinkage, function_name(index), module);
  function->getArg(0)->setName("frame");
  function->addParamAttr(0, llvm::Attribute::NoAlias);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  return function;
}

void emit_words(const plan::Function& function, BlockLoop& loop, const ir::Policy& policy, const plan::Space& space) {
  WordsEmitter emitter(loop, policy, space, function.space > 0);
  for (const plan::Statement& statement : function.statements) {
    if (const auto* assign = std::get_if<plan::Assign>(&statement))
      emitter.assign(*assign);
    else if (const auto* keep = std::get_if<plan::KeepFirst>(&statement))
      emitter.keep_first(*keep);
    else
      emitter.take_first(std::get<plan::TakeFirst>(statement));
  }
}

void emit_rows(const plan::Function& function, BlockLoop& loop, const ir::Policy& policy, const plan::Plan& plan,
               const plan::Space& space) {
  RowsEmitter emitter(loop, policy, plan, space);
  for (const plan::Statement& statement : function.statements) emitter.assign(std::get<plan::Assign>(statement));
}

}  // namespace

std::unique_ptr<llvm::Module> make_module(llvm::LLVMContext& context, const ir::Policy& policy, const plan::Plan& plan, std::size_t first,
                                          std::size_t end) {
  auto module = std::make_unique<llvm::Module>("policy", context);
  for (std::size_t i = first; i < end; ++i) {
    const plan::Function& function = plan.functions[i];
    BlockLoop loop(*declare(*module, i), function.form);
    const plan::Space& space = plan.spaces[function.space];
    if (function.form == plan::Function::Form::Words)
      emit_words(function, loop, policy, space);
    else
      emit_rows(function, loop, policy, plan, space);
    loop.finish();
  }
  return module;
}

}  // namespace assay::emit
