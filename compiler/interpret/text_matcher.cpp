#include "compiler/interpret/text_matcher.h"

#include <algorithm>

#include "runtime/text/fold.h"

namespace assay::interpret {

using text::TextMode;

TextMatcher::TextMatcher(const ir::TextAtom& atom) : mode_(atom.mode) {
  for (const std::string& written : atom.texts) {
    switch (mode_) {
      case TextMode::equals: whole_.insert(text::fold(written)); break;
      case TextMode::exactly: whole_.emplace(text::trim(written)); break;
      case TextMode::pattern:
        if (text::Pattern pattern(written); pattern.has_wildcard()) {
          patterns_.push_back(std::move(pattern));
        } else {
          whole_.insert(pattern.segments().front());
        }
        break;
      case TextMode::url_pattern: url_patterns_.emplace_back(written); break;
      case TextMode::contains:
      case TextMode::starts_with:
      case TextMode::ends_with: parts_.push_back(text::fold(written)); break;
      case TextMode::mentions: phrases_.emplace_back(written); break;
      case TextMode::regex:
        if (auto compiled = text::Regex::compile(written); compiled.regex) expressions_.push_back(*compiled.regex);
        break;
    }
  }
}

bool TextMatcher::matches(std::string_view value) const {
  switch (mode_) {
    case TextMode::exactly: return whole_.contains(std::string(text::trim(value)));
    case TextMode::regex: return std::ranges::any_of(expressions_, [&](const auto& each) { return each.matches(text::trim(value)); });
    case TextMode::url_pattern: {
      text::UrlSubject subject;
      text::url_subject_into(value, subject);
      return std::ranges::any_of(url_patterns_, [&](const auto& each) { return each.matches(subject); });
    }
    case TextMode::equals:
    case TextMode::pattern:
    case TextMode::contains:
    case TextMode::starts_with:
    case TextMode::ends_with:
    case TextMode::mentions: break;
  }
  return matches_folded(text::fold(value));
}

bool TextMatcher::matches_folded(const std::string& folded) const {
  const auto any_part = [&](auto fits) { return std::ranges::any_of(parts_, [&](const auto& part) { return fits(folded, part); }); };
  switch (mode_) {
    case TextMode::equals: return whole_.contains(folded);
    case TextMode::pattern:
      return whole_.contains(folded) || std::ranges::any_of(patterns_, [&](const auto& each) { return each.matches(folded); });
    case TextMode::contains: return any_part(text::contains);
    case TextMode::starts_with: return any_part(text::starts_with);
    case TextMode::ends_with: return any_part(text::ends_with);
    case TextMode::mentions: return std::ranges::any_of(phrases_, [&](const auto& each) { return each.is_in(folded); });
    case TextMode::exactly:
    case TextMode::regex:
    case TextMode::url_pattern: break;
  }
  return false;
}

}  // namespace assay::interpret
