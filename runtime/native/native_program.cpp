#include "runtime/native/native_program.h"

#include <algorithm>
#include <cassert>

namespace assay::native {
namespace {

using kernels::Block;
using kernels::block_rows;
using kernels::BlockProgram;

class NativeProgram;

class NativeSession final : public runtime::Session {
 public:
  NativeSession(const Parts& parts, const calendar::Zone& zone, const runtime::RunOptions& options)
      : parts_(parts), states_(parts.program.text_states, parts.program.pass_states), memory_(parts.program.frame_bytes + alignment) {
    run_.as_of = options.as_of;
    run_.explain = options.explain;
    run_.schema = &parts.schema;
    run_.zone = &zone;
    run_.functions = parts.functions.data();
    run_.program = &parts.program;
    run_.states = &states_;
    void* start = memory_.data();
    std::size_t space = memory_.size();
    frame_ = static_cast<std::byte*>(std::align(alignment, parts.program.frame_bytes, start, space));
    Block block = first_block();
    block.rows = block_rows;
    kernels::run_list(parts.program.lists[BlockProgram::once], block);
  }

  void score(const runtime::Batch& batch, const runtime::ActivityBatch* activities, runtime::Result& result) override {
    result.reset(parts_.result_schema, batch.rows, run_.explain);
    Block block = first_block();
    block.batch = ++batch_number_;
    block.columns = batch.columns.data();
    block.activities = activities;
    block.result = &result;
    for (block.first = 0; block.first < batch.rows; block.first += block_rows) {
      block.rows = std::min(block_rows, batch.rows - block.first);
      kernels::run_list(parts_.program.lists[BlockProgram::per_block], block);
    }
  }

 private:
  static constexpr std::size_t alignment = 64;

  Block first_block() {
    Block block;
    block.frame = frame_;
    block.run = &run_;
    return block;
  }

  const Parts& parts_;
  kernels::StepStates states_;
  std::vector<std::byte> memory_;
  std::byte* frame_ = nullptr;
  kernels::Run run_;
  std::uint64_t batch_number_ = 0;
};

class NativeProgram final : public runtime::Program {
 public:
  explicit NativeProgram(Parts parts) : parts_(std::move(parts)) {
    auto zone = calendar::load_zone(parts_.schema.timezone);
    assert(zone && "the checker lets only known time zones through");
    if (zone) zone_ = std::move(*zone);
  }

  const runtime::Schema& schema() const override { return parts_.schema; }
  const runtime::ResultSchema& result_schema() const override { return parts_.result_schema; }
  std::unique_ptr<runtime::Session> start(const runtime::RunOptions& options) const override {
    return std::make_unique<NativeSession>(parts_, zone_, options);
  }
  runtime::ActivityReach activity_reach() const override { return parts_.program.reach; }
  std::string_view engine() const override { return "native"; }

 private:
  Parts parts_;
  calendar::Zone zone_;
};

}  // namespace

std::shared_ptr<runtime::Program> make_program(Parts parts) { return std::make_shared<NativeProgram>(std::move(parts)); }

}  // namespace assay::native
