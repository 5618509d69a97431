// Any bytes as CSV of leads and of activities.
#include "tests/fuzz/read_leads.h"
#include "tests/fuzz/target.h"

using namespace assay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::read_as_leads(fuzz::text_of(bytes, size), "csv");
  fuzz::read_as_activities(fuzz::text_of(bytes, size), "csv");
  return 0;
}
