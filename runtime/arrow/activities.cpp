#include "runtime/arrow/activities.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/arrow/attributes.h"
#include "runtime/arrow/cell_reader.h"
#include "runtime/arrow/columns.h"
#include "runtime/arrow/leads.h"
#include "runtime/io/hash.h"

namespace assay::arrow {
namespace {

using io::ActivityColumn;

constexpr std::size_t most_names = 1000;  // kinds that are remembered
constexpr std::int64_t rows_at_once = 65'536;

runtime::FieldSpec structural_field(ActivityColumn column) {
  runtime::FieldSpec spec;
  spec.name = io::name_of(column);
  spec.type = column == ActivityColumn::time ? runtime::Type::Time : runtime::Type::Text;
  return spec;
}

}  // namespace

class ActivityImporter::State {
 public:
  State(io::ActivityStore::State& store, const io::InputOptions& options, std::string source)
      : store_(store), table_(store.table), options_(options), source_(std::move(source)) {}

  std::optional<io::Failure> match(const DataType& record, bool nested);
  std::optional<io::Failure> add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                 const std::int32_t* leads);
  std::optional<io::Failure> open(RecordSource& records, OwnedStream& stream, DataType& type) {
    return open_needed(records, needed_, source_, columns_, stream, type);
  }
  void finish() { store_.report.activities.push_back(std::move(file_)); }

 private:
  std::optional<io::Failure> check_map() const;
  std::optional<io::Failure> match_structure(io::HeaderIndex& index, bool nested);
  std::optional<io::Failure> look_at_columns(const ArrayView& record);
  void make_room(std::size_t rows);
  Malformed read_leads(const Rows& rows, const std::int32_t* leads);
  Malformed read_kinds(const Rows& rows);
  Malformed read_times(const Rows& rows);
  Malformed read_ids(const Rows& rows);
  std::int16_t kind_of(std::string_view text);
  void count_unknown_kind(std::string_view text);
  void count(io::Counted& counted, std::uint64_t row);
  SourceColumn* column_of(ActivityColumn column) { return structure_[static_cast<std::size_t>(column)].get(); }
  io::Failure fault(const std::string& why) const { return {fmt::format("{}: {}", source_, why)}; }

  io::ActivityStore::State& store_;
  io::ActivityTable& table_;
  const io::InputOptions& options_;
  std::string source_;
  std::vector<NamedColumn> columns_;
  std::array<std::unique_ptr<SourceColumn>, io::activity_columns> structure_;
  std::unique_ptr<AttributeImporter> attributes_;
  io::FileReport file_;
  std::vector<std::size_t> needed_;  // columns that were found

  runtime::FieldSpec kind_spec_ = structural_field(ActivityColumn::activity), time_spec_ = structural_field(ActivityColumn::time);
  std::unique_ptr<Converter> kind_converter_ = make_converter(kind_spec_, store_.zone);
  std::unique_ptr<Converter> time_converter_ = make_converter(time_spec_, store_.zone);
  TextCopier copier_{true};
  io::TextDictionary kind_texts_;
  std::vector<std::int16_t> kind_of_text_;

  std::shared_ptr<const void> array_;
  std::size_t base_ = 0;                                  // row of the table that the first of the rows is
  std::vector<std::vector<std::uint32_t>> rows_of_kind_;  // relative to the rows that are added
};

std::optional<io::Failure> ActivityImporter::State::check_map() const {
  for (const auto& [field, column] : options_.map) {
    bool known = false;
    for (std::size_t i = 0; i < io::activity_columns; ++i) known |= field == io::name_of(static_cast<ActivityColumn>(i));
    for (const runtime::ActivitySpec& activity : store_.schema.activities) {
      known |= std::any_of(activity.attributes.begin(), activity.attributes.end(), [&](const auto& each) { return each.name == field; });
    }
    if (!known) return io::Failure{fmt::format("--map activity.{}={}: no activity has an attribute {}", field, column, field)};
  }
  return std::nullopt;
}

std::optional<io::Failure> ActivityImporter::State::match(const DataType& record, bool nested) {
  if (auto why = check_map()) return why;
  columns_ = named_columns(record);
  std::vector<std::string> names;
  for (const NamedColumn& each : columns_) names.push_back(each.name);
  io::HeaderIndex index(source_, names, false);
  file_.file = source_;
  if (auto why = match_structure(index, nested)) return why;
  attributes_ = std::make_unique<AttributeImporter>(store_, options_, source_);
  if (auto why = attributes_->match(index, columns_, column_of(ActivityColumn::attributes), column_of(ActivityColumn::object), file_))
    return why;
  needed_.insert(needed_.end(), attributes_->needed().begin(), attributes_->needed().end());
  for (const std::string& name : names) {
    const auto takes = [&](const io::MatchedColumn& each) { return each.column == name; };
    if (std::none_of(file_.matched.begin(), file_.matched.end(), takes)) file_.unused_columns.push_back(name);
  }
  return std::nullopt;
}

