#include <algorithm>
#include <array>
#include <filesystem>
#include <unordered_map>

#include <fmt/format.h>

#include "runtime/io/activity_store.h"
#include "runtime/io/attribute_reader.h"
#include "runtime/io/cells.h"
#include "runtime/io/hash.h"
#include "runtime/io/headers.h"
#include "runtime/io/json.h"
#include "runtime/io/readers.h"
#include "runtime/io/values.h"

namespace assay::io {
namespace {

constexpr std::size_t most_names = 1000;  // names that are remembered, of kinds as of JSON keys

// One attribute in the file that is being read.
struct AttributeSource {
  AttributeReader reader;
  std::string name, loose_name;
  std::optional<std::size_t> column;  // of its own name
  bool is_first = false;              // may also come from `object`
};

// The attributes of one activity that somebody asks for.
struct ActivitySource {
  std::vector<AttributeSource> attributes;
  std::vector<std::uint32_t> rows;  // of the block that is being read
};

class ActivityLoader {
 public:
  ActivityLoader(ActivityStore::State& state, const InputOptions& options) : state_(state), table_(state.table), options_(options) {}

  bool load(const std::string& file);

 private:
  bool match_columns();
  bool match_structure(ColumnIndex& index);
  void match_attributes(ColumnIndex& index);
  bool check_map();
  void report_columns(FileReport& report);
  void reserve(const RowBlock& block);
  bool read_block(const RowBlock& block);
  void read_leads(const RowBlock& block);
  void read_kinds(const RowBlock& block);
  std::int16_t kind_of(std::string_view text);
  void read_times(const RowBlock& block);
  void read_ids(const RowBlock& block);
  bool read_attributes(const RowBlock& block);
  bool read_attribute(const RowBlock& block, AttributeSource& attribute, std::uint32_t row);
  bool set(const RowBlock& block, AttributeSource& attribute, std::uint32_t row, std::string_view text, CellFaults& faults);
  std::optional<std::string_view> json_text(const RowBlock& block, std::uint32_t row, const AttributeSource& attribute);
  void parse_json(const RowBlock& block, std::uint32_t row);
  const std::string& loose_key_of(const std::string& key);
  bool cell(const RowBlock& block, std::size_t row, ActivityColumn column, std::string_view& text);
  void count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found);
  bool fail(std::string message) {
    state_.failure = Failure{std::move(message)};
    return false;
  }
  const std::optional<std::size_t>& column_of(ActivityColumn column) const { return columns_[static_cast<std::size_t>(column)]; }
  CellFaults& faults_of(ActivityColumn column) { return *faults_[static_cast<std::size_t>(column)]; }

  ActivityStore::State& state_;
  ActivityTable& table_;
  const InputOptions& options_;
  std::unique_ptr<RowReader> reader_;
  std::string file_;

  std::vector<std::pair<std::string, std::size_t>> asked_;  // names that look for a column, and theirs
  std::array<std::optional<std::size_t>, activity_columns> columns_;
  std::array<std::optional<CellFaults>, activity_columns> faults_;
  std::vector<ActivitySource> sources_;                // one per activity of the schema
  std::vector<std::optional<CellFaults>> own_faults_;  // per column of the file
  ValueParser time_parser_{{runtime::Type::Time, nullptr, "", ""}, state_.zone};

  TextDictionary kind_texts_;
  std::vector<std::int16_t> kind_of_text_;

  JsonObjectReader json_;
  std::vector<JsonMember> members_;
  std::unordered_map<std::string, std::string> loose_keys_;
  std::int64_t json_row_ = -1;  // whose members are in members_

