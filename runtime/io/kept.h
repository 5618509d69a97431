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

class KeptColumns {
 public:
  // Header names or numbers; "all" alone: every column of the first file.
  explicit KeptColumns(std::vector<std::string> wanted) : wanted_(std::move(wanted)) {}

  // Finds the columns in the next file. The first file decides the names; a later one that lacks a column has empty cells there.
  std::optional<Failure> match(ColumnIndex& index);

  const std::vector<std::string>& names() const { return names_; }

  // Files that pass columns through by themselves: the names if an earlier file has decided them, and the decision of the first.
  const std::vector<std::string>* known_names() const { return matched_ ? &names_ : nullptr; }
  void decide(const std::vector<std::string>& names);

  void start();
  // Rows [from, to) of a block; gives the bytes of text held for the batch.
  std::size_t append(const RowBlock& block, std::size_t from, std::size_t to);
  void finish(std::vector<runtime::TextColumn>& columns, std::vector<std::shared_ptr<const void>>& owners);

 private:
  std::optional<Failure> match_first(ColumnIndex& index);

  std::vector<std::string> wanted_;
  std::vector<std::string> names_;
  std::vector<std::optional<std::size_t>> columns_;
  std::vector<std::unique_ptr<TextValues>> values_;
  std::string scratch_, mended_;
  bool matched_ = false;
};

}  // namespace assay::io
