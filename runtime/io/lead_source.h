// One opened file of leads: how it is read, and which of its columns belong to what. Made by LeadReader, looked at by converters in other
// threads; nothing in it changes then but what only one of them may touch (see there). Internal.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/io/json_nested.h"
#include "runtime/io/kept.h"
#include "runtime/io/leads.h"
#include "runtime/io/readers.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"
#include "runtime/schema.h"

namespace assay::io {

struct LeadSource {
  // A name of the policy that looked for a column.
  struct Asked {
    std::string field;
    std::optional<std::size_t> column;
    bool declared = false;  // by the policy itself: worth a word when there is no such column
  };

  std::string file;                   // for people
  std::unique_ptr<RowReader> rows;    // cut by LeadReader::take, its columns learnt by LeadReader::settle; or:
  std::unique_ptr<LeadFile> columns;  // read by LeadReader::take
  DataReport columns_found;           // where `columns` reports to
  bool in_turn = false;               // the reader itself has to convert, in the order of the rows
  bool row_numbers_as_ids = false;

  std::vector<Asked> asked;
  std::vector<std::optional<std::size_t>> fields;  // per field of the schema that somebody reads
  std::optional<std::size_t> id;
  std::string id_name;
  bool id_is_field = false;  // whose bad cells are counted as the field's
  KeptNumbers kept;
  std::optional<std::size_t> nested;        // lists of activities
  std::unique_ptr<NestedRows> nested_rows;  // the rows in them
};

// What looks for the column of ids.
ColumnNeed id_need(const runtime::Schema& schema, const InputOptions& options);

// Finds the columns of source.rows. `nested`: activities in leads are asked for.
std::optional<Failure> match_columns(LeadSource& source, const runtime::Schema& schema, const InputOptions& options, bool nested,
                                     KeptColumns& kept);

// Says in the entry of the file which columns were taken, and which not. Of JSON this is known at the end.
void report_columns(const LeadSource& source, const LeadOptions& options, FileReport& file);

// Puts the file's own names of columns into what a converter found: it may know them by those of later rows.
void name_columns(const LeadSource& source, std::vector<BadColumn>& found);

}  // namespace assay::io
