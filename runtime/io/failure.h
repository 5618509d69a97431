// Why a file cannot be read or written at all: the user's to mend (exit code 2), never an exception.
// Not here: cells that cannot be read. Those become missing and a line of the data report (report.h).
#pragma once

#include <string>

namespace assay::io {

struct Failure {
  std::string message;  // a whole sentence that names the file
};

}  // namespace assay::io
