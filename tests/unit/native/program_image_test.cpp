// What is read is what was written; what is cut off or of another layout is nothing.
#include "runtime/native/program_image.h"

#include <gtest/gtest.h>

namespace assay::native {
namespace {

// A value in every kind of field that a program has.
Parts parts() {
  Parts made{.schema = {}, .result_schema = {}, .program = {}, .functions = {}, .owner = nullptr};
  made.schema.timezone = "Europe/Stockholm";
  made.schema.fields.push_back({.name = "größe", .type = runtime::Type::Label, .labels = {"a", "b"}, .missing = {""}, .used = true});
  made.schema.activities.push_back({.name = "visited", .attributes = {{.name = "page", .slot = 0, .used = true}}, .from = {"Visit"}});
  made.schema.slots = {runtime::Storage::Text};
  made.result_schema.rules.push_back({.id = "rule", .reason = "because", .section = 0, .line = 12, .file = "policy.assay"});
  made.result_schema.has_tags = true;
  kernels::SumWeights sum{.weights = {{.mask = 64, .points = -25'000}}, .base = 7, .bounds = {}, .to = 128};
  sum.bounds.at_least = -3;
  sum.added = {512};
  kernels::MatchTexts match{
      .column = 0, .set = {.atoms = {{text::TextMode::contains, {"needle", "nål"}}}}, .asked = 1, .first_out = 192, .state = 0};
  match.points = {{{25'000}, 512}};
  kernels::ActivityPass pass;
  pass.phrases.push_back(
      {.filter = 0, .bounds = {{.is_after = false, .time = {1, 2}}}, .aggregates = {{.thresholds = {{5, 6}}}}, .rules = {{}}});
  pass.phrases[0].rules[0].once_every = calendar::Duration{.months = 1, .microseconds = 5};
  kernels::CompareValues compare{.from = {0, 64}, .is_number = true, .numbers = {-0.5, 1e300}, .first_out = 256};
  made.program.lists = {{}, {sum, match, pass, compare, kernels::FillText{"text", {0, 8}}, kernels::CallNative{3}}};
  made.program.frame_bytes = 4096;
  made.program.text_states = 1;
  made.program.reach.of_kind = {runtime::ActivityReach::nothing, 86'400'000'000};
  return made;
}

TEST(ProgramImage, IsReadAsItWasWritten) {
  const std::string image = write_image(parts());
  const auto read = read_image(image);
  ASSERT_TRUE(read);
  EXPECT_EQ(write_image(*read), image);
  EXPECT_EQ(read->schema.fields.at(0).name, "größe");
  EXPECT_EQ(read->result_schema.rules.at(0).line, 12);
  EXPECT_EQ(read->program.reach.of_kind, parts().program.reach.of_kind);
  const auto& steps = read->program.lists.at(1);
  EXPECT_EQ(std::get<kernels::SumWeights>(steps.at(0)).weights.at(0).points, -25'000);
  EXPECT_EQ(std::get<kernels::SumWeights>(steps.at(0)).bounds.at_least, -3);
  EXPECT_EQ(std::get<kernels::SumWeights>(steps.at(0)).added, std::vector<kernels::Offset>{512});
  EXPECT_EQ(std::get<kernels::MatchTexts>(steps.at(1)).points.at(0).of_atom.at(0), 25'000);
  EXPECT_EQ(std::get<kernels::MatchTexts>(steps.at(1)).set.atoms.at(0).texts.at(1), "nål");
  EXPECT_NE(std::get<kernels::MatchTexts>(steps.at(1)).set.matcher, nullptr) << "prepared";
  EXPECT_EQ(std::get<kernels::ActivityPass>(steps.at(2)).phrases.at(0).rules.at(0).once_every->months, 1);
  EXPECT_EQ(std::get<kernels::CompareValues>(steps.at(3)).numbers.at(1), 1e300);
  EXPECT_EQ(std::get<kernels::CallNative>(steps.at(5)).function, 3u);
}

TEST(ProgramImage, CutOffIsNothing) {
  const std::string image = write_image(parts());
  for (std::size_t size = 0; size < image.size(); ++size) ASSERT_FALSE(read_image(std::string_view(image).substr(0, size))) << size;
  EXPECT_FALSE(read_image(image + "x"));
}

TEST(ProgramImage, OfAnotherLayoutIsNothing) {
  std::string image = write_image(parts());
  image[sizeof(std::uint64_t) + 8] ^= 1;
  EXPECT_FALSE(read_image(image));
}

// A flipped bit may make another program, never one that reads beyond the bytes.
TEST(ProgramImage, DamagedIsReadWithoutHarm) {
  const std::string image = write_image(parts());
  for (std::size_t at = 0; at < image.size(); ++at) {
    std::string damaged = image;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x80);
    const auto read = read_image(damaged);
    if (read) EXPECT_EQ(write_image(*read).size(), image.size());
  }
}

}  // namespace
}  // namespace assay::native
