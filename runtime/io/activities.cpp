#include "runtime/io/activities.h"

#include <algorithm>
#include <utility>

#include "runtime/io/activity_runs.h"
#include "runtime/io/activity_store.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

// Fewer rows than this are grouped sooner than a thread starts.
constexpr std::size_t rows_for_threads = 10'000;

// From the runs. Dictionaries are the buffers' own; they stay while they are small, so that verdicts about texts do.
std::optional<Failure> join_from_runs(const ActivityStore::State& state, const runtime::Batch& batch, runtime::ActivityBatch& into) {
  constexpr std::size_t most_text = std::size_t{8} << 20;
  const std::shared_ptr<JoinBuffers> buffers = state.buffers.take();
  if (!buffers->table) buffers->table = std::make_unique<ActivityTable>(state.plan);
  ActivityTable& table = *buffers->table;
  table.clear();
  if (table.text_bytes() > most_text) table.forget_texts();
  std::vector<RowRange> ranges;
  if (auto failure = state.runs->gather(batch, table, ranges)) return failure;
  buffers->joined.clear();
  for (const RowRange& range : ranges) buffers->joined.push_back({&table, range});
  gather_rows(state.plan, table, buffers, into);
  return std::nullopt;
}

void count_unasked_in_memory(const ActivityPartitions& partitions, DataReport& report) {
  for (std::size_t number = 0; number < ActivityPartitions::count; ++number) {
    const ActivityPart* part = partitions.part(number);
    if (part == nullptr) continue;
    for (std::size_t lead = 0; lead < part->asked.size(); ++lead) {
      const std::uint64_t count = part->starts[lead + 1] - part->starts[lead] + part->beyond_reach[lead];
      if (count == 0 || part->asked[lead]) continue;
      report.count_unknown_lead(part->leads.value(static_cast<std::int32_t>(lead)), count);
    }
  }
}

}  // namespace

ActivityStore::State::State(const runtime::Schema& schema, std::int64_t as_of_, DataReport& report_)
    : plan(schema), as_of(as_of_), report(report_), partitions(plan) {}
ActivityStore::State::~State() = default;

bool ActivityStore::State::write_run() {
  if (!runs) runs = std::make_unique<ActivityRuns>(*this);
  failure = runs->write_run();
  return !failure;
}

ActivityStore::ActivityStore(const runtime::Schema& schema, std::int64_t as_of, DataReport& report)
    : state_(std::make_unique<State>(schema, as_of, report)) {}
ActivityStore::~ActivityStore() = default;

bool ActivityStore::load(const std::string& file, const InputOptions& options) {
  if (state_->failure) return false;
  state_->threads = std::max(state_->threads, options.threads);
  const ReaderFormat* format = reader_for_file(file, options.format);
  if (format == nullptr || format->load_activities == nullptr) return load_activities(*state_, file, options);
  state_->failure = format->load_activities(file, options, *this);
  return !state_->failure && !state_->gave_up;
}

void ActivityStore::limit_memory(std::size_t bytes) { state_->memory = bytes; }
void ActivityStore::keep_only(const runtime::ActivityReach& reach) { state_->plan.ask_only(reach, state_->as_of); }
void ActivityStore::when_full(std::function<bool()> has_another_way) { state_->when_full = std::move(has_another_way); }

bool ActivityStore::finish(bool beside_nested) {
  State& state = *state_;
  state.settling.settles = !beside_nested || state.plan.merging.empty();
  state.settling.keeps_ids = beside_nested;
  if (!state.runs) {
    state.partitions.group(state.settling, state.partitions.rows() < rows_for_threads ? 1 : state.threads, state.report);
    return true;
  }
  if (state.partitions.rows() > 0 && !state.write_run()) return false;
  state.failure = state.runs->finish();
  return !state.failure;
}

std::optional<Failure> ActivityStore::join(const runtime::Batch& batch, runtime::ActivityBatch& into) const {
  into.owners.clear();
  if (state_->runs) return join_from_runs(*state_, batch, into);
  const std::shared_ptr<JoinBuffers> buffers = state_->buffers.take();
  find_activities(state_->partitions, batch, buffers->joined);
  gather_rows(state_->plan, state_->partitions.like(), buffers, into);
  return std::nullopt;
}

std::optional<Failure> ActivityStore::count_unasked(DataReport& report) const {
  if (state_->runs) return state_->runs->count_unasked(report);
  count_unasked_in_memory(state_->partitions, report);
  return std::nullopt;
}

const std::optional<Failure>& ActivityStore::failure() const { return state_->failure; }
std::uint64_t ActivityStore::rows() const { return state_->rows_read; }
bool ActivityStore::spilled() const { return state_->runs != nullptr; }
bool ActivityStore::gave_up() const { return state_->gave_up; }

}  // namespace assay::io