  CellScratch scratch_, object_scratch_;
  std::vector<TextKey> keys_;
  std::vector<std::string_view> texts_;
  std::size_t base_ = 0;  // row of the table that the block's first row is
};

bool ActivityLoader::load(const std::string& file) {
  file_ = file == "-" ? "standard input" : file;
  if (!check_map()) return false;
  OpenedRows opened = open_rows(file, options_, state_.report);
  if (opened.failure) return fail(opened.failure->message);
  reader_ = std::move(opened.reader);
  if (!match_columns()) return false;
  while (const RowBlock* block = reader_->next()) {
    if (block->first_row == 1) reserve(*block);
    if (!read_block(*block)) return false;
  }
  if (reader_->failure()) return fail(reader_->failure()->message);
  FileReport& report = state_.report.activities.back();
  report_columns(report);
  report.rows = reader_->rows();
  report.blank_lines = reader_->blank_lines();
  return true;
}

bool ActivityLoader::check_map() {
  for (const auto& [field, column] : options_.map) {
    bool known = false;
    for (std::size_t i = 0; i < activity_columns; ++i) known |= field == name_of(static_cast<ActivityColumn>(i));
    for (const runtime::ActivitySpec& activity : state_.schema.activities) {
      known |= std::any_of(activity.attributes.begin(), activity.attributes.end(), [&](const auto& each) { return each.name == field; });
    }
    if (!known) return fail(fmt::format("--map activity.{}={}: no activity has an attribute {}", field, column, field));
  }
  return true;
}

bool ActivityLoader::match_columns() {
  state_.report.activities.emplace_back().file = file_;
  ColumnIndex& index = reader_->columns();
  if (!match_structure(index)) return false;
  match_attributes(index);
  return !state_.failure;
}

// Of JSON it is only known at the end which keys there were.
void ActivityLoader::report_columns(FileReport& report) {
  const ColumnIndex& index = reader_->columns();
  for (const auto& [name, column] : asked_) {
    const MatchedColumn matched{name, index.name_of(column)};
    const auto same = [&](const MatchedColumn& each) { return each.field == matched.field && each.column == matched.column; };
    if (!matched.column.empty() && std::none_of(report.matched.begin(), report.matched.end(), same)) report.matched.push_back(matched);
  }
  for (const std::string& name : index.names()) {
    const auto takes = [&](const MatchedColumn& each) { return each.column == name; };
    if (std::none_of(report.matched.begin(), report.matched.end(), takes)) report.unused_columns.push_back(name);
  }
}

bool ActivityLoader::match_structure(ColumnIndex& index) {
  for (std::size_t i = 0; i < activity_columns; ++i) {
    const auto column = static_cast<ActivityColumn>(i);
    const std::string name(name_of(column));
    const Takes takes = column == ActivityColumn::attributes ? Takes::object : Takes::value;
    const ColumnIndex::Match match = index.find({"activity." + name, names_of(column), mapped_column(options_, name), takes});
    if (match.failure) return fail(match.failure->message);
    columns_[i] = match.column;
    if (!match.column) continue;
    asked_.emplace_back(name, *match.column);
    faults_[i].emplace(state_.report.bad_activities, index, name, *match.column);
  }
  for (const ActivityColumn needed : {ActivityColumn::lead, ActivityColumn::activity}) {
    if (column_of(needed)) continue;
    return fail(fmt::format("{} has no column for the {}; --map activity.{}=COLUMN names it", file_,
                            needed == ActivityColumn::lead ? "lead's id" : "kind of activity", name_of(needed)));
  }
  return true;
}

void ActivityLoader::match_attributes(ColumnIndex& index) {
  for (const auto& targets : state_.targets) {
    ActivitySource& source = sources_.emplace_back();
    for (const AttributeTarget& target : targets) {
      if (target.slot < 0) continue;
      const std::string& name = target.spec->name;
      const Takes takes = target.spec->type == runtime::Type::TextList ? Takes::list : Takes::value;
      const ColumnIndex::Match match = index.find({"activity." + name, {name}, mapped_column(options_, name), takes});
      if (match.failure) fail(match.failure->message);
      SlotColumn& slot = *table_.slots[static_cast<std::size_t>(target.slot)];
      source.attributes.push_back(
          {AttributeReader(*target.spec, slot, state_.zone), name, loose_key(name), match.column, &target == targets.data()});
      if (!match.column) continue;
      asked_.emplace_back(name, *match.column);
      own_faults_.resize(std::max(own_faults_.size(), *match.column + 1));
      own_faults_[*match.column].emplace(state_.report.bad_activities, index, name, *match.column);
    }
  }
}

// Room for the whole file, judged by the first rows: growing by doubling would need half as much again for a moment.
void ActivityLoader::reserve(const RowBlock& block) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file_, error);
  if (error || block.rows == 0) return;
  const double row_bytes = static_cast<double>(block.end - block.begin) / static_cast<double>(block.rows);
  const std::size_t rows = table_.rows() + static_cast<std::size_t>(static_cast<double>(size) / std::max(row_bytes, 1.0) * 1.02) + 1024;
  table_.lead_of.reserve(rows);
  table_.kinds.reserve(rows);
  table_.times.reserve(rows);
  if (column_of(ActivityColumn::activity_id)) table_.id_hashes.reserve(rows);
  for (const auto& slot : table_.slots) slot->reserve(rows);
}

