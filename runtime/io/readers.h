// The formats of leads and activities: one row per format says what it is called, which files are taken for it, and what opens them.
//
// csv, tsv, ndjson and json are there from the start; libraries that this one does not know (Parquet, Arrow) add theirs with add_reader.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/calendar/zone.h"
#include "runtime/io/leads.h"
#include "runtime/io/rows.h"

namespace assay::io {

struct OpenedRows {
  std::unique_ptr<RowReader> reader;  // opened; null when there is a failure
  std::optional<Failure> failure;
};

// Rows that were cut off a LeadFile and are not converted: what they are is the file's.
struct LeadRows {
  virtual ~LeadRows() = default;

  std::size_t count = 0;
  std::uint64_t first_row = 1;  // of the file
};

// Makes batches of rows that were cut off, in any order. For one thread.
class LeadFileConverter {
 public:
  virtual ~LeadFileConverter() = default;

  // Columns, ids, kept, owners. A failure where the rows are malformed.
  virtual std::optional<Failure> convert(const LeadRows& rows, LeadBatch& into) = 0;
};

// One file of leads in a format that has columns of its own. It matches fields with its columns, converts the used ones and reports as
// readers of rows do; LeadReader counts rows and repeated ids, and fills in row numbers where there is no id.
class LeadFile {
 public:
  virtual ~LeadFile() = default;

  // Adds its entry to DataReport::leads, with `row_numbers_as_ids` and the columns. False on failure.
  virtual bool open() = 0;

  // Cuts off up to `most_rows` rows, by one thread at a time. Activities inside them go to the request's, in this order. Null at the end
  // and on failure.
  virtual std::shared_ptr<const LeadRows> take(std::size_t most_rows) = 0;
  // Made behind open(), by any thread. Both the file and the report, where it adds what it finds, outlive it.
  virtual std::unique_ptr<LeadFileConverter> make_converter(DataReport& report) const = 0;

  virtual const std::optional<Failure>& failure() const = 0;
  // What passes through: of the first file it decides, later ones are given the names in the request.
  virtual const std::vector<std::string>& kept_names() const = 0;
};

class ActivityStore;
class NestedActivities;

// What a LeadFile is opened with. All of it outlives the file.
struct LeadRequest {
  std::string path;  // "-": standard input
  const runtime::Schema& schema;
  const LeadOptions& options;
  const calendar::Zone& zone;
  DataReport& report;
  const std::vector<std::string>* kept_names = nullptr;  // null: this is the first file
  NestedActivities* nested = nullptr;                    // where activities inside leads go (its rows()); null: nobody asks for them
};

struct ReaderFormat {
  std::string name;                     // --input-format
  std::vector<std::string> extensions;  // of file names, with the point; `.gz` and `.zst` may follow
  bool nests = false;                   // a lead may hold its activities
  // Rows of leads or activities; may be null where open_leads is not (then it is no format for activities).
  OpenedRows (*open_rows)(const std::string& path, const InputOptions& options) = nullptr;
  // All activities of a file into the store, as columns; null: they are read as rows.
  std::optional<Failure> (*load_activities)(const std::string& path, const InputOptions& options, ActivityStore& store) = nullptr;
  // Leads as columns; null: they are read as rows.
  std::function<std::unique_ptr<LeadFile>(const LeadRequest& request)> open_leads = nullptr;
};

// In the order in which people should read them.
std::span<const ReaderFormat> readers();

// Before any file is opened, by the thread that starts the others. Pointers to earlier rows stay valid.
void add_reader(ReaderFormat format);

// The format of that name; nullptr when there is none.
const ReaderFormat* reader_named(std::string_view name);

// The format of a file: `chosen` if it is not null, else by the ending of its name; nullptr where that tells nothing ("-").
const ReaderFormat* reader_for_file(const std::string& path, const ReaderFormat* chosen);

// Whether any of the files may hold leads with activities of their own.
bool may_nest(std::span<const std::string> files, const ReaderFormat* chosen);

// Opens a file as rows: by options.format, else by its name, else by its first sign (`{`, `[`), else as CSV.
OpenedRows open_rows(const std::string& path, const InputOptions& options);

}  // namespace assay::io
