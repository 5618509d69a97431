#include "runtime/arrow/leads.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/arrow/nested.h"

namespace assay::arrow {
namespace {

// A batch with more text than this in one column is cut shorter, so that 32-bit offsets reach.
constexpr std::int64_t most_batch_text = std::int64_t{64} << 20;

template <class Offset>
std::int64_t bytes_between(const ArrayView& view, std::int64_t first, std::int64_t last) {
  return static_cast<std::int64_t>(view.value<Offset>(1, last)) - static_cast<std::int64_t>(view.value<Offset>(1, first));
}

// Bytes of text in rows of a column, where its layout tells.
std::int64_t text_bytes(const ArrayView& view, std::int64_t first, std::int64_t last) {
  if (!view.dictionary.empty()) return 0;
  const Kind kind = view.type->kind;
  if (kind == Kind::text || kind == Kind::binary) return bytes_between<std::int32_t>(view, first, last);
  if (kind == Kind::large_text || kind == Kind::large_binary) return bytes_between<std::int64_t>(view, first, last);
  return 0;
}

}  // namespace

LeadStream::LeadStream(OwnedStream stream, const io::LeadRequest& request)
    : LeadStream(records_of(std::move(stream), request.path), request) {}
LeadStream::LeadStream(std::unique_ptr<RecordSource> records, const io::LeadRequest& request)
    : records_(std::move(records)), request_(request) {}
LeadStream::~LeadStream() = default;

bool LeadStream::fail(io::Failure why) {
  failure_ = std::move(why);
  return false;
}

bool LeadStream::fail_at(const Source& source, const Rows& rows, const std::string& why) {
  return fail({fmt::format("{}: the Arrow column \"{}\" is malformed in the rows {} to {}: {}", request_.path, columns_[source.column].name,
                           rows.number(0), rows.number(rows.count - 1), why)});
}

LeadStream::Source LeadStream::source_of(std::size_t column, const std::string& field) {
  return {column, {}, Faults(request_.report.bad_leads, request_.path, field, columns_[column].name), nullptr, nullptr};
}

bool LeadStream::open() {
  DataType all;
  if (auto why = records_->type(all)) return fail(*why);
  columns_ = named_columns(all);
  if (auto why = match_leads(columns_, request_, matched_)) return fail(*why);
  if (auto why = open_needed(*records_, needed_columns(), request_.path, columns_, stream_, type_)) return fail(*why);
  make_sources();
  if (!matched_.nested) return true;
  nested_ = std::make_unique<NestedImporter>(columns_[*matched_.nested], request_);
  auto why = nested_->match();
  return !why || fail(*why);
}

std::vector<std::size_t> LeadStream::needed_columns() const {
  std::vector<std::size_t> needed;
  for (const MatchedLeads::Field& each : matched_.fields) needed.push_back(each.column);
  if (matched_.id) needed.push_back(*matched_.id);
  if (matched_.nested) needed.push_back(*matched_.nested);
  for (const std::size_t column : matched_.kept) {
    if (column < columns_.size()) needed.push_back(column);
  }
  return needed;
}

void LeadStream::make_sources() {
  for (const MatchedLeads::Field& each : matched_.fields) {
    const runtime::FieldSpec& field = request_.schema.fields[each.field];
    fields_.push_back(source_of(each.column, field.name));
    fields_.back().converter = make_converter(field, request_.zone);
  }
  if (matched_.id) {
    const std::int32_t field = request_.schema.id_field;
    ids_.push_back(source_of(*matched_.id, field >= 0 ? request_.schema.fields[static_cast<std::size_t>(field)].name : "id"));
    ids_.back().copier = std::make_unique<TextCopier>(true);
  }
  for (const std::size_t column : matched_.kept) {
    auto& kept = kept_.emplace_back();
    if (column >= columns_.size()) continue;
    kept = source_of(column, columns_[column].name);
    kept->copier = std::make_unique<TextCopier>(false);
  }
}

// The next array that has rows. False at the end and on failure.
bool LeadStream::next_array() {
  while (at_ == length_) {
    if (auto why = read_array(stream_, request_.path, array_)) return fail(*why);
    if (!array_) {
      if (nested_) nested_->finish();
      return false;
    }
    ArrayView all;
    if (auto why = view_of(*array_->get(), type_, request_.path, false, all)) return fail(*why);
    const auto look = [&](Source& source) { return view_of_column(all, columns_[source.column], request_.path, source.view); };
    for (Source& each : fields_) {
      if (auto why = look(each)) return fail(*why);
    }
    for (Source& each : ids_) {
      if (auto why = look(each)) return fail(*why);
    }
    for (auto& each : kept_) {
      if (!each) continue;
      if (auto why = look(*each)) return fail(*why);
    }
    if (nested_) {
      if (auto why = nested_->look_at(all, array_)) return fail(*why);
    }
    at_ = 0;
    length_ = all.length;
  }
  return true;
}

std::int64_t LeadStream::rows_that_fit(std::int64_t count) const {
  const auto shorten = [&](const Source& source) {
    while (count > 1 && text_bytes(source.view, at_, at_ + count) > most_batch_text) count /= 2;
  };
  std::for_each(fields_.begin(), fields_.end(), shorten);
  std::for_each(ids_.begin(), ids_.end(), shorten);
  for (const auto& each : kept_) {
    if (each) shorten(*each);
  }
  return count;
}

bool LeadStream::convert_fields(const Rows& rows, io::LeadBatch& into) {
  runtime::Batch& batch = into.batch;
  const auto& specs = request_.schema.fields;
  batch.columns.assign(specs.size(), runtime::Column{});
  for (std::size_t i = 0; i < specs.size(); ++i) {
    batch.columns[i].storage = runtime::storage_of(specs[i].type);
    batch.columns[i].absent = true;
  }
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    Source& source = fields_[i];
    runtime::Column& column = batch.columns[matched_.fields[i].field];
    column.absent = false;
    if (auto why = source.converter->convert(source.view, array_, rows, source.faults, column, batch.owners))
      return fail_at(source, rows, *why);
  }
  return true;
}

