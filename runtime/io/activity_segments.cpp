#include "runtime/io/activity_segments.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/io/activity_load.h"
#include "runtime/io/readers.h"

namespace assay::io {

void ActivitySegment::start(const ActivityPlan& plan, std::shared_ptr<ActivityFile> file, std::shared_ptr<RowBlock> block) {
  if (file_ != file) {
    converter_.reset();
    parser_ = file->reader->make_parser();
    intake_ = std::make_unique<ActivityIntake>(plan);
    converter_.emplace(*intake_, file->matched, parser_ ? parser_->columns() : file->reader->columns());
    file_ = std::move(file);
  }
  block_ = std::move(block);
  ids_ = RisingIds(Repeats::allowed);
  is_converted_ = false;
}

void ActivitySegment::convert(std::int64_t as_of) {
  ActivityIntake& intake = *intake_;
  intake.clear();
  intake.table.forget_texts();
  if (parser_ && !parser_->parse(*block_)) {
    intake.failure = parser_->failure();
    return;
  }
  if (block_->faults) intake.findings.append(std::move(*block_->faults));
  if (!converter_->read(*block_)) return;
  leave_out_late(intake, as_of);
  for (const LeadId& id : intake.lead_ids) {
    if (id.bytes != nullptr) ids_.note(id.text());
  }
}

std::size_t ActivitySegment::first_behind(std::string_view id, IdOrder order, std::size_t begin) const {
  const std::vector<LeadId>& ids = intake_->lead_ids;
  if (ids_.last() && !comes_before(order, id, *ids_.last())) return ids.size();
  std::size_t row = begin;
  while (row < ids.size() && (ids[row].bytes == nullptr || !comes_before(order, id, ids[row].text()))) ++row;
  return row;
}

std::optional<Failure> ActivitySegment::settle(DataReport& report) {
  DataReport found = intake_->findings.take();
  if (auto why = name_columns(*file_->reader, file_->matched, *block_, found.bad_activities)) return why;
  report.append(std::move(found));
  return std::nullopt;
}

ActivitySegments::ActivitySegments(const ActivityPlan& plan, std::int64_t as_of, std::vector<std::string> files,
                                   const InputOptions& options, IdOrder order)
    : plan_(plan), as_of_(as_of), names_(std::move(files)), options_(options), order_(order) {}

// By who holds reading_. False at the end and on failure.
bool ActivitySegments::open_next() {
  if (files_.size() == names_.size()) return false;
  OpenedRows opened = open_rows(names_[files_.size()], options_);
  auto file = std::make_shared<ActivityFile>();
  file->reader = std::move(opened.reader);
  std::optional<Failure> failure = std::move(opened.failure);
  if (!failure) failure = match_activities(plan_, options_, file->reader->columns(), false, file->matched);
  const std::lock_guard lock(mutex_);
  failure_ = failure;
  if (failure) return false;
  files_.push_back(file);
  file_ = std::move(file);
  return true;
}

// Cuts a block off and converts it.
void ActivitySegments::read_one() {
  std::shared_ptr<ActivitySegment> segment;
  {
    const std::lock_guard lock(reading_);
    std::shared_ptr<RowBlock> block;
    while ((file_ || open_next()) && !(block = file_->reader->cut()) && !file_->reader->failure()) file_.reset();
    const std::lock_guard queue_lock(mutex_);
    if (!block) {
      if (file_ && !failure_) failure_ = file_->reader->failure();
      at_end_ = true;
      changed_.notify_all();
      return;
    }
    segment = segments_.take();
    segment->start(plan_, file_, std::move(block));
    queue_.push_back(segment);
  }
  segment->convert(as_of_);
  const std::lock_guard lock(mutex_);
  segment->set_converted();
  if (segment->rows().failure && !failure_) failure_ = segment->rows().failure;
  changed_.notify_all();
}

// Reads, or waits for those who do. Only who has all that was read, and too little, goes on beyond most_ahead.
void ActivitySegments::make_progress(std::unique_lock<std::mutex>& lock, bool is_turn) {
  const auto is_converted = [](const auto& segment) { return segment->is_converted(); };
  const bool needs_more = is_turn && std::all_of(queue_.begin(), queue_.end(), is_converted);
  if (at_end_ || (queue_.size() >= most_ahead && !needs_more)) return changed_.wait(lock);
  lock.unlock();
  read_one();
  lock.lock();
}

bool ActivitySegments::has_all_to(std::string_view last) const {
  for (const std::shared_ptr<ActivitySegment>& segment : queue_) {
    if (!segment->is_converted()) return false;
    if (segment->ids().last() && comes_before(order_, last, *segment->ids().last())) return true;
  }
  return at_end_;
}

void ActivitySegments::take_to(std::string_view last, std::vector<SegmentRows>& into) {
  while (!queue_.empty() && !failure_) {
    const std::shared_ptr<ActivitySegment>& segment = queue_.front();
    const std::size_t end = segment->first_behind(last, order_, first_row_);
    if (end > first_row_) into.push_back({segment, {first_row_, end}});
    first_row_ = end;
    if (end < segment->rows().lead_ids.size()) return;
    pop();
  }
}

void ActivitySegments::pop() {
  ActivitySegment& segment = *queue_.front();
  ids_.append(segment.ids());
  if (!ids_.rise(order_)) failure_ = Failure{"the files of activities have changed while they were read"};
  if (auto why = segment.settle(found_)) failure_ = why;
  queue_.pop_front();
  first_row_ = 0;
}

std::optional<std::string> ActivitySegments::next_last() {
  std::unique_lock lock(mutex_);
  while (!failure_) {
    // Segments without any lead are taken with those behind them.
    for (const std::shared_ptr<ActivitySegment>& segment : queue_) {
      if (!segment->is_converted()) break;
      if (segment->ids().last()) return segment->ids().last();
    }
    if (at_end_) break;
    make_progress(lock, true);
  }
  return std::nullopt;
}

void ActivitySegments::report(DataReport& report) {
  report.append(found_.take());
  for (const std::shared_ptr<ActivityFile>& file : files_) {
    FileReport& entry = report.activities.emplace_back();
    entry.file = file->reader->name();
    entry.rows = file->reader->rows();
    entry.blank_lines = file->reader->blank_lines();
    report_columns(file->matched, file->reader->columns(), entry);
  }
}

}  // namespace assay::io
