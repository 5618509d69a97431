#include "runtime/io/ordered_input.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>

#include "runtime/io/activity_match.h"
#include "runtime/io/cells.h"
#include "runtime/io/lead_source.h"
#include "runtime/io/on_threads.h"
#include "runtime/io/readers.h"

namespace assay::io {
namespace {

// Goes through the ids in one column of a file.
class IdScan {
 public:
  // Goes on behind `ids`, and stops where they keep to no order.
  IdScan(RowReader& reader, std::size_t column, Repeats repeats, RisingIds& ids)
      : reader_(reader), column_(column), repeats_(repeats), ids_(ids) {}

  // On each thread.
  void work() {
    const std::unique_ptr<RowParser> parser = reader_.make_parser();
    std::uint64_t number = 0;
    while (const std::shared_ptr<RowBlock> block = cut(number)) {
      const bool is_readable = !parser || parser->parse(*block);
      add(number, is_readable ? ids_of(*block) : RisingIds(repeats_), is_readable);
    }
  }

 private:
  std::shared_ptr<RowBlock> cut(std::uint64_t& number) {
    const std::lock_guard lock(reading_);
    {
      const std::lock_guard order_lock(adding_);
      if (!ids_.rise_at_all() || unreadable_) return nullptr;
    }
    number = blocks_++;
    return reader_.cut();
  }

  RisingIds ids_of(const RowBlock& block) {
    RisingIds ids(repeats_);
    std::vector<BadColumn> unread;  // who reads the rows for their values reports them
    CellFaults faults(unread, reader_.columns(), "", column_);
    CellScratch scratch;
    std::string_view id;
    for (std::size_t row = 0; row < block.rows && ids.rise_at_all(); ++row) {
      if (take_cell(block, row, column_, scratch, faults, id) && !id.empty()) ids.note(id);
    }
    return ids;
  }

  void add(std::uint64_t number, RisingIds of_block, bool is_readable) {
    const std::lock_guard lock(adding_);
    unreadable_ |= !is_readable;
    waiting_.emplace(number, std::move(of_block));
    for (; !waiting_.empty() && waiting_.begin()->first == next_; ++next_) {
      ids_.append(waiting_.begin()->second);
      waiting_.erase(waiting_.begin());
    }
  }

  RowReader& reader_;
  const std::size_t column_;
  const Repeats repeats_;
  RisingIds& ids_;

  std::mutex reading_;
  std::uint64_t blocks_ = 0;

  std::mutex adding_;  // of all that follows, and ids_
  bool unreadable_ = false;
  std::map<std::uint64_t, RisingIds> waiting_;  // for those before them
  std::uint64_t next_ = 0;
};

bool can_be_read_twice(const std::string& file, const InputOptions& options) {
  std::error_code error;
  const ReaderFormat* format = reader_for_file(file, options.format);
  const bool is_rows = format == nullptr || (format->open_leads == nullptr && format->load_activities == nullptr);
  return is_rows && std::filesystem::is_regular_file(file, error) && !error;
}

// Goes through the ids of all files; `find_column` says which column of a file has them. False where there are none to be had.
template <class FindColumn>
bool scan_files(std::span<const std::string> files, const InputOptions& options, Repeats repeats, const FindColumn& find_column,
                RisingIds& ids) {
  for (const std::string& file : files) {
    if (!can_be_read_twice(file, options)) return false;
    const OpenedRows opened = open_rows(file, options);
    if (opened.failure) return false;
    const std::optional<std::size_t> column = find_column(opened.reader->columns());
    if (!column) return false;
    IdScan scan(*opened.reader, *column, repeats, ids);
    on_threads(options.threads, [&] { scan.work(); });
    if (opened.reader->failure() || !ids.rise_at_all()) return false;
  }
  return true;
}

}  // namespace

std::optional<IdOrder> common_order(const runtime::Schema& schema, const InputFiles& files) {
  const ActivityPlan plan(schema);
  const auto lead_of_activity = [&](ColumnIndex& index) {
    MatchedActivities matched;
    const bool fails = match_activities(plan, files.activity_options, index, false, matched).has_value();
    return fails ? std::nullopt : matched.column_of(ActivityColumn::lead);
  };
  const auto id_of_lead = [&](ColumnIndex& index) { return index.find(id_need(schema, files.lead_options)).column; };
  InputOptions lead_options = files.lead_options;
  lead_options.threads = files.activity_options.threads;
  lead_options.bytes_read = nullptr;

  // Activities first: exports of them are mostly in the order of time, which their first rows show.
  RisingIds of_activities(Repeats::allowed), of_leads(Repeats::refused);
  if (!scan_files(files.activities, files.activity_options, Repeats::allowed, lead_of_activity, of_activities)) return std::nullopt;
  if (!scan_files(files.leads, lead_options, Repeats::refused, id_of_lead, of_leads)) return std::nullopt;
  for (const IdOrder order : id_orders) {
    if (of_activities.rise(order) && of_leads.rise(order)) return order;
  }
  return std::nullopt;
}

}  // namespace assay::io
