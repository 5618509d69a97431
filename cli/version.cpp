// `assay --version`: the versions that results depend on.
#include <fmt/format.h>

#include "cli/terminal.h"
#include "cli/verbs.h"
#include "runtime/calendar/zone.h"
#include "runtime/text/fold.h"

namespace assay::cli {

int show_version(const Words&) {
  write_output(fmt::format("assay {} (LLVM {}, tzdata {}, Unicode {})\n", ASSAY_VERSION, ASSAY_LLVM_VERSION, calendar::tzdata_version(),
                           text::unicode_version()));
  return Done;
}

}  // namespace assay::cli
