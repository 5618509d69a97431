// Which column of a file belongs to which name: language.md section 5.
//
// A name takes the column whose header equals one of its `from` names, in their order, else its own name; failing that, the same without
// case, spaces, `_`, `-` and `.` (folded). Two columns that are equally good are an error. Kinds of activities and keys of JSON are
// compared the same way (loose_key).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/io/failure.h"

namespace assay::io {

// The form in which headers, kinds and keys are compared at last: folded, without white space, `_`, `-` and `.`.
std::string loose_key(std::string_view name);

// What looks for a column: its names in order of preference, its own last.
struct ColumnNeed {
  std::string name;                // for messages
  std::vector<std::string> names;  // exact first, all of them, then all of them loosely
  std::string mapped;              // --map: this column and no other; empty: not mapped
};

class HeaderIndex {
 public:
  // The headers of one file; `numbered`: it has none, columns go by number from 1 and only `mapped` finds them.
  HeaderIndex(std::string file, std::vector<std::string> headers, bool numbered);

  struct Match {
    std::optional<std::size_t> column;  // none: no column of such a name
    std::optional<Failure> failure;     // equally good columns, or a mapped one that is not there
  };
  Match find(const ColumnNeed& need) const;

  const std::vector<std::string>& headers() const { return headers_; }
  const std::string& file() const { return file_; }

 private:
  using Columns = std::unordered_map<std::string, std::vector<std::size_t>>;

  Match find_mapped(const ColumnNeed& need) const;
  Match one_of(const ColumnNeed& need, const std::vector<std::size_t>& columns) const;

  std::string file_;
  std::vector<std::string> headers_;
  bool numbered_;
  Columns exact_;
  Columns loose_;
};

}  // namespace assay::io
