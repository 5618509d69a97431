#include "compiler/compile/tiers.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace assay::compile {
namespace {

// Leads and their activities are counted alike: the interpreter takes some microseconds per hundred rules for either.
constexpr std::size_t never_compiled = 256;  // so few take it less time than a compilation would
constexpr std::size_t worth_waiting = 2048;  // in one batch; fewer are interpreted while the compiler works
// A policy that takes longer to compile is interpreted meanwhile, whatever the batch.
constexpr std::chrono::seconds longest_wait{2};

class Tiers final : public runtime::Program {
 public:
  Tiers(std::shared_ptr<runtime::Program> interpreter, MakeNative make_native, bool at_once)
      : interpreter_(std::move(interpreter)), make_native_(std::move(make_native)) {
    if (at_once) begin();
  }
  ~Tiers() override {
    stop_ = true;
    if (compiler_.joinable()) compiler_.join();
  }

  const runtime::Schema& schema() const override { return interpreter_->schema(); }
  const runtime::ResultSchema& result_schema() const override { return interpreter_->result_schema(); }
  std::unique_ptr<runtime::Session> start(const runtime::RunOptions& options) const override;
  runtime::ActivityReach activity_reach() const override { return interpreter_->activity_reach(); }
  std::string_view engine() const override {
    const std::lock_guard lock(mutex_);
    return (native_ ? *native_ : *interpreter_).engine();
  }

  const runtime::Program& interpreter() const { return *interpreter_; }

  // The native program for a batch of that size, if there is one or waiting for it pays.
  std::shared_ptr<runtime::Program> native_for(std::size_t size) const {
    std::unique_lock lock(mutex_);
    if (native_) return native_;
    seen_ += size;
    if (seen_ <= never_compiled) return nullptr;
    if (!began_) begin();
    if (size >= worth_waiting && is_worth_waiting_) {
      is_worth_waiting_ = is_there_.wait_for(lock, longest_wait, [this] { return native_ != nullptr; });
    }
    return native_;
  }

 private:
  void begin() const {
    began_ = true;
    compiler_ = std::thread([this] {
      make_native_(stop_, [this](std::shared_ptr<runtime::Program> program) {
        const std::lock_guard lock(mutex_);
        native_ = std::move(program);
        is_there_.notify_all();
      });
    });
  }

  const std::shared_ptr<runtime::Program> interpreter_;
  const MakeNative make_native_;
  std::atomic<bool> stop_ = false;
  // A Program is immutable to those who score; that native code appears is no change that they could see.
  mutable std::mutex mutex_;
  mutable std::condition_variable is_there_;
  mutable std::shared_ptr<runtime::Program> native_;
  mutable std::size_t seen_ = 0;
  mutable bool began_ = false, is_worth_waiting_ = true;
  mutable std::thread compiler_;
};

class TiersSession final : public runtime::Session {
 public:
  TiersSession(const Tiers& tiers, const runtime::RunOptions& options) : tiers_(tiers), options_(options) {}

  void get_ready(std::size_t size) override {
    if (native_) return;
    native_ = tiers_.native_for(size);
    if (native_ || !session_) session_ = (native_ ? *native_ : tiers_.interpreter()).start(options_);
    is_ready_ = true;
  }

  void score(const runtime::Batch& batch, const runtime::ActivityBatch* activities, runtime::Result& result) override {
    if (!is_ready_) get_ready(batch.rows + (activities ? activities->size() : 0));
    is_ready_ = false;
    session_->score(batch, activities, result);
  }

 private:
  const Tiers& tiers_;
  const runtime::RunOptions options_;
  std::shared_ptr<runtime::Program> native_;  // outlives its session
  std::unique_ptr<runtime::Session> session_;
  bool is_ready_ = false;  // for the batch that comes next
};

std::unique_ptr<runtime::Session> Tiers::start(const runtime::RunOptions& options) const {
  return std::make_unique<TiersSession>(*this, options);
}

}  // namespace

std::shared_ptr<runtime::Program> tiered(std::shared_ptr<runtime::Program> interpreter, MakeNative make_native, bool at_once) {
  return std::make_shared<Tiers>(std::move(interpreter), std::move(make_native), at_once);
}

}  // namespace assay::compile
