// Where records come from: an Arrow C stream, or a file that is opened as one with only the columns that are needed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/arrow/owned.h"
#include "runtime/arrow/type.h"

namespace assay::arrow {

// The type of the stream's records. A Failure where it is no stream of structs. `source` names it in messages.
std::optional<io::Failure> read_record_type(OwnedStream& stream, const std::string& source, DataType& into);

// The next array; null at the end.
std::optional<io::Failure> read_array(OwnedStream& stream, const std::string& source, SharedArray& into);

class RecordSource {
 public:
  virtual ~RecordSource() = default;

  // The type with all columns.
  virtual std::optional<io::Failure> type(DataType& into) = 0;

  // Behind type(): about how many records will come; 0 where nobody knows. Who makes room for them bounds it: files may lie.
  virtual std::uint64_t expected_rows() const { return 0; }

  // Begins the records with these outermost columns (indices that rise); `columns` becomes those that really come.
  virtual std::optional<io::Failure> open(std::vector<std::size_t>& columns, OwnedStream& into) = 0;

  // Behind open(): how many rows each of the parts has that can be read side by side; they follow each other in the order of the records.
  // None where records only come one after the other.
  virtual std::vector<std::uint64_t> parts() const { return {}; }

  // Begins the records of a part, with the columns that open() gave. From any thread.
  virtual std::optional<io::Failure> open_part(std::size_t, OwnedStream&) { return io::Failure{"records that have no parts"}; }
};

// A stream as it is. `source` names it in messages.
std::unique_ptr<RecordSource> records_of(OwnedStream stream, const std::string& source);

}  // namespace assay::arrow