std::optional<io::Failure> ActivityImporter::State::match_structure(io::HeaderIndex& index, bool nested) {
  for (std::size_t i = 0; i < io::activity_columns; ++i) {
    const auto column = static_cast<ActivityColumn>(i);
    if (nested && column == ActivityColumn::lead) continue;
    const std::string name(io::name_of(column));
    const auto match = index.find({"activity." + name, io::names_of(column), io::mapped_column(options_, name)});
    if (match.failure) return match.failure;
    structure_[i] = nullptr;
    if (!match.column) continue;
    const std::string& header = index.name_of(*match.column);
    file_.matched.push_back({name, header});
    needed_.push_back(*match.column);
    structure_[i] = std::make_unique<SourceColumn>(columns_[*match.column], Faults(store_.report.bad_activities, source_, name, header));
  }
  for (const ActivityColumn needed : {ActivityColumn::lead, ActivityColumn::activity}) {
    if (column_of(needed) || (nested && needed == ActivityColumn::lead)) continue;
    return io::Failure{fmt::format("{} has no column for the {}; --map activity.{}=COLUMN names it", source_,
                                   needed == ActivityColumn::lead ? "lead's id" : "kind of activity", io::name_of(needed))};
  }
  return std::nullopt;
}

std::optional<io::Failure> ActivityImporter::State::look_at_columns(const ArrayView& record) {
  for (const auto& each : structure_) {
    if (!each) continue;
    if (auto why = view_of_column(record, *each->column, source_, each->view)) return why;
  }
  return attributes_->look_at(record);
}

std::optional<io::Failure> ActivityImporter::State::add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                                        const std::int32_t* leads) {
  if (rows.count == 0) return std::nullopt;
  if (table_.rows() + static_cast<std::size_t>(rows.count) > UINT32_MAX) return fault(fmt::format("more than {} activities", UINT32_MAX));
  if (auto why = look_at_columns(record)) return why;
  array_ = array;
  base_ = table_.rows();
  make_room(base_ + static_cast<std::size_t>(rows.count));
  store_.rows_read += static_cast<std::uint64_t>(rows.count);
  store_.report.activity_rows += static_cast<std::uint64_t>(rows.count);
  file_.rows += static_cast<std::uint64_t>(rows.count);
  Malformed why = read_leads(rows, leads);
  if (!why) why = read_kinds(rows);
  if (!why) why = read_times(rows);
  if (!why) why = read_ids(rows);
  if (!why) why = attributes_->read(array_, rows, rows_of_kind_, base_);
  if (why)
    return fault(fmt::format("an Arrow column is malformed in the rows {} to {}: {}", rows.number(0), rows.number(rows.count - 1), *why));
  if (table_.leads.byte_count() > io::TextDictionary::most_bytes / 2) return fault("the ids of all leads together are longer than 1 GiB");
  return std::nullopt;
}

void ActivityImporter::State::make_room(std::size_t rows) {
  table_.lead_of.resize(rows, -1);
  table_.kinds.resize(rows, runtime::ActivityBatch::unknown_kind);
  table_.times.resize(rows, runtime::ActivityBatch::untimed);
  if (column_of(ActivityColumn::activity_id) || !table_.id_hashes.empty()) table_.id_hashes.resize(rows, 0);
  for (const auto& slot : table_.slots) slot->resize(rows);
}

void ActivityImporter::State::count(io::Counted& counted, std::uint64_t row) {
  io::Place place;
  if (counted.wants_sample()) place = {source_, row, 0};
  counted.add(place, "");
}

Malformed ActivityImporter::State::read_leads(const Rows& rows, const std::int32_t* leads) {
  if (leads != nullptr) {
    std::copy_n(leads, rows.count, table_.lead_of.begin() + static_cast<std::ptrdiff_t>(base_));
    return std::nullopt;
  }
  SourceColumn& source = *column_of(ActivityColumn::lead);
  runtime::TextColumn ids;
  Owners owners;
  if (auto why = copier_.copy(source.view, array_, rows, source.faults, ids, owners)) return why;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const std::string_view id = ids.value(static_cast<std::size_t>(i));
    if (id.empty()) count(store_.report.without_lead_id, rows.number(i));
    if (!id.empty()) table_.lead_of[base_ + static_cast<std::size_t>(i)] = table_.leads.code_of(id);
  }
  return std::nullopt;
}

