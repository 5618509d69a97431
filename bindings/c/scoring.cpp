#include "bindings/c/scoring.h"

#include <exception>
#include <thread>

#include "runtime/arrow/activities.h"
#include "runtime/arrow/leads.h"

namespace assay::c_api {
namespace {

io::WriterOptions writer_options(bool explain) {
  io::WriterOptions options;
  options.explain = explain;
  return options;
}

}  // namespace

Scoring::Scoring(RunRequest request)
    : request_(std::move(request)),
      program_(*request_.policy->program),
      findings_(std::make_shared<Findings>()),
      exporter_(program_.result_schema(), writer_options(request_.explain)),
      stages_(program_) {
  findings_->as_of = request_.as_of;
  slots_.resize(request_.threads);
}

Scoring::~Scoring() = default;

void Scoring::schema(ArrowSchema* out) const { exporter_.schema(out); }

void Scoring::empty_batch(ArrowArray* out) const {
  runtime::Result result;
  result.reset(program_.result_schema(), 0, request_.explain);
  exporter_.batch({}, result, out);
}

Outcome Scoring::open(arrow::OwnedStream leads, arrow::OwnedStream activities) {
  const std::lock_guard lock(findings_->mutex);
  if (Outcome outcome = load(std::move(activities)); outcome.status != ASSAY_OK) return outcome;
  io::LeadOptions options;
  options.batch_rows = request_.batch_rows;
  if (program_.schema().needs_activities) options.nested = &nested_;
  options.open = [&leads](const io::LeadRequest& request) { return std::make_unique<arrow::LeadStream>(std::move(leads), request); };
  leads_ = std::make_unique<io::LeadReader>(program_.schema(), std::vector<std::string>{"leads"}, options, findings_->data);
  return leads_->open() ? Outcome{} : Outcome{ASSAY_WRONG_DATA, leads_->failure()->message};
}

Outcome Scoring::load(arrow::OwnedStream activities) {
  nested_.as_of = request_.as_of;
  if (!activities) return {};
  store_ = std::make_unique<io::ActivityStore>(program_.schema(), request_.as_of, findings_->data);
  if (auto why = arrow::load_activities(std::move(activities), "activities", {}, *store_)) return {ASSAY_WRONG_DATA, why->message};
  store_->finish(program_.schema().needs_activities);
  nested_.beside = store_.get();
  return {};
}

// Reads a batch for each slot, as long as there are leads.
Outcome Scoring::read_round(std::size_t& filled) {
  const std::lock_guard lock(findings_->mutex);
  for (filled = 0; filled < slots_.size() && !at_end_; ++filled) {
    Slot& slot = slots_[filled];
    at_end_ = !leads_->next(slot.leads);
    if (leads_->failure()) return {ASSAY_WRONG_DATA, leads_->failure()->message};
    if (at_end_) break;
    stages_.look_for_unknown(slot.leads.batch, findings_->data.leads.back().file, findings_->data);
    findings_->rows += slot.leads.batch.rows;
  }
  return {};
}

Outcome Scoring::read(LeadsWithActivities& into) {
  std::size_t filled = 0;
  if (Outcome outcome = read_round(filled); outcome.status != ASSAY_OK || filled == 0) return outcome;
  into = {&slots_[0].leads.batch, activities_of(slots_[0])};
  return {};
}

void Scoring::count_unasked() {
  const std::lock_guard lock(findings_->mutex);
  store_->count_unasked(findings_->data);
}

const runtime::ActivityBatch* Scoring::activities_of(Slot& slot) const {
  if (slot.leads.has_activities) return &slot.leads.activities;
  if (!store_) return nullptr;
  store_->join(slot.leads.batch, slot.activities);
  return &slot.activities;
}

Outcome Scoring::next(ArrowArray* out) {
  *out = ArrowArray{};
  while (ready_.empty() && !at_end_) {
    std::size_t filled = 0;
    if (Outcome outcome = read_round(filled); outcome.status != ASSAY_OK) return outcome;
    score_round(filled);
    if (at_end_ && store_) count_unasked();
  }
  if (ready_.empty()) return {};
  ready_.front().give_to(out);
  ready_.pop_front();
  return {};
}

// Scores as many batches as were read, each on a thread of its own; the caller's is one of them. What a thread throws is thrown here.
void Scoring::score_round(std::size_t count) {
  std::vector<std::exception_ptr> thrown(count);
  const auto work = [&](std::size_t i) {
    try {
      score(slots_[i]);
    } catch (...) {
      thrown[i] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < count; ++i) threads.emplace_back(work, i);
    if (count > 0) work(0);
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (thrown[i]) std::rethrow_exception(thrown[i]);
    ready_.push_back(std::move(slots_[i].scores));
  }
}

void Scoring::score(Slot& slot) const {
  if (!slot.session) slot.session = program_.start({.as_of = request_.as_of, .explain = request_.explain});
  slot.session->score(slot.leads.batch, activities_of(slot), slot.result);
  ArrowArray scores{};
  exporter_.batch(slot.leads, slot.result, &scores);
  slot.scores = arrow::OwnedArray(&scores);
}

}  // namespace assay::c_api
