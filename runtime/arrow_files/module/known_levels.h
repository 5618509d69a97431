// Which rows of a flat column are known: definition levels of Parquet as validity of Arrow. Internal to the module.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <arrow/buffer.h>
#include <parquet/schema.h>

#include "runtime/arrow_files/module/reused_memory.h"

namespace assay::arrow_files {

class KnownLevels {
 public:
  explicit KnownLevels(const ::parquet::ColumnDescriptor& column) : optional_(column.max_definition_level() > 0) {}

  // Begins an array of up to so many rows.
  void start(std::int64_t rows);

  // Where up to so many levels are read to; null where the column needs none.
  std::int16_t* room(std::int64_t rows);

  // Of `count` levels from the `first` that was read on, how many are known; they are the array's next rows.
  std::int64_t take(std::int64_t first, std::int64_t count);

  // Whether the row of a level is known.
  bool known(std::int64_t level) const { return !optional_ || levels_[static_cast<std::size_t>(level)] != 0; }

  // Moves the values of the last `count` levels, which lie side by side, to where their rows are; missing ones become zero.
  template <class Value>
  void spread(std::int64_t count, std::int64_t known_values, Value* values) const {
    if (known_values == count) return;
    // Looked at, though not taken, while the last rows are missing.
    values[known_values] = Value{};
    std::int64_t from = known_values;
    for (std::int64_t i = count; i-- > 0;) {
      const bool is_known = levels_[static_cast<std::size_t>(i)] != 0;
      from -= is_known;
      const Value value = values[from];
      values[i] = is_known ? value : Value{};
    }
  }

  std::int64_t nulls() const { return nulls_; }
  // The validity of the array's rows; null where all of them are known.
  std::shared_ptr<::arrow::Buffer> finish();

 private:
  bool optional_;
  Rooms rooms_;
  std::shared_ptr<Room> bits_;
  std::vector<std::int16_t> levels_;
  std::int64_t rows_ = 0, nulls_ = 0;
};

}  // namespace assay::arrow_files
