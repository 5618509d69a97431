// Any bytes as a Parquet or Arrow file. Arrow C++ itself is not instrumented: what is looked for are faults of ours in what it hands over.
// Builds without Arrow refuse every file.
#include "runtime/arrow_files/formats.h"
#include "tests/fuzz/read_leads.h"
#include "tests/fuzz/target.h"

using namespace assay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const bool added = (arrow_files::add_formats(), true);
  static_cast<void>(added);
  // Parquet files say so in their first bytes.
  const std::string_view format = fuzz::text_of(bytes, size).starts_with("PAR1") ? "parquet" : "arrow";
  fuzz::read_as_leads(fuzz::text_of(bytes, size), format);
  fuzz::read_as_activities(fuzz::text_of(bytes, size), format);
  return 0;
}
