// Results that a stream gets whole or not at all: kept in a temporary file until commit(). For a run that may still fail when all rows are
// made, as with a limit of bad data. Needs as much room on disk as there are results (decision 0109).
#pragma once

#include "runtime/io/output.h"

namespace assay::io {

// Failure: no temporary file can be made.
OpenedOutput held_back(std::unique_ptr<Output> target);

}  // namespace assay::io
