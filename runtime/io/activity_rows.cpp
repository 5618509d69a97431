#include "runtime/io/activity_rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/io/hash.h"
#include "runtime/io/headers.h"

namespace assay::io {

bool ActivityRows::match() {
  if (!check_map() || !match_structure()) return false;
  match_attributes();
  return !state_.failure;
}

bool ActivityRows::check_map() {
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

// Of JSON it is only known at the end which keys there were.
void ActivityRows::report_columns(FileReport& report) const {
  for (const auto& [name, column] : asked_) {
    const MatchedColumn matched{name, index_.name_of(column)};
    const auto same = [&](const MatchedColumn& each) { return each.field == matched.field && each.column == matched.column; };
    if (!matched.column.empty() && std::none_of(report.matched.begin(), report.matched.end(), same)) report.matched.push_back(matched);
  }
  for (const std::string& name : index_.names()) {
    const auto takes = [&](const MatchedColumn& each) { return each.column == name; };
    if (std::none_of(report.matched.begin(), report.matched.end(), takes)) report.unused_columns.push_back(name);
  }
}

bool ActivityRows::match_structure() {
  for (std::size_t i = 0; i < activity_columns; ++i) {
    const auto column = static_cast<ActivityColumn>(i);
    const std::string name(name_of(column));
    if (nested_ && column == ActivityColumn::lead) continue;
    const Takes takes = column == ActivityColumn::attributes ? Takes::object : Takes::value;
    const ColumnIndex::Match match = index_.find({"activity." + name, names_of(column), mapped_column(options_, name), takes});
    if (match.failure) return fail(match.failure->message);
    columns_[i] = match.column;
    if (!match.column) continue;
    asked_.emplace_back(name, *match.column);
    faults_[i].emplace(state_.report.bad_activities, index_, name, *match.column);
  }
  for (const ActivityColumn needed : {ActivityColumn::lead, ActivityColumn::activity}) {
    if (column_of(needed) || (nested_ && needed == ActivityColumn::lead)) continue;
    return fail(fmt::format("{} has no column for the {}; --map activity.{}=COLUMN names it", index_.file(),
                            needed == ActivityColumn::lead ? "lead's id" : "kind of activity", name_of(needed)));
  }
  return true;
}

void ActivityRows::match_attributes() {
  for (const auto& targets : state_.targets) {
    ActivitySource& source = sources_.emplace_back();
    for (const AttributeTarget& target : targets) {
      if (target.slot < 0) continue;
      const std::string& name = target.spec->name;
      const Takes takes = target.spec->type == runtime::Type::TextList ? Takes::list : Takes::value;
      const ColumnIndex::Match match = index_.find({"activity." + name, {name}, mapped_column(options_, name), takes});
      if (match.failure) fail(match.failure->message);
      SlotColumn& slot = *table_.slots[static_cast<std::size_t>(target.slot)];
      source.attributes.push_back(
          {AttributeReader(*target.spec, slot, state_.zone), name, loose_key(name), match.column, &target == targets.data()});
      if (!match.column) continue;
      asked_.emplace_back(name, *match.column);
      own_faults_.resize(std::max(own_faults_.size(), *match.column + 1));
      own_faults_[*match.column].emplace(state_.report.bad_activities, index_, name, *match.column);
    }
  }
}

void ActivityRows::make_room(std::size_t rows) {
  table_.lead_of.resize(rows, -1);
  table_.kinds.resize(rows, runtime::ActivityBatch::unknown_kind);
  table_.times.resize(rows, runtime::ActivityBatch::untimed);
  if (has_ids() || !table_.id_hashes.empty()) table_.id_hashes.resize(rows, 0);
  for (const auto& slot : table_.slots) slot->resize(rows);
}

bool ActivityRows::read(const RowBlock& block, const std::uint32_t* leads) {
  base_ = table_.rows();
  if (base_ + block.rows > UINT32_MAX) return fail(fmt::format("{}: more than {} activities", index_.file(), UINT32_MAX));
  make_room(base_ + block.rows);
  state_.rows_read += block.rows;
  state_.report.activity_rows += block.rows;
  json_row_ = -1;
  if (nested_) {
    std::copy(leads, leads + block.rows, table_.lead_of.begin() + static_cast<std::ptrdiff_t>(base_));
  } else {
    read_leads(block);
  }
  read_kinds(block);
  read_times(block);
  read_ids(block);
  return !state_.failure && read_attributes(block);
}

bool ActivityRows::cell(const RowBlock& block, std::size_t row, ActivityColumn column, std::string_view& text) {
  return take_cell(block, row, *column_of(column), scratch_, faults_of(column), text) && !text.empty();
}

void ActivityRows::count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found) {
  Place place;
  if (counted.wants_sample()) place = {index_.file(), block.number_of(row), block.line_of(row)};
  counted.add(place, found);
}

// In two rounds, so that the places of the dictionary that will be looked at are on their way.
void ActivityRows::read_leads(const RowBlock& block) {
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
    fail(fmt::format("{}: the ids of all leads together are longer than 1 GiB", index_.file()));
}

std::int16_t ActivityRows::kind_of(std::string_view text) {
  // Kinds are few; a column of other things is not remembered beyond that.
  if (kind_texts_.size() > most_names) return state_.kinds.match(text);
  const auto code = static_cast<std::size_t>(kind_texts_.code_of(text));
  if (code == kind_of_text_.size()) kind_of_text_.push_back(state_.kinds.match(text));
  return kind_of_text_[code];
}

void ActivityRows::read_kinds(const RowBlock& block) {
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

void ActivityRows::read_times(const RowBlock& block) {
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

void ActivityRows::read_ids(const RowBlock& block) {
  if (!column_of(ActivityColumn::activity_id)) return;
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    if (cell(block, row, ActivityColumn::activity_id, text)) table_.id_hashes[base_ + row] = std::max<std::uint64_t>(hash_bytes(text), 1);
  }
}

bool ActivityRows::read_attributes(const RowBlock& block) {
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
bool ActivityRows::read_attribute(const RowBlock& block, AttributeSource& attribute, std::uint32_t row) {
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

bool ActivityRows::set(const RowBlock& block, AttributeSource& attribute, std::uint32_t row, std::string_view text, CellFaults& faults) {
  switch (attribute.reader.set(base_ + row, text)) {
    case AttributeReader::Outcome::fine: return true;
    case AttributeReader::Outcome::bad: faults.add(block, row, text, attribute.reader.expected()); return true;
    case AttributeReader::Outcome::no_room: break;
  }
  return fail(fmt::format("{}: the different values of {} together are longer than 2 GiB", index_.file(), attribute.name));
}

void ActivityRows::parse_json(const RowBlock& block, std::uint32_t row) {
  json_row_ = row;
  members_.clear();
  std::string_view text;
  if (!cell(block, row, ActivityColumn::attributes, text)) return;
  if (!members_.read(text)) faults_of(ActivityColumn::attributes).add(block, row, text, "a JSON object");
}

// The member of the row's JSON that belongs to the attribute.
std::optional<std::string_view> ActivityRows::json_text(const RowBlock& block, std::uint32_t row, const AttributeSource& attribute) {
  if (json_row_ != static_cast<std::int64_t>(row)) parse_json(block, row);
  return members_.find(attribute.name, attribute.loose_name);
}

}  // namespace assay::io
