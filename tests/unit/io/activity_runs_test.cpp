// Activities that do not fit into memory come out as those that do.
#include "runtime/io/activity_runs.h"

#include <csignal>
#include <cstdlib>

#include <gmock/gmock.h>
#include <sys/resource.h>

#include "runtime/io/activities.h"
#include "runtime/io/nested_activities.h"
#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using runtime::Type;
using testing::HasSubstr;

constexpr std::int64_t day = 86'400'000'000;

// A variable of the environment for as long as this lives.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* old = std::getenv(name)) old_ = old;
    ::setenv(name, value.c_str(), 1);
  }
  ~Environment() { old_ ? ::setenv(name_, old_->c_str(), 1) : ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> old_;
};

class Runs : public testing::Test {
 protected:
  Runs() {
    schema.fields = {field("id", Type::Text)};
    schema.id_field = 0;
    runtime::ActivitySpec visited;
    visited.name = "visited";
    visited.attributes = {attribute("page", Type::Url), attribute("seconds", Type::Integer), attribute("share", Type::Number),
                          attribute("new", Type::YesNo), attribute("tags", Type::TextList)};
    schema.activities = {visited, attended_webinar()};
    assign_attribute_slots(schema);
    write_activities();
  }

  // Two files, the second with activity ids; leads come back in both, some activities are repeated, late, without a time, or overlap.
  void write_activities() {
    std::string first = "lead,activity,time,page,seconds,share,new,tags\n", second = "lead,activity,time,webinar,from,to,activity_id\n";
    for (int i = 0; i < 3000; ++i) {
      const std::string lead = i % 101 == 0 ? "" : "lead" + std::to_string(i * 7919 % 307);
      const std::string time = i % 13 == 0 ? "" : "1970-01-" + std::to_string(10 + i % 17) + "T0" + std::to_string(i % 10) + ":00:00Z";
      first += lead + (i % 29 == 0 ? ",danced," : ",visited,") + time + ",/page/" + std::to_string(i % 61) + "," +
               (i % 83 == 2 ? "bad" : "") + std::to_string(i) + "," + (i % 3 == 0 ? "" : std::to_string(i % 50) + ".5") +
               (i % 2 == 0 ? ",yes," : ",,") + (i % 5 == 0 ? "a;b" + std::to_string(i % 7) : "") + "\n";
      const std::string hour = "1970-01-1" + std::to_string(i % 9) + "T1" + std::to_string(i % 5);
      second += lead + ",attended," + (i % 4 == 0 ? time : "") + ",w" + std::to_string(i % 3) + "," + hour + ":00:00Z," + hour +
                ":45:00Z," + (i % 6 == 0 ? "id" + std::to_string(i % 2) : "") + "\n";
    }
    files = {folder.file("first.csv", first), folder.file("second.csv", second)};
    for (int i = 0; i < 280; ++i) leads.push_back("lead" + std::to_string(i * 31 % 350));
    leads.push_back(leads.front());
  }

  // Everything that a batch and the report say; `memory` 0: no limit.
  std::string read(std::size_t memory, std::size_t batch_rows = 100, bool beside_nested = false, unsigned threads = 1,
                   std::size_t chunk_bytes = 4096) {
    report = {};
    ActivityStore store(schema, 20 * day, report);
    if (memory != 0) store.limit_memory(memory);
    store.keep_only(reach);
    InputOptions options;
    options.chunk_bytes = chunk_bytes;
    options.threads = threads;
    for (const std::string& file : files) {
      if (!store.load(file, options)) return store.failure()->message;
    }
    if (!store.finish(beside_nested)) return store.failure()->message;
    EXPECT_EQ(store.spilled(), memory != 0);
    std::string out;
    for (std::size_t begin = 0; begin < leads.size(); begin += batch_rows) {
      out += join(store,
                  {leads.begin() + static_cast<std::ptrdiff_t>(begin),
                   leads.begin() + static_cast<std::ptrdiff_t>(std::min(leads.size(), begin + batch_rows))},
                  beside_nested);
    }
    EXPECT_FALSE(store.count_unasked(report));
    return out + report_as_json(report);
  }

