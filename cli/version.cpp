// `assay --version`: the versions that results depend on.
#include <fmt/format.h>

#include "cli/terminal.h"
#include "cli/verbs.h"
#include "runtime/arrow_files/load.h"
#include "runtime/calendar/zone.h"
#include "runtime/text/fold.h"

namespace assay::cli {

int show_version(const Words&) {
  const std::string_view arrow = arrow_files::arrow_version();
  write_output(fmt::format("assay {} (LLVM {}, tzdata {}, Unicode {}, {})\n", ASSAY_VERSION, ASSAY_LLVM_VERSION, calendar::tzdata_version(),
                           text::unicode_version(), arrow.empty() ? "without Parquet and Arrow files" : fmt::format("Arrow {}", arrow)));
  return Done;
}

}  // namespace assay::cli
