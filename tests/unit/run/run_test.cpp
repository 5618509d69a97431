#include "runtime/run/run.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <unistd.h>

namespace assay::run {
namespace {

using testing::HasSubstr;

// A policy made by hand: the score is the field n plus one for each activity, two points make an MQL.
class CountingProgram final : public runtime::Program {
 public:
  CountingProgram() {
    for (const char* name : {"id", "n", "current_stage"}) {
      runtime::FieldSpec& field = schema_.fields.emplace_back();
      field.name = name;
      field.used = true;
    }
    schema_.fields[1].type = runtime::Type::Integer;
    schema_.id_field = 0;
    schema_.current_stage_field = 2;
    schema_.activities.emplace_back().name = "visited";
    results_.stages = {"lead", "MQL"};
    results_.has_stages = true;
  }

  const runtime::Schema& schema() const override { return schema_; }
  const runtime::ResultSchema& result_schema() const override { return results_; }
  std::unique_ptr<runtime::Session> start(const runtime::RunOptions& options) const override;
  std::string_view engine() const override { return "by hand"; }

 private:
  runtime::Schema schema_;
  runtime::ResultSchema results_;
};

class CountingSession final : public runtime::Session {
 public:
  CountingSession(const CountingProgram& program, const runtime::RunOptions& options) : program_(program), options_(options) {}

  void score(const runtime::Batch& batch, const runtime::ActivityBatch* activities, runtime::Result& result) override {
    result.reset(program_.result_schema(), batch.rows, options_.explain);
    const runtime::Column& n = batch.columns[1];
    for (std::size_t row = 0; row < batch.rows; ++row) {
      std::int64_t score = n.known(row) ? n.integers[row] : 0;
      if (activities) score += activities->offsets[row + 1] - activities->offsets[row];
      result.score.values[row] = score * runtime::points_per_unit;
      result.stages[row] = score >= 2 ? 1 : 0;
    }
  }

 private:
  const CountingProgram& program_;
  runtime::RunOptions options_;
};

std::unique_ptr<runtime::Session> CountingProgram::start(const runtime::RunOptions& options) const {
  return std::make_unique<CountingSession>(*this, options);
}

class Run : public testing::Test {
 protected:
  Run() {
    std::string pattern = (std::filesystem::temp_directory_path() / "assay-run-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    settings.format = io::writer_named("csv");
    settings.as_of = 10;
  }
  ~Run() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }

  // 3,000 leads, and as many activities, nearly all of them theirs.
  void give_many() {
    std::string leads = "id,n\n";
    std::string activities = "lead,activity,time\n";
    for (int i = 0; i < 3000; ++i) {
      leads += std::to_string(i) + "," + std::to_string(i % 5) + "\n";
      activities += std::to_string(i * 7919 % 3001) + ",visited,1970-01-01\n";
    }
    settings.leads = {file("leads.csv", leads)};
    settings.activities = {file("activities.csv", activities)};
  }

  RunReport score() {
    written.clear();
    const auto output = io::output_to_text(written);
    settings.output = output.get();
    return score_files(program, settings);
  }

