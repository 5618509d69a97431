// Leads from files of any format (readers.h) as batches, streamed in bounded memory: several files one after the other, or standard
// input.
//
// Rows keep their order, none is lost; what cannot be read becomes missing and a line of the data report. Only the columns that the policy
// uses (and those to be kept) are made. Results do not depend on batch or chunk sizes, on threads, nor on the processor.
//
// next() does all of it in one thread. Several threads share it in three steps: take() cuts off a piece of the file, one thread at a time;
// a LeadConverter (lead_converter.h, one per thread) makes a batch of it; settle() adds what was found to the data report and looks for
// repeated ids, one thread at a time and in the order of the pieces, also while another thread takes (decision 0091).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/bytes.h"
#include "runtime/io/failure.h"
#include "runtime/io/report.h"
#include "runtime/io/rows.h"
#include "runtime/schema.h"

namespace assay::io {

struct ReaderFormat;

struct InputOptions {
  const ReaderFormat* format = nullptr;  // one of readers(); null: told from the file's name, or its first sign
  std::optional<char> delimiter;
  Encoding encoding = Encoding::utf8;
  bool header = true;
  std::vector<std::pair<std::string, std::string>> map;  // field (or structural name) to column: --map
  std::size_t chunk_bytes = std::size_t{256} << 10;
  std::atomic<std::uint64_t>* bytes_read = nullptr;  // counts what readers of text have read of their files; null: nobody asks
  unsigned threads = 1;                              // that a reader may use by itself (Parquet)
};

// The column that --map names for a field; empty: none.
std::string mapped_column(const InputOptions& options, const std::string& name);

struct NestedOptions;
class LeadFile;
struct LeadRequest;
struct LeadRows;

struct LeadOptions {
  InputOptions input;
  const NestedOptions* nested = nullptr;  // nested_activities.h; null: activities inside leads are not looked for. Outlives the reader
  std::size_t batch_rows = 16'384;        // a batch ends with the block that brings it to so many; of columns it has so many at most
  std::vector<std::string> keep;          // input columns to pass through, by header (or number); "all": every one
  std::uint64_t limit = UINT64_MAX;       // rows to read at most
  std::size_t id_memory = std::size_t{96} << 20;  // bytes of ids, to look for repeated ones; beyond it they go to a temporary file
  // Opens what the names of the files stand for, where they are no files (readers.h); empty: they are.
  std::function<std::unique_ptr<LeadFile>(const LeadRequest&)> open = {};
};

struct LeadSource;
class LeadConverter;

// What LeadReader::settle is told about a batch.
struct LeadFindings {
  std::shared_ptr<LeadSource> file;
  bool begins_file = false, ends_file = false;
  DataReport report;
  bool looks_at_ids = false;
  std::vector<std::uint64_t> id_hashes;  // per row; empty: ids rise (seen_ids.h)
  std::vector<std::shared_ptr<const RowBlock>> blocks_with_names;
  std::optional<Failure> failure;
};

// A batch with what passes through unread. `kept` has a column per kept_names(), never missing, as in the file without quotes.
struct LeadBatch {
  runtime::Batch batch;
  std::vector<runtime::TextColumn> kept;
  // Set where any of the leads has activities of its own (or may have, see nested_activities.h): all activities of the batch, those of
  // files included. Else there are only those that ActivityStore::join gives.
  bool has_activities = false;
  runtime::ActivityBatch activities;
  LeadFindings findings;
};

// Rows of one file that have been read and not been converted; there may be none. Moved from thread to thread.
struct LeadPiece {
  std::shared_ptr<LeadSource> file;
  bool begins_file = false, ends_file = false;
  std::uint64_t leads_before = 0;  // in all files
  std::size_t rows = 0;
  std::vector<std::shared_ptr<RowBlock>> blocks;  // of which the first `rows` rows count
  std::shared_ptr<const LeadRows> columns;        // of a file that has columns
  std::unique_ptr<LeadBatch> ready;               // what had to be converted in turn
  std::optional<Failure> failure;                 // behind all that came before
};

class LeadReader {
 public:
  // The schema and the report must outlive the reader. "-" is standard input.
  LeadReader(const runtime::Schema& schema, std::vector<std::string> files, LeadOptions options, DataReport& report);
  ~LeadReader();

  // Opens the first file, so that kept_names is known. False on failure.
  bool open();

  // The next batch, which has rows, into `into`, whose memory is reused where nobody else holds it. False at the end and on failure.
  bool next(LeadBatch& into);

  // The steps of next(). False at the end, which a failure is, too: it comes as the last piece.
  bool take(LeadPiece& piece);
  std::unique_ptr<LeadConverter> make_converter() const;
  // False on failure.
  bool settle(LeadBatch& batch);
  // Behind the last piece: repeated ids are counted into the report. False on failure (of temporary files).
  bool finish();

  const std::optional<Failure>& failure() const;
  const std::vector<std::string>& kept_names() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::io
