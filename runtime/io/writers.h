// Writes scored batches: docs/language/outcomes.md says which columns, how they are spelled and what `reasons` holds.
//
// A Formatter turns a batch into bytes; where they go is output.h's. One row per format in `writers()`.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/failure.h"
#include "runtime/io/leads.h"
#include "runtime/result.h"

namespace assay::io {

struct WriterOptions {
  bool explain = false;      // the column `reasons`; the results were made with RunOptions::explain
  bool spreadsheet = false;  // a leading ' before cells that a spreadsheet would run
  std::vector<std::string> kept_names;
  std::uint64_t table_rows = UINT64_MAX;  // a table shows at most so many, and says how many more there are
};

class Formatter {
 public:
  virtual ~Formatter() = default;

  // What stands before all rows, appended to `out`.
  virtual void head(std::string& out) = 0;

  // The rows of one batch, appended to `out`. With stateless() this may be called from several threads at once,
  // else batches come one after the other, in order.
  virtual void rows(const LeadBatch& leads, const runtime::Result& result, std::string& out) = 0;

  // What stands behind all rows.
  virtual void foot(std::string& out) = 0;

  virtual bool stateless() const { return true; }

  // Set when the rows could not be spelled, or nothing can be in this build: what was appended is of no use then.
  virtual const std::optional<Failure>& failure() const {
    static const std::optional<Failure> none;
    return none;
  }
};

struct WriterFormat {
  std::string_view name;       // --format
  std::string_view extension;  // of file names, with the point; empty: none
  std::unique_ptr<Formatter> (*make)(const runtime::ResultSchema& schema, const WriterOptions& options);
};

// csv, tsv, ndjson, table, and those that other libraries add (Parquet, Arrow).
std::span<const WriterFormat> writers();

// Before writers are looked for, by the thread that starts the others. Pointers to earlier rows stay valid.
void add_writer(const WriterFormat& format);

// The format of that name, or that a file name's ending tells; nullptr when there is none.
const WriterFormat* writer_named(std::string_view name);
const WriterFormat* writer_for_file(std::string_view path);

}  // namespace assay::io
