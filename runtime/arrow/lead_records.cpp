#include "runtime/arrow/lead_records.h"

#include <fmt/format.h>

namespace assay::arrow {

RecordConverter::RecordConverter(const OpenedLeads& leads, io::DataReport& report) : leads_(leads), report_(report) {
  const io::LeadRequest& request = leads.request;
  for (const MatchedLeads::Field& each : leads.matched.fields) {
    const runtime::FieldSpec& field = request.schema.fields[each.field];
    fields_.push_back(source_of(each.column, field.name));
    fields_.back().converter = make_converter(field, request.zone);
  }
  if (leads.matched.id) {
    const std::int32_t field = request.schema.id_field;
    ids_ = source_of(*leads.matched.id, field >= 0 ? request.schema.fields[static_cast<std::size_t>(field)].name : "id");
    ids_->copier = std::make_unique<TextCopier>(true);
  }
  for (const std::size_t column : leads.matched.kept) {
    auto& kept = kept_.emplace_back();
    if (column >= leads.columns.size()) continue;
    kept = source_of(column, leads.columns[column].name);
    kept->copier = std::make_unique<TextCopier>(false);
  }
}
RecordConverter::~RecordConverter() = default;

RecordConverter::Source RecordConverter::source_of(std::size_t column, const std::string& field) {
  return {column, {}, Faults(report_.bad_leads, leads_.request.path, field, leads_.columns[column].name), nullptr, nullptr};
}

io::Failure RecordConverter::malformed(const Source& source, const Rows& rows, const std::string& why) const {
  return {fmt::format("{}: the Arrow column \"{}\" is malformed in the rows {} to {}: {}", leads_.request.path,
                      leads_.columns[source.column].name, rows.number(0), rows.number(rows.count - 1), why)};
}

std::optional<io::Failure> RecordConverter::look_at(const SharedArray& array) {
  if (array == array_) return std::nullopt;
  array_ = nullptr;
  ArrayView all;
  if (auto why = view_of(*array->get(), leads_.type, leads_.request.path, false, all)) return why;
  const auto look = [&](Source& source) { return view_of_column(all, leads_.columns[source.column], leads_.request.path, source.view); };
  for (Source& each : fields_) {
    if (auto why = look(each)) return why;
  }
  if (ids_) {
    if (auto why = look(*ids_)) return why;
  }
  for (auto& each : kept_) {
    if (!each) continue;
    if (auto why = look(*each)) return why;
  }
  array_ = array;
  return std::nullopt;
}

std::optional<io::Failure> RecordConverter::convert_fields(const Rows& rows, runtime::Batch& batch) {
  const auto& specs = leads_.request.schema.fields;
  batch.columns.assign(specs.size(), runtime::Column{});
  for (std::size_t i = 0; i < specs.size(); ++i) {
    batch.columns[i].storage = runtime::storage_of(specs[i].type);
    batch.columns[i].absent = true;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    Source& source = fields_[i];
    runtime::Column& column = batch.columns[leads_.matched.fields[i].field];
    column.absent = false;
    if (auto why = source.converter->convert(source.view, array_, rows, source.faults, column, batch.owners))
      return malformed(source, rows, *why);
  }
  return std::nullopt;
}

std::optional<io::Failure> RecordConverter::copy_texts(Source& source, const Rows& rows, runtime::TextColumn& column, Owners& owners) {
  auto why = source.copier->copy(source.view, array_, rows, source.faults, column, owners);
  if (why) return malformed(source, rows, *why);
  return std::nullopt;
}

std::optional<io::Failure> RecordConverter::copy_ids(const Rows& rows, runtime::Batch& batch) {
  if (!ids_) return std::nullopt;
  if (auto why = copy_texts(*ids_, rows, batch.ids, batch.owners)) return why;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    if (batch.ids.value(static_cast<std::size_t>(i)).empty()) report_.empty_ids.add({leads_.request.path, rows.number(i), 0}, "");
  }
  return std::nullopt;
}

std::optional<io::Failure> RecordConverter::copy_kept(const Rows& rows, io::LeadBatch& into) {
  runtime::Batch& batch = into.batch;
  into.kept.resize(kept_.size());
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (kept_[i]) {
      if (auto why = copy_texts(*kept_[i], rows, into.kept[i], batch.owners)) return why;
      continue;
    }
    auto none = std::make_shared<std::vector<std::int32_t>>(batch.rows + 1, 0);
    into.kept[i] = {none->data(), "", nullptr, batch.rows, 0};
    batch.owners.push_back(std::move(none));
  }
  return std::nullopt;
}

std::optional<io::Failure> RecordConverter::convert(const io::LeadRows& taken, io::LeadBatch& into) {
  const auto& records = static_cast<const RecordRows&>(taken);
  if (auto why = look_at(records.array)) return why;
  into.batch.rows = records.count;
  into.batch.first_row = records.first_row;
  if (auto why = convert_fields(records.rows, into.batch)) return why;
  if (auto why = copy_ids(records.rows, into.batch)) return why;
  return copy_kept(records.rows, into);
}

}  // namespace assay::arrow
