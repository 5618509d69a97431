// Any bytes as a policy: parser, checker, formatter and messages answer; the parser reads as the grammar does; what the formatter wrote
// means the same tree and stays as it is.
#include <string>

#include "compiler/check/check.h"
#include "compiler/diag/diag.h"
#include "compiler/diag/render.h"
#include "compiler/format/format.h"
#include "compiler/source/source.h"
#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"
#include "tests/fuzz/target.h"
#include "tests/support/same_reading.h"

using namespace assay;

namespace {

std::string tree_of(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  return syntax::print(syntax::parse(sources.add("fuzz.assay", text), sink));
}

// The policy laid out; nothing where it has errors of syntax.
std::optional<std::string> laid_out(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  return format::format(sources.add("fuzz.assay", text), sink);
}

// With the prelude in one of four lengths: reading it takes longer than most inputs do.
bool with_prelude(const std::string& text) { return text.size() % 4 == 0; }

void check_and_render(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  const syntax::Ast ast = syntax::parse(sources.add("fuzz.assay", text), sink);
  const check::CheckInput input{
      .settings = {}, .prelude = with_prelude(text), .lints = true, .read_file = [](const std::string&) { return std::nullopt; }};
  check::check(ast, sources, input, sink);
  diag::render_text(sink, sources);
  diag::render_json(sink, sources);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(fuzz::text_of(bytes, size));
  check_and_render(text);
  const std::string difference = testing_support::difference_from_grammar(text);
  fuzz::must(difference.empty(), "what is read is what the grammar says");
  const std::optional<std::string> once = laid_out(text);
  if (!once) return 0;
  fuzz::must(tree_of(*once) == tree_of(text), "what is formatted reads as the same tree");
  fuzz::must(laid_out(*once) == once, "formatting again changes nothing");
  return 0;
}
