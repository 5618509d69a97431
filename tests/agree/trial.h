// One trial: a policy and leads go through the interpreter once and through an engine in every way of cutting them into batches.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/program.h"
#include "tests/support/columns.h"

namespace assay::agree {

struct Engines {
  std::shared_ptr<runtime::Program> reference, other;
};

// The programs of both engines for the text; nullopt, and why in `problem`, when it does not compile.
std::optional<Engines> compile_both(const std::string& policy, std::string& problem);

// How leads are given to an engine.
struct Cut {
  std::size_t rows = 1;     // of a batch
  std::size_t threads = 1;  // each with a session of its own, taking batches in turn
  bool as_read = false;     // columns as readers make them: texts through growing dictionaries, absent columns; else the plainest
  bool explains = true;     // the reference always does
  bool within_reach = false;  // without activities that lie beyond the program's reach
  std::string description() const;
};
const std::vector<Cut>& cuts();

// The first difference between the reference, which gets all leads at once, and the other engine, which gets them in each of the ways;
// nullopt: they agree.
std::optional<std::string> disagreement(const Engines& engines, const std::vector<tests::Lead>& leads, std::int64_t as_of,
                                        const std::vector<Cut>& ways = cuts());

}  // namespace assay::agree
