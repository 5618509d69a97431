#include "runtime/io/leads.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/calendar/zone.h"
#include "runtime/io/columns.h"
#include "runtime/io/hash.h"
#include "runtime/io/headers.h"
#include "runtime/io/json_nested.h"
#include "runtime/io/kept.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"
#include "runtime/io/seen_ids.h"
#include "runtime/io/text_values.h"

namespace assay::io {
namespace {

// A batch with more text than this ends early; with the longest block it still fits 32-bit offsets.
constexpr std::size_t most_batch_text = std::size_t{64} << 20;

ColumnNeed need_of(const runtime::FieldSpec& field, const InputOptions& options) {
  ColumnNeed need{"lead." + field.name, field.from, mapped_column(options, field.name)};
  need.names.push_back(field.name);
  if (field.type == runtime::Type::TextList) need.takes = Takes::list;
  return need;
}

}  // namespace

std::string mapped_column(const InputOptions& options, const std::string& name) {
  for (const auto& [field, column] : options.map) {
    if (field == name) return column;
  }
  return "";
}

struct LeadReader::State {
  State(const runtime::Schema& schema_, std::vector<std::string> files_, LeadOptions options_, DataReport& report_)
      : schema(schema_),
        files(std::move(files_)),
        options(std::move(options_)),
        report(report_),
        zone(calendar::load_zone(schema.timezone).value_or(calendar::Zone())),
        kept(options.keep) {
    if (options.nested != nullptr) nested = std::make_unique<NestedActivities>(schema, *options.nested, report);
  }

  // One field of the current file.
  struct Source {
    std::unique_ptr<ColumnBuilder> builder;  // null: nobody reads the field
    std::optional<std::size_t> column;
    std::optional<CellFaults> faults;
  };

  // A field that looked for a column of the current file.
  struct Asked {
    std::string field;
    std::optional<std::size_t> column;
    bool declared = false;  // by the policy itself: worth a word when there is no such column
  };

  bool open_next_file();
  bool match_columns();
  bool match_field(std::size_t field, ColumnIndex& index);
  bool match_id(ColumnIndex& index, FileReport& file);
  bool match_nested(ColumnIndex& index);
  bool check_map();
  void report_columns(FileReport& file);
  bool fill();
  void start_batch();
  void append_rows(std::size_t count);
  void append_ids(std::size_t count);
  void append_nested(std::size_t count);
  void finish_batch(LeadBatch& into);
  bool next_columns(LeadBatch& into);
  void number_rows(runtime::Batch& batch);
  void look_for_repeated_ids(const runtime::TextColumn& column, std::size_t rows);
  void count_empty_id(std::size_t row);
  void end_file();
  bool fail(Failure why) {
    failure = std::move(why);
    return false;
  }

  const runtime::Schema& schema;
  std::vector<std::string> files;
  LeadOptions options;
  DataReport& report;
  calendar::Zone zone;
  KeptColumns kept;

  std::size_t next_file = 0;
  std::unique_ptr<RowReader> reader;  // of the current file, or:
  std::unique_ptr<LeadFile> columns;
  std::vector<Source> sources;
  std::vector<Asked> asked;
  std::optional<std::size_t> id_column;
  std::optional<CellFaults> id_faults;
  std::vector<BadColumn> counted_as_field;  // where the id is a field that the policy reads, each bad cell is counted once, there
  std::unique_ptr<NestedActivities> nested;  // null: nobody asks for them
  std::unique_ptr<NestedRows> nested_rows;   // of the current file; null: it has none
  std::size_t nested_column = 0;
  std::optional<CellFaults> nested_faults;
  TextValues ids{TextValues::Shape::plain};
  SeenIds seen;
  std::vector<std::uint64_t> id_hashes;  // of the batch
  CellScratch scratch;
  std::optional<Failure> failure;

