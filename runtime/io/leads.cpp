#include "runtime/io/leads.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "runtime/calendar/zone.h"
#include "runtime/io/lead_converter.h"
#include "runtime/io/lead_source.h"
#include "runtime/io/seen_ids.h"
#include "runtime/text/nearest.h"

namespace assay::io {
namespace {

// A piece with more bytes than this ends early: they stay in the cache until they are converted, memory stays bounded, and with the longest
// block texts still fit 32-bit offsets.
constexpr std::size_t most_piece_bytes = std::size_t{2} << 20;

// What SeenIds calls a place: the number of the file, and the row in it.
constexpr unsigned bits_of_row = 40;
constexpr std::uint64_t row_of_place = (std::uint64_t{1} << bits_of_row) - 1;

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
    if (options.nested != nullptr) nested = std::make_unique<NestedLeads>(schema, *options.nested);
    converter = std::make_unique<LeadConverter>(schema, zone, nested.get());
  }

  std::optional<Failure> check_map() const;
  std::optional<Failure> open_next_file();
  std::optional<Failure> open_columns(LeadSource& source, const ReaderFormat* format);

  bool take(LeadPiece& piece);
  void take_from_file(LeadPiece& piece);
  void take_rows(LeadPiece& piece);
  void take_columns(LeadPiece& piece);
  bool settle(LeadBatch& batch);
  void begin_entry(const LeadSource& source);
  void note_ids(const LeadBatch& batch);
  bool finish();
  bool fail(std::optional<Failure> why) {
    failure = std::move(why);
    return false;
  }

  const runtime::Schema& schema;
  const std::vector<std::string> files;
  const LeadOptions options;
  DataReport& report;
  const calendar::Zone zone;

  // By who takes.
  KeptColumns kept;
  std::size_t next_file = 0;
  std::shared_ptr<LeadSource> file;  // null: the next one is to be opened
  bool is_new = true;                // no piece has come out of the file yet
  bool at_end = false;
  std::uint64_t rows = 0;                    // of all files
  std::unique_ptr<NestedLeads> nested;       // null: nobody asks for them
  std::unique_ptr<LeadConverter> converter;  // of next(), and of what has to be converted in turn

  // By who settles.
  SeenIds seen{options.id_memory};
  bool finished = false;
  std::optional<Failure> failure;
};

std::optional<Failure> LeadReader::State::check_map() const {
  for (const auto& [field, column] : options.input.map) {
    if (schema.field(field) >= 0 || field == "id") continue;
    std::vector<std::string_view> names{"id"};
    for (const runtime::FieldSpec& each : schema.fields) names.push_back(each.name);
    return Failure{fmt::format("--map {0}={1}: the policy asks for no field '{0}'{2}", field, column, text::did_you_mean(field, names))};
  }
  return std::nullopt;
}

std::optional<Failure> LeadReader::State::open_next_file() {
  const std::string& path = files[next_file++];
  const ReaderFormat* format = options.open ? nullptr : reader_for_file(path, options.input.format);
  auto source = std::make_shared<LeadSource>();
  if (options.open || (format != nullptr && format->open_leads != nullptr)) {
    source->file = path;
    source->in_turn = nested != nullptr;
    if (auto why = open_columns(*source, format)) return why;
  } else {
    OpenedRows opened = open_rows(path, options.input);
    if (opened.failure) return opened.failure;
    source->rows = std::move(opened.reader);
    source->file = source->rows->name();
    if (auto why = match_columns(*source, schema, options.input, nested != nullptr, kept)) return why;
    source->in_turn = nested != nullptr || source->rows->make_parser() == nullptr;
  }
  file = std::move(source);
  is_new = true;
  return std::nullopt;
}

std::optional<Failure> LeadReader::State::open_columns(LeadSource& source, const ReaderFormat* format) {
  const LeadRequest request{
      source.file, schema, options, zone, source.columns_found, kept.known_names(), nested ? &nested->activities : nullptr};
  source.columns = options.open ? options.open(request) : format->open_leads(request);
  if (!source.columns->open()) return source.columns->failure();
  source.row_numbers_as_ids = source.columns_found.leads.back().row_numbers_as_ids;
  kept.decide(source.columns->kept_names());
  return std::nullopt;
}

bool LeadReader::State::take(LeadPiece& piece) {
  piece = LeadPiece{};
  if (at_end || rows >= options.limit || (!file && next_file == files.size())) return false;
  if (!file) piece.failure = open_next_file();
  if (!piece.failure) take_from_file(piece);
  at_end = piece.failure.has_value();
  return true;
}

void LeadReader::State::take_from_file(LeadPiece& piece) {
  piece.file = file;
  piece.begins_file = std::exchange(is_new, false);
  piece.leads_before = rows;
  file->columns ? take_columns(piece) : take_rows(piece);
  rows += piece.rows;
  piece.ends_file |= rows >= options.limit;
  if (file->in_turn) {
    auto ready = std::make_unique<LeadBatch>();
    converter->convert(piece, *ready);
    piece.ready = std::move(ready);
  }
  if (piece.ends_file) file.reset();
}

