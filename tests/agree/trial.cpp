#include "tests/agree/trial.h"

#include <algorithm>
#include <thread>

#include <fmt/format.h>

#include "tests/agree/compare_results.h"
#include "tests/agree/dictionaries.h"

namespace assay::agree {
namespace {

struct Batches {
  std::vector<runtime::Batch> leads;
  std::vector<runtime::ActivityBatch> activities;
};

// Takes away the activities that a reader need not keep.
void keep_within_reach(const runtime::Program& program, std::int64_t as_of, std::vector<tests::Lead>& leads) {
  const auto first_times = program.activity_reach().first_times(as_of, program.schema().activities.size() + 1);
  for (tests::Lead& lead : leads) {
    std::erase_if(lead.activities, [&](const tests::Activity& each) { return each.time < first_times[static_cast<std::size_t>(each.kind + 1)]; });
  }
}

Batches cut_up(const runtime::Program& program, const std::vector<tests::Lead>& leads, const Cut& cut, std::int64_t as_of) {
  const runtime::Schema& schema = program.schema();
  Batches batches;
  Dictionaries dictionaries;
  for (std::size_t begin = 0; begin < leads.size(); begin += cut.rows) {
    const std::size_t end = std::min(begin + cut.rows, leads.size());
    std::vector<tests::Lead> slice(leads.begin() + static_cast<std::ptrdiff_t>(begin), leads.begin() + static_cast<std::ptrdiff_t>(end));
    if (cut.within_reach) keep_within_reach(program, as_of, slice);
    batches.leads.push_back(tests::make_batch(schema, slice));
    batches.activities.push_back(tests::make_activities(schema, slice));
    if (!cut.as_read) continue;
    dictionaries.encode(batches.leads.back());
    dictionaries.encode(batches.activities.back());
  }
  return batches;
}

std::vector<runtime::Result> score(const runtime::Program& program, const Batches& batches, const Cut& cut, std::int64_t as_of) {
  std::vector<runtime::Result> results(batches.leads.size());
  const auto work = [&](std::size_t first) {
    const auto session = program.start({.as_of = as_of, .explain = cut.explains});
    for (std::size_t i = first; i < batches.leads.size(); i += cut.threads)
      session->score(batches.leads[i], &batches.activities[i], results[i]);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < cut.threads; ++i) threads.emplace_back(work, i);
  work(0);
  for (std::thread& thread : threads) thread.join();
  return results;
}

}  // namespace

std::string Cut::description() const {
  return fmt::format("batches of {}, {} threads, {}{}{}", rows, threads, as_read ? "columns as readers make them" : "plain columns",
                     explains ? "" : ", not explained", within_reach ? ", activities within reach" : "");
}

const std::vector<Cut>& cuts() {
  static const std::vector<Cut> all = {{1, 1, false},        {1, 2, true, false},    {7, 4, true},     {64, 1, false},
                                       {65, 3, true, false}, {1023, 1, true, false}, {1024, 2, false}, {1025, 1, false, false},
                                       {4096, 1, true},      {4096, 1, false, false}, {512, 1, false, true, true}};
  return all;
}

std::optional<std::string> disagreement(const Engines& engines, const std::vector<tests::Lead>& leads, std::int64_t as_of,
                                        const std::vector<Cut>& ways) {
  const Cut whole{std::max<std::size_t>(leads.size(), 1), 1, false};
  const Batches all = cut_up(*engines.reference, leads, whole, as_of);
  if (all.leads.empty()) return std::nullopt;
  const runtime::Result expected = std::move(score(*engines.reference, all, whole, as_of).front());
  for (const Cut& cut : ways) {
    const Batches batches = cut_up(*engines.other, leads, cut, as_of);
    const auto results = score(*engines.other, batches, cut, as_of);
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (auto found = difference(engines.reference->result_schema(), expected, i * cut.rows, results[i]))
        return cut.description() + ": " + *found;
    }
  }
  return std::nullopt;
}

}  // namespace assay::agree
