// A program with a policy inside: score_leads LEADS OUTPUT AS_OF_MICROSECONDS [ACTIVITIES]. What tests/ahead_of_time_test.py compiles.
#include <cstdlib>

#include "policy.h"
#include "runtime/run/run.h"

int main(int count, char** words) {
  const auto program = assay::native::load(policy);
  if (count < 4 || program == nullptr) return 1;
  auto output = assay::io::open_output(words[2]);
  if (output.failure) return 1;
  assay::run::RunSettings settings;
  settings.leads = {words[1]};
  settings.activities.assign(words + 4, words + count);
  settings.as_of = std::strtoll(words[3], nullptr, 10);
  settings.explain = true;
  settings.format = assay::io::writer_named("csv");
  settings.output = output.output.get();
  return assay::run::score_files(*program, settings).failure ? 1 : 0;
}
