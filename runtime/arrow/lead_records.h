// Makes batches of the records that LeadStream::take cuts off: the part of reading that several threads share (decision 0128).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/columns.h"
#include "runtime/arrow/convert.h"
#include "runtime/arrow/owned.h"
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

// What is known of a stream once it is open. Does not change behind that.
struct OpenedLeads {
  const io::LeadRequest request;
  DataType type;
  std::vector<NamedColumn> columns;
  MatchedLeads matched;
};

// Rows of one array.
struct RecordRows final : io::LeadRows {
  SharedArray array;
  Rows rows;
};

class RecordConverter final : public io::LeadFileConverter {
 public:
  // Both outlive the converter.
  RecordConverter(const OpenedLeads& leads, io::DataReport& report);
  ~RecordConverter() override;

  std::optional<io::Failure> convert(const io::LeadRows& rows, io::LeadBatch& into) override;

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
  std::optional<io::Failure> look_at(const SharedArray& array);
  std::optional<io::Failure> convert_fields(const Rows& rows, runtime::Batch& batch);
  std::optional<io::Failure> copy_ids(const Rows& rows, runtime::Batch& batch);
  std::optional<io::Failure> copy_kept(const Rows& rows, io::LeadBatch& into);
  std::optional<io::Failure> copy_texts(Source& source, const Rows& rows, runtime::TextColumn& column, Owners& owners);
  io::Failure malformed(const Source& source, const Rows& rows, const std::string& why) const;

  const OpenedLeads& leads_;
  io::DataReport& report_;
  SharedArray array_;           // that the views look at
  std::vector<Source> fields_;  // one per matched.fields
  std::optional<Source> ids_;
  std::vector<std::optional<Source>> kept_;
};

}  // namespace assay::arrow
