// The activities that leads of an Arrow stream bring along: a list of structs in each. Used by LeadStream alone.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "runtime/arrow/activities.h"
#include "runtime/arrow/columns.h"
#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"

namespace assay::arrow {

class NestedImporter {
 public:
  // `column`: a list of structs. The request, whose `nested` gets the activities, and the column outlive the importer.
  NestedImporter(const NamedColumn& column, const io::LeadRequest& request);

  std::optional<io::Failure> match();
  std::optional<io::Failure> look_at(const ArrayView& all, const SharedArray& array);

  // Adds the activities of the rows of a batch.
  std::optional<io::Failure> add(const Rows& rows);

  // Behind the last batch: says in the report what there was, if anything.
  void finish();

 private:
  std::optional<io::Failure> find_elements(const Rows& rows);

  const NamedColumn& column_;
  const io::LeadRequest& request_;
  ActivityImporter importer_;
  ArrayView lists_;
  SharedArray array_;
  bool any_ = false;

  // Of the elements of the current rows.
  std::vector<std::int64_t> begins_, ends_;  // per row
  std::vector<std::uint32_t> selected_;      // counted from the first of all
  std::vector<std::uint64_t> numbers_;       // of the rows that they are in
  std::vector<std::int32_t> leads_;
};

}  // namespace assay::arrow
