// Scoring across assay.h: arguments are checked, what was handed in is taken over, results are handed out as Arrow structs.
#include <chrono>
#include <cstring>
#include <thread>

#include <fmt/format.h>

#include "bindings/c/scoring.h"
#include "runtime/arrow/stream.h"
#include "runtime/calendar/parse.h"

struct assay_run {
  std::shared_ptr<assay::c_api::Findings> findings;
};

namespace assay::c_api {
namespace {

constexpr unsigned most_threads = 1024;
// More than any array has that memory holds.
constexpr std::size_t most_rows_of_a_batch = std::size_t{1} << 40;

// A date is its end in the policy's time zone.
std::optional<std::int64_t> instant_of(std::string_view written, const calendar::Zone& zone) {
  if (written == "now") {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
  }
  const auto moment = calendar::parse_iso(written);
  if (!moment) return std::nullopt;
  return moment->kind == calendar::Moment::Kind::day ? zone.end_of_day(*moment->to_day(zone)) : moment->to_instant(zone);
}

}  // namespace

Outcome read_score_options(const assay_policy* policy, const assay_score_options* given, RunRequest& request) {
  if (policy == nullptr) return wrong_argument("a policy is needed");
  assay_score_options options = ASSAY_SCORE_OPTIONS_INIT;
  if (given == nullptr || given->size < offsetof(assay_score_options, activities) || given->size > sizeof options) {
    return wrong_argument("score options of this version of assay.h are needed");
  }
  std::memcpy(&options, given, given->size);
  if (options.as_of == nullptr) return wrong_argument("an as-of is needed: a date, a time, or \"now\"");
  request.policy = policy->compiled;
  const auto zone = calendar::load_zone(policy->compiled->program->schema().timezone);
  const auto as_of = zone ? instant_of(options.as_of, *zone) : std::nullopt;
  if (!as_of) {
    return wrong_argument(fmt::format("as-of is a date like 2026-11-22, a time like 2026-11-22T09:30:00Z or now, not '{}'", options.as_of));
  }
  request.as_of = *as_of;
  request.explain = options.explain != 0;
  request.threads = options.threads == 0 ? std::max(1u, std::thread::hardware_concurrency()) : options.threads;
  if (request.threads > most_threads) return wrong_argument(fmt::format("at most {} threads, not {}", most_threads, request.threads));
  return {};
}

arrow::OwnedStream taken_activities(const assay_score_options* options) {
  const bool known = options != nullptr && options->size >= offsetof(assay_score_options, activities) + sizeof options->activities;
  if (!known || options->activities == nullptr || options->activities->release == nullptr) return {};
  return arrow::OwnedStream(options->activities);
}

namespace {

// What went wrong, in words; empty: nothing.
template <typename Body>
std::string fault_of(Body&& body) {
  try {
    const Outcome outcome = body();
    if (outcome.status == ASSAY_OK || !outcome.message.empty()) return outcome.message;
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
  }
  return "a fault of Assay";
}

arrow::OwnedStream stream_of_scores(std::shared_ptr<Scoring> scoring) {
  arrow::StreamSource source;
  source.schema = [scoring](ArrowSchema* out) { return fault_of([&] { return scoring->schema(out), Outcome{}; }); };
  source.next = [scoring](ArrowArray* out) { return fault_of([&] { return scoring->next(out); }); };
  return arrow::make_stream(std::move(source));
}

// The one array as a stream.
arrow::OwnedStream stream_of(arrow::OwnedSchema schema, arrow::OwnedArray array) {
  arrow::StreamSource source;
  const auto held_schema = std::make_shared<arrow::OwnedSchema>(std::move(schema));
  const auto held_array = std::make_shared<arrow::OwnedArray>(std::move(array));
  // Looked at while the stream lives, any number of times: nothing of it is the looker's.
  source.schema = [held_schema](ArrowSchema* out) {
    *out = *held_schema->get();
    out->release = [](ArrowSchema* looked_at) { looked_at->release = nullptr; };
    return std::string();
  };
  source.next = [held_array](ArrowArray* out) { return held_array->give_to(out), std::string(); };
  return arrow::make_stream(std::move(source));
}

// One array of scores for one array of leads.
Outcome score_whole(Scoring& scoring, arrow::OwnedArray& scores) {
  arrow::OwnedArray more;
  if (Outcome outcome = scoring.next(scores.get()); outcome.status != ASSAY_OK) return outcome;
  if (Outcome outcome = scoring.next(more.get()); outcome.status != ASSAY_OK) return outcome;
  if (more) return {ASSAY_WRONG_DATA, "these leads are too many for one batch; a stream takes them"};
  if (!scores) scoring.empty_batch(scores.get());
  return {};
}

}  // namespace
}  // namespace assay::c_api

