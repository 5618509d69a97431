// What stands behind the handles of assay.h (decision 0070), and the guard of all its functions. Not here: anything that a user sees.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "bindings/c/assay.h"
#include "compiler/diag/diag.h"
#include "compiler/ir/ir.h"
#include "compiler/source/source.h"
#include "runtime/program.h"

struct assay_error {
  assay_status status = ASSAY_OK;
  std::string message;
  std::string diagnostics = "[]";
};

struct assay_file {
  std::optional<std::string> text;
};

namespace assay::c_api {

// A compiled policy and what its messages point into. Nothing of it changes once compile() has returned it.
struct CompiledPolicy {
  source::Sources sources;
  diag::Sink sink;
  std::shared_ptr<const ir::Policy> policy;
  std::shared_ptr<runtime::Program> program;
};

// How a call ended: OK, or the error that it reports.
struct Outcome {
  assay_status status = ASSAY_OK;
  std::string message;
  std::string diagnostics = "[]";
};

inline Outcome wrong_argument(std::string message) { return {ASSAY_WRONG_ARGUMENT, std::move(message)}; }

// Hands the outcome to the caller of assay.h. Never throws: without memory for the error there is only the status.
assay_status report(Outcome outcome, assay_error** error) noexcept;

// The outcome of an exception that is being handled.
Outcome outcome_of_exception() noexcept;

// Runs the body of a function of assay.h, which gives an Outcome: what is thrown becomes one.
template <typename Body>
assay_status guarded(assay_error** error, Body&& body) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    return report(body(), error);
  } catch (...) {
    return report(outcome_of_exception(), error);
  }
}

// A copy that assay_text_free frees. Throws bad_alloc.
char* text_for_caller(std::string_view text);

}  // namespace assay::c_api

struct assay_policy {
  std::shared_ptr<const assay::c_api::CompiledPolicy> compiled;
};

namespace assay::c_api {

// A function of assay.h that makes a JSON text of a policy.
template <typename Write>
assay_status json_of(const assay_policy* policy, char** json, assay_error** error, Write&& write) noexcept {
  if (json != nullptr) *json = nullptr;
  return guarded(error, [&]() -> Outcome {
    if (policy == nullptr || json == nullptr) return wrong_argument("a policy and a place for the text are needed");
    *json = text_for_caller(write(*policy->compiled));
    return {};
  });
}

}  // namespace assay::c_api
