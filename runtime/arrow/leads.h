// Leads from an Arrow C stream, as a reader of files has them: columns matched with fields by name, batches that look at the arrays where
// their layout allows it (convert.h), findings in the data report. A malformed array ends the stream with a Failure.
//
// Rows are those of the arrays, in their order. A column `activities` that is a list of structs holds the leads' activities.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/arrow/lead_records.h"
#include "runtime/arrow/records.h"

namespace assay::arrow {

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
  std::shared_ptr<const io::LeadRows> take(std::size_t most_rows) override;
  std::unique_ptr<io::LeadFileConverter> make_converter(io::DataReport& report) const override;
  const std::optional<io::Failure>& failure() const override { return failure_; }
  const std::vector<std::string>& kept_names() const override { return leads_.matched.kept_names; }

 private:
  std::vector<std::size_t> needed_columns() const;
  bool next_array();
  std::int64_t rows_that_fit(std::int64_t count) const;
  bool fail(std::optional<io::Failure> why);

  std::unique_ptr<RecordSource> records_;
  OwnedStream stream_;
  OpenedLeads leads_;
  std::vector<std::size_t> texts_;          // columns that are looked at for the length of their texts
  std::unique_ptr<NestedImporter> nested_;  // null: there is nothing nested

  SharedArray array_;
  std::vector<ArrayView> views_;      // of texts_
  std::int64_t at_ = 0, length_ = 0;  // in the current array
  std::uint64_t rows_ = 0;            // of all arrays
  std::optional<io::Failure> failure_;
};

}  // namespace assay::arrow
