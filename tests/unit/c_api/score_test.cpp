// Scoring across assay.h: batches, streams, activities, reports, and all that may be handed in wrongly.
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/c_api/test_data.h"

namespace assay::c_api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char* const policy_text =
    "lead\n  id: text\n  employees: integer\nactivity visited (page: url)\nwhen employees >= 100: +20\nfor each visited in last 30 days: "
    "+2.5\n";

Batch leads(int first, int count) {
  Texts ids, employees;
  for (int i = first; i < first + count; ++i) {
    ids.push_back(std::to_string(i));
    employees.push_back(std::to_string(i * 10));
  }
  return batch_of({{"id", ids}, {"employees", employees}});
}

std::string report_of(const assay_run* run) {
  char* text = nullptr;
  EXPECT_EQ(assay_run_report(run, &text, nullptr), ASSAY_OK);
  const Handle_of<char> owned(text);
  return text == nullptr ? "" : text;
}

TEST(ScoreBatch, GivesARowForEachLeadInOrder) {
  const Compiled compiled = compile(policy_text);
  const Scored scored = score(compiled.policy.get(), leads(9, 3));
  ASSERT_EQ(scored.status, ASSAY_OK) << assay_error_message(scored.error.get());
  EXPECT_EQ(scored.scores->length, 3);
  EXPECT_STREQ(scored.schema->children[0]->name, "id");
  EXPECT_THAT(std::vector<double>(scored.points(), scored.points() + 3), ElementsAre(0, 20, 20));
  EXPECT_THAT(report_of(scored.run.get()), HasSubstr(R"({"as_of":"2026-11-22T23:59:59.999999Z","rows":3)"));
}

TEST(ScoreBatch, TakesABatchWithoutRows) {
  const Compiled compiled = compile(policy_text);
  const Scored scored = score(compiled.policy.get(), leads(0, 0));
  ASSERT_EQ(scored.status, ASSAY_OK) << assay_error_message(scored.error.get());
  EXPECT_EQ(scored.scores->length, 0);
  EXPECT_EQ(scored.scores->n_children, 2);
}

TEST(ScoreBatch, NeedsATime) {
  const Compiled compiled = compile(policy_text);
  assay_score_options options = ASSAY_SCORE_OPTIONS_INIT;
  EXPECT_EQ(score(compiled.policy.get(), leads(0, 1), options).status, ASSAY_WRONG_ARGUMENT);
  options.as_of = "yesterday";
  EXPECT_THAT(assay_error_message(score(compiled.policy.get(), leads(0, 1), options).error.get()), HasSubstr("'yesterday'"));
  options.as_of = "now";
  EXPECT_EQ(score(compiled.policy.get(), leads(0, 1), options).status, ASSAY_OK);
}

TEST(ScoreBatch, ReleasesWhatItIsGivenAlsoOnErrors) {
  Batch batch = leads(0, 1);
  const assay_score_options options = score_options();
  arrow::OwnedArray scores;
  arrow::OwnedSchema schema;
  EXPECT_EQ(assay_score_batch(nullptr, batch.array.get(), batch.schema.get(), &options, scores.get(), schema.get(), nullptr, nullptr),
            ASSAY_WRONG_ARGUMENT);
  EXPECT_FALSE(batch.array);
  EXPECT_FALSE(batch.schema);
  EXPECT_FALSE(scores);
}

