// Activities from a stream of records, converted by several threads.
#include <algorithm>

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
  Pieces(OwnedStream stream, const DataType& type, std::string source)
      : stream_(std::move(stream)), type_(type), source_(std::move(source)) {}

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
  Pieces pieces(std::move(stream), type, source);
  io::ActivityLoad load(state);
  io::on_threads(options.threads, [&] {
    io::ActivityIntake intake(state.plan);
    ActivityImporter importer(intake, options, source);
    // Only columns that were found come, so they are found again.
    intake.failure = importer.match(type, false);
    Piece piece;
    while (const std::optional<std::uint64_t> number = load.take([&] { return pieces.next(piece); })) {
      if (!intake.failure) intake.failure = importer.add(piece.record, piece.array, piece.rows, nullptr);
      load.hand_in(*number, intake);
    }
  });
  if (state.failure) return state.failure;
  if (pieces.failure()) return pieces.failure();
  io::FileReport file = matcher.file();
  file.rows = pieces.rows();
  state.rows_read += file.rows;
  state.report.activities.push_back(std::move(file));
  return std::nullopt;
}

}  // namespace assay::arrow
