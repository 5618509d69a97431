// Builds one Column of a batch from rows of an Arrow column: a view where the layout allows it, converted values where not.
//
// Values are as they would be if the same data stood in a text file: texts trimmed, empty ones and the field's `missing` values missing,
// texts converted to the field's type as cells are, what cannot be read reported as a bad cell. A null is an empty cell. Typed values need
// no text: integers and numbers, yes/no, dates and times convert directly (a local time is in the policy's time zone), not-a-number and
// infinite ones are missing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/arrow/view.h"
#include "runtime/batch.h"
#include "runtime/calendar/zone.h"
#include "runtime/io/report.h"
#include "runtime/schema.h"

namespace assay::arrow {

using Owners = std::vector<std::shared_ptr<const void>>;

// Which rows of a view: `count` from `first` on, or those of `selected`, which count from `first`; and what they are called in the report.
struct Rows {
  std::int64_t first = 0, count = 0;
  const std::uint32_t* selected = nullptr;
  std::uint64_t first_number = 1;          // of row `first`
  const std::uint64_t* numbers = nullptr;  // of the rows from `first` on, where they do not follow each other

  std::int64_t relative(std::int64_t i) const { return selected ? selected[i] : i; }
  std::int64_t at(std::int64_t i) const { return first + relative(i); }
  std::uint64_t number(std::int64_t i) const {
    return numbers ? numbers[relative(i)] : first_number + static_cast<std::uint64_t>(relative(i));
  }
};

// Reports bad cells of one column.
class Faults {
 public:
  // `columns` is DataReport::bad_leads or bad_activities and outlives this.
  Faults(std::vector<io::BadColumn>& columns, std::string source, std::string field, std::string column)
      : columns_(&columns), source_(std::move(source)), field_(std::move(field)), column_(std::move(column)) {}

  void add(std::uint64_t row, std::string_view found, const std::string& expected);

 private:
  std::vector<io::BadColumn>* columns_;
  std::string source_, field_, column_;
};

// The array is malformed: why, without its name.
using Malformed = std::optional<std::string>;

class Converter {
 public:
  virtual ~Converter() = default;

  // The rows of a view as a column. `array` keeps alive what the view points into; it goes to `owners` where the column points there, too.
  virtual Malformed convert(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, Faults& faults,
                            runtime::Column& column, Owners& owners) = 0;
};

// A converter for a field as the schema declares it; kept from batch to batch. Both outlive it.
std::unique_ptr<Converter> make_converter(const runtime::FieldSpec& field, const calendar::Zone& zone);

// For ids and columns that pass through: trimmed texts (`trim`), or texts as they are; empty where the row is missing. Never a dictionary.
class TextCopier {
 public:
  explicit TextCopier(bool trim);
  ~TextCopier();

  Malformed copy(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, Faults& faults,
                 runtime::TextColumn& column, Owners& owners);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay::arrow