void LeadReader::State::take_rows(LeadPiece& piece) {
  const std::uint64_t most = options.limit - rows;
  std::size_t bytes = 0;
  while (piece.rows < std::min<std::uint64_t>(options.batch_rows, most) && bytes < most_piece_bytes) {
    std::shared_ptr<RowBlock> block = file->rows->cut();
    if (!block) {
      piece.failure = file->rows->failure();
      piece.ends_file = true;
      return;
    }
    bytes += block->end - block->begin;
    piece.rows = static_cast<std::size_t>(std::min<std::uint64_t>(piece.rows + block->rows, most));
    piece.blocks.push_back(std::move(block));
  }
}

void LeadReader::State::take_columns(LeadPiece& piece) {
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(options.batch_rows, options.limit - rows));
  piece.columns = file->columns->take(most);
  if (piece.columns) {
    piece.rows = piece.columns->count;
  } else {
    piece.failure = file->columns->failure();
    piece.ends_file = true;
  }
}

bool LeadReader::State::settle(LeadBatch& batch) {
  LeadFindings& found = batch.findings;
  if (failure || found.failure) return fail(failure ? failure : found.failure);
  const LeadSource& source = *found.file;
  if (found.begins_file) begin_entry(source);
  for (const std::shared_ptr<const RowBlock>& block : found.blocks_with_names) {
    if (auto why = source.rows->note(*block)) return fail(why);
  }
  if (!source.in_turn && source.rows) name_columns(source, found.report.bad_leads);
  for (FileReport& file_of_activities : found.report.activities) report.activities.push_back(std::move(file_of_activities));
  report.append(std::move(found.report));
  note_ids(batch);
  report.leads.back().rows += batch.batch.rows;
  if (found.ends_file) {
    const std::vector<FileReport>& nested_in_columns = source.columns_found.activities;
    report.activities.insert(report.activities.end(), nested_in_columns.begin(), nested_in_columns.end());
  }
  if (found.ends_file && source.rows) {
    report_columns(source, options, report.leads.back());
    report.leads.back().blank_lines = source.rows->blank_lines();
  }
  return true;
}

void LeadReader::State::begin_entry(const LeadSource& source) {
  FileReport& entry = report.leads.emplace_back();
  if (source.columns) entry = source.columns_found.leads.back();
  entry.file = source.file;
  entry.row_numbers_as_ids = source.row_numbers_as_ids;
}

void LeadReader::State::note_ids(const LeadBatch& batch) {
  if (!batch.findings.looks_at_ids) return;
  const std::vector<std::uint64_t>& hashes = batch.findings.id_hashes;
  const std::uint64_t first_place = (report.leads.size() - 1) << bits_of_row | batch.batch.first_row;
  if (hashes.empty()) return seen.note_rising(batch.batch.ids, batch.batch.rows, first_place);
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    const std::string_view id = batch.batch.ids.value(row);
    if (!id.empty()) seen.note(id, hashes[row], first_place + row);
  }
}

bool LeadReader::State::finish() {
  if (failure || std::exchange(finished, true)) return !failure;
  SeenIds::Repeated repeated = seen.find_repeated();
  if (repeated.failure) return fail(repeated.failure);
  for (const auto& [place, id] : repeated.first) {
    report.repeated_ids.add({report.leads[place >> bits_of_row].file, place & row_of_place, 0}, id);
  }
  report.repeated_ids.count = repeated.count;
  return true;
}

LeadReader::LeadReader(const runtime::Schema& schema, std::vector<std::string> files, LeadOptions options, DataReport& report)
    : state_(std::make_unique<State>(schema, std::move(files), std::move(options), report)) {}
LeadReader::~LeadReader() = default;

bool LeadReader::open() {
  State& state = *state_;
  state.failure = state.check_map();
  if (!state.failure && !state.files.empty()) state.failure = state.open_next_file();
  return !state.failure;
}

bool LeadReader::take(LeadPiece& piece) { return state_->take(piece); }
bool LeadReader::settle(LeadBatch& batch) { return state_->settle(batch); }
bool LeadReader::finish() { return state_->finish(); }
std::unique_ptr<LeadConverter> LeadReader::make_converter() const {
  return std::make_unique<LeadConverter>(state_->schema, state_->zone, nullptr);
}

bool LeadReader::next(LeadBatch& into) {
  State& state = *state_;
  LeadPiece piece;
  do {
    if (state.failure) return false;
    if (!state.take(piece)) {
      state.finish();
      return false;
    }
    state.converter->convert(piece, into);
    if (!state.settle(into)) return false;
  } while (into.batch.rows == 0);
  return true;
}

const std::optional<Failure>& LeadReader::failure() const { return state_->failure; }
const std::vector<std::string>& LeadReader::kept_names() const { return state_->kept.names(); }

}  // namespace assay::io
