// Versions: of the interface, and of all that results may depend on.
#include <fmt/format.h>

#include "bindings/c/handles.h"
#include "runtime/calendar/zone.h"
#include "runtime/text/fold.h"

uint32_t assay_abi_version(void) { return ASSAY_ABI_VERSION; }

const char* assay_version(void) {
  try {
    static const std::string text = fmt::format("{} (LLVM {}, tzdata {}, Unicode {})", ASSAY_VERSION, ASSAY_LLVM_VERSION,
                                                assay::calendar::tzdata_version(), assay::text::unicode_version());
    return text.c_str();
  } catch (...) {
    return ASSAY_VERSION;
  }
}