bool ActivityLoader::read_block(const RowBlock& block) {
  base_ = table_.rows();
  const std::size_t rows = base_ + block.rows;
  if (rows > UINT32_MAX) return fail(fmt::format("{}: more than {} activities", file_, UINT32_MAX));
  table_.lead_of.resize(rows, -1);
  table_.kinds.resize(rows, runtime::ActivityBatch::unknown_kind);
  table_.times.resize(rows, runtime::ActivityBatch::untimed);
  if (column_of(ActivityColumn::activity_id) || !table_.id_hashes.empty()) table_.id_hashes.resize(rows, 0);
  for (const auto& slot : table_.slots) slot->resize(rows);
  state_.rows_read += block.rows;
  state_.report.activity_rows += block.rows;
  json_row_ = -1;
  read_leads(block);
  read_kinds(block);
  read_times(block);
  read_ids(block);
  return !state_.failure && read_attributes(block);
}

bool ActivityLoader::cell(const RowBlock& block, std::size_t row, ActivityColumn column, std::string_view& text) {
  return take_cell(block, row, *column_of(column), scratch_, faults_of(column), text) && !text.empty();
}

void ActivityLoader::count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found) {
  Place place;
  if (counted.wants_sample()) place = {file_, block.first_row + row, block.line_of(row)};
  counted.add(place, found);
}

// In two rounds, so that the places of the dictionary that will be looked at are on their way.
void ActivityLoader::read_leads(const RowBlock& block) {
  constexpr std::size_t ahead = 16;
  keys_.resize(block.rows);
  texts_.resize(block.rows);
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    texts_[row] = {};
    if (!cell(block, row, ActivityColumn::lead, text)) {
      count(state_.report.without_lead_id, block, row, text);
      continue;
    }
    keys_[row] = TextKey(text);
    if (text.data() == scratch_.text.data()) {
      table_.lead_of[base_ + row] = table_.leads.code_of(text, keys_[row]);
    } else {
      texts_[row] = text;
    }
  }
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (row + ahead < block.rows) table_.leads.prefetch(keys_[row + ahead]);
    if (!texts_[row].empty()) table_.lead_of[base_ + row] = table_.leads.code_of(texts_[row], keys_[row]);
  }
  if (table_.leads.byte_count() > TextDictionary::most_bytes / 2)
    fail(fmt::format("{}: the ids of all leads together are longer than 1 GiB", file_));
}

std::int16_t ActivityLoader::kind_of(std::string_view text) {
  // Kinds are few; a column of other things is not remembered beyond that.
  if (kind_texts_.size() > most_names) return state_.kinds.match(text);
  const auto code = static_cast<std::size_t>(kind_texts_.code_of(text));
  if (code == kind_of_text_.size()) kind_of_text_.push_back(state_.kinds.match(text));
  return kind_of_text_[code];
}

void ActivityLoader::read_kinds(const RowBlock& block) {
  auto& unknown_kinds = state_.report.unknown_kinds;
  for (ActivitySource& source : sources_) source.rows.clear();
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    if (!cell(block, row, ActivityColumn::activity, text)) {
      count(state_.report.without_kind, block, row, text);
      table_.lead_of[base_ + row] = -1;
      continue;
    }
    const std::int16_t kind = kind_of(text);
    table_.kinds[base_ + row] = kind;
    if (kind >= 0) {
      sources_[static_cast<std::size_t>(kind)].rows.push_back(static_cast<std::uint32_t>(row));
      continue;
    }
    const auto known = unknown_kinds.find(std::string(text));
    if (known != unknown_kinds.end()) {
      ++known->second;
    } else if (unknown_kinds.size() < most_names) {
      unknown_kinds.emplace(text, 1);
    } else {
      ++state_.report.other_unknown_kinds;
    }
  }
}

