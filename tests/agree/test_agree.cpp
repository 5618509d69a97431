// Interpreter and native code agree: random policies over random leads, in batches of all sizes, on several threads.
//
//   test_agree --policies 500 --seed 1     a run of CI; the last line says `N passed, N failed`
//   test_agree --minutes 60 --seed 7       as many as go into the time
//   test_agree --seed 1 --only 137         one case again
#include <chrono>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "runtime/calendar/zone.h"
#include "tests/agree/generate_leads.h"
#include "tests/agree/shrink.h"
#include "tests/agree/trial.h"
#include "tests/support/same_reading.h"

namespace assay::agree {
namespace {

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t policies = 500;
  std::size_t leads = 150;
  double minutes = 0;
  std::int64_t only = -1;
};

std::optional<std::string> what_is_wrong(const Case& generated) {
  std::string problem;
  const std::optional<Engines> engines = compile_both(generated.policy.text(), problem);
  if (!engines) return std::nullopt;
  return disagreement(*engines, leads_for(generated, engines->reference->schema()), generated.policy.setting.as_of);
}

// Whether the case passed; prints it, made small, when it did not.
bool run_case(const Options& options, std::uint64_t number) {
  Random random(options.seed * 1'000'003 + number);
  Case generated{generate_policy(random), {}, {}};
  if (const std::string read = testing_support::difference_from_grammar(generated.policy.text()); !read.empty()) {
    fmt::print("case {}: the policy is not read as the grammar says\n{}{}\n", number, generated.policy.text(), read);
    return false;
  }
  std::string problem;
  const std::optional<Engines> engines = compile_both(generated.policy.text(), problem);
  if (!engines) {
    fmt::print("case {}: the policy does not compile\n{}\n{}\n", number, generated.policy.text(), problem);
    return false;
  }
  generated.schema = engines->reference->schema();
  const auto zone = calendar::load_zone(generated.policy.setting.timezone);
  const std::size_t count = random.chance(4) ? 4 * options.leads + random.below(4096) : 1 + random.below(options.leads);
  generated.leads = generate_leads(random, generated.schema, generated.policy.setting.as_of, *zone, count);
  const auto found = disagreement(*engines, generated.leads, generated.policy.setting.as_of);
  if (!found) return true;
  const Case small = shrink(generated, what_is_wrong);
  fmt::print("case {}: {}\nmade small: {}\n{}\n", number, *found, what_is_wrong(small).value_or("nothing"), description(small));
  return false;
}

int run(const Options& options) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.minutes * 60));
  std::uint64_t passed = 0, failed = 0;
  const auto go_on = [&](std::uint64_t number) { return options.minutes > 0 ? Clock::now() < end : number < options.policies; };
  if (options.only >= 0) {
    (run_case(options, static_cast<std::uint64_t>(options.only)) ? passed : failed) += 1;
  } else {
    for (std::uint64_t number = 0; go_on(number) && failed < 20; ++number) {
      (run_case(options, number) ? passed : failed) += 1;
      std::fflush(stdout);
    }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed > 0 || passed == 0 ? 1 : 0;
}

}  // namespace
}  // namespace assay::agree

int main(int argc, char** argv) {
  assay::agree::Options options;
  CLI::App app("Interpreter and native code over random policies and leads: do they agree?");
  app.add_option("--seed", options.seed, "of the random numbers");
  app.add_option("--policies", options.policies, "how many cases");
  app.add_option("--leads", options.leads, "most leads of a usual case");
  app.add_option("--minutes", options.minutes, "run for so long instead");
  app.add_option("--only", options.only, "one case by its number");
  CLI11_PARSE(app, argc, argv);
  return assay::agree::run(options);
}