using namespace assay;

assay_status assay_score_stream(const assay_policy* policy, ArrowArrayStream* leads, const assay_score_options* options,
                                ArrowArrayStream* scores, assay_run** run, assay_error** error) {
  if (scores != nullptr) *scores = ArrowArrayStream{};
  if (run != nullptr) *run = nullptr;
  return c_api::guarded(error, [&]() -> c_api::Outcome {
    arrow::OwnedStream taken = leads == nullptr ? arrow::OwnedStream() : arrow::OwnedStream(leads);
    arrow::OwnedStream activities = c_api::taken_activities(options);
    if (!taken || scores == nullptr) {
      return c_api::wrong_argument("a stream of leads that was not read before and a place for the scores are needed");
    }
    c_api::RunRequest request;
    if (c_api::Outcome outcome = read_score_options(policy, options, request); outcome.status != ASSAY_OK) return outcome;
    const auto scoring = std::make_shared<c_api::Scoring>(std::move(request));
    if (c_api::Outcome outcome = scoring->open(std::move(taken), std::move(activities)); outcome.status != ASSAY_OK) return outcome;
    arrow::OwnedStream made = c_api::stream_of_scores(scoring);
    if (run != nullptr) *run = new assay_run{scoring->findings()};
    made.give_to(scores);
    return {};
  });
}

assay_status assay_score_batch(const assay_policy* policy, ArrowArray* leads, ArrowSchema* leads_schema, const assay_score_options* options,
                               ArrowArray* scores, ArrowSchema* scores_schema, assay_run** run, assay_error** error) {
  if (scores != nullptr) *scores = ArrowArray{};
  if (scores_schema != nullptr) *scores_schema = ArrowSchema{};
  if (run != nullptr) *run = nullptr;
  return c_api::guarded(error, [&]() -> c_api::Outcome {
    arrow::OwnedArray array = leads == nullptr ? arrow::OwnedArray() : arrow::OwnedArray(leads);
    arrow::OwnedSchema schema = leads_schema == nullptr ? arrow::OwnedSchema() : arrow::OwnedSchema(leads_schema);
    arrow::OwnedStream activities = c_api::taken_activities(options);
    if (!array || !schema || scores == nullptr || scores_schema == nullptr) {
      return c_api::wrong_argument("an array of leads, its schema, and places for both of the scores are needed");
    }
    c_api::RunRequest request;
    if (c_api::Outcome outcome = read_score_options(policy, options, request); outcome.status != ASSAY_OK) return outcome;
    request.threads = 1;
    request.batch_rows = c_api::most_rows_of_a_batch;
    c_api::Scoring scoring(std::move(request));
    arrow::OwnedStream stream = c_api::stream_of(std::move(schema), std::move(array));
    if (c_api::Outcome outcome = scoring.open(std::move(stream), std::move(activities)); outcome.status != ASSAY_OK) return outcome;
    arrow::OwnedArray made;
    arrow::OwnedSchema made_schema;
    if (c_api::Outcome outcome = c_api::score_whole(scoring, made); outcome.status != ASSAY_OK) return outcome;
    scoring.schema(made_schema.get());
    if (run != nullptr) *run = new assay_run{scoring.findings()};
    made.give_to(scores);
    made_schema.give_to(scores_schema);
    return {};
  });
}

assay_status assay_run_report(const assay_run* run, char** json, assay_error** error) {
  if (json != nullptr) *json = nullptr;
  return c_api::guarded(error, [&]() -> c_api::Outcome {
    if (run == nullptr || json == nullptr) return c_api::wrong_argument("a run and a place for the text are needed");
    c_api::Findings& findings = *run->findings;
    const std::lock_guard lock(findings.mutex);
    *json = c_api::text_for_caller(fmt::format(R"({{"as_of":"{}","rows":{},"data":{}}})", calendar::instant_to_text(findings.as_of),
                                               findings.rows, io::report_as_json(findings.data)));
    return {};
  });
}

void assay_run_free(assay_run* run) { delete run; }
