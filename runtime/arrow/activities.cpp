#include "runtime/arrow/activities.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "runtime/arrow/attributes.h"
#include "runtime/arrow/cell_reader.h"
#include "runtime/arrow/cells.h"
#include "runtime/arrow/columns.h"
#include "runtime/arrow/integer_ids.h"
#include "runtime/arrow/leads.h"
#include "runtime/arrow/text_numbers.h"
#include "runtime/io/activity_match.h"
#include "runtime/io/hash.h"

namespace assay::arrow {
namespace {

using io::ActivityColumn;

constexpr std::size_t most_names = 1000;  // kinds that are remembered

runtime::FieldSpec structural_field(ActivityColumn column) {
  runtime::FieldSpec spec;
  spec.name = io::name_of(column);
  spec.type = column == ActivityColumn::time ? runtime::Type::Time : runtime::Type::Text;
  return spec;
}

}  // namespace

class ActivityImporter::State {
 public:
  State(io::ActivityIntake& intake, const io::InputOptions& options, std::string source)
      : intake_(intake), table_(intake.table), options_(options), source_(std::move(source)) {}

  std::optional<io::Failure> match(const DataType& record, bool nested);
  std::optional<io::Failure> add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                 const std::int32_t* leads);
  std::optional<io::Failure> open(RecordSource& records, OwnedStream& stream, DataType& type) {
    return open_needed(records, needed_, source_, columns_, stream, type);
  }
  const io::FileReport& file() const { return file_; }

 private:
  std::optional<io::Failure> match_structure(io::HeaderIndex& index, bool nested);
  std::optional<io::Failure> look_at_columns(const ArrayView& record);
  Malformed read_leads(const Rows& rows, const std::int32_t* leads);
  Malformed read_kinds(const Rows& rows);
  Malformed read_kinds_one_by_one(const Rows& rows, const Rows& left);
  Malformed read_times(const Rows& rows);
  Malformed read_ids(const Rows& rows);
  std::int16_t kind_of(std::string_view text);
  void kinds_of(TextNumbers::Texts texts, std::int32_t* kinds);
  void count(io::Counted& counted, std::uint64_t row);
  SourceColumn* column_of(ActivityColumn column) { return structure_[static_cast<std::size_t>(column)].get(); }
  io::Failure fault(const std::string& why) const { return {fmt::format("{}: {}", source_, why)}; }

  io::ActivityIntake& intake_;
  io::ActivityTable& table_;
  const io::InputOptions& options_;
  std::string source_;
  std::vector<NamedColumn> columns_;
  std::array<std::unique_ptr<SourceColumn>, io::activity_columns> structure_;
  std::unique_ptr<AttributeImporter> attributes_;
  io::FileReport file_;
  std::vector<std::size_t> needed_;  // columns that were found

  runtime::FieldSpec kind_spec_ = structural_field(ActivityColumn::activity), time_spec_ = structural_field(ActivityColumn::time);
  std::unique_ptr<Converter> kind_converter_ = make_converter(kind_spec_, intake_.plan.zone);
  std::unique_ptr<Converter> time_converter_ = make_converter(time_spec_, intake_.plan.zone);
  TextCopier copier_{true};
  io::TextDictionary kind_texts_;
  std::vector<std::int16_t> kind_of_text_;

  std::shared_ptr<const void> array_;
  Owners id_owners_;      // of the texts in lead_ids
  std::size_t base_ = 0;  // row of the table that the first of the rows is

  // Of the quick way.
  IntegerIds integer_ids_;
  TextNumbers usual_kinds_{[this](TextNumbers::Texts texts, std::int32_t* kinds) { kinds_of(texts, kinds); }};
  std::vector<std::uint8_t> all_;      // a 1 per row
  std::vector<std::int32_t> numbers_;  // of the kinds of rows
  io::LeftRows left_;
};

std::optional<io::Failure> ActivityImporter::State::match(const DataType& record, bool nested) {
  if (auto why = io::check_activity_map(intake_.plan, options_)) return why;
  columns_ = named_columns(record);
  std::vector<std::string> names;
  for (const NamedColumn& each : columns_) names.push_back(each.name);
  io::HeaderIndex index(source_, names, false);
  file_.file = source_;
  if (auto why = match_structure(index, nested)) return why;
  attributes_ = std::make_unique<AttributeImporter>(intake_, options_, source_);
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
    const auto match = index.find({"activity." + name, io::free_names_of(column, options_), io::mapped_column(options_, name)});
    if (match.failure) return match.failure;
    structure_[i] = nullptr;
    if (!match.column) continue;
    const std::string& header = index.name_of(*match.column);
    file_.matched.push_back({name, header});
    needed_.push_back(*match.column);
    structure_[i] = std::make_unique<SourceColumn>(columns_[*match.column], Faults(intake_.findings.bad_activities, source_, name, header));
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
  if (auto why = look_at_columns(record)) return why;
  array_ = array;
  base_ = intake_.add_rows(static_cast<std::size_t>(rows.count), column_of(ActivityColumn::activity_id) != nullptr);
  file_.rows += static_cast<std::uint64_t>(rows.count);
  Malformed why = read_leads(rows, leads);
  if (!why) why = read_kinds(rows);
  if (!why) why = read_times(rows);
  if (!why) why = read_ids(rows);
  if (!why) why = attributes_->read(array_, rows, base_);
  if (why)
    return fault(fmt::format("an Arrow column is malformed in the rows {} to {}: {}", rows.number(0), rows.number(rows.count - 1), *why));
  return std::nullopt;
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
  id_owners_.clear();
  intake_.lead_ids.resize(base_ + static_cast<std::size_t>(rows.count));
  if (integer_ids_.read(source.view, rows, intake_.lead_ids.data() + base_, table_.lead_of.data() + base_, left_)) {
    for (const std::uint32_t row : left_.rows()) {
      intake_.lead_ids[base_ + row] = io::LeadId();
      count(intake_.findings.without_lead_id, rows.number(row));
    }
    return std::nullopt;
  }
  runtime::TextColumn ids;
  if (auto why = copier_.copy(source.view, array_, rows, source.faults, ids, id_owners_)) return why;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const std::string_view id = ids.value(static_cast<std::size_t>(i));
    if (id.empty()) count(intake_.findings.without_lead_id, rows.number(i));
    if (!id.empty()) intake_.set_lead(base_ + static_cast<std::size_t>(i), id, io::TextKey(id), true);
  }
  return std::nullopt;
}

