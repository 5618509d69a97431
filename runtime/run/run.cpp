#include "runtime/run/run.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

#include "runtime/io/lead_converter.h"
#include "runtime/io/lead_source.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/ordered_activities.h"
#include "runtime/io/ordered_input.h"
#include "runtime/io/readers.h"

namespace assay::run {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

// A batch that is scored and, where the format allows it, spelled.
struct ScoredBatch {
  io::LeadBatch leads;
  runtime::ActivityBatch activities;
  runtime::Result result;
  std::string bytes;
};

class Run {
 public:
  Run(const runtime::Program& program, const RunSettings& settings, ProgressSink* progress)
      : program_(program), settings_(settings), progress_(progress), stages_(program) {
    report_.threads = settings.threads;
  }

  RunReport run();

 private:
  bool load_activities();
  bool load_into_store();
  std::optional<io::IdOrder> order_to_stream_in() const;
  bool open_leads();
  bool asks_for_nested() const;
  std::uint64_t size_of_leads() const;
  std::optional<double> share_read() const;
  void write_head();
  void work();
  bool take_piece(io::LeadPiece& piece, std::uint64_t& number);
  std::unique_ptr<ScoredBatch> empty_batch();
  void convert(io::LeadConverter& converter, io::LeadPiece& piece, ScoredBatch& batch);
  bool join(ScoredBatch& batch, std::uint64_t number, RunTimings& timings);
  void score(runtime::Session& session, ScoredBatch& batch, RunTimings& timings);
  void hand_over(std::unique_ptr<ScoredBatch> batch, std::uint64_t number, RunTimings& timings);
  void write_ready(RunTimings& timings);
  bool settle(ScoredBatch& batch);
  void write(ScoredBatch& batch);
  void add(const RunTimings& timings);
  void note_unwritable();
  void finish_activities();
  void finish();
  void stop(io::Failure failure);

  const runtime::Program& program_;
  const RunSettings& settings_;
  ProgressSink* progress_;
  RunReport report_;
  StageCounter stages_;
  std::uint64_t bytes_of_leads_ = 0;  // 0: not known
  std::atomic<std::uint64_t> bytes_read_ = 0;
  std::unique_ptr<io::ActivityStore> activities_;  // null: there are none, or
  std::unique_ptr<io::OrderedActivities> ordered_;
  io::NestedOptions nested_;
  std::unique_ptr<io::LeadReader> leads_;
  std::unique_ptr<io::Formatter> formatter_;

  std::mutex read_mutex_;
  std::uint64_t next_to_read_ = 0;

  std::mutex write_mutex_;
  std::condition_variable written_;
  std::uint64_t next_to_write_ = 0;
  std::map<std::uint64_t, std::unique_ptr<ScoredBatch>> waiting_;
  std::vector<std::unique_ptr<ScoredBatch>> free_;
  bool stopped_ = false;
};

bool Run::load_activities() {
  if (settings_.activities.empty()) return true;
  const Clock::time_point start = Clock::now();
  const bool loaded = load_into_store();
  report_.timings.read_ms += milliseconds_since(start);
  return loaded;
}

// What does not fit into memory is read along with the leads, where files are in their order.
bool Run::load_into_store() {
  std::optional<io::IdOrder> order;
  activities_ = std::make_unique<io::ActivityStore>(program_.schema(), settings_.as_of, report_.data);
  activities_->limit_memory(settings_.memory / 4 * 3);
  if (!asks_for_nested()) activities_->keep_only(program_.activity_reach());
  activities_->when_full([&] { return (order = order_to_stream_in()).has_value(); });
  bool loads = true;
  for (const std::string& file : settings_.activities) loads = loads && activities_->load(file, settings_.activity_options);
  if (order) {
    activities_.reset();
    report_.data = {};
    ordered_ = std::make_unique<io::OrderedActivities>(program_.schema(), settings_.as_of, settings_.activities, settings_.activity_options,
                                                       *order);
    return true;
  }
  loads = loads && activities_->finish(asks_for_nested());
  if (!loads) stop(*activities_->failure());
  return loads;
}

// Only where the report will be whole: what is said of activities must not depend on how far the leads were read.
std::optional<io::IdOrder> Run::order_to_stream_in() const {
  const bool ends_early = settings_.bad_limit.count || settings_.lead_options.limit != UINT64_MAX;
  if (ends_early || asks_for_nested()) return std::nullopt;
  return io::common_order(program_.schema(),
                          {settings_.leads, settings_.activities, settings_.lead_options.input, settings_.activity_options});
}

// The size of all lead files; 0 where one is no file on disk.
std::uint64_t Run::size_of_leads() const {
  std::uint64_t all = 0;
  for (const std::string& file : settings_.leads) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::is_regular_file(file, error) ? std::filesystem::file_size(file, error) : 0;
    if (error || size == 0) return 0;
    all += size;
  }
  return all;
}

