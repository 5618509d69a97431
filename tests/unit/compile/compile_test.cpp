// Whatever way a program comes about (compiled, interpreted first, taken from the disk), it scores the same; and nothing is left behind.
#include "compiler/compile/compile.h"

#include <deque>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "tests/support/columns.h"

namespace assay::compile {
namespace {

namespace fs = std::filesystem;
using object_cache::ObjectCache;
using runtime::Points;
using tests::Cell;

std::string policy_of(int rules, int first_threshold = 10, int first_points = 3) {
  std::string text =
      "policy \"test\"\n  version 1\n\nlead\n  employees: integer\n  pages: integer\n  title: text\n\nscore fit, at most 900\n";
  text += fmt::format("  when employees >= {} and pages < 40: +{}\n", first_threshold, first_points);
  for (int i = 1; i < rules; ++i) {
    text += fmt::format("  when employees between {} and {} or title contains \"word{}\": {}{}\n", i * 7, i * 11 + 100, i,
                        i % 3 ? "+" : "-", i % 9 + 1);
  }
  return text;
}

class Compiling : public testing::Test {
 protected:
  Compiling() {
    std::string name = testing::TempDir() + "assay-compile-XXXXXX";
    if (const char* made = ::mkdtemp(name.data())) folder = made;
    cache = ObjectCache(folder);
  }
  ~Compiling() override {
    std::error_code error;
    fs::remove_all(folder, error);
  }

  Compiled compiled(const std::string& text, CompileOptions options) {
    sources.emplace_back();
    diag::Sink sink;
    if (!options.cache) options.cache = &cache;
    Compiled result = compile(sources.back().add("policy.assay", text), sources.back(), options, sink);
    EXPECT_FALSE(sink.has_errors());
    return result;
  }

  // Scores of leads [first, first + rows) in one batch.
  static std::vector<Points> scores(const runtime::Program& program, runtime::Session& session, std::int64_t first, std::int64_t rows) {
    const runtime::Schema& schema = program.schema();
    std::vector<tests::Lead> leads;
    for (std::int64_t i = first; i < first + rows; ++i) {
      tests::Lead& lead = leads.emplace_back();
      lead.id = std::to_string(i);
      lead.fields.resize(schema.fields.size());
      const auto set = [&](const char* name, Cell cell) { lead.fields[static_cast<std::size_t>(schema.field(name))] = std::move(cell); };
      set("employees", i * 37 % 1'500);
      if (i % 5) set("pages", i % 90);
      set("title", "a word" + std::to_string(i % 60) + " b");
    }
    const runtime::Batch batch = tests::make_batch(schema, leads);
    runtime::Result result;
    session.score(batch, nullptr, result);
    return result.score.values;
  }
  static std::vector<Points> scores(const runtime::Program& program, std::int64_t rows) {
    return scores(program, *program.start({.as_of = 0, .explain = false}), 0, rows);
  }

  std::size_t entries() const { return fs::exists(folder) ? std::distance(fs::directory_iterator(folder), fs::directory_iterator()) : 0; }

  static std::size_t threads() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : fs::directory_iterator("/proc/self/task")) ++count;
    return count;
  }

  static std::size_t resident_pages() {
    std::ifstream file("/proc/self/statm");
    std::size_t all = 0, resident = 0;
    file >> all >> resident;
    return resident;
  }