std::int16_t ActivityImporter::State::kind_of(std::string_view text) {
  // Kinds are few; a column of other things is not remembered beyond that.
  if (kind_texts_.size() > most_names) return intake_.plan.kinds.match(text);
  const auto code = static_cast<std::size_t>(kind_texts_.code_of(text));
  if (code == kind_of_text_.size()) kind_of_text_.push_back(intake_.plan.kinds.match(text));
  return kind_of_text_[code];
}

void ActivityImporter::State::kinds_of(TextNumbers::Texts texts, std::int32_t* kinds) {
  for (std::size_t i = 0; i < texts.size(); ++i) kinds[i] = kind_of(texts[i].text);
}

Malformed ActivityImporter::State::read_kinds(const Rows& rows) {
  const ArrayView& view = column_of(ActivityColumn::activity)->view;
  const auto count = static_cast<std::size_t>(rows.count);
  all_.assign(count, 1);
  numbers_.resize(count);
  if (!usual_kinds_.read(view, array_, rows, all_.data(), numbers_.data())) return read_kinds_one_by_one(rows, rows);
  left_.start(count);
  std::int16_t* const into = table_.kinds.data() + base_;
  for (std::size_t row = 0; row < count; ++row) {
    into[row] = static_cast<std::int16_t>(std::max<std::int32_t>(numbers_[row], runtime::ActivityBatch::unknown_kind));
    left_.add_if(numbers_[row] < 0, row);
  }
  if (left_.rows().empty()) return std::nullopt;
  Rows left = rows;
  left.count = static_cast<std::int64_t>(left_.rows().size());
  left.selected = left_.rows().data();
  return read_kinds_one_by_one(rows, left);
}

// Of `rows` those that are left, which may be all.
Malformed ActivityImporter::State::read_kinds_one_by_one(const Rows& rows, const Rows& left) {
  SourceColumn& source = *column_of(ActivityColumn::activity);
  runtime::Column kinds;
  Owners owners;
  if (auto why = kind_converter_->convert(source.view, array_, left, source.faults, kinds, owners)) return why;
  for (std::int64_t i = 0; i < left.count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::size_t row = base_ + (left.selected != rows.selected ? left.selected[i] : at);
    if (!kinds.known(at)) {
      count(intake_.findings.without_kind, left.number(i));
      table_.lead_of[row] = -1;
      continue;
    }
    table_.kinds[row] = kind_of(kinds.text.at_row(at));
    if (table_.kinds[row] < 0) intake_.findings.count_unknown_kind(kinds.text.at_row(at));
  }
  return std::nullopt;
}

Malformed ActivityImporter::State::read_times(const Rows& rows) {
  SourceColumn* source = column_of(ActivityColumn::time);
  if (source == nullptr) return std::nullopt;
  runtime::Column times;
  Owners owners;
  if (auto why = time_converter_->convert(source->view, array_, rows, source->faults, times, owners)) return why;
  std::int64_t* const into = table_.times.data() + base_;
  if (times.validity == nullptr) {
    std::copy_n(times.integers, rows.count, into);
    return std::nullopt;
  }
  for (std::size_t row = 0; row < static_cast<std::size_t>(rows.count); ++row) {
    if (times.known(row)) into[row] = times.integers[row];
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

ActivityImporter::ActivityImporter(io::ActivityIntake& intake, const io::InputOptions& options, std::string source)
    : state_(std::make_unique<State>(intake, options, std::move(source))) {}
ActivityImporter::~ActivityImporter() = default;

std::optional<io::Failure> ActivityImporter::match(const DataType& record, bool nested) { return state_->match(record, nested); }

std::optional<io::Failure> ActivityImporter::open(RecordSource& records, OwnedStream& stream, DataType& type) {
  return state_->open(records, stream, type);
}

const io::FileReport& ActivityImporter::file() const { return state_->file(); }

std::optional<io::Failure> ActivityImporter::add(const ArrayView& record, const std::shared_ptr<const void>& array, const Rows& rows,
                                                 const std::int32_t* leads) {
  return state_->add(record, array, rows, leads);
}

}  // namespace assay::arrow
