#include "compiler/interpret/interpret.h"

#include "compiler/interpret/evaluation.h"
#include "compiler/ir/activity_reach.h"
#include "runtime/result.h"

namespace assay::interpret {
namespace {

using runtime::Flags;
using runtime::Result;

void clear_bit(Flags& flags, std::size_t row) { flags[row >> 6] &= ~(std::uint64_t{1} << (row & 63)); }

void mark(std::vector<Flags>& flags, const std::vector<std::int32_t>& which, std::size_t row) {
  for (const std::int32_t index : which) runtime::set_bit(flags[static_cast<std::size_t>(index)].data(), row);
}

class InterpreterSession final : public runtime::Session {
 public:
  InterpreterSession(const Model& model, const runtime::RunOptions& options)
      : policy_(model.policy), explain_(options.explain), lead_(model, options.as_of) {}

  void score(const runtime::Batch& batch, const runtime::ActivityBatch* activities, Result& result) override {
    result.reset(policy_.result, batch.rows, explain_);
    for (std::size_t row = 0; row < batch.rows; ++row) {
      lead_.run(batch, activities, row);
      write(result, row);
    }
  }

 private:
  void write(Result& result, std::size_t row) const {
    const Outcome& outcome = lead_.outcome();
    result.score.values[row] = outcome.score.value_or(0);
    if (!outcome.score) clear_bit(result.score.known, row);
    for (std::size_t i = 0; i < outcome.sections.size(); ++i) result.sections[i].values[row] = outcome.sections[i];
    for (std::size_t i = 0; i < outcome.grades.size(); ++i) result.grades[i][row] = outcome.grades[i];
    result.stages[row] = outcome.excluded ? Result::excluded_stage : outcome.stage;
    result.missing_fields.insert(result.missing_fields.end(), outcome.missing.begin(), outcome.missing.end());
    result.missing_offsets[row + 1] = static_cast<std::uint32_t>(result.missing_fields.size());
    write_labels(result, row);
    write_rules(result, row);
  }

  void write_labels(Result& result, std::size_t row) const {
    for (std::size_t i = 0; i < policy_.segments.size(); ++i) {
      if (lead_.holds(policy_.segments[i])) runtime::set_bit(result.segments[i].data(), row);
    }
    if (lead_.outcome().excluded) return;
    for (std::size_t i = 0; i < policy_.routes.size(); ++i) {
      if (!lead_.holds(policy_.routes[i])) continue;
      result.routes[row] = static_cast<std::int32_t>(i);
      return;
    }
  }

  void write_rules(Result& result, std::size_t row) const {
    for (std::size_t i = 0; i < policy_.rules.size(); ++i) {
      const RuleOutcome& outcome = lead_.outcome().rules[i];
      if (!outcome.fired) continue;
      mark(result.excluded, policy_.rules[i].excludes, row);
      mark(result.tags, policy_.rules[i].tags, row);
      if (!explain_) continue;
      runtime::set_bit(result.fired[i].data(), row);
      result.points[i][row] = outcome.points;
    }
  }

  const ir::Policy& policy_;
  bool explain_;
  Evaluation lead_;
};

class InterpreterProgram final : public runtime::Program {
 public:
  explicit InterpreterProgram(std::shared_ptr<const ir::Policy> policy) : policy_(std::move(policy)), model_(*policy_, {}) {}

  const runtime::Schema& schema() const override { return policy_->schema; }
  const runtime::ResultSchema& result_schema() const override { return policy_->result; }
  std::unique_ptr<runtime::Session> start(const runtime::RunOptions& options) const override {
    return std::make_unique<InterpreterSession>(model_, options);
  }
  runtime::ActivityReach activity_reach() const override { return ir::activity_reach(*policy_); }
  std::string_view engine() const override { return "interpreter"; }

 private:
  const std::shared_ptr<const ir::Policy> policy_;
  const Model model_;
};

}  // namespace

std::shared_ptr<runtime::Program> interpret(std::shared_ptr<const ir::Policy> policy) {
  return std::make_shared<InterpreterProgram>(std::move(policy));
}

}  // namespace assay::interpret
