#include "runtime/io/lead_converter.h"

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/io/hash.h"
#include "runtime/io/lead_source.h"
#include "runtime/io/seen_ids.h"

namespace assay::io {

void NestedLeads::give_found(DataReport& into) {
  into.append(found.take());
  into.activities = std::exchange(found.activities, {});
}

LeadConverter::LeadConverter(const runtime::Schema& schema, const calendar::Zone& zone, NestedLeads* nested)
    : schema_(schema), zone_(zone), nested_(nested), sources_(schema.fields.size()) {}
LeadConverter::~LeadConverter() = default;

void LeadConverter::convert(LeadPiece& piece, LeadBatch& into) {
  if (piece.ready) {
    into = std::move(*piece.ready);
    return;
  }
  LeadFindings& findings = into.findings;
  findings = LeadFindings{};
  findings.file = piece.file;
  findings.begins_file = piece.begins_file;
  findings.ends_file = piece.ends_file;
  findings.failure = std::move(piece.failure);
  into.has_activities = false;
  into.batch.rows = 0;
  into.batch.owners.clear();
  if (findings.failure || !piece.file) return;
  if (piece.file != file_ && !start_file(piece.file)) findings.failure = nested_->activities.failure();
  if (file_->columns) {
    if (piece.columns) convert_columns(piece, into);
  } else if (!findings.failure && fill(piece, into)) {
    finish(into);
  }
  if (piece.ends_file && nested_ && file_->nested_rows) nested_->activities.end_file();
  if (nested_) nested_->give_found(findings.report);
}

bool LeadConverter::start_file(const std::shared_ptr<LeadSource>& file) {
  columns_.reset();
  file_ = file;
  found_ = {};
  if (file->columns) {
    columns_ = file->columns->make_converter(found_);
    return true;
  }
  parser_ = file->rows->make_parser();
  const ColumnIndex& index = parser_ ? parser_->columns() : file->rows->columns();
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (!file->fields[i]) continue;
    sources_[i].faults.emplace(found_.bad_leads, index, schema_.fields[i].name, *file->fields[i]);
    if (!sources_[i].builder) sources_[i].builder = make_column_builder(schema_.fields[i], zone_);
  }
  if (file->id) id_faults_.emplace(file->id_is_field ? counted_as_field_ : found_.bad_leads, index, file->id_name, *file->id);
  if (!file->nested_rows) return true;
  nested_faults_.emplace(found_.bad_leads, index, "activities", *file->nested);
  return nested_->activities.start_file(file->nested_rows->columns());
}

// False on failure; else the builders hold the rows of the piece.
bool LeadConverter::fill(LeadPiece& piece, LeadBatch& into) {
  rows_ = 0;
  leads_before_ = piece.leads_before;
  ids_.start();
  kept_.start(file_->kept.size());
  for (Source& source : sources_) {
    if (source.builder) source.builder->start();
  }
  into.batch.first_row = piece.blocks.empty() ? 1 : piece.blocks.front()->first_row;
  for (std::shared_ptr<RowBlock>& block : piece.blocks) {
    if (parser_ && !parser_->parse(*block)) {
      into.findings.failure = parser_->failure();
      return false;
    }
    if (block->faults) into.findings.report.append(std::move(*block->faults));
    append(*block, std::min(block->rows, piece.rows - rows_));
    if (file_->nested_rows && nested_->activities.failure()) {
      into.findings.failure = nested_->activities.failure();
      return false;
    }
    if (block->has_new_names) into.findings.blocks_with_names.push_back(block);
    block.reset();
  }
  return true;
}

void LeadConverter::append(const RowBlock& block, std::size_t rows) {
  append_ids(block, rows);
  kept_.append(block, rows, file_->kept);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (file_->fields[i]) sources_[i].builder->append({block, 0, rows, *file_->fields[i]}, *sources_[i].faults);
  }
  if (file_->nested_rows) append_nested(block, rows);
  rows_ += rows;
  leads_before_ += rows;
}

void LeadConverter::append_nested(const RowBlock& block, std::size_t rows) {
  NestedRows& nested = *file_->nested_rows;
  const RowBlock& rows_of_all = nested.read({block, 0, rows, *file_->nested}, rows_, *nested_faults_);
  if (rows_of_all.rows > 0) nested_->activities.append(rows_of_all, nested.rows_around().data());
}

void LeadConverter::append_ids(const RowBlock& block, std::size_t rows) {
  std::string_view text;
  for (std::size_t row = 0; row < rows; ++row) {
    if (!file_->id) {
      ids_.push(std::to_string(leads_before_ + row + 1));
      continue;
    }
    if (!take_cell(block, row, *file_->id, scratch_, *id_faults_, text)) text = {};
    if (text.empty()) {
      const bool is_shown = found_.empty_ids.wants_sample();
      found_.empty_ids.add(is_shown ? Place{file_->file, block.first_row + row, block.line_of(row)} : Place{}, "");
    }
    ids_.push(text);
  }
}

void LeadConverter::look_at_ids(LeadBatch& into) {
  const runtime::TextColumn& ids = into.batch.ids;
  into.findings.looks_at_ids = true;
  if (SeenIds::rise(ids, into.batch.rows)) return;
  into.findings.id_hashes.resize(into.batch.rows);
  for (std::size_t row = 0; row < into.batch.rows; ++row) into.findings.id_hashes[row] = TextKey(ids.value(row)).hash;
}

void LeadConverter::finish(LeadBatch& into) {
  runtime::Batch& batch = into.batch;
  batch.rows = rows_;
  batch.columns.assign(schema_.fields.size(), runtime::Column{});
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    runtime::Column& column = batch.columns[i];
    column.storage = runtime::storage_of(schema_.fields[i].type);
    column.absent = !file_->fields[i];
    if (!column.absent) sources_[i].builder->finish(column, batch.owners);
  }
  batch.ids = ids_.finish(batch.owners);
  kept_.finish(into.kept, batch.owners);
  if (file_->id) look_at_ids(into);
  into.findings.report.append(found_.take());
  finish_nested(into);
}

void LeadConverter::convert_columns(const LeadPiece& piece, LeadBatch& into) {
  runtime::Batch& batch = into.batch;
  into.findings.failure = columns_->convert(*piece.columns, into);
  into.findings.report.append(found_.take());
  if (into.findings.failure) {
    batch.rows = 0;
    return;
  }
  if (file_->row_numbers_as_ids) {
    ids_.start();
    for (std::size_t row = 0; row < batch.rows; ++row) ids_.push(std::to_string(piece.leads_before + row + 1));
    batch.ids = ids_.finish(batch.owners);
  } else {
    look_at_ids(into);
  }
  finish_nested(into);
}

void LeadConverter::finish_nested(LeadBatch& into) {
  into.findings.report.lead_rows += into.batch.rows;
  if (!nested_) return;
  into.has_activities = nested_->activities.finish(into.batch, into.activities);
  into.findings.failure = nested_->activities.failure();
}

}  // namespace assay::io
