// Any bytes as a policy: the parser, the formatter and the checker answer, and what the formatter wrote stays as it is.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/check/check.h"
#include "compiler/diag/diag.h"
#include "compiler/diag/render.h"
#include "compiler/format/format.h"
#include "compiler/source/source.h"
#include "compiler/syntax/parse.h"

using namespace assay;

namespace {

// The policy laid out, or nothing when it has errors of syntax.
std::string laid_out(const std::string& text) {
  source::Sources sources;
  diag::Sink sink;
  const source::Source& file = sources.add("fuzz.assay", text);
  return format::format(file, sink).value_or("");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  source::Sources sources;
  diag::Sink sink;
  const source::Source& file = sources.add("fuzz.assay", text);
  const syntax::Ast ast = syntax::parse(file, sink);
  check::check(ast, sources, {}, sink);
  render_text(sink, sources);
  render_json(sink, sources);
  const std::string once = laid_out(text);
  if (!once.empty() && laid_out(once) != once) std::abort();
  return 0;
}
