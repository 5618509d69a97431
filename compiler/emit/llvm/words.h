// Bit logic: conditions over bitmaps, 512 rows an operation. Internal to this folder.
#pragma once

#include <unordered_map>

#include "compiler/emit/llvm/block_loop.h"
#include "compiler/plan/comparison.h"

namespace assay::emit {

class WordsEmitter {
 public:
  WordsEmitter(BlockLoop& loop, const ir::Policy& policy, const plan::Space& space, bool is_of_activities)
      : loop_(loop), policy_(policy), space_(space), is_of_activities_(is_of_activities) {}

  void assign(const plan::Assign& assign);
  void keep_first(const plan::KeepFirst& keep);
  void take_first(const plan::TakeFirst& take);

 private:
  llvm::Value* truth(ir::ExprId expression);  // from its slot, where it has one
  llvm::Value* compute(ir::ExprId expression);
  llvm::Value* junction(const ir::Node& node);
  llvm::Value* at_least(const ir::Node& node);
  llvm::Value* known(ir::ExprId value);
  llvm::Value* yes_no(ir::ExprId value, bool yes);
  llvm::Value* in_range(const plan::Range& range);
  llvm::Value* reaches(ir::ExprId value, std::int64_t threshold);
  llvm::Value* load(plan::Offset offset);
  llvm::Value* all() const { return llvm::Constant::getAllOnesValue(loop_.words()); }
  llvm::Value* none() const { return llvm::Constant::getNullValue(loop_.words()); }

  BlockLoop& loop_;
  const ir::Policy& policy_;
  const plan::Space& space_;
  const bool is_of_activities_;
  std::unordered_map<std::uint32_t, llvm::Value*> computed_;
  std::unordered_map<plan::Offset, llvm::Value*> loaded_;
};

}  // namespace assay::emit
