#include "runtime/io/activity_rows.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/io/digits.h"
#include "runtime/io/hash.h"
#include "runtime/io/headers.h"

namespace assay::io {

ActivityRows::ActivityRows(ActivityIntake& intake, const MatchedActivities& matched, const ColumnIndex& index)
    : intake_(intake), table_(intake.table), matched_(matched), index_(index) {
  for (std::size_t i = 0; i < activity_columns; ++i) {
    if (!matched.columns[i]) continue;
    faults_[i].emplace(intake.findings.bad_activities, index, std::string(name_of(static_cast<ActivityColumn>(i))), *matched.columns[i]);
  }
  queues_.reserve(table_.slots.size());
  for (const auto& slot : table_.slots) queues_.emplace_back(*slot);
  for (std::size_t activity = 0; activity < intake.plan.targets.size(); ++activity) {
    auto& sources = sources_.emplace_back();
    const auto& targets = intake.plan.targets[activity];
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (targets[i].slot < 0) continue;
      const std::string& name = targets[i].spec->name;
      const std::optional<std::size_t>& column = matched.attributes[activity][i];
      TextQueue& queue = queues_[static_cast<std::size_t>(targets[i].slot)];
      auto reader = std::make_unique<AttributeReader>(*targets[i].spec, queue, intake.plan.zone);
      const bool takes_digits = reader->takes_digits();
      sources.push_back({std::move(reader), name, loose_key(name), column, i == 0, takes_digits});
      if (!column) continue;
      own_faults_.resize(std::max(own_faults_.size(), *column + 1));
      own_faults_[*column].emplace(intake.findings.bad_activities, index, name, *column);
    }
  }
  find_usual();
}

// Which attributes have a quick way; rows of a kind with any other are left.
void ActivityRows::find_usual() {
  leaves_kind_.assign(sources_.size() + 1, 0);
  for (std::size_t kind = 0; kind < sources_.size(); ++kind) {
    for (const AttributeSource& source : sources_[kind]) {
      AttributeReader& reader = *source.reader;
      if (!source.column || !(source.takes_digits || reader.takes_texts())) {
        leaves_kind_[kind + 1] = 1;
        continue;
      }
      const auto& object = matched_.column_of(ActivityColumn::object);
      const bool more = matched_.column_of(ActivityColumn::attributes) || (source.is_first && object && object != source.column);
      usual_for(*source.column, reader.slot()).uses[kind + 1] = more ? CellUse::value_or_left : CellUse::value;
    }
  }
}

UsualAttribute& ActivityRows::usual_for(std::size_t column, SlotColumn& slot) {
  for (UsualAttribute& each : usual_) {
    if (each.column == column && each.slot == &slot) return each;
  }
  UsualAttribute& added = usual_.emplace_back();
  added.column = column;
  added.slot = &slot;
  added.uses.assign(sources_.size() + 1, CellUse::none);
  return added;
}

bool ActivityRows::read(const RowBlock& block, const std::uint32_t* leads) {
  base_ = intake_.add_rows(block.rows, matched_.has_ids());
  json_row_.reset();
  if (leads != nullptr) {
    std::copy(leads, leads + block.rows, table_.lead_of.begin() + static_cast<std::ptrdiff_t>(base_));
  } else {
    read_leads(block);
  }
  read_kinds(block);
  read_times(block);
  read_ids(block);
  return read_attributes(block);
}

void ActivityRows::count(Counted& counted, const RowBlock& block, std::size_t row, std::string_view found) {
  Place place;
  if (counted.wants_sample()) place = {index_.file(), block.number_of(row), block.line_of(row)};
  counted.add(place, found);
}

