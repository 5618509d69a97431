// Leads per stage, and values of current_stage that are no stage of the policy.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "runtime/io/report.h"
#include "runtime/program.h"

namespace assay::run {

struct StageCount {
  std::string stage;
  std::uint64_t leads = 0;
};

class StageCounter {
 public:
  // The program must outlive the counter.
  explicit StageCounter(const runtime::Program& program);

  void count(const runtime::Result& result);
  // `lead`, the policy's stages, `excluded`; empty where the policy has no stage.
  std::vector<StageCount> counts() const;

  // Counts the values of the batch's column current_stage that name no stage; `lead` names one. The batch is of `file`.
  void look_for_unknown(const runtime::Batch& batch, const std::string& file, io::DataReport& report) const;

 private:
  const runtime::Program& program_;
  std::unordered_set<std::string> folded_stages_;
  std::vector<std::uint64_t> leads_;  // per stage, `excluded` last
};

}  // namespace assay::run