TEST(ScoreBatch, WantsNoNull) {
  const Compiled compiled = compile(policy_text);
  const assay_score_options options = score_options();
  arrow::OwnedArray scores;
  arrow::OwnedSchema schema;
  EXPECT_EQ(assay_score_batch(compiled.policy.get(), nullptr, nullptr, &options, scores.get(), schema.get(), nullptr, nullptr),
            ASSAY_WRONG_ARGUMENT);
  Batch batch = leads(0, 1);
  EXPECT_EQ(assay_score_batch(compiled.policy.get(), batch.array.get(), batch.schema.get(), nullptr, scores.get(), schema.get(), nullptr,
                              nullptr),
            ASSAY_WRONG_ARGUMENT);
  batch = leads(0, 1);
  EXPECT_EQ(assay_score_batch(compiled.policy.get(), batch.array.get(), batch.schema.get(), &options, nullptr, nullptr, nullptr, nullptr),
            ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_run_report(nullptr, nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_score_stream(compiled.policy.get(), nullptr, &options, nullptr, nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
}

TEST(ScoreBatch, RefusesAMalformedArray) {
  const Compiled compiled = compile(policy_text);
  Batch batch = leads(0, 2);
  batch.array->children[1]->n_buffers = 1;
  const Scored few_buffers = score(compiled.policy.get(), std::move(batch));
  EXPECT_EQ(few_buffers.status, ASSAY_WRONG_DATA);
  EXPECT_THAT(assay_error_message(few_buffers.error.get()), HasSubstr("employees"));
  batch = leads(0, 2);
  batch.array->length = -1;
  EXPECT_EQ(score(compiled.policy.get(), std::move(batch)).status, ASSAY_WRONG_DATA);
  batch = leads(0, 2);
  const auto* offsets = static_cast<const std::int32_t*>(batch.array->children[0]->buffers[1]);
  const_cast<std::int32_t*>(offsets)[1] = 1000;
  EXPECT_EQ(score(compiled.policy.get(), std::move(batch)).status, ASSAY_WRONG_DATA);
}

TEST(ScoreBatch, ExplainsWhenAsked) {
  const Compiled compiled = compile(policy_text);
  assay_score_options options = score_options();
  options.explain = 1;
  const Scored scored = score(compiled.policy.get(), leads(10, 1), options);
  ASSERT_EQ(scored.scores->n_children, 3);
  EXPECT_STREQ(scored.schema->children[2]->name, "reasons");
  EXPECT_EQ(scored.scores->children[2]->children[0]->length, 1);
}

TEST(ScoreBatch, TakesActivities) {
  const Compiled compiled = compile(policy_text);
  Source activities{.make = [](int) {
    return batch_of(
        {{"lead", {"1", "1", "2"}}, {"activity", {"visited", "visited", "visited"}}, {"time", {"2026-11-20", "2026-11-21", "2026-01-01"}}});
  }};
  ArrowArrayStream stream = stream_of(activities);
  assay_score_options options = score_options();
  options.activities = &stream;
  const Scored scored = score(compiled.policy.get(), leads(1, 2), options);
  ASSERT_EQ(scored.status, ASSAY_OK) << assay_error_message(scored.error.get());
  EXPECT_THAT(std::vector<double>(scored.points(), scored.points() + 2), ElementsAre(5, 0));
  EXPECT_EQ(activities.released, 1);
  EXPECT_EQ(stream.release, nullptr);
}

TEST(ScoreBatch, ReportsWhatItCannotRead) {
  const Compiled compiled = compile(policy_text);
  const Scored scored = score(compiled.policy.get(), batch_of({{"id", {"a", "a"}}, {"employees", {"many", "300"}}}));
  ASSERT_EQ(scored.status, ASSAY_OK);
  EXPECT_THAT(report_of(scored.run.get()), HasSubstr(R"("found":"many")"));
  EXPECT_THAT(report_of(scored.run.get()), HasSubstr(R"("repeated_ids":{"count":1)"));
}

std::vector<double> drain(ArrowArrayStream& stream) {
  std::vector<double> scores;
  for (;;) {
    arrow::OwnedArray array;
    EXPECT_EQ(stream.get_next(&stream, array.get()), 0) << stream.get_last_error(&stream);
    if (!array) return scores;
    const auto* points = static_cast<const double*>(array->children[1]->buffers[1]);
    scores.insert(scores.end(), points, points + array->length);
  }
}

TEST(ScoreStream, PullsWhenItIsPulledFrom) {
  const Compiled compiled = compile(policy_text);
  Source source{.make = [](int i) { return leads(i * 10, 10); }, .count = 3};
  ArrowArrayStream from = stream_of(source), to{};
  const assay_score_options options = score_options();
  ASSERT_EQ(assay_score_stream(compiled.policy.get(), &from, &options, &to, nullptr, nullptr), ASSAY_OK);
  EXPECT_EQ(source.pulled, 0);
  arrow::OwnedArray first;
  ASSERT_EQ(to.get_next(&to, first.get()), 0);
  EXPECT_EQ(first->length, 10);
  EXPECT_EQ(source.pulled, 1);
  EXPECT_EQ(drain(to).size(), 20u);
  EXPECT_TRUE(drain(to).empty());
  to.release(&to);
  EXPECT_EQ(source.released, 1);
}

TEST(ScoreStream, GivesTheSameOnAnyNumberOfThreads) {
  const Compiled compiled = compile(policy_text);
  std::vector<double> expected;
  for (const std::uint32_t threads : {1u, 2u, 5u, 0u}) {
    Source source{.make = [](int i) { return leads(i * 7, 7); }, .count = 40};
    ArrowArrayStream from = stream_of(source), to{};
    assay_score_options options = score_options();
    options.threads = threads;
    assay_run* run = nullptr;
    ASSERT_EQ(assay_score_stream(compiled.policy.get(), &from, &options, &to, &run, nullptr), ASSAY_OK);
    const Handle_of<assay_run> owned(run);
    const std::vector<double> scores = drain(to);
    to.release(&to);
    EXPECT_EQ(scores.size(), 280u);
    if (expected.empty()) expected = scores;
    EXPECT_EQ(scores, expected);
    EXPECT_THAT(report_of(run), HasSubstr(R"("rows":280)"));
  }
}

TEST(ScoreStream, OutlivesItsPolicy) {
  Compiled compiled = compile(policy_text);
  Source source{.make = [](int i) { return leads(i * 10, 10); }, .count = 2};
  ArrowArrayStream from = stream_of(source), to{};
  const assay_score_options options = score_options();
  ASSERT_EQ(assay_score_stream(compiled.policy.get(), &from, &options, &to, nullptr, nullptr), ASSAY_OK);
  compiled.policy.reset();
  EXPECT_EQ(drain(to).size(), 20u);
  to.release(&to);
}

TEST(ScoreStream, PassesOnWhatItsSourceSays) {
  const Compiled compiled = compile(policy_text);
  Source source{.make = [](int i) { return leads(i, 1); }, .count = 3, .fail_at = 1};
  ArrowArrayStream from = stream_of(source), to{};
  const assay_score_options options = score_options();
  ASSERT_EQ(assay_score_stream(compiled.policy.get(), &from, &options, &to, nullptr, nullptr), ASSAY_OK);
  arrow::OwnedArray first, second;
  EXPECT_EQ(to.get_next(&to, first.get()), 0);
  EXPECT_NE(to.get_next(&to, second.get()), 0);
  EXPECT_THAT(to.get_last_error(&to), HasSubstr("the disk is gone"));
  to.release(&to);
  EXPECT_EQ(source.released, 1);
}

TEST(ScoreStream, SharesAPolicyAmongThreads) {
  const Compiled compiled = compile(policy_text);
  std::vector<std::vector<double>> scores(4);
  {
    std::vector<std::jthread> threads;
    for (std::vector<double>& into : scores) {
      threads.emplace_back([&] {
        Source source{.make = [](int i) { return leads(i * 100, 100); }, .count = 20};
        ArrowArrayStream from = stream_of(source), to{};
        const assay_score_options options = score_options();
        if (assay_score_stream(compiled.policy.get(), &from, &options, &to, nullptr, nullptr) != ASSAY_OK) return;
        into = drain(to);
        to.release(&to);
      });
    }
  }
  EXPECT_EQ(scores[0].size(), 2000u);
  for (const std::vector<double>& each : scores) EXPECT_EQ(each, scores[0]);
}

}  // namespace
}  // namespace assay::c_api
