// Regular expressions of `matches /…/`: RE2 syntax, searched anywhere in the text as it is (not folded), caseless unless the
// expression says (?-i). Linear time in the text; programs beyond the size limit are refused when they are compiled.
// RE2 is included in regex.cpp only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace assay::text {

class Regex {
 public:
  struct Compiled;

  // Compiles the expression between the slashes; on failure `Compiled::error` says why, in words for the author.
  static Compiled compile(std::string_view expression);

  // Whether the expression is found anywhere in the text. May be called from several threads at once.
  bool matches(std::string_view text) const;

 private:
  explicit Regex(std::shared_ptr<const re2::RE2> program) : program_(std::move(program)) {}

  std::shared_ptr<const re2::RE2> program_;
};

// A regex, or the reason why there is none.
struct Regex::Compiled {
  std::shared_ptr<const Regex> regex;
  std::string error;
};

}  // namespace assay::text
