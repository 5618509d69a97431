// Compiling across assay.h: policies, their faults, files through a callback, what they say about themselves.
#include <cstring>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/c_api/test_data.h"

namespace assay::c_api {
namespace {

using testing::HasSubstr;

const char* const policy_text =
    "lead\n  employees: integer\nsetting size = 100\nwhen employees >= size: +20\ntest \"big\"\n  given employees 500\n  expect score 20\n";

std::string text_from(assay_status (*function)(const assay_policy*, char**, assay_error**), const assay_policy* policy) {
  char* text = nullptr;
  EXPECT_EQ(function(policy, &text, nullptr), ASSAY_OK);
  const Handle_of<char> owned(text);
  return text == nullptr ? "" : text;
}

TEST(Compile, GivesAPolicyForATextWithoutFault) {
  const Compiled compiled = compile(policy_text);
  EXPECT_EQ(compiled.status, ASSAY_OK);
  EXPECT_NE(compiled.policy, nullptr);
  EXPECT_EQ(compiled.error, nullptr);
}

TEST(Compile, TellsWhatIsWrongAsTextAndAsJson) {
  const Compiled compiled = compile("when emplyees > 3: +1\n");
  ASSERT_EQ(compiled.status, ASSAY_WRONG_POLICY);
  EXPECT_EQ(compiled.policy, nullptr);
  EXPECT_EQ(assay_error_status(compiled.error.get()), ASSAY_WRONG_POLICY);
  EXPECT_THAT(assay_error_message(compiled.error.get()), HasSubstr("error[unknown-name]"));
  EXPECT_THAT(assay_error_message(compiled.error.get()), HasSubstr("policy.assay:1:6"));
  EXPECT_THAT(assay_error_diagnostics(compiled.error.get()), HasSubstr(R"("code":"unknown-name","level":"error")"));
}

TEST(Compile, NamesTheFileAsItWasCalled) {
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  options.file_name = "scoring/inbound.assay";
  EXPECT_THAT(assay_error_message(compile("when", &options).error.get()), HasSubstr("scoring/inbound.assay:1"));
}

TEST(Compile, WantsNoNull) {
  assay_policy* policy = nullptr;
  assay_error* error = nullptr;
  EXPECT_EQ(assay_compile(nullptr, 0, nullptr, &policy, &error), ASSAY_WRONG_ARGUMENT);
  EXPECT_STRNE(assay_error_message(error), "");
  assay_error_free(error);
  EXPECT_EQ(assay_compile("always: +1", 10, nullptr, nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_policy_inputs(nullptr, nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
  char* text = nullptr;
  EXPECT_EQ(assay_policy_outputs(nullptr, 0, &text, nullptr), ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_policy_input_schema(nullptr, nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_policy_test(nullptr, &text, nullptr), ASSAY_WRONG_ARGUMENT);
  EXPECT_EQ(assay_policy_diagnostics(compile(policy_text).policy.get(), nullptr, nullptr), ASSAY_WRONG_ARGUMENT);
}

TEST(Compile, FreesNull) {
  assay_policy_free(nullptr);
  assay_error_free(nullptr);
  assay_run_free(nullptr);
  assay_text_free(nullptr);
  EXPECT_EQ(assay_error_status(nullptr), ASSAY_OK);
  EXPECT_STREQ(assay_error_message(nullptr), "");
  EXPECT_STREQ(assay_error_diagnostics(nullptr), "[]");
}

TEST(Compile, RefusesOptionsThatItDoesNotKnow) {
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  options.size = sizeof options + 8;
  EXPECT_EQ(compile("always: +1", &options).status, ASSAY_WRONG_ARGUMENT);
  options.size = 0;
  EXPECT_EQ(compile("always: +1", &options).status, ASSAY_WRONG_ARGUMENT);
  options = ASSAY_COMPILE_OPTIONS_INIT;
  const std::uint32_t no_engine = 7;
  std::memcpy(&options.engine, &no_engine, sizeof no_engine);
  EXPECT_EQ(compile("always: +1", &options).status, ASSAY_WRONG_ARGUMENT);
}

TEST(Compile, TakesOptionsOfAnOlderHeader) {
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  options.size = offsetof(assay_compile_options, settings);
  const char* const unseen[] = {"no setting", nullptr};
  options.settings = unseen;
  EXPECT_EQ(compile("always: +1", &options).status, ASSAY_OK);
}

TEST(Compile, PutsSettingsInPlace) {
  const char* const settings[] = {"size=1000", nullptr};
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  options.settings = settings;
  const Compiled compiled = compile(policy_text, &options);
  ASSERT_EQ(compiled.status, ASSAY_OK);
  EXPECT_THAT(text_from(assay_policy_inputs, compiled.policy.get()), HasSubstr(R"("settings":[{"name":"size","value":"1000"}])"));
  EXPECT_EQ(score(compiled.policy.get(), batch_of({{"employees", {"500"}}})).points()[0], 0);

  const char* const wrong[] = {"size", nullptr};
  options.settings = wrong;
  EXPECT_EQ(compile(policy_text, &options).status, ASSAY_WRONG_ARGUMENT);
  const char* const unknown[] = {"sise=3", nullptr};
  options.settings = unknown;
  EXPECT_EQ(compile(policy_text, &options).status, ASSAY_WRONG_POLICY);
}

using Files = std::map<std::string, std::string>;

int read_from_map(void* files, const char* path, assay_file* file) {
  const auto found = static_cast<Files*>(files)->find(path);
  if (found == static_cast<Files*>(files)->end()) return 1;
  assay_file_set(file, found->second.data(), found->second.size());
  return 0;
}

TEST(Compile, ReadsFilesThroughTheCallback) {
  Files files = {{"shared/company.assay", "list ours from \"ours.csv\" column name\n"},
                 {"shared/ours.csv", "name\nRome\nOslo\n"},
                 {"fit.csv", "city,points\nRome,7\nelse,1\n"}};
  assay_compile_options options = ASSAY_COMPILE_OPTIONS_INIT;
  options.read_file = read_from_map;
  options.read_file_context = &files;
  const std::string text =
      "use \"shared/company.assay\"\nlead\n  town: text\ntable fit by town from \"fit.csv\"\nwhen town in ours: +10\nalways: + fit\n";
  const Compiled compiled = compile(text, &options);
  ASSERT_EQ(compiled.status, ASSAY_OK) << assay_error_message(compiled.error.get());
  const Scored scored = score(compiled.policy.get(), batch_of({{"town", {"rome", "oslo", "Bonn"}}}));
  ASSERT_EQ(scored.status, ASSAY_OK) << assay_error_message(scored.error.get());
  EXPECT_THAT(std::vector<double>(scored.points(), scored.points() + 3), testing::ElementsAre(17, 11, 1));

  files.erase("shared/ours.csv");
  EXPECT_THAT(assay_error_message(compile(text, &options).error.get()), HasSubstr("there is no such file"));
}

TEST(Compile, RunsTheTestsOfThePolicy) {
  EXPECT_THAT(text_from(assay_policy_test, compile(policy_text).policy.get()), HasSubstr(R"("passed":1,"failed":0)"));
}

TEST(Compile, TellsWhatIsSuspicious) {
  EXPECT_EQ(text_from(assay_policy_diagnostics, compile(policy_text).policy.get()), "[]\n");
  EXPECT_THAT(text_from(assay_policy_diagnostics, compile("always: +1\ntest \"nothing\"\n  given email \"a@b.c\"\n").policy.get()),
              HasSubstr("expects-nothing"));
}

TEST(Compile, DescribesInputsAndOutputs) {
  const Compiled compiled = compile(
      "policy \"P\"\n  timezone \"Europe/Berlin\"\nlead\n  source: one of web, \"Trade fair\" from \"Origin\"\nactivity visited (page: "
      "url) from \"Visit\"\nscore fit\n  when source is web and visited: +2 as web_visit\nstage MQL\n  enter when score > 1\n");
  ASSERT_EQ(compiled.status, ASSAY_OK) << assay_error_message(compiled.error.get());
  const std::string inputs = text_from(assay_policy_inputs, compiled.policy.get());
  EXPECT_THAT(inputs, HasSubstr(R"("timezone":"Europe/Berlin")"));
  EXPECT_THAT(inputs, HasSubstr(R"({"name":"source","type":"one of","labels":["web","Trade fair"],"from":["Origin"])"));
  EXPECT_THAT(inputs, HasSubstr(R"({"name":"visited","from":["Visit"],"attributes":[{"name":"page","type":"url")"));
  char* text = nullptr;
  ASSERT_EQ(assay_policy_outputs(compiled.policy.get(), 1, &text, nullptr), ASSAY_OK);
  const Handle_of<char> outputs(text);
  EXPECT_THAT(
      text,
      HasSubstr(
          R"({"name":"fit","kind":"section","values":[]},{"name":"stage","kind":"stage","values":["lead","MQL"]},{"name":"reasons")"));
  EXPECT_THAT(text, HasSubstr(R"({"id":"web_visit")"));
}

TEST(Compile, ShowsInputsAndOutputsAsArrow) {
  const Compiled compiled =
      compile("lead\n  employees: integer\n  created: date\n  unused: text\nwhen employees > 3 and created is 2026-01-01: +1\n");
  arrow::OwnedSchema inputs, outputs;
  ASSERT_EQ(assay_policy_input_schema(compiled.policy.get(), inputs.get(), nullptr), ASSAY_OK);
  ASSERT_EQ(assay_policy_output_schema(compiled.policy.get(), 1, outputs.get(), nullptr), ASSAY_OK);
  std::string columns;
  for (std::int64_t i = 0; i < inputs->n_children; ++i)
    columns += std::string(inputs->children[i]->name) + ":" + inputs->children[i]->format + " ";
  EXPECT_THAT(columns, HasSubstr("employees:l created:tdD "));
  EXPECT_THAT(columns, testing::Not(HasSubstr("unused")));
  ASSERT_EQ(outputs->n_children, 3);
  EXPECT_STREQ(outputs->children[2]->name, "reasons");
}

TEST(Versions, AreThoseOfTheHeader) {
  EXPECT_EQ(assay_abi_version(), static_cast<std::uint32_t>(ASSAY_ABI_VERSION));
  EXPECT_THAT(assay_version(), HasSubstr("LLVM 19"));
  EXPECT_THAT(assay_version(), HasSubstr("tzdata "));
}

}  // namespace
}  // namespace assay::c_api
