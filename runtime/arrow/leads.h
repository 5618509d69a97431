// Leads from an Arrow C stream, as a reader of files has them: columns matched with fields by name, batches that look at the arrays where
// their layout allows it (convert.h), findings in the data report. A malformed array ends the stream with a Failure.
//
// Rows are those of the arrays, in their order. A column `activities` that is a list of structs holds the leads' activities.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/arrow/columns.h"
#include "runtime/arrow/convert.h"
#include "runtime/arrow/owned.h"
#include "runtime/arrow/records.h"
#include "runtime/io/readers.h"

namespace assay::arrow {

// Which columns of a schema the fields of a policy take.
struct MatchedLeads {
  struct Field {
    std::size_t field = 0;   // index into Schema::fields
    std::size_t column = 0;  // index into the named columns
  };
  std::vector<Field> fields;          // those that are read
  std::optional<std::size_t> id;      // column
  std::optional<std::size_t> nested;  // the column of the leads' activities, where they are asked for
  std::vector<std::size_t> kept;      // columns; beyond the last one: not in this file
  std::vector<std::string> kept_names;
};

// Matches by the rules of headers and adds the entry of DataReport::leads. Also for a reader that opens only the needed columns.
std::optional<io::Failure> match_leads(const std::vector<NamedColumn>& columns, const io::LeadRequest& request, MatchedLeads& into);

class NestedImporter;

class LeadStream final : public io::LeadFile {
 public:
  // request.path names the stream in messages. All of the request outlives the reader.
  LeadStream(OwnedStream stream, const io::LeadRequest& request);
  LeadStream(std::unique_ptr<RecordSource> records, const io::LeadRequest& request);
  ~LeadStream() override;

  bool open() override;
  bool next(io::LeadBatch& into, std::size_t most_rows) override;
  const std::optional<io::Failure>& failure() const override { return failure_; }
  const std::vector<std::string>& kept_names() const override { return matched_.kept_names; }

 private:
  // A column of the stream, in the current array, and what makes a column of a batch of it.
  struct Source {
    std::size_t column = 0;
    ArrayView view;
    Faults faults;
    std::unique_ptr<Converter> converter;
    std::unique_ptr<TextCopier> copier;
  };

  Source source_of(std::size_t column, const std::string& field);
  std::vector<std::size_t> needed_columns() const;
  void make_sources();
  bool next_array();
  std::int64_t rows_that_fit(std::int64_t count) const;
  bool convert_fields(const Rows& rows, io::LeadBatch& into);
  bool copy_texts(Source& source, const Rows& rows, runtime::TextColumn& column, Owners& owners);
  void count_empty_ids(const Rows& rows, const runtime::TextColumn& ids);
  bool fail(io::Failure why);
  bool fail_at(const Source& source, const Rows& rows, const std::string& why);

  std::unique_ptr<RecordSource> records_;
  OwnedStream stream_;
  const io::LeadRequest request_;
  DataType type_;
  std::vector<NamedColumn> columns_;
  MatchedLeads matched_;
  std::vector<Source> fields_;  // one per matched_.fields
  std::vector<Source> ids_;     // none or one
  std::vector<std::optional<Source>> kept_;
  std::unique_ptr<NestedImporter> nested_;  // null: there is nothing nested
  SharedArray array_;
  std::int64_t at_ = 0, length_ = 0;  // in the current array
  std::uint64_t rows_ = 0;            // of all arrays
  std::optional<io::Failure> failure_;
};

}  // namespace assay::arrow
