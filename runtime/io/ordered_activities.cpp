#include "runtime/io/ordered_activities.h"

#include <mutex>
#include <utility>

#include "runtime/io/activity_segments.h"
#include "runtime/io/activity_store.h"

namespace assay::io {
namespace {

// Texts of a batch's activities beyond this are forgotten behind it; until then verdicts about them can be kept.
constexpr std::size_t most_text = std::size_t{8} << 20;

// The activities of neighbouring leads, by lead. Who fills it keeps the segments that they come from.
struct Window {
  // Empties it; texts stay while they are few.
  void start(const ActivityPlan& plan) {
    if (!table) table.emplace(plan);
    if (!spare) spare.emplace(plan);
    leads.clear();
    table->clear();
    if (table->text_bytes() > most_text) table->forget_texts();
  }

  // The number of a lead; leads come in their order.
  std::int32_t number_of(std::string_view lead) {
    if (leads.empty() || leads.back() != lead) leads.push_back(lead);
    return static_cast<std::int32_t>(leads.size()) - 1;
  }

  std::vector<std::string_view> leads;
  std::vector<std::uint32_t> starts;  // where the rows of each begin in the table, and the end
  std::optional<ActivityTable> table, spare;
};

// The numbers of the texts of a segment in the table.
bool number_texts(const ActivityTable& from, ActivityTable& to, std::vector<TextCodes>& codes) {
  codes.assign(from.slots.size(), {});
  for (std::size_t i = 0; i < from.slots.size(); ++i) {
    if (from.slots[i]->texts() && !append_codes(*from.slots[i]->texts(), *to.slots[i]->texts(), codes[i])) return false;
  }
  return true;
}

bool append_rows(const SegmentRows& piece, Window& window) {
  const ActivityIntake& from = piece.segment->rows();
  std::vector<std::uint32_t> rows;
  for (std::size_t row = piece.rows.begin; row < piece.rows.end; ++row) {
    if (from.table.lead_of[row] >= 0) rows.push_back(static_cast<std::uint32_t>(row));
  }
  std::vector<TextCodes> codes;
  if (!number_texts(from.table, *window.table, codes)) return false;
  for (const std::uint32_t row : rows) window.table->lead_of.push_back(window.number_of(from.lead_ids[row].text()));
  window.table->append_rows(from.table, rows, codes);
  return true;
}

}  // namespace

struct OrderedActivities::State {
  State(const runtime::Schema& schema, std::int64_t as_of, std::vector<std::string> files, const InputOptions& options, IdOrder order_)
      : plan(schema), order(order_), segments(plan, as_of, std::move(files), options, order) {}

  std::optional<Failure> gather(const runtime::Batch& batch, const std::vector<SegmentRows>& pieces, runtime::ActivityBatch& into);
  void find(const runtime::Batch& batch, const Window& window, JoinBuffers& joined, DataReport& found_here);
  std::optional<Failure> check(const runtime::Batch& batch, std::string_view before) const;

  const ActivityPlan plan;
  const IdOrder order;
  ActivitySegments segments;
  Recycler<Window> windows;
  Recycler<JoinBuffers> buffers;

  // Whose turn it is, and the last lead of those before; changed where segments are taken, by one thread at a time.
  std::uint64_t turn = 0;
  std::string last;

  std::mutex mutex;  // of what follows
  DataReport found;
};

// Leads rise from batch to batch and within, each with an id of its own.
std::optional<Failure> OrderedActivities::State::check(const runtime::Batch& batch, std::string_view before) const {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view id = batch.ids.value(row);
    if (id.empty()) continue;
    if (!before.empty() && !comes_before(order, before, id)) return Failure{"the files of leads have changed while they were read"};
    before = id;
  }
  return std::nullopt;
}

// Both go through the leads in their order.
void OrderedActivities::State::find(const runtime::Batch& batch, const Window& window, JoinBuffers& joined, DataReport& found_here) {
  joined.joined.assign(batch.rows, {});
  std::size_t lead = 0;
  const auto rows_of_lead = [&] { return RowRange{window.starts[lead], window.starts[lead + 1]}; };
  const auto pass_over = [&] {
    const RowRange rows = rows_of_lead();
    if (rows.end > rows.begin) found_here.count_unknown_lead(window.leads[lead], rows.end - rows.begin);
    ++lead;
  };
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view id = batch.ids.value(row);
    if (id.empty()) continue;
    while (lead < window.leads.size() && comes_before(order, window.leads[lead], id)) pass_over();
    if (lead == window.leads.size() || window.leads[lead] != id) continue;
    joined.joined[row] = {&*window.table, rows_of_lead()};
    ++lead;
  }
  while (lead < window.leads.size()) pass_over();
}

std::optional<Failure> OrderedActivities::State::gather(const runtime::Batch& batch, const std::vector<SegmentRows>& pieces,
                                                        runtime::ActivityBatch& into) {
  const std::shared_ptr<Window> window = windows.take();
  window->start(plan);
  for (const SegmentRows& piece : pieces) {
    if (!append_rows(piece, *window)) return Failure{"the different values of an attribute together are longer than 2 GiB"};
  }
  DataReport found_here;
  const RowRange all{0, window->table->rows()};
  window->starts = group_activities(plan, {}, window->leads.size(), {&all, 1}, *window->table, *window->spare, found_here);
  const std::shared_ptr<JoinBuffers> joined = buffers.take();
  find(batch, *window, *joined, found_here);
  gather_rows(plan, *window->table, joined, into);
  const std::lock_guard lock(mutex);
  found.append(std::move(found_here));
  return std::nullopt;
}

OrderedActivities::OrderedActivities(const runtime::Schema& schema, std::int64_t as_of, std::vector<std::string> files,
                                     const InputOptions& options, IdOrder order)
    : state_(std::make_unique<State>(schema, as_of, std::move(files), options, order)) {}
OrderedActivities::~OrderedActivities() = default;

std::optional<Failure> OrderedActivities::join(const runtime::Batch& batch, std::uint64_t number, runtime::ActivityBatch& into) {
  State& state = *state_;
  into.owners.clear();
  std::string_view last;
  for (std::size_t row = batch.rows; row > 0 && last.empty(); --row) last = batch.ids.value(row - 1);
  std::string before;
  std::vector<SegmentRows> pieces;
  const auto is_turn = [&] { return state.turn == number; };
  auto failure = state.segments.take(is_turn, last, pieces, [&] {
    ++state.turn;
    before = state.last;
    if (!last.empty()) state.last = last;
  });
  if (!failure) failure = state.check(batch, before);
  return failure ? failure : state.gather(batch, pieces, into);
}

std::optional<Failure> OrderedActivities::finish(DataReport& report) {
  const runtime::Batch nobody;
  runtime::ActivityBatch none;
  while (const std::optional<std::string> last = state_->segments.next_last()) {
    std::vector<SegmentRows> pieces;
    auto failure = state_->segments.take([] { return true; }, *last, pieces, [] {});
    if (!failure) failure = state_->gather(nobody, pieces, none);
    if (failure) return failure;
  }
  state_->segments.report(report);
  report.append(state_->found.take());
  return std::nullopt;
}

}  // namespace assay::io