// Readers of columns do not count; then nothing is known.
std::optional<double> Run::share_read() const {
  const std::uint64_t read = bytes_read_.load(std::memory_order_relaxed);
  if (bytes_of_leads_ == 0 || read == 0) return std::nullopt;
  return std::min(1.0, static_cast<double>(read) / static_cast<double>(bytes_of_leads_));
}

bool Run::open_leads() {
  io::LeadOptions options = settings_.lead_options;
  if (progress_ != nullptr) bytes_of_leads_ = size_of_leads();
  options.input.bytes_read = &bytes_read_;
  options.id_memory = settings_.memory / 8;
  nested_ = {settings_.as_of, settings_.activity_options, activities_.get()};
  if (asks_for_nested()) options.nested = &nested_;
  leads_ = std::make_unique<io::LeadReader>(program_.schema(), settings_.leads, options, report_.data);
  return leads_->open();
}

// Whether the leads are in files that may hold their activities, and the policy asks for any.
bool Run::asks_for_nested() const {
  return program_.schema().needs_activities && io::may_nest(settings_.leads, settings_.lead_options.input.format);
}

void Run::write_head() {
  io::WriterOptions options;
  options.explain = settings_.explain;
  options.spreadsheet = settings_.spreadsheet;
  options.kept_names = leads_->kept_names();
  options.table_rows = settings_.table_rows;
  formatter_ = settings_.format->make(program_.result_schema(), options);
  std::string head;
  formatter_->head(head);
  if (formatter_->failure()) return stop(*formatter_->failure());
  settings_.output->write(head);
}

// Cuts off the next rows; one thread at a time, so the numbers are those of the input.
bool Run::take_piece(io::LeadPiece& piece, std::uint64_t& number) {
  const std::lock_guard lock(read_mutex_);
  if (!leads_->take(piece)) return false;
  number = next_to_read_++;
  return true;
}

void Run::convert(io::LeadConverter& converter, io::LeadPiece& piece, ScoredBatch& batch) {
  converter.convert(piece, batch.leads);
  io::LeadFindings& findings = batch.leads.findings;
  if (batch.leads.batch.rows > 0) stages_.look_for_unknown(batch.leads.batch, findings.file->file, findings.report);
}

// Every batch comes here, empty ones too.
bool Run::join(ScoredBatch& batch, std::uint64_t number, RunTimings& timings) {
  const Clock::time_point start = Clock::now();
  std::optional<io::Failure> failure;
  if (ordered_) failure = ordered_->join(batch.leads.batch, number, batch.activities);
  if (activities_ && !batch.leads.has_activities) failure = activities_->join(batch.leads.batch, batch.activities);
  timings.read_ms += milliseconds_since(start);
  if (failure) stop(std::move(*failure));
  return !failure;
}

void Run::score(runtime::Session& session, ScoredBatch& batch, RunTimings& timings) {
  const runtime::ActivityBatch* activities = batch.leads.has_activities ? &batch.leads.activities : nullptr;
  if (activities == nullptr && (activities_ || ordered_)) activities = &batch.activities;
  const Clock::time_point waiting = Clock::now();
  session.get_ready(batch.leads.batch.rows + (activities ? activities->size() : 0));
  timings.compile_ms += milliseconds_since(waiting);
  const Clock::time_point start = Clock::now();
  session.score(batch.leads.batch, activities, batch.result);
  timings.score_ms += milliseconds_since(start);
  if (!formatter_->stateless()) return;
  const Clock::time_point spelling = Clock::now();
  batch.bytes.clear();
  formatter_->rows(batch.leads, batch.result, batch.bytes);
  timings.write_ms += milliseconds_since(spelling);
}

// Waits until the batch is not too far ahead of what is written, then writes all that is ready.
void Run::hand_over(std::unique_ptr<ScoredBatch> batch, std::uint64_t number, RunTimings& timings) {
  std::unique_lock lock(write_mutex_);
  const std::uint64_t most_ahead = std::uint64_t{settings_.threads} * 2;
  written_.wait(lock, [&] { return stopped_ || number < next_to_write_ + most_ahead; });
  waiting_.emplace(number, std::move(batch));
  write_ready(timings);
  written_.notify_all();
}

