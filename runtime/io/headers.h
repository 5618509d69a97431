// Which column of a file belongs to which name: docs/language/data.md.
//
// A name takes the column whose header equals one of its `from` names, in their order, else its own name; failing that, the same without
// case, spaces, `_`, `-` and `.` (folded). Two columns that are equally good are an error. Kinds of activities and keys of JSON are
// compared the same way (loose_key).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/io/failure.h"

namespace assay::io {

// The form in which headers, kinds and keys are compared at last: folded, without white space, `_`, `-` and `.`.
std::string loose_key(std::string_view name);

// What a value of JSON (or another nested format) may be for who asks for it, beside a single value.
enum class Takes : std::uint8_t {
  value,
  list,      // an array of values
  object,    // an object
  anything,  // both: it passes through as it stands
};

// What looks for a column: its names in order of preference, its own last.
struct ColumnNeed {
  std::string name;                // for messages
  std::vector<std::string> names;  // exact first, all of them, then all of them loosely
  std::string mapped;              // --map: this column and no other; empty: not mapped
  Takes takes = Takes::value;
};

// Finds columns by need. In files with a header all columns are known at once; in JSON a column is made of what is asked for, and each
// object's keys are matched by themselves.
class ColumnIndex {
 public:
  struct Match {
    std::optional<std::size_t> column;  // none: no column of such a name
    std::optional<Failure> failure;     // equally good columns, or a mapped one that is not there
  };

  virtual ~ColumnIndex() = default;
  // Whether values may be lists of objects.
  virtual bool nests() const { return false; }
  virtual Match find(const ColumnNeed& need) = 0;
  // The column of first_names()[i], whatever others are called, to pass through.
  virtual std::size_t column_of_name(std::size_t i) = 0;
  // The headers; of JSON the keys of the objects near the start.
  virtual const std::vector<std::string>& first_names() const = 0;
  // Whether an object near the start has a key for the column; true where there is a header.
  virtual bool starts_with(std::size_t column) const = 0;
  virtual const std::string& file() const = 0;
  // The name in the file by which a column was found; empty: not yet.
  virtual const std::string& name_of(std::size_t column) const = 0;
  // All names in the file, as far as it has been read; of several spellings for one column only the first.
  virtual std::vector<std::string> names() const = 0;
};

// Why `name` was not found among the columns to keep: no such column (and the one that was probably meant), or several.
Failure nothing_to_keep(const ColumnIndex& index, const std::string& name);

class HeaderIndex final : public ColumnIndex {
 public:
  // The headers of one file; `numbered`: it has none, columns go by number from 1 and only `mapped` finds them.
  HeaderIndex(std::string file, std::vector<std::string> headers, bool numbered);

  Match find(const ColumnNeed& need) override;
  std::size_t column_of_name(std::size_t i) override { return i; }
  const std::vector<std::string>& first_names() const override { return headers_; }
  bool starts_with(std::size_t) const override { return true; }
  const std::string& file() const override { return file_; }
  const std::string& name_of(std::size_t column) const override { return headers_[column]; }
  std::vector<std::string> names() const override { return headers_; }

 private:
  using Columns = std::unordered_map<std::string, std::vector<std::size_t>>;

  Match find_mapped(const ColumnNeed& need);
  Match one_of(const ColumnNeed& need, const std::vector<std::size_t>& columns) const;

  std::string file_;
  std::vector<std::string> headers_;
  bool numbered_;
  Columns exact_;
  Columns loose_;
};

}  // namespace assay::io