  std::string folder;
  ObjectCache cache{""};
  std::deque<source::Sources> sources;
};

TEST_F(Compiling, AllEnginesGiveTheSame) {
  const std::string text = policy_of(60);
  const std::vector<Points> expected = scores(*compiled(text, {.engine = Engine::Interpreter}).program, 5'000);
  EXPECT_EQ(scores(*compiled(text, {.engine = Engine::Native}).program, 5'000), expected);
  EXPECT_EQ(scores(*compiled(text, {.engine = Engine::Tiered}).program, 5'000), expected);
  EXPECT_EQ(scores(*compiled(text, {.engine = Engine::Tiered, .long_input = true}).program, 5'000), expected);
}

TEST_F(Compiling, SessionsChangeOverBetweenBatches) {
  const std::string text = policy_of(60);
  const auto interpreter = compiled(text, {.engine = Engine::Interpreter}).program;
  const auto program = compiled(text, {.engine = Engine::Tiered}).program;
  std::vector<std::thread> users;
  for (int user = 0; user < 3; ++user) {
    users.emplace_back([&] {
      const auto session = program->start({.as_of = 0, .explain = false});
      const auto reference = interpreter->start({.as_of = 0, .explain = false});
      for (const std::int64_t rows : {100, 100, 100, 100, 3'000, 10, 1'500}) {
        EXPECT_EQ(scores(*program, *session, rows, rows), scores(*interpreter, *reference, rows, rows));
      }
    });
  }
  for (std::thread& user : users) user.join();
}

TEST_F(Compiling, FewLeadsAreNotCompiledFor) {
  const auto program = compiled(policy_of(200), {.engine = Engine::Tiered}).program;
  const std::size_t before = threads();
  scores(*program, 100);
  scores(*program, 100);
  EXPECT_EQ(threads(), before);
  EXPECT_EQ(entries(), 0u);
  scores(*program, 3'000);
  EXPECT_GT(entries(), 0u);
}

TEST_F(Compiling, NoThreadOutlivesTheProgram) {
  const std::size_t before = threads();
  auto program = compiled(policy_of(3'000), {.engine = Engine::Tiered, .long_input = true}).program;
  EXPECT_GT(threads(), before);
  const auto session = program->start({.as_of = 0, .explain = false});
  scores(*program, *session, 0, 10);
  program.reset();
  EXPECT_EQ(threads(), before);
}

TEST_F(Compiling, AnEditedNumberUsesTheSameCode) {
  const auto first = compiled(policy_of(60), {.engine = Engine::Native}).program;
  const std::size_t kept = entries();
  ASSERT_GT(kept, 0u);
  const std::string edited = policy_of(60, 12, -8);
  const auto second = compiled(edited, {.engine = Engine::Native}).program;
  EXPECT_EQ(entries(), kept) << "another threshold in the same place among them and other points, and code was made anew";
  EXPECT_EQ(scores(*second, 3'000), scores(*compiled(edited, {.engine = Engine::Interpreter}).program, 3'000));
  EXPECT_NE(scores(*second, 3'000), scores(*first, 3'000));
}

TEST_F(Compiling, ProgramsAreKept) {
  const CompileOptions options{.engine = Engine::Native, .only_program = true};
  const Compiled first = compiled(policy_of(60), options);
  EXPECT_TRUE(first.policy);
  const Compiled second = compiled(policy_of(60), options);
  EXPECT_FALSE(second.policy) << "compiled again";
  EXPECT_EQ(scores(*second.program, 3'000), scores(*first.program, 3'000));
  EXPECT_TRUE(compiled(policy_of(60, 11), options).policy) << "another policy";
  EXPECT_EQ(second.program->schema().fields.size(), first.program->schema().fields.size());
}

TEST_F(Compiling, SettingsArePartOfWhatIsKept) {
  const std::string text =
      "policy \"test\"\n  version 1\n\nlead\n  employees: integer\n\nsetting minimum_staff = 50\n\nscore fit\n  when employees >= "
      "minimum_staff: +10\n";
  CompileOptions options{.engine = Engine::Native, .only_program = true};
  const auto score = [&] {
    const auto program = compiled(text, options).program;
    std::vector<tests::Lead> leads{{.id = "1", .fields = std::vector<Cell>(program->schema().fields.size()), .activities = {}}};
    leads[0].fields[static_cast<std::size_t>(program->schema().field("employees"))] = std::int64_t{60};
    runtime::Result result;
    program->start({.as_of = 0, .explain = false})->score(tests::make_batch(program->schema(), leads), nullptr, result);
    return result.score.values.at(0) / runtime::points_per_unit;
  };
  EXPECT_EQ(score(), 10);
  options.settings = {{"minimum_staff", "70"}};
  EXPECT_EQ(score(), 0);
  options.settings = {};
  EXPECT_EQ(score(), 10);
}

TEST_F(Compiling, DamagedEntriesAreMadeAnew) {
  const CompileOptions options{.engine = Engine::Native, .only_program = true};
  const std::vector<Points> expected = scores(*compiled(policy_of(60), options).program, 2'000);
  for (const int damage : {0, 1, 2}) {
    for (const auto& each : fs::directory_iterator(folder)) {
      if (damage == 0) fs::resize_file(each.path(), fs::file_size(each.path()) / 2);
      if (damage == 1) fs::resize_file(each.path(), 0);
      if (damage == 2) std::fstream(each.path(), std::ios::binary | std::ios::in | std::ios::out).seekp(200).put('#').put('!');
    }
    const Compiled again = compiled(policy_of(60), options);
    EXPECT_TRUE(again.policy) << "a damaged program was used";
    EXPECT_EQ(scores(*again.program, 2'000), expected);
    EXPECT_FALSE(compiled(policy_of(60), options).policy) << "the damaged entry was not replaced";
  }
}

TEST_F(Compiling, ThousandsOfTimesWithoutGrowth) {
  const ObjectCache off("");
  const std::string text = policy_of(10);
  std::size_t early = 0;
  for (int i = 0; i < 2'000; ++i) {
    const Compiled result = compiled(text, {.engine = i % 2 ? Engine::Native : Engine::Tiered, .long_input = true, .cache = &off});
    scores(*result.program, 3);
    sources.clear();
    if (i == 200) early = resident_pages();
  }
  const double grown = (static_cast<double>(resident_pages()) - static_cast<double>(early)) * 4096 / 1'000'000;
  EXPECT_LT(grown, 8) << "megabytes in 1,800 cycles";
  RecordProperty("grown_kilobytes", static_cast<int>(grown * 1000));
  std::printf("grown by %.2f MB\n", grown);
}

}  // namespace
}  // namespace assay::compile
