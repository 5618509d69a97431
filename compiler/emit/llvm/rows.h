// Values: arithmetic and comparisons of values with each other, 8 rows an operation. Internal to this folder.
#pragma once

#include <unordered_map>

#include "compiler/emit/llvm/block_loop.h"

namespace assay::emit {

class RowsEmitter {
 public:
  RowsEmitter(BlockLoop& loop, const ir::Policy& policy, const plan::Plan& plan, const plan::Space& space)
      : loop_(loop), policy_(policy), plan_(plan), space_(space) {}

  void assign(const plan::Assign& assign);

 private:
  // 8 values and which of them are known; nullptr: all.
  struct Lanes {
    llvm::Value* value = nullptr;
    llvm::Value* known = nullptr;
  };

  Lanes value(ir::ExprId expression);  // from its slot, where it has one
  Lanes compute(ir::ExprId expression);
  Lanes operand(const ir::Node& node, std::uint32_t i) { return value(policy_.operand(node, i)); }
  Lanes load(const plan::Values& slot, ir::Type type);
  Lanes constant(const ir::Node& node);
  Lanes arithmetic(const ir::Node& node);
  Lanes unary(const ir::Node& node);
  Lanes least_or_greatest(const ir::Node& node);
  Lanes otherwise(const ir::Node& node);
  Lanes choose(const ir::Node& node);
  Lanes points(const plan::Values& slot);
  Lanes compare(const ir::Node& node);
  Lanes finite(Lanes number);  // infinite and not-a-number become missing, -0.0 becomes 0.0
  llvm::Value* both(llvm::Value* first, llvm::Value* second);
  llvm::Value* all_or(llvm::Value* known) const { return known ? known : llvm::Constant::getAllOnesValue(loop_.lanes()); }
  llvm::Type* type_of(ir::Type type) const;

  BlockLoop& loop_;
  const ir::Policy& policy_;
  const plan::Plan& plan_;
  const plan::Space& space_;
  std::unordered_map<std::uint32_t, Lanes> computed_;
};

}  // namespace assay::emit
