// Input columns that pass through to the output (--keep), as they are in the file but for their quotes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/headers.h"
#include "runtime/io/rows.h"
#include "runtime/io/text_values.h"

namespace assay::io {

// Per kept name: its column in a file; a file may lack it.
using KeptNumbers = std::vector<std::optional<std::size_t>>;

// Whether --keep reads "all": every column, whoever else uses it.
bool keeps_all(const std::vector<std::string>& wanted);

// Which columns are kept, and what they are called.
class KeptColumns {
 public:
  // Header names or numbers; "all" alone: every column of the first file.
  explicit KeptColumns(std::vector<std::string> wanted) : wanted_(std::move(wanted)) {}

  // Finds the columns in the next file. The first file decides the names; a later one that lacks a column has empty cells there.
  std::optional<Failure> match(ColumnIndex& index, KeptNumbers& into);

  const std::vector<std::string>& names() const { return names_; }

  // Files that pass columns through by themselves: the names if an earlier file has decided them, and the decision of the first.
  const std::vector<std::string>* known_names() const { return matched_ ? &names_ : nullptr; }
  void decide(const std::vector<std::string>& names);

 private:
  std::optional<Failure> match_first(ColumnIndex& index, KeptNumbers& into);

  std::vector<std::string> wanted_;
  std::vector<std::string> names_;
  bool matched_ = false;
};

// The texts of kept columns, batch by batch. One per thread.
class KeptTexts {
 public:
  // Begins a batch with so many columns.
  void start(std::size_t columns);
  void append(const RowBlock& block, std::size_t rows, const KeptNumbers& numbers);
  void finish(std::vector<runtime::TextColumn>& columns, std::vector<std::shared_ptr<const void>>& owners);

 private:
  std::vector<std::unique_ptr<TextValues>> values_;
  std::string scratch_, mended_;
};

}  // namespace assay::io
