#include "runtime/text/regex.h"

#include <re2/re2.h>

#include "runtime/text/regex_options.h"

namespace assay::text {

re2::RE2::Options regex_options() {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_log_errors(false);
  options.set_max_mem(8 << 20);
  return options;
}

Regex::Compiled Regex::compile(std::string_view expression) {
  auto program = std::make_shared<const re2::RE2>(re2::StringPiece(expression.data(), expression.size()), regex_options());
  if (!program->ok()) return {nullptr, program->error()};
  return {std::shared_ptr<const Regex>(new Regex(std::move(program))), {}};
}

bool Regex::matches(std::string_view text) const {
  return program_->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace assay::text