void ActivityRows::read_leads(const RowBlock& block) {
  intake_.lead_ids.resize(base_ + block.rows);
  start_left(block);
  if (has_usual_cells(block))
    read_usual_leads(block, *matched_.column_of(ActivityColumn::lead), intake_.lead_ids.data() + base_, table_.lead_of.data() + base_,
                     left_);
  for (const std::uint32_t row : left_.rows()) {
    std::string_view text;
    if (cell(block, row, ActivityColumn::lead, text)) {
      intake_.set_lead(base_ + row, text, key_of(block, scratch_, text), !scratch_.holds(text));
    } else {
      count(intake_.findings.without_lead_id, block, row, text);
    }
  }
}

std::int16_t ActivityRows::kind_of(std::string_view text, const TextKey& key) {
  // Kinds are few; a column of other things is not remembered beyond that.
  if (kind_texts_.size() > most_names) return intake_.plan.kinds.match(text);
  const auto code = static_cast<std::size_t>(kind_texts_.code_of(text, key));
  if (code == kind_of_text_.size()) kind_of_text_.push_back(intake_.plan.kinds.match(text));
  return kind_of_text_[code];
}

void ActivityRows::read_kinds(const RowBlock& block) {
  start_left(block);
  const bool usual = has_usual_cells(block);
  if (usual) read_usual_kinds(block, *matched_.column_of(ActivityColumn::activity), usual_kinds_, table_.kinds.data() + base_, left_);
  for (const std::uint32_t row : left_.rows()) {
    std::string_view text;
    if (!cell(block, row, ActivityColumn::activity, text)) {
      count(intake_.findings.without_kind, block, row, text);
      table_.lead_of[base_ + row] = -1;
      continue;
    }
    const std::int16_t kind = kind_of(text, key_of(block, scratch_, text));
    table_.kinds[base_ + row] = kind;
    if (kind < 0) intake_.findings.count_unknown_kind(text);
    if (usual && kind >= 0 && !scratch_.holds(text)) remember_kind(text, kind);
  }
}

// For the quick way. The text lies in a block that has one.
void ActivityRows::remember_kind(std::string_view text, std::int16_t kind) {
  if (text.size() > ShortText::longest) return;
  ShortText key;
  key.set_padded(text.data(), static_cast<std::uint32_t>(text.size()));
  if (usual_kinds_.find(key) == ShortTexts::unknown) usual_kinds_.add(key, kind);
}

void ActivityRows::read_times(const RowBlock& block) {
  const std::optional<std::size_t>& column = matched_.column_of(ActivityColumn::time);
  if (!column) return;
  start_left(block);
  if (has_usual_cells(block)) read_usual_times(block, *column, table_.times.data() + base_, left_);
  for (const std::uint32_t row : left_.rows()) {
    std::string_view text;
    if (!cell(block, row, ActivityColumn::time, text)) continue;
    std::int64_t time = 0;
    if (time_parser_.integer(text, time)) {
      table_.times[base_ + row] = time;
    } else {
      faults_of(ActivityColumn::time).add(block, row, text, time_parser_.expected());
    }
  }
}

void ActivityRows::read_ids(const RowBlock& block) {
  if (!matched_.has_ids()) return;
  for (std::size_t row = 0; row < block.rows; ++row) {
    std::string_view text;
    if (cell(block, row, ActivityColumn::activity_id, text)) table_.id_hashes[base_ + row] = std::max<std::uint64_t>(hash_bytes(text), 1);
  }
}

// Rows whose attributes cannot all be read the quick way.
void ActivityRows::leave_attributes(const RowBlock& block) {
  const std::int16_t* const kinds = table_.kinds.data() + base_;
  is_left_.resize(block.rows);
  keeps_.resize(block.rows);
  for (std::size_t row = 0; row < block.rows; ++row) is_left_[row] = leaves_kind_[static_cast<std::size_t>(kinds[row] + 1)];
  for (std::size_t row = 0; row < block.rows; ++row) keeps_[row] = intake_.keeps(base_ + row);
  for (UsualAttribute& each : usual_) read_usual_attribute(block, each, {kinds, keeps_.data(), base_}, is_left_.data());
  left_.add_marked(is_left_);
}

