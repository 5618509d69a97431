// Results as Arrow: the columns of docs/language/outcomes.md as one struct array per batch (a record batch), in memory of its own.
//
// id, kept columns: utf8. score, sections: float64, the same value that NDJSON shows (null where missing). Grades, stage, route:
// dictionary<int32, utf8>, the dictionary being all that the policy can give. excluded, missing, segments, tags: list<utf8>, never null.
// reasons: list<struct<rule: utf8, points: float64, reason: utf8, line: int32>>. Empty kept cells are null.
#pragma once

#include <memory>
#include <vector>

#include "runtime/arrow/own_arrays.h"
#include "runtime/io/output_columns.h"
#include "runtime/io/writers.h"
#include "runtime/result.h"

namespace assay::arrow {

class ResultExporter {
 public:
  // The schema must outlive the exporter, not what it gives. Only explain and kept_names of the options count.
  ResultExporter(const runtime::ResultSchema& schema, const io::WriterOptions& options);
  ~ResultExporter();

  // The struct type of all batches. The caller releases it.
  void schema(ArrowSchema* out) const;

  // One batch; the caller releases it. May be called from several threads.
  void batch(const io::LeadBatch& leads, const runtime::Result& result, ArrowArray* out) const;

 private:
  struct Dictionary;

  SchemaNode schema_of(const io::OutputColumn& column) const;
  ArrayNode column_of(std::size_t column, const io::LeadBatch& leads, const runtime::Result& result) const;
  ArrayNode codes_of(std::size_t column, const io::LeadBatch& leads, const runtime::Result& result) const;
  std::int32_t code_at(const io::OutputColumn& column, const io::LeadBatch& leads, const runtime::Result& result, std::size_t row) const;
  ArrayNode reasons_of(const runtime::Result& result) const;

  io::OutputColumns columns_;
  std::vector<std::shared_ptr<const Dictionary>> dictionaries_;  // per column; null where it has none
  std::vector<std::int32_t> first_targets_;                      // per route: where its targets begin in the dictionary
};

}  // namespace assay::arrow
