#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/diag/render.h"
#include "compiler/emit/llvm/emit.h"
#include "compiler/interpret/interpret.h"
#include "compiler/plan/plan.h"
#include "compiler/source/source.h"
#include "compiler/syntax/parse.h"
#include "tests/agree/trial.h"

namespace assay::agree {

std::optional<Engines> compile_both(const std::string& policy, std::string& problem) {
  source::Sources sources;
  diag::Sink sink;
  const source::Source& file = sources.add("generated.assay", policy);
  const syntax::Ast ast = syntax::parse(file, sink);
  std::shared_ptr<const ir::Policy> checked;
  if (!sink.has_errors()) {
    std::optional<ir::Policy> policy = check::check(ast, sources, {.settings = {}, .prelude = false, .lints = false}, sink);
    if (policy) checked = std::make_shared<const ir::Policy>(std::move(*policy));
  }
  if (!checked) {
    problem = diag::render_text(sink, sources);
    return std::nullopt;
  }
  return Engines{interpret::interpret(checked), emit::emit(*checked, plan::plan(*checked))};
}

}  // namespace assay::agree