std::int16_t ActivityImporter::State::kind_of(std::string_view text) {
  // Kinds are few; a column of other things is not remembered beyond that.
  if (kind_texts_.size() > most_names) return store_.kinds.match(text);
  const auto code = static_cast<std::size_t>(kind_texts_.code_of(text));
  if (code == kind_of_text_.size()) kind_of_text_.push_back(store_.kinds.match(text));
  return kind_of_text_[code];
}

void ActivityImporter::State::count_unknown_kind(std::string_view text) {
  auto& unknown = store_.report.unknown_kinds;
  const auto known = unknown.find(std::string(text));
  if (known != unknown.end()) {
    ++known->second;
  } else if (unknown.size() < most_names) {
    unknown.emplace(text, 1);
  } else {
    ++store_.report.other_unknown_kinds;
  }
}

Malformed ActivityImporter::State::read_kinds(const Rows& rows) {
  SourceColumn& source = *column_of(ActivityColumn::activity);
  runtime::Column kinds;
  Owners owners;
  rows_of_kind_.assign(store_.schema.activities.size(), {});
  if (auto why = kind_converter_->convert(source.view, array_, rows, source.faults, kinds, owners)) return why;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const auto row = static_cast<std::size_t>(i);
    if (!kinds.known(row)) {
      count(store_.report.without_kind, rows.number(i));
      table_.lead_of[base_ + row] = -1;
      continue;
    }
    const std::int16_t kind = kind_of(kinds.text.at_row(row));
    table_.kinds[base_ + row] = kind;
    if (kind >= 0) {
      rows_of_kind_[static_cast<std::size_t>(kind)].push_back(static_cast<std::uint32_t>(row));
    } else {
      count_unknown_kind(kinds.text.at_row(row));
    }
  }
  return std::nullopt;
}

Malformed ActivityImporter::State::read_times(const Rows& rows) {
  SourceColumn* source = column_of(ActivityColumn::time);
  if (source == nullptr) return std::nullopt;
  runtime::Column times;
  Owners owners;
  if (auto why = time_converter_->convert(source->view, array_, rows, source->faults, times, owners)) return why;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows.count); ++row) {
    if (times.known(row)) table_.times[base_ + row] = times.integers[row];
  }
  return std::nullopt;
}

Malformed ActivityImporter::State::read_ids(const Rows& rows) {
  SourceColumn* source = column_of(ActivityColumn::activity_id);
  if (source == nullptr) return std::nullopt;
  runtime::TextColumn ids;
  Owners owners;
  if (auto why = copier_.copy(source->view, array_, rows, source->faults, ids, owners)) return why;
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows.count); ++row) {
    const std::string_view id = ids.value(row);
    if (!id.empty()) table_.id_hashes[base_ + row] = std::max<std::uint64_t>(io::hash_bytes(id), 1);
  }
  return std::nullopt;
}

ActivityImporter::ActivityImporter(io::ActivityStore::State& store, const io::InputOptions& options, std::string source)
    : state_(std::make_unique<State>(store, options, std::move(source))) {}
ActivityImporter::~ActivityImporter() = default;

std::optional<io::Failure> ActivityImporter::match(const DataType& record, bool nested) { return state_->match(record, nested); }

std::optional<io::Failure> ActivityImporter::open(RecordSource& records, OwnedStream& stream, DataType& type) {
  return state_->open(records, stream, type);
}

void ActivityImporter::finish() { state_->finish(); }

std::optional<io::Failure> ActivityImporter::add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                                 const std::int32_t* leads) {
  return state_->add(record, array, rows, leads);
}

std::optional<io::Failure> load_activities(OwnedStream stream, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store) {
  const std::unique_ptr<RecordSource> records = records_of(std::move(stream), source);
  return load_activities(*records, source, options, store);
}

std::optional<io::Failure> load_activities(RecordSource& records, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store) {
  DataType all, type;
  if (auto why = records.type(all)) return why;
  ActivityImporter importer(store.state(), options, source);
  if (auto why = importer.match(all, false)) return why;
  OwnedStream stream;
  if (auto why = importer.open(records, stream, type)) return why;
  Rows rows;
  for (;;) {
    SharedArray array;
    if (auto why = read_array(stream, source, array)) return why;
    if (!array) break;
    ArrayView record;
    if (auto why = view_of(*array->get(), type, source, false, record)) return why;
    for (rows.first = 0; rows.first < record.length; rows.first += rows.count) {
      rows.count = std::min(rows_at_once, record.length - rows.first);
      if (auto why = importer.add(record, array, rows, nullptr)) return why;
      if (!store.state().keep_within_memory()) return store.failure();
      if (!store.state().keep_within_memory()) return store.failure();
      rows.first_number += static_cast<std::uint64_t>(rows.count);
    }
  }
  importer.finish();
  return std::nullopt;
}

}  // namespace assay::arrow