  std::shared_ptr<const RowBlock> block;
  std::size_t at = 0;          // next row of the block
  std::size_t batch_rows = 0;  // in the batch that is being made
  std::size_t batch_text = 0;
  std::uint64_t batch_first_row = 1;
  std::uint64_t rows = 0;  // of all files
};

bool LeadReader::State::check_map() {
  for (const auto& [field, column] : options.input.map) {
    if (schema.field(field) < 0 && field != "id")
      return fail({fmt::format("--map {}={}: the policy has no field {}", field, column, field)});
  }
  return true;
}

bool LeadReader::State::open_next_file() {
  const std::string& path = files[next_file++];
  const ReaderFormat* format = options.open ? nullptr : reader_for_file(path, options.input.format);
  if (options.open || (format != nullptr && format->open_leads != nullptr)) {
    const LeadRequest request{path, schema, options, zone, report, kept.known_names(), nested.get()};
    columns = options.open ? options.open(request) : format->open_leads(request);
    if (!columns->open()) return fail(*columns->failure());
    kept.decide(columns->kept_names());
    return true;
  }
  OpenedRows opened = open_rows(path, options.input);
  if (opened.failure) return fail(*opened.failure);
  reader = std::move(opened.reader);
  block = nullptr;
  return match_columns();
}

bool LeadReader::State::match_columns() {
  ColumnIndex& index = reader->columns();
  asked.clear();
  FileReport& file = report.leads.emplace_back();
  file.file = reader->name();
  sources.resize(schema.fields.size());
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    if (!match_field(i, index)) return false;
  }
  if (!match_id(index, file)) return false;
  if (auto why = kept.match(index)) return fail(*why);
  return !nested || !index.nests() || match_nested(index);
}

bool LeadReader::State::match_field(std::size_t number, ColumnIndex& index) {
  const runtime::FieldSpec& field = schema.fields[number];
  Source& source = sources[number];
  source.column.reset();
  const bool wanted = field.used || static_cast<std::int32_t>(number) == schema.current_stage_field;
  // What the prelude declares and nobody asks for may fit several columns; that is no fault.
  if (!wanted && field.from_prelude) return true;
  const ColumnIndex::Match match = index.find(need_of(field, options.input));
  if (match.failure && wanted) return fail(*match.failure);
  const bool told = (!field.from_prelude && static_cast<std::int32_t>(number) != schema.id_field) || match.column;
  if (told) asked.push_back({field.name, match.column, !field.from_prelude && static_cast<std::int32_t>(number) != schema.id_field});
  if (!match.column || !wanted) return true;
  source.column = match.column;
  source.faults.emplace(report.bad_leads, index, field.name, *match.column);
  if (!source.builder) source.builder = make_column_builder(field, zone);
  return true;
}

bool LeadReader::State::match_id(ColumnIndex& index, FileReport& file) {
  const ColumnNeed need = schema.id_field >= 0 ? need_of(schema.fields[static_cast<std::size_t>(schema.id_field)], options.input)
                                               : ColumnNeed{"lead.id", {"id"}, mapped_column(options.input, "id")};
  const std::string name = need.name.substr(need.name.find('.') + 1);
  const ColumnIndex::Match match = index.find(need);
  if (match.failure) return fail(*match.failure);
  id_column = match.column;
  // An object that does not have an id at all speaks for all of its file: else ids would depend on how far one looks.
  if (id_column && !index.starts_with(*id_column)) id_column.reset();
  file.row_numbers_as_ids = !id_column;
  if (!id_column) return true;
  const bool is_read_as_field = schema.id_field >= 0 && sources[static_cast<std::size_t>(schema.id_field)].column == id_column;
  id_faults.emplace(is_read_as_field ? counted_as_field : report.bad_leads, index, name, *id_column);
  const auto known = [&](const Asked& each) { return each.field == name; };
  if (std::none_of(asked.begin(), asked.end(), known)) asked.push_back({name, id_column, false});
  return true;
}

bool LeadReader::State::match_nested(ColumnIndex& index) {
  nested_column = *index.find({"activities", {"activities"}, "", Takes::list}).column;
  nested_faults.emplace(report.bad_leads, index, "activities", nested_column);
  asked.push_back({"activities", nested_column, false});
  nested_rows = std::make_unique<NestedRows>(reader->name());
  return nested->start_file(nested_rows->columns()) || fail(*nested->failure());
}

