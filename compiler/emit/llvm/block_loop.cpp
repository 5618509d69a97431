#include "compiler/emit/llvm/block_loop.h"

namespace assay::emit {

using plan::Function;

namespace {

constexpr std::uint64_t lane_count = 8, vector_bytes = 64;
constexpr std::uint64_t turns_of_words = kernels::block_rows / (lane_count * 64), turns_of_rows = kernels::block_rows / lane_count;

}  // namespace

BlockLoop::BlockLoop(llvm::Function& function, Function::Form form) : builder_(function.getContext()), form_(form) {
  llvm::LLVMContext& context = function.getContext();
  words_ = llvm::FixedVectorType::get(llvm::Type::getInt64Ty(context), lane_count);
  numbers_ = llvm::FixedVectorType::get(llvm::Type::getDoubleTy(context), lane_count);
  lanes_ = llvm::FixedVectorType::get(llvm::Type::getInt1Ty(context), lane_count);
  auto* entry = llvm::BasicBlock::Create(context, "entry", &function);
  body_ = llvm::BasicBlock::Create(context, "rows", &function);
  builder_.SetInsertPoint(entry);
  builder_.CreateBr(body_);
  builder_.SetInsertPoint(body_);
  turn_ = builder_.CreatePHI(builder_.getInt64Ty(), 2, "turn");
  turn_->addIncoming(builder_.getInt64(0), entry);
  llvm::Value* frame = function.getArg(0);
  at_values_ = builder_.CreateInBoundsGEP(builder_.getInt8Ty(), frame, builder_.CreateMul(turn_, builder_.getInt64(vector_bytes)), "at");
  at_bits_ = form == Function::Form::Words ? at_values_ : builder_.CreateInBoundsGEP(builder_.getInt8Ty(), frame, turn_, "at_bits");
}

void BlockLoop::finish() {
  const std::uint64_t turns = form_ == Function::Form::Words ? turns_of_words : turns_of_rows;
  llvm::Value* next = builder_.CreateAdd(turn_, builder_.getInt64(1), "next");
  turn_->addIncoming(next, body_);
  auto* done = llvm::BasicBlock::Create(builder_.getContext(), "done", body_->getParent());
  builder_.CreateCondBr(builder_.CreateICmpULT(next, builder_.getInt64(turns)), body_, done);
  builder_.SetInsertPoint(done);
  builder_.CreateRetVoid();
}

llvm::Value* BlockLoop::load_bits(plan::Offset offset) {
  if (form_ == Function::Form::Words) return load_values(offset, words_);
  return builder_.CreateBitCast(builder_.CreateLoad(builder_.getInt8Ty(), address(at_bits_, offset)), lanes_);
}

void BlockLoop::store_bits(llvm::Value* bits, plan::Offset offset) {
  if (form_ == Function::Form::Words) return store_values(bits, offset);
  builder_.CreateStore(builder_.CreateBitCast(bits, builder_.getInt8Ty()), address(at_bits_, offset));
}

llvm::Value* BlockLoop::load_values(plan::Offset offset, llvm::Type* type) {
  return builder_.CreateAlignedLoad(type, address(at_values_, offset), llvm::Align(vector_bytes));
}

void BlockLoop::store_values(llvm::Value* values, plan::Offset offset) {
  builder_.CreateAlignedStore(values, address(at_values_, offset), llvm::Align(vector_bytes));
}

}  // namespace assay::emit