bool LeadStream::copy_texts(Source& source, const Rows& rows, runtime::TextColumn& column, Owners& owners) {
  auto why = source.copier->copy(source.view, array_, rows, source.faults, column, owners);
  return !why || fail_at(source, rows, *why);
}

void LeadStream::count_empty_ids(const Rows& rows, const runtime::TextColumn& ids) {
  for (std::int64_t i = 0; i < rows.count; ++i) {
    if (ids.value(static_cast<std::size_t>(i)).empty()) request_.report.empty_ids.add({request_.path, rows.number(i), 0}, "");
  }
}

bool LeadStream::next(io::LeadBatch& into, std::size_t most_rows) {
  into.batch.owners.clear();
  into.batch.rows = 0;
  if (failure_ || !next_array()) return false;
  Rows rows;
  rows.first = at_;
  rows.first_number = rows_ + 1;
  rows.count = rows_that_fit(std::min<std::int64_t>(length_ - at_, static_cast<std::int64_t>(most_rows)));
  runtime::Batch& batch = into.batch;
  batch.rows = static_cast<std::size_t>(rows.count);
  batch.first_row = rows.first_number;
  if (!convert_fields(rows, into)) return false;
  for (Source& each : ids_) {
    if (!copy_texts(each, rows, batch.ids, batch.owners)) return false;
    count_empty_ids(rows, batch.ids);
  }
  into.kept.resize(kept_.size());
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (kept_[i] && !copy_texts(*kept_[i], rows, into.kept[i], batch.owners)) return false;
    if (kept_[i]) continue;
    auto none = std::make_shared<std::vector<std::int32_t>>(batch.rows + 1, 0);
    into.kept[i] = {none->data(), "", nullptr, batch.rows, 0};
    batch.owners.push_back(std::move(none));
  }
  if (nested_) {
    if (auto why = nested_->add(rows)) return fail(*why);
  }
  at_ += rows.count;
  rows_ += batch.rows;
  return true;
}

}  // namespace assay::arrow
