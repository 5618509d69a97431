// Why a lead has its score, across assay.h.
#include "compiler/explain/explain.h"

#include <fmt/format.h>

#include "bindings/c/scoring.h"
#include "compiler/explain/render.h"

namespace assay::c_api {
namespace {

std::optional<std::size_t> row_with(const runtime::Batch& batch, std::string_view id) {
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (batch.ids.value(row) == id) return row;
  }
  return std::nullopt;
}

// `id` null: the first lead.
Outcome find_and_explain(Scoring& scoring, const RunRequest& request, const char* id, std::string& json) {
  std::uint64_t passed = 0;
  for (;;) {
    LeadsWithActivities leads;
    if (Outcome outcome = scoring.read(leads); outcome.status != ASSAY_OK) return outcome;
    if (leads.batch == nullptr) break;
    const auto row = id != nullptr ? row_with(*leads.batch, id) : std::optional<std::size_t>(0);
    if (row) {
      const CompiledPolicy& policy = *request.policy;
      explain::Explanation explanation =
          explain::explain_lead(*policy.policy, policy.sources, request.as_of, *leads.batch, leads.activities, *row);
      explanation.row = passed + *row + 1;
      json = explain::as_json(explanation);
      return {};
    }
    passed += leads.batch->rows;
  }
  return {ASSAY_NOT_FOUND, id != nullptr ? fmt::format("no lead has the id '{}' ({} read)", id, passed) : "there are no leads"};
}

}  // namespace
}  // namespace assay::c_api

using namespace assay;

assay_status assay_explain(const assay_policy* policy, ArrowArrayStream* leads, const char* id, const assay_score_options* options,
                           char** json, assay_error** error) {
  if (json != nullptr) *json = nullptr;
  return c_api::guarded(error, [&]() -> c_api::Outcome {
    arrow::OwnedStream taken = leads == nullptr ? arrow::OwnedStream() : arrow::OwnedStream(leads);
    arrow::OwnedStream activities = c_api::taken_activities(options);
    if (!taken || json == nullptr)
      return c_api::wrong_argument("a stream of leads that was not read before and a place for the text are needed");
    c_api::RunRequest request;
    if (c_api::Outcome outcome = read_score_options(policy, options, request); outcome.status != ASSAY_OK) return outcome;
    request.threads = 1;
    c_api::Scoring scoring(request);
    if (c_api::Outcome outcome = scoring.open(std::move(taken), std::move(activities)); outcome.status != ASSAY_OK) return outcome;
    std::string text;
    c_api::Outcome outcome = c_api::find_and_explain(scoring, request, id, text);
    if (outcome.status == ASSAY_OK) *json = c_api::text_for_caller(text);
    return outcome;
  });
}