// Row by row, so that what is reported comes in their order.
bool ActivityRows::read_attributes(const RowBlock& block) {
  start_left(block);
  if (has_usual_cells(block)) leave_attributes(block);
  for (const std::uint32_t row : left_.rows()) {
    const std::int16_t kind = table_.kinds[base_ + row];
    if (kind < 0) continue;
    for (AttributeSource& attribute : sources_[static_cast<std::size_t>(kind)]) {
      if (!set_digits(block, attribute, row, base_ + row) && !read_attribute(block, attribute, row)) return false;
    }
  }
  return std::all_of(queues_.begin(), queues_.end(), [](TextQueue& queue) { return queue.finish(); }) || fail_for_room("attributes");
}

// The usual integer, read where it lies.
bool ActivityRows::set_digits(const RowBlock& block, const AttributeSource& attribute, std::size_t row, std::size_t into) {
  if (!attribute.takes_digits || !attribute.column) return false;
  const RowBlock::Extent cell = block.extent(row, *attribute.column);
  const std::uint32_t end = cell.begin + cell.length;
  std::int64_t value = 0;
  if (cell.length == 0 || end < digits_read_before || !digits_to_number(block.bytes + end, cell.length, value)) return false;
  attribute.reader->slot().set_integer(into, value);
  return true;
}

// From the column of its own name, else from JSON, else (the first) from `object`.
bool ActivityRows::read_attribute(const RowBlock& block, AttributeSource& attribute, std::size_t row) {
  std::string_view text;
  if (attribute.column) {
    CellFaults& faults = *own_faults_[*attribute.column];
    if (!take_cell(block, row, *attribute.column, scratch_, faults, text)) return true;
    if (!text.empty()) return set(block, attribute, row, text, faults);
  }
  if (matched_.column_of(ActivityColumn::attributes)) {
    if (const auto found = json_text(block, row, attribute))
      return set(block, attribute, row, *found, faults_of(ActivityColumn::attributes));
  }
  if (attribute.is_first && matched_.column_of(ActivityColumn::object) && cell(block, row, ActivityColumn::object, text)) {
    return set(block, attribute, row, text, faults_of(ActivityColumn::object));
  }
  if (attribute.column) attribute.reader->set_empty(base_ + row);
  return true;
}

bool ActivityRows::set(const RowBlock& block, AttributeSource& attribute, std::size_t row, std::string_view text, CellFaults& faults) {
  AttributeReader& reader = *attribute.reader;
  const bool stays = text.data() >= block.bytes + block.begin && text.data() < block.bytes + block.end;
  switch (stays ? reader.set_later(base_ + row, text, key_of(block, scratch_, text)) : reader.set(base_ + row, text)) {
    case AttributeReader::Outcome::fine: return true;
    case AttributeReader::Outcome::bad: faults.add(block, row, text, reader.expected()); return true;
    case AttributeReader::Outcome::no_room: break;
  }
  return fail_for_room(attribute.name);
}

bool ActivityRows::fail_for_room(const std::string& attributes) {
  intake_.failure = Failure{fmt::format("{}: the different values of {} together are longer than 2 GiB", index_.file(), attributes)};
  return false;
}

void ActivityRows::parse_json(const RowBlock& block, std::size_t row) {
  json_row_ = row;
  members_.clear();
  std::string_view text;
  if (!cell(block, row, ActivityColumn::attributes, text)) return;
  if (!members_.read(text)) faults_of(ActivityColumn::attributes).add(block, row, text, "a JSON object");
}

// The member of the row's JSON that belongs to the attribute.
std::optional<std::string_view> ActivityRows::json_text(const RowBlock& block, std::size_t row, const AttributeSource& attribute) {
  if (json_row_ != row) parse_json(block, row);
  return members_.find(attribute.name, attribute.loose_name);
}

}  // namespace assay::io