  std::string join(const ActivityStore& store, const std::vector<std::string>& some, bool beside_nested) {
    const BatchOfIds asked(some);
    const runtime::Batch& batch = asked.batch;
    runtime::ActivityBatch joined;
    NestedActivities nested(schema, {20 * day, {}, &store}, report);
    const bool settled_here = beside_nested && nested.finish(batch, joined);
    if (!settled_here) {
      EXPECT_FALSE(store.join(batch, joined));
    }
    return words_of(joined);
  }

  TemporaryFolder folder;
  runtime::Schema schema;
  std::vector<std::string> files, leads;
  runtime::ActivityReach reach;
  DataReport report;
};

TEST_F(Runs, GiveWhatMemoryGives) {
  const std::string wanted = read(0);
  EXPECT_THAT(wanted, HasSubstr("a|b"));
  EXPECT_GT(report.repeated_activities, 0U);
  EXPECT_GT(report.merged_activities, 0U);
  EXPECT_GT(report.after_as_of, 0U);
  EXPECT_EQ(report.unknown_lead_samples.size(), 5U);
  for (const std::size_t memory : {1, 50'000, 100'000}) EXPECT_EQ(read(memory), wanted) << memory;
  EXPECT_EQ(read(1, 1), read(0, 1));
}

// What is beyond reach is still counted, also for leads that nobody asks for; ids that repeat and activities that are merged stay.
TEST_F(Runs, CountWhatIsBeyondReach) {
  const std::string all = read(0);
  const auto report_of = [](const std::string& read) { return read.substr(read.find('{')); };
  reach.of_kind = {runtime::ActivityReach::nothing, 5 * day, runtime::ActivityReach::nothing};
  const std::string wanted = read(0);
  EXPECT_EQ(report_of(wanted), report_of(all));
  EXPECT_LT(wanted.size(), all.size() * 9 / 10);
  for (const std::size_t memory : {1, 50'000}) EXPECT_EQ(read(memory), wanted) << memory;
  for (const unsigned threads : {2U, 8U}) EXPECT_EQ(read(1, 100, false, threads, 700), wanted) << threads;
}

// Blocks are converted in any order by several threads; what they find is told in the order of the files.
TEST_F(Runs, GiveTheSameWithAnyThreadsAndChunks) {
  const std::string wanted = read(0);
  EXPECT_THAT(wanted, HasSubstr("\"found\":\"bad2\""));
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t chunk_bytes : {700, 4096, 1'000'000}) {
      for (const std::size_t memory : {0, 1, 100'000}) {
        EXPECT_EQ(read(memory, 100, false, threads, chunk_bytes), wanted) << threads << " threads, " << chunk_bytes << " bytes, " << memory;
      }
    }
  }
}

TEST_F(Runs, GiveWhatMemoryGivesBesideNestedActivities) { EXPECT_EQ(read(1, 100, true), read(0, 100, true)); }

TEST_F(Runs, LeaveNoFileBehind) {
  const std::string temporary = folder.path("temporary");
  std::filesystem::create_directory(temporary);
  const Environment environment("TMPDIR", temporary);
  ActivityStore store(schema, 20 * day, report);
  store.limit_memory(1);
  ASSERT_TRUE(store.load(files[0], {}));
  EXPECT_TRUE(store.spilled());
  EXPECT_TRUE(std::filesystem::is_empty(temporary));
}

TEST_F(Runs, SayWhereThereIsNoRoom) {
  {
    const Environment environment("TMPDIR", folder.path("none"));
    EXPECT_THAT(read(1), HasSubstr("cannot make a temporary file in " + folder.path("none") + ": No such file or directory"));
  }
  // As on a full disk: files may have no more than so many bytes.
  ::rlimit old{};
  ::getrlimit(RLIMIT_FSIZE, &old);
  const ::rlimit small{20'000, old.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &small);
  const std::string message = read(1);
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, handler);
  EXPECT_THAT(message, HasSubstr("activities that do not fit into --memory cannot be kept in"));
  EXPECT_THAT(message, HasSubstr("File too large; TMPDIR names another folder"));
}

}  // namespace
}  // namespace assay::io
