#include "bench/common.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "compiler/check/check.h"
#include "compiler/diag/render.h"
#include "compiler/syntax/parse.h"

namespace assay::bench {

std::optional<ir::Policy> checked_policy(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  source::Sources sources;
  diag::Sink sink;
  const syntax::Ast ast = syntax::parse(sources.add(path, text), sink);
  auto policy = sink.has_errors() ? std::nullopt : check::check(ast, sources, {.settings = {}, .prelude = true, .lints = false}, sink);
  if (!policy) fmt::print("{}", diag::render_text(sink, sources));
  return policy;
}

double milliseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace assay::bench
