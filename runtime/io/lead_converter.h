// Turns pieces of leads, as LeadReader::take cuts them off, into batches: the part of reading that several threads can do at a time.
//
// A converter belongs to one thread and keeps its dictionaries and caches from piece to piece. What it finds goes into the batch, for
// LeadReader::settle to add to the data report. Made by LeadReader::make_converter, which outlives it.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/calendar/zone.h"
#include "runtime/io/cells.h"
#include "runtime/io/columns.h"
#include "runtime/io/kept.h"
#include "runtime/io/leads.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"
#include "runtime/io/text_values.h"
#include "runtime/schema.h"

namespace assay::io {

// Activities inside leads, which are read in the order of the rows.
struct NestedLeads {
  NestedLeads(const runtime::Schema& schema, const NestedOptions& options) : activities(schema, options, found) {}

  // Moves what was found since the last time, entries of files included.
  void give_found(DataReport& into);

  DataReport found;
  NestedActivities activities;
};

class LeadConverter {
 public:
  // `nested` is null, or all pieces come to this converter in their order.
  LeadConverter(const runtime::Schema& schema, const calendar::Zone& zone, NestedLeads* nested);
  ~LeadConverter();

  // Makes a batch of the piece, which is used up. What fails is in the findings of the batch, which then has no rows.
  void convert(LeadPiece& piece, LeadBatch& into);

 private:
  // What makes one column.
  struct Source {
    std::unique_ptr<ColumnBuilder> builder;  // null: nobody has read the field yet
    std::optional<CellFaults> faults;
  };

  // False on failure, which is that of nested activities.
  bool start_file(const std::shared_ptr<LeadSource>& file);
  bool fill(LeadPiece& piece, LeadBatch& into);
  void convert_columns(const LeadPiece& piece, LeadBatch& into);
  void append(const RowBlock& block, std::size_t rows);
  void append_ids(const RowBlock& block, std::size_t rows);
  void append_nested(const RowBlock& block, std::size_t rows);
  void finish(LeadBatch& into);
  void finish_nested(LeadBatch& into);
  static void look_at_ids(LeadBatch& into);

  const runtime::Schema& schema_;
  const calendar::Zone& zone_;
  NestedLeads* nested_;

  std::shared_ptr<LeadSource> file_;
  std::unique_ptr<RowParser> parser_;           // of the file; null: blocks come complete
  std::unique_ptr<LeadFileConverter> columns_;  // of a file that has columns
  std::vector<Source> sources_;                 // per field of the schema
  std::optional<CellFaults> id_faults_, nested_faults_;
  std::vector<BadColumn> counted_as_field_;
  DataReport found_;  // in this file

  TextValues ids_{TextValues::Shape::plain};
  KeptTexts kept_;
  CellScratch scratch_;
  std::uint64_t leads_before_ = 0;  // the next row, in all files
  std::size_t rows_ = 0;            // of the batch so far
};

}  // namespace assay::io
