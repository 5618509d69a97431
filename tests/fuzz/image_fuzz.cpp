// The image of a program, damaged: it is refused, or read as some program that fits into the bytes; never is more read than there is.
#include <string>

#include "runtime/native/program_image.h"
#include "tests/fuzz/target.h"

using namespace assay;

namespace {

std::string small_image() {
  native::Parts parts{.schema = {}, .result_schema = {}, .program = {}, .functions = {}, .owner = nullptr};
  parts.schema.timezone = "UTC";
  parts.schema.fields.push_back({.name = "title", .type = runtime::Type::Label, .labels = {"a", "b"}, .used = true});
  parts.schema.activities.push_back({.name = "visited", .attributes = {{.name = "page", .slot = 0, .used = true}}, .from = {"Visit"}});
  parts.schema.slots = {runtime::Storage::Text};
  parts.result_schema.rules.push_back({.id = "rule", .reason = "because", .section = 0, .line = 12, .file = "policy.assay"});
  kernels::MatchTexts match{
      .column = 0, .set = {.atoms = {{text::TextMode::contains, {"needle"}}}}, .asked = 1, .first_out = 192, .state = 0};
  kernels::CompareValues compare{.from = {0, 64}, .is_number = true, .numbers = {-0.5, 1e300}, .first_out = 256};
  kernels::SumWeights sum;
  sum.weights = {{0, 25'000}, {64, -10'000}};
  kernels::ActivityPass pass;
  pass.phrases.push_back(
      {.filter = 0, .bounds = {{.is_after = false, .time = {1, 2}}}, .aggregates = {{.thresholds = {{5, 6}}}}, .rules = {{}}});
  parts.program.lists = {{}, {match, pass, compare, sum, kernels::FillText{"text", {0, 8}}, kernels::CallNative{3}}};
  parts.program.frame_bytes = 4096;
  parts.program.text_states = 1;
  return native::write_image(parts);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::string whole = small_image();
  native::read_image(fuzz::text_of(bytes, size));
  // Four bytes of the input are an edit: where, how many bytes go, what stands there instead.
  fuzz::Choices choices(bytes, size);
  std::string image = whole;
  for (int edits = 0; edits < 8 && !choices.at_end(); ++edits) {
    const std::size_t at = choices.word() % image.size();
    const std::size_t gone = choices.byte() % 3;
    image.replace(at, gone, 1, static_cast<char>(choices.byte()));
  }
  if (const auto read = native::read_image(image))
    fuzz::must(native::write_image(*read).size() == image.size(), "an image is read to its end");
  return 0;
}
