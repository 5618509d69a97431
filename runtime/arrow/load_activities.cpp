// Activities from a stream of records, converted by several threads.
#include <algorithm>
#include <atomic>

#include "runtime/arrow/activities.h"
#include "runtime/arrow/leads.h"
#include "runtime/io/activity_load.h"
#include "runtime/io/on_threads.h"

namespace assay::arrow {
namespace {

// What becomes of so many rows stays in the cache until they are dealt out.
constexpr std::int64_t rows_at_once = 8'192;

// Rows of one array.
struct Piece {
  SharedArray array;
  ArrayView record;
  Rows rows;
};

// Hands out a stream piece by piece; one thread at a time.
class Pieces {
 public:
  Pieces(OwnedStream stream, const DataType& type, std::string source, std::uint64_t first_number)
      : stream_(std::move(stream)), type_(type), source_(std::move(source)) {
    piece_.rows.first_number = first_number;
  }

  // False at the end and on failure.
  bool next(Piece& into) {
    while (!failure_ && piece_.rows.first == piece_.record.length) {
      failure_ = read_array(stream_, source_, piece_.array);
      if (failure_ || !piece_.array) return false;
      piece_.record = {};
      piece_.rows.first = 0;
      failure_ = view_of(*piece_.array->get(), type_, source_, false, piece_.record);
    }
    if (failure_) return false;
    piece_.rows.count = std::min(rows_at_once, piece_.record.length - piece_.rows.first);
    into = piece_;
    piece_.rows.first += piece_.rows.count;
    piece_.rows.first_number += static_cast<std::uint64_t>(piece_.rows.count);
    rows_ += static_cast<std::uint64_t>(piece_.rows.count);
    return true;
  }

  const std::optional<io::Failure>& failure() const { return failure_; }
  std::uint64_t rows() const { return rows_; }

 private:
  OwnedStream stream_;
  const DataType& type_;
  std::string source_;
  Piece piece_;
  std::uint64_t rows_ = 0;
  std::optional<io::Failure> failure_;
};

// The records of a file or stream, converted and dealt out by several threads.
class RecordsLoad {
 public:
  RecordsLoad(RecordSource& records, const DataType& type, const std::string& source, const io::InputOptions& options,
              io::ActivityStore::State& state)
      : records_(records), type_(type), source_(source), options_(options), state_(state), load_(state) {}

  // Threads take the next rows of one stream in turn.
  void read_in_turn(OwnedStream stream) {
    Pieces pieces(std::move(stream), type_, source_, 1);
    on_threads([&](io::ActivityIntake& intake, ActivityImporter& importer) {
      Piece piece;
      while (const std::optional<std::uint64_t> number = load_.take([&] { return pieces.next(piece); })) {
        if (!intake.failure) intake.failure = importer.add(piece.record, piece.array, piece.rows, nullptr);
        load_.hand_in(*number, intake);
      }
    });
    rows_ = pieces.rows();
    if (!state_.failure) state_.failure = pieces.failure();
  }

  // Each thread reads, decodes and converts a part by itself.
  void read_parts(const std::vector<std::uint64_t>& rows) {
    std::size_t next = 0;
    std::uint64_t rows_before = 0;
    on_threads([&](io::ActivityIntake& intake, ActivityImporter& importer) {
      std::size_t part = 0;
      std::uint64_t first_number = 1;
      const auto take_part = [&]() -> std::uint64_t {
        if (next == rows.size()) return 0;
        part = next++;
        first_number = rows_before + 1;
        rows_before += rows[part];
        return rows[part] + 1;  // blocks have a row at least
      };
      while (const std::optional<std::uint64_t> number = load_.take(take_part)) {
        if (!intake.failure) read_part(part, first_number, {*number + 1, *number + 1 + rows[part]}, intake, importer);
        load_.hand_in(*number, intake);
      }
    });
  }

  std::uint64_t rows() const { return rows_; }

 private:
  // Numbers that blocks may have.
  struct Numbers {
    std::uint64_t next, end;
  };

  template <class Work>
  void on_threads(const Work& work) {
    io::on_threads(options_.threads, [&] {
      io::ActivityIntake intake(state_.plan);
      ActivityImporter importer(intake, options_, source_);
      // Only columns that were found come, so they are found again.
      intake.failure = importer.match(type_, false);
      work(intake, importer);
    });
  }

  void read_part(std::size_t part, std::uint64_t first_number, Numbers numbers, io::ActivityIntake& intake, ActivityImporter& importer) {
    OwnedStream stream;
    intake.failure = records_.open_part(part, stream);
    if (intake.failure) return;
    Pieces pieces(std::move(stream), type_, source_, first_number);
    Piece piece;
    for (; numbers.next < numbers.end && pieces.next(piece); ++numbers.next) {
      intake.failure = importer.add(piece.record, piece.array, piece.rows, nullptr);
      if (intake.failure || !load_.add_block(numbers.next, intake)) return;
    }
    intake.failure = pieces.failure();
    rows_ += pieces.rows();
  }

  RecordSource& records_;
  const DataType& type_;
  const std::string& source_;
  const io::InputOptions& options_;
  io::ActivityStore::State& state_;
  io::ActivityLoad load_;
  std::atomic<std::uint64_t> rows_ = 0;
};

// Whether threads had better read a part each: there are enough for all to have about as much to do, and what they hold before memory is
// looked at is little of it.
bool reads_parts(const std::vector<std::uint64_t>& rows, unsigned threads, const io::ActivityStore::State& state) {
  constexpr std::size_t parts_of_a_thread = 2, least_of_memory = 4;
  if (rows.size() < parts_of_a_thread * threads) return false;
  const std::uint64_t most_rows = *std::max_element(rows.begin(), rows.end());
  return most_rows < state.memory / least_of_memory / threads / io::ActivityTable(state.plan).row_bytes();
}

}  // namespace

std::optional<io::Failure> load_activities(OwnedStream stream, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store) {
  const std::unique_ptr<RecordSource> records = records_of(std::move(stream), source);
  return load_activities(*records, source, options, store);
}

std::optional<io::Failure> load_activities(RecordSource& records, const std::string& source, const io::InputOptions& options,
                                           io::ActivityStore& store) {
  io::ActivityStore::State& state = store.state();
  DataType all, type;
  if (auto why = records.type(all)) return why;
  io::ActivityIntake unused(state.plan);
  ActivityImporter matcher(unused, options, source);
  if (auto why = matcher.match(all, false)) return why;
  OwnedStream stream;
  if (auto why = matcher.open(records, stream, type)) return why;

  state.expect(records.expected_rows());
  RecordsLoad load(records, type, source, options, state);
  const std::vector<std::uint64_t> parts = records.parts();
  if (reads_parts(parts, options.threads, state)) {
    stream.release();
    load.read_parts(parts);
  } else {
    load.read_in_turn(std::move(stream));
  }
  if (state.failure) return state.failure;
  io::FileReport file = matcher.file();
  file.rows = load.rows();
  state.rows_read += file.rows;
  state.report.activities.push_back(std::move(file));
  return std::nullopt;
}

}  // namespace assay::arrow