  CountingProgram program;
  RunSettings settings;
  std::string written;
  std::string folder_;
};

TEST_F(Run, ReadsScoresAndWrites) {
  settings.leads = {file("leads.csv", "id,n,current_stage\na,1,\nb,,mql\nc,x,Custommer\n")};
  settings.activities = {
      file("activities.csv", "lead,activity,time\na,visited,1970-01-01\nb,danced,\na,visited,2000-01-01\nz,visited,1970-01-01\n")};
  const RunReport report = score();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(written, "id,score,stage\na,2,MQL\nb,1,lead\nc,0,lead\n");
  EXPECT_EQ(report.rows, 3U);
  EXPECT_EQ(report.activities, 4U);
  ASSERT_EQ(report.stages.size(), 3U);
  EXPECT_EQ(report.stages[0].leads, 2U);
  EXPECT_EQ(report.stages[1].leads, 1U);
  EXPECT_EQ(report.data.after_as_of, 1U);
  EXPECT_EQ(report.data.without_lead, 1U);
  EXPECT_EQ(report.data.unknown_stages.count, 1U);
  EXPECT_EQ(report.data.unknown_stages.samples[0].found, "Custommer");
  const std::string text = io::report_as_text(report.data);
  EXPECT_THAT(text, HasSubstr("n: 1 bad cell, taken as missing; expected an integer like 12\n"));
  EXPECT_THAT(text, HasSubstr("row 3 (line 4): \"x\""));
  EXPECT_THAT(text, HasSubstr("kinds that the policy does not know: \"danced\" (1)"));
  EXPECT_GE(report.timings.total_ms, report.timings.score_ms);
}

TEST_F(Run, DoesNotDependOnThreadsOrBatches) {
  give_many();
  score();
  const std::string wanted = written;
  EXPECT_THAT(wanted, HasSubstr("\n2999,"));
  for (const unsigned threads : {1, 2, 4, 7}) {
    for (const std::size_t batch_rows : {1, 100, 1000}) {
      settings.threads = threads;
      settings.lead_options.batch_rows = batch_rows;
      settings.lead_options.input.chunk_bytes = batch_rows * 5;
      settings.format = io::writer_named("csv");
      EXPECT_FALSE(score().failure);
      EXPECT_EQ(written, wanted) << threads << " threads, " << batch_rows << " rows";
      settings.format = io::writer_named("table");
      const RunReport report = score();
      EXPECT_EQ(report.rows, 3000U);
      EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 3001);
    }
  }
}

// What does not fit into memory is read along with the leads where it is in their order, else kept in files.
TEST_F(Run, DoesNotDependOnMemory) {
  give_many();
  std::string in_order = "lead,activity,time\n";
  for (int i = 0; i < 9000; ++i) in_order += std::to_string(i / 3) + (i % 100 == 7 ? ",danced," : ",visited,") + "1970-01-01\n";
  for (const std::string& activities : {settings.activities[0], file("in_order.csv", in_order)}) {
    settings.activities = {activities};
    settings.memory = std::size_t{1} << 30;
    const std::string wanted_report = io::report_as_json(score().data);
    const std::string wanted = written;
    settings.memory = 1000;
    for (const unsigned threads : {1, 3}) {
      settings.threads = settings.activity_options.threads = threads;
      for (const std::size_t batch_rows : {7, 1000}) {
        settings.lead_options.batch_rows = batch_rows;
        settings.activity_options.chunk_bytes = settings.lead_options.input.chunk_bytes = batch_rows * 20;
        EXPECT_EQ(io::report_as_json(score().data), wanted_report);
        EXPECT_EQ(written, wanted) << threads << " threads, " << batch_rows << " rows";
      }
    }
  }
}

// Files whose every fault of rows and cells depends on where in the input it stands, read in small pieces by several threads.
std::string faulty_csv(int seed) {
  std::string text = seed == 0 ? "id,n,current_stage\n" : "current_stage,id,N\n";
  for (int i = 0; i < 400; ++i) {
    const std::string id = i % 37 == 5 ? "" : i % 41 == 7 ? "1" : std::to_string(seed * 1000 + i);
    const std::string n = i % 13 == 3 ? "many" : i % 29 == 11 ? "\xFF" : std::to_string(i);
    const std::string stage = i % 31 == 9 ? "Stage \"" + std::to_string(i) + "\"" : "";
    if (i % 17 == 1) text += "\n";
    text += seed == 0 ? id + "," + n + "," + stage : stage + "," + id + "," + n;
    text += i % 53 == 2 ? ",more,\n" : "\n";
    if (i % 61 == 4) text += "short\n";
  }
  return text + "\"open";
}

std::string faulty_ndjson(int seed) {
  std::string text;
  for (int i = 0; i < 400; ++i) {
    const std::string number = std::to_string(i);
    const std::string n = i % 13 == 3 ? "\"many\"" : i % 29 == 11 ? "[1]" : number;
    if (i % 17 == 1) text += " \r\n";
    if (i % 23 == 8) text += "{\"id\": " + number + ", \"n\": \n";
    if (i % 47 == 6) text += "[" + number + "]\n";
    text += "{\"id\": " + (i % 41 == 7 ? std::to_string(seed) : "\"a\\u0062" + number + "\"") + ", \"" + (i < 150 ? "n" : "N") + "\": " + n;
    if (i % 67 == 50) text += ", \"key " + number + "\": {\"inner\": 1}, \"id\": 5";
    if (i % 31 == 9) text += ", \"Current Stage\": \"x" + number + "\"";
    text += i % 2 == 0 ? "}\n" : "}\r\n";
  }
  return text;
}

TEST_F(Run, ReportsTheSameWithAnyNumberOfThreads) {
  const std::vector<std::vector<std::string>> inputs = {
      {file("one.csv", faulty_csv(0)), file("two.csv", faulty_csv(1))},
      {file("one.ndjson", faulty_ndjson(0)), file("two.csv", faulty_csv(1)), file("three.ndjson", faulty_ndjson(2))},
      {file("no_ids.csv", "n\n1\n\nx\n3\n"), file("no_ids.ndjson", "{\"n\": 1}\n\n{\"n\": \"x\", \"id\": 7}\n"),
       file("all.json", "[{\"id\": 1, \"n\": 2}, 3]")},
  };
  for (const std::vector<std::string>& leads : inputs) {
    settings.leads = leads;
    settings.lead_options.keep = leads == inputs[2] ? std::vector<std::string>{} : std::vector<std::string>{"id"};
    settings.lead_options.limit = UINT64_MAX;
    settings.threads = 1;
    settings.lead_options.input.chunk_bytes = std::size_t{256} << 10;
    const std::string wanted_report = io::report_as_json(score().data);
    const std::string wanted = written;
    EXPECT_THAT(wanted_report, HasSubstr("\"line\":"));
    for (const unsigned threads : {1, 2, 3, 4}) {
      for (const std::size_t chunk : {1, 60, 700}) {
        settings.threads = threads;
        settings.lead_options.batch_rows = chunk / 20 + 1;
        settings.lead_options.input.chunk_bytes = chunk;
        EXPECT_EQ(io::report_as_json(score().data), wanted_report) << threads << " threads, chunks of " << chunk;
        EXPECT_EQ(written, wanted);
      }
    }
  }
}

// Which rows are read, what is wrong with them, and why a run stops is the same for any number of threads.
TEST_F(Run, StopsAtTheSamePlaceWithAnyNumberOfThreads) {
  std::string broken = faulty_ndjson(0) + "{\"n\": 1, \"ID\": 2, \"Id\": 3}\n" + faulty_ndjson(1);
  settings.leads = {file("good.csv", faulty_csv(0)), file("tied.ndjson", broken), file("after.csv", faulty_csv(1))};
  settings.lead_options.input.chunk_bytes = 300;
  settings.lead_options.batch_rows = 10;
  const RunReport failed = score();
  ASSERT_TRUE(failed.failure);
  EXPECT_THAT(failed.failure->message, HasSubstr("tied.ndjson line "));
  const std::vector<std::string> leads = settings.leads;
  settings.bad_limit = *io::bad_limit_of("20");
  const RunReport bad = score();
  EXPECT_TRUE(bad.too_much_bad_data);
  EXPECT_FALSE(bad.failure);
  for (const unsigned threads : {2, 3, 4}) {
    settings.threads = threads;
    settings.bad_limit = {};
    const RunReport also_failed = score();
    ASSERT_TRUE(also_failed.failure);
    EXPECT_EQ(also_failed.failure->message, failed.failure->message);
    EXPECT_EQ(io::report_as_json(also_failed.data), io::report_as_json(failed.data)) << threads;
    settings.bad_limit = *io::bad_limit_of("20");
    EXPECT_EQ(io::report_as_json(score().data), io::report_as_json(bad.data)) << threads;
  }
  settings.bad_limit = {};
  settings.lead_options.limit = 333;
  settings.threads = 1;
  score();
  const std::string wanted = written;
  EXPECT_EQ(std::count(wanted.begin(), wanted.end(), '\n'), 334);
  settings.threads = 4;
  EXPECT_EQ(score().rows, 333U);
  EXPECT_EQ(written, wanted);
}

TEST_F(Run, FailsWithoutWriting) {
  settings.leads = {file("leads.csv", "id,n\na,1\n"), folder_ + "/none.csv"};
  const std::string path = folder_ + "/out.csv";
  {
    const io::OpenedOutput opened = io::open_output(path);
    settings.output = opened.output.get();
    const RunReport report = score_files(program, settings);
    ASSERT_TRUE(report.failure);
    EXPECT_THAT(report.failure->message, HasSubstr("none.csv"));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(Run, StopsAtTooMuchBadData) {
  settings.leads = {file("leads.csv", "id,n\na,x\nb,y\nc,1\nd,1\n")};
  settings.bad_limit = *io::bad_limit_of("2");
  EXPECT_FALSE(score().too_much_bad_data);
  settings.bad_limit = *io::bad_limit_of("1");
  EXPECT_TRUE(score().too_much_bad_data);
  settings.bad_limit = *io::bad_limit_of("49.9%");
  EXPECT_TRUE(score().too_much_bad_data);
  settings.bad_limit = *io::bad_limit_of("50%");
  EXPECT_FALSE(score().too_much_bad_data);
  EXPECT_FALSE(io::bad_limit_of("many"));
  EXPECT_FALSE(io::bad_limit_of(""));
  EXPECT_FALSE(io::bad_limit_of("-1%"));
}

TEST_F(Run, ScoresAFileWithoutRows) {
  settings.leads = {file("leads.csv", "id,n\n")};
  const RunReport report = score();
  EXPECT_FALSE(report.failure);
  EXPECT_EQ(written, "id,score,stage\n");
  EXPECT_EQ(report.rows, 0U);
}

TEST_F(Run, TellsProgress) {
  class Progress final : public ProgressSink {
   public:
    void advanced(std::uint64_t rows, std::optional<double> done) override {
      seen.push_back(rows);
      shares.push_back(done.value_or(-1));
    }
    std::vector<std::uint64_t> seen;
    std::vector<double> shares;
  } progress;
  settings.leads = {file("leads.csv", "id,n\na,1\nb,2\nc,3\n")};
  settings.lead_options.batch_rows = 2;
  settings.lead_options.input.chunk_bytes = 5;
  const auto output = io::output_to_text(written);
  settings.output = output.get();
  score_files(program, settings, &progress);
  EXPECT_THAT(progress.seen, testing::ElementsAre(2U, 3U));
  EXPECT_THAT(progress.shares, testing::ElementsAre(1, 1));
}

}  // namespace
}  // namespace assay::run