// Of JSON it is only known at the end which keys there were.
void LeadReader::State::report_columns(FileReport& file) {
  const ColumnIndex& index = reader->columns();
  for (const Asked& each : asked) {
    const std::string name = each.column ? index.name_of(*each.column) : "";
    if (!name.empty()) {
      file.matched.push_back({each.field, name});
    } else if (each.declared) {
      file.unmatched_fields.push_back(each.field);
    }
  }
  for (const std::string& name : index.names()) {
    const auto takes = [&](const MatchedColumn& each) { return each.column == name; };
    if (std::none_of(file.matched.begin(), file.matched.end(), takes)) file.unused_columns.push_back(name);
  }
}

// Moves to the next rows, into the next file where the current one has ended. False at the end and on failure.
bool LeadReader::State::fill() {
  while (block == nullptr || at == block->rows) {
    if (!reader) {
      if (next_file == files.size() || !open_next_file()) return false;
      if (columns) return false;
    }
    block.reset();
    block = reader->next();
    at = 0;
    if (block != nullptr && block->faults) report.append(*block->faults);
    if (block != nullptr) continue;
    if (reader->failure()) return fail(*reader->failure());
    end_file();
    // A batch is of one file.
    if (batch_rows > 0) return false;
  }
  return true;
}

void LeadReader::State::end_file() {
  report_columns(report.leads.back());
  if (nested_rows) nested->end_file();
  nested_rows.reset();
  report.leads.back().rows = reader->rows();
  report.leads.back().blank_lines = reader->blank_lines();
  reader.reset();
  block = nullptr;
}

void LeadReader::State::start_batch() {
  batch_rows = 0;
  batch_text = 0;
  ids.start();
  kept.start();
  for (Source& source : sources) {
    if (source.builder) source.builder->start();
  }
}

void LeadReader::State::append_rows(std::size_t count) {
  if (batch_rows == 0) batch_first_row = block->first_row + at;
  append_ids(count);
  batch_text = ids.plain_bytes() + kept.append(*block, at, at + count);
  for (Source& source : sources) {
    if (!source.builder || !source.column) continue;
    source.builder->append({*block, at, at + count, *source.column}, *source.faults);
    batch_text += source.builder->text_bytes();
  }
  if (nested_rows) append_nested(count);
  at += count;
  batch_rows += count;
  rows += count;
}

void LeadReader::State::append_nested(std::size_t count) {
  constexpr std::size_t bytes_of_one = 64;
  const RowBlock& rows_of_all = nested_rows->read({*block, at, at + count, nested_column}, batch_rows, *nested_faults);
  if (rows_of_all.rows == 0) return;
  if (!nested->append(rows_of_all, nested_rows->rows_around().data())) fail(*nested->failure());
  batch_text += rows_of_all.rows * bytes_of_one;
}

void LeadReader::State::append_ids(std::size_t count) {
  std::string_view text;
  for (std::size_t row = at; row < at + count; ++row) {
    if (!id_column) {
      ids.push(std::to_string(rows + 1 + row - at));
      continue;
    }
    if (!take_cell(*block, row, *id_column, scratch, *id_faults, text)) text = {};
    if (text.empty()) count_empty_id(row);
    ids.push(text);
  }
}

void LeadReader::State::count_empty_id(std::size_t row) {
  Place place;
  if (report.empty_ids.wants_sample()) place = {reader->name(), block->first_row + row, block->line_of(row)};
  report.empty_ids.add(place, "");
}

void LeadReader::State::look_for_repeated_ids(const runtime::TextColumn& column, std::size_t count) {
  constexpr std::size_t ahead = 16;
  id_hashes.resize(count);
  for (std::size_t row = 0; row < count; ++row) id_hashes[row] = TextKey(column.value(row)).hash;
  for (std::size_t row = 0; row < count; ++row) {
    if (row + ahead < count) seen.prefetch(id_hashes[row + ahead]);
    const std::string_view id = column.value(row);
    if (id.empty()) continue;
    if (!seen.has_room()) {
      report.repeated_ids_incomplete = true;
      return;
    }
    if (!seen.rises(id, id_hashes[row]) && seen.add(id_hashes[row])) report.repeated_ids.add({report.leads.back().file, batch_first_row + row, 0}, id);
  }
}

