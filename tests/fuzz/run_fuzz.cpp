// Checked, then run: a policy of tests/agree's generator and random leads; interpreter and native code agree. The input is the first
// decisions of the generator, and the seed of all others.
#include "runtime/calendar/zone.h"
#include "tests/agree/generate_leads.h"
#include "tests/agree/generate_policy.h"
#include "tests/agree/trial.h"
#include "tests/fuzz/target.h"

using namespace assay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::uint64_t seed = size;
  for (std::size_t i = 0; i < size; ++i) seed = (seed ^ bytes[i]) * 0x100000001B3u;
  agree::Random random(seed, fuzz::text_of(bytes, size));
  const agree::GeneratedPolicy policy = agree::generate_policy(random);
  std::string problem;
  const auto engines = agree::compile_both(policy.text(), problem);
  if (!engines) std::fprintf(stderr, "%s\n%s\n", policy.text().c_str(), problem.c_str());
  fuzz::must(engines.has_value(), "generated policies compile");
  const auto zone = calendar::load_zone(policy.setting.timezone);
  const auto leads = agree::generate_leads(random, engines->reference->schema(), policy.setting.as_of, *zone, 1 + random.below(60));
  const auto difference =
      agree::disagreement(*engines, leads, policy.setting.as_of, {random.pick(agree::cuts()), agree::cuts()[random.below(3)]});
  if (difference) std::fprintf(stderr, "%s\n%s\n", policy.text().c_str(), difference->c_str());
  fuzz::must(!difference, "interpreter and native code agree");
  return 0;
}