void ActivityLoader::read_times(const RowBlock& block) {
  if (!column_of(ActivityColumn::time)) return;
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    if (!cell(block, row, ActivityColumn::time, text)) continue;
    const auto time = time_parser_.integer(text);
    if (time) {
      table_.times[base_ + row] = *time;
    } else {
      faults_of(ActivityColumn::time).add(block, row, text, time_parser_.expected());
    }
  }
}

void ActivityLoader::read_ids(const RowBlock& block) {
  if (!column_of(ActivityColumn::activity_id)) return;
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    if (cell(block, row, ActivityColumn::activity_id, text)) table_.id_hashes[base_ + row] = std::max<std::uint64_t>(hash_bytes(text), 1);
  }
}

bool ActivityLoader::read_attributes(const RowBlock& block) {
  for (ActivitySource& source : sources_) {
    for (const std::uint32_t row : source.rows) {
      for (AttributeSource& attribute : source.attributes) {
        if (!read_attribute(block, attribute, row)) return false;
      }
    }
  }
  return true;
}

// From the column of its own name, else from JSON, else (the first) from `object`.
bool ActivityLoader::read_attribute(const RowBlock& block, AttributeSource& attribute, std::uint32_t row) {
  std::string_view text;
  if (attribute.column) {
    CellFaults& faults = *own_faults_[*attribute.column];
    if (!take_cell(block, row, *attribute.column, scratch_, faults, text)) return true;
    if (!text.empty()) return set(block, attribute, row, text, faults);
  }
  if (column_of(ActivityColumn::attributes)) {
    if (const auto found = json_text(block, row, attribute))
      return set(block, attribute, row, *found, faults_of(ActivityColumn::attributes));
  }
  if (attribute.is_first && column_of(ActivityColumn::object) && cell(block, row, ActivityColumn::object, text)) {
    return set(block, attribute, row, text, faults_of(ActivityColumn::object));
  }
  if (attribute.column) attribute.reader.set_empty(base_ + row);
  return true;
}

bool ActivityLoader::set(const RowBlock& block, AttributeSource& attribute, std::uint32_t row, std::string_view text, CellFaults& faults) {
  switch (attribute.reader.set(base_ + row, text)) {
    case AttributeReader::Outcome::fine: return true;
    case AttributeReader::Outcome::bad: faults.add(block, row, text, attribute.reader.expected()); return true;
    case AttributeReader::Outcome::no_room: break;
  }
  return fail(fmt::format("{}: the different values of {} together are longer than 2 GiB", file_, attribute.name));
}

void ActivityLoader::parse_json(const RowBlock& block, std::uint32_t row) {
  json_row_ = row;
  members_.clear();
  std::string_view text;
  if (!cell(block, row, ActivityColumn::attributes, text)) return;
  if (json_.read(text, members_)) return;
  members_.clear();
  faults_of(ActivityColumn::attributes).add(block, row, text, "a JSON object");
}

// Keys of JSON are the same in row after row.
const std::string& ActivityLoader::loose_key_of(const std::string& key) {
  if (loose_keys_.size() > most_names) loose_keys_.clear();
  const auto [found, is_new] = loose_keys_.try_emplace(key);
  if (is_new) found->second = loose_key(key);
  return found->second;
}

// The member of the row's JSON that belongs to the attribute: of its exact name, else loosely; the first of equals.
std::optional<std::string_view> ActivityLoader::json_text(const RowBlock& block, std::uint32_t row, const AttributeSource& attribute) {
  if (json_row_ != static_cast<std::int64_t>(row)) parse_json(block, row);
  for (const JsonMember& member : members_) {
    if (member.key == attribute.name) return member.text;
  }
  for (const JsonMember& member : members_) {
    if (loose_key_of(member.key) == attribute.loose_name) return member.text;
  }
  return std::nullopt;
}

}  // namespace

bool load_activities(ActivityStore::State& state, const std::string& file, const InputOptions& options) {
  return ActivityLoader(state, options).load(file);
}

}  // namespace assay::io