void LeadReader::State::finish_batch(LeadBatch& into) {
  runtime::Batch& batch = into.batch;
  batch.rows = batch_rows;
  batch.first_row = batch_first_row;
  batch.columns.assign(schema.fields.size(), runtime::Column{});
  for (std::size_t i = 0; i < sources.size(); ++i) {
    runtime::Column& column = batch.columns[i];
    column.storage = runtime::storage_of(schema.fields[i].type);
    column.absent = !sources[i].builder || !sources[i].column;
    if (!column.absent) sources[i].builder->finish(column, batch.owners);
  }
  batch.ids = ids.finish(batch.owners);
  kept.finish(into.kept, batch.owners);
  if (id_column) look_for_repeated_ids(batch.ids, batch.rows);
  report.lead_rows += batch.rows;
  into.has_activities = nested && nested->finish(batch, into.activities);
  if (nested && nested->failure()) fail(*nested->failure());
}

// The next rows of a file that has columns. False at its end and on failure.
bool LeadReader::State::next_columns(LeadBatch& into) {
  const std::uint64_t most = std::min<std::uint64_t>(options.batch_rows, options.limit - rows);
  if (!columns->next(into, static_cast<std::size_t>(most))) {
    if (columns->failure()) fail(*columns->failure());
    columns.reset();
    return false;
  }
  FileReport& file = report.leads.back();
  into.batch.first_row = batch_first_row = file.rows + 1;
  if (file.row_numbers_as_ids) number_rows(into.batch);
  if (!file.row_numbers_as_ids) look_for_repeated_ids(into.batch.ids, into.batch.rows);
  file.rows += into.batch.rows;
  rows += into.batch.rows;
  report.lead_rows += into.batch.rows;
  into.has_activities = nested && nested->finish(into.batch, into.activities);
  return !nested || !nested->failure() || fail(*nested->failure());
}

void LeadReader::State::number_rows(runtime::Batch& batch) {
  ids.start();
  for (std::size_t row = 0; row < batch.rows; ++row) ids.push(std::to_string(rows + 1 + row));
  batch.ids = ids.finish(batch.owners);
}

LeadReader::LeadReader(const runtime::Schema& schema, std::vector<std::string> files, LeadOptions options, DataReport& report)
    : state_(std::make_unique<State>(schema, std::move(files), std::move(options), report)) {}
LeadReader::~LeadReader() = default;

bool LeadReader::open() { return state_->check_map() && (state_->files.empty() || state_->open_next_file()); }

bool LeadReader::next(LeadBatch& into) {
  State& state = *state_;
  into.batch.owners.clear();
  into.batch.rows = 0;
  if (state.failure) return false;
  state.batch_rows = 0;
  into.has_activities = false;
  // A file that has columns makes its own batches; behind it may come another such file, or one of rows.
  do {
    if (state.failure || state.rows >= state.options.limit) return false;
    if (state.columns && state.next_columns(into)) return true;
  } while (!state.failure && !state.fill() && state.columns);
  if (state.failure || state.block == nullptr) return false;
  state.start_batch();
  do {
    const std::uint64_t allowed = std::min<std::uint64_t>(state.options.batch_rows - state.batch_rows, state.options.limit - state.rows);
    state.append_rows(static_cast<std::size_t>(std::min<std::uint64_t>(allowed, state.block->rows - state.at)));
  } while (state.batch_rows < state.options.batch_rows && state.rows < state.options.limit && state.batch_text < most_batch_text &&
           state.fill());
  if (state.failure) return false;
  state.finish_batch(into);
  if (state.failure) return false;
  if (state.rows >= state.options.limit && state.reader) state.end_file();
  return true;
}

const std::optional<Failure>& LeadReader::failure() const { return state_->failure; }
const std::vector<std::string>& LeadReader::kept_names() const { return state_->kept.names(); }

}  // namespace assay::io
