// The loop of a native function over its block, and access to the slots at the loop's position. Internal to this folder.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include "compiler/plan/plan.h"

namespace assay::emit {

// Words: two turns of 512 rows, truths as <8 x i64>. Rows: 128 turns of 8 rows, truths as <8 x i1>.
class BlockLoop {
 public:
  BlockLoop(llvm::Function& function, plan::Function::Form form);

  // After the body: closes the loop and returns.
  void finish();

  llvm::IRBuilder<>& builder() { return builder_; }
  llvm::Type* words() const { return words_; }      // also <8 x i64> of values
  llvm::Type* numbers() const { return numbers_; }  // <8 x double>
  llvm::Type* lanes() const { return lanes_; }      // <8 x i1>

  // 512 truths (Words) or 8 truths (Rows) of a bitmap.
  llvm::Value* load_bits(plan::Offset offset);
  void store_bits(llvm::Value* bits, plan::Offset offset);

  // 8 values (Rows).
  llvm::Value* load_values(plan::Offset offset, llvm::Type* type);
  void store_values(llvm::Value* values, plan::Offset offset);

 private:
  llvm::Value* address(llvm::Value* base, plan::Offset offset) {
    return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), base, offset);
  }

  llvm::IRBuilder<> builder_;
  llvm::Type *words_, *numbers_, *lanes_;
  const plan::Function::Form form_;
  llvm::PHINode* turn_ = nullptr;
  llvm::Value *at_values_ = nullptr, *at_bits_ = nullptr;
  llvm::BasicBlock* body_ = nullptr;
};

}  // namespace assay::emit
