// Lists of dicts as Arrow data, and results back as Python values: for single leads, requests and notebooks, where nobody has a data frame.
// What it is not: fast. Tables come by the PyCapsule protocol.
#pragma once

#include <assay/arrow.h>
#include <nanobind/nanobind.h>

namespace assay::python {

// A row for each dict; a key that a row lacks is missing there. Scalars become the texts that a cell of a file would hold (dates and times
// in ISO 8601), lists become lists, dicts in lists (a lead's activities) become structs. Throws TypeError for anything else.
Batch batch_of_rows(nanobind::list rows, const char* what);

// The value of a row of a column of a result: None, a bool, int, float, str, or a list or dict of those.
nanobind::object value_at(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row);

}  // namespace assay::python