void Run::write_ready(RunTimings& timings) {
  while (!stopped_ && !waiting_.empty() && waiting_.begin()->first == next_to_write_) {
    const Clock::time_point start = Clock::now();
    std::unique_ptr<ScoredBatch> batch = std::move(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
    ++next_to_write_;
    if (settle(*batch) && batch->leads.batch.rows > 0) write(*batch);
    free_.push_back(std::move(batch));
    timings.write_ms += milliseconds_since(start);
  }
}

// Adds what was found in the batch to the data report. False: it is not to be written, nor is any behind it.
bool Run::settle(ScoredBatch& batch) {
  if (!leads_->settle(batch.leads)) {
    if (!report_.failure) report_.failure = leads_->failure();
    stopped_ = true;
  }
  if (settings_.bad_limit.count && settings_.bad_limit.passed_by(report_.data)) stopped_ = true;
  return !stopped_;
}

void Run::write(ScoredBatch& batch) {
  if (!formatter_->stateless()) {
    batch.bytes.clear();
    formatter_->rows(batch.leads, batch.result, batch.bytes);
    note_unwritable();
  }
  stages_.count(batch.result);
  report_.rows += batch.result.rows;
  stopped_ |= !settings_.output->write(batch.bytes);
  if (progress_) progress_->advanced(report_.rows, share_read());
}

// What a batch was before, for its memory; null: the run has been stopped.
std::unique_ptr<ScoredBatch> Run::empty_batch() {
  const std::lock_guard lock(write_mutex_);
  if (stopped_) return nullptr;
  if (free_.empty()) return std::make_unique<ScoredBatch>();
  std::unique_ptr<ScoredBatch> batch = std::move(free_.back());
  free_.pop_back();
  return batch;
}

void Run::work() {
  RunTimings timings;
  runtime::RunOptions options;
  options.as_of = settings_.as_of;
  options.explain = settings_.explain;
  const std::unique_ptr<runtime::Session> session = program_.start(options);
  const std::unique_ptr<io::LeadConverter> converter = leads_->make_converter();
  while (std::unique_ptr<ScoredBatch> batch = empty_batch()) {
    std::uint64_t number = 0;
    io::LeadPiece piece;
    const Clock::time_point start = Clock::now();
    const bool taken = take_piece(piece, number);
    if (taken) convert(*converter, piece, *batch);
    timings.read_ms += milliseconds_since(start);
    if (!taken) break;
    if (!join(*batch, number, timings)) break;
    if (batch->leads.batch.rows > 0) score(*session, *batch, timings);
    hand_over(std::move(batch), number, timings);
  }
  add(timings);
}

void Run::add(const RunTimings& timings) {
  const std::lock_guard lock(write_mutex_);
  report_.timings.compile_ms = std::max(report_.timings.compile_ms, timings.compile_ms);
  report_.timings.read_ms += timings.read_ms;
  report_.timings.score_ms += timings.score_ms;
  report_.timings.write_ms += timings.write_ms;
}

void Run::stop(io::Failure failure) {
  const std::lock_guard lock(write_mutex_);
  if (!report_.failure) report_.failure = std::move(failure);
  stopped_ = true;
  written_.notify_all();
}

// What the formatter could not spell is a failure of the run. By who holds write_mutex_, or is alone.
void Run::note_unwritable() {
  if (!formatter_->failure()) return;
  if (!report_.failure) report_.failure = formatter_->failure();
  stopped_ = true;
}

void Run::finish_activities() {
  std::optional<io::Failure> failure;
  if (activities_) failure = activities_->count_unasked(report_.data);
  if (ordered_) failure = ordered_->finish(report_.data);
  if (failure) report_.failure = std::move(failure);
}

void Run::finish() {
  if (!report_.failure && !leads_->finish()) report_.failure = leads_->failure();
  const bool whole = !report_.failure && !stopped_ && report_.rows < settings_.lead_options.limit;
  if (whole) finish_activities();
  report_.stages = stages_.counts();
  report_.activities = report_.data.activity_rows;
  report_.too_much_bad_data = settings_.bad_limit.passed_by(report_.data);
  const Clock::time_point start = Clock::now();
  if (!report_.failure && !report_.too_much_bad_data) {
    std::string foot;
    formatter_->foot(foot);
    note_unwritable();
    if (!report_.failure) {
      settings_.output->write(foot);
      settings_.output->commit();
    }
  }
  if (!report_.failure) report_.failure = settings_.output->failure();
  report_.timings.write_ms += milliseconds_since(start);
}

RunReport Run::run() {
  const Clock::time_point start = Clock::now();
  if (load_activities() && !open_leads()) stop(*leads_->failure());
  report_.timings.read_ms = report_.failure ? report_.timings.read_ms : milliseconds_since(start);
  if (!report_.failure) write_head();
  if (!report_.failure) {
    std::vector<std::thread> others;
    for (unsigned i = 1; i < settings_.threads; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& each : others) each.join();
    finish();
  }
  report_.timings.total_ms = milliseconds_since(start);
  return std::move(report_);
}

}  // namespace

RunReport score_files(const runtime::Program& program, const RunSettings& settings, ProgressSink* progress) {
  return Run(program, settings, progress).run();
}

}  // namespace assay::run
