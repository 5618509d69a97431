#include "runtime/text/regex_group.h"

#include "runtime/text/regex_options.h"

namespace assay::text {

void RegexGroup::add(std::string_view expression, std::uint32_t goal) {
  Regex::Compiled compiled = Regex::compile(expression);
  if (!compiled.regex) return;
  regexes_.push_back(std::move(compiled.regex));
  goals_.push_back(goal);
  expressions_.emplace_back(expression);
}

void RegexGroup::finish() {
  if (regexes_.size() < 2) return;
  set_ = std::make_unique<re2::RE2::Set>(regex_options(), re2::RE2::UNANCHORED);
  for (const std::string& expression : expressions_) set_->Add(expression, nullptr);
  if (!set_->Compile()) set_.reset();
}

bool RegexGroup::find_together(std::string_view text, std::vector<int>& found) const {
  if (!set_) return false;
  found.clear();
  re2::RE2::Set::ErrorInfo error{re2::RE2::Set::kNoError};
  const bool any = set_->Match(re2::StringPiece(text.data(), text.size()), &found, &error);
  return any || error.kind == re2::RE2::Set::kNoError;
}

}  // namespace assay::text
