#include "runtime/text/text_set.h"

#include <algorithm>
#include <optional>

#include "runtime/text/block_matcher.h"
#include "runtime/text/fold.h"
#include "runtime/text/folded_matcher.h"
#include "runtime/text/phrase_index.h"
#include "runtime/text/regex_group.h"
#include "runtime/text/words.h"

namespace assay::text {

namespace {

bool matches_url(std::string_view text, std::string_view value) {
  UrlSubject subject;
  url_subject_into(value, subject);
  return UrlPattern(text).matches(subject);
}

bool matches_regex(std::string_view expression, std::string_view value) {
  const Regex::Compiled compiled = Regex::compile(expression);
  return compiled.regex && compiled.regex->matches(value);
}

}  // namespace

bool matches_one(TextMode mode, std::string_view text, std::string_view value) {
  value = trim(value);
  switch (mode) {
    case TextMode::equals: return equals(fold(value), fold(text));
    case TextMode::exactly: return value == trim(text);
    case TextMode::pattern: return Pattern(text).matches(fold(value));
    case TextMode::url_pattern: return matches_url(text, value);
    case TextMode::contains: return contains(fold(value), fold(text));
    case TextMode::starts_with: return starts_with(fold(value), fold(text));
    case TextMode::ends_with: return ends_with(fold(value), fold(text));
    case TextMode::mentions: return Phrase(text).is_in(fold(value));
    case TextMode::regex: return matches_regex(text, value);
  }
  return false;
}

bool matches_one(const TextAtom& atom, std::string_view value) {
  return std::any_of(atom.texts.begin(), atom.texts.end(), [&](std::string_view text) { return matches_one(atom.mode, text, value); });
}

bool is_comparable(TextMode mode, std::string_view value) { return mode != TextMode::url_pattern || parse_url(value).has_value(); }

struct TextSet::Matcher {
  explicit Matcher(std::span<const TextAtom> atoms);
  void add(TextMode mode, std::string_view text, std::uint32_t atom);
  void add_url(const UrlPattern& pattern, std::uint32_t atom);
  void make_ready_for_blocks();
  template <class Hit>
  void visit(std::string_view value, MatchScratch& scratch, Hit&& hit) const;

  std::size_t atom_count;
  LiteralTable exact;
  FoldedMatcher text;
  FoldedMatcher path;
  FoldedMatcher host_and_path;
  PhraseIndex phrases;
  RegexGroup regexes;
  bool needs_fold = false;
  bool needs_url = false;
  std::optional<BlockMatcher> for_blocks;
};

TextSet::Matcher::Matcher(std::span<const TextAtom> atoms)
    : atom_count(atoms.size()),
      text(static_cast<std::uint32_t>(atoms.size())),
      path(static_cast<std::uint32_t>(atoms.size())),
      host_and_path(static_cast<std::uint32_t>(atoms.size())) {
  for (std::uint32_t atom = 0; atom < atoms.size(); ++atom) {
    needs_url = needs_url || atoms[atom].mode == TextMode::url_pattern;
    for (const std::string_view each : atoms[atom].texts) add(atoms[atom].mode, each, atom);
  }
  text.finish();
  path.finish();
  host_and_path.finish();
  phrases.finish();
  regexes.finish();
  needs_fold = !text.empty() || !phrases.empty();
  make_ready_for_blocks();
}

void TextSet::Matcher::make_ready_for_blocks() {
  const bool asks_more = !exact.empty() || !phrases.empty() || !regexes.empty() || needs_url;
  if (!has_wide_texts() || asks_more || !text.is_simple()) return;
  std::vector<std::string_view> literals;
  text.literals().each_text([&](std::string_view literal) { literals.push_back(literal); });
  if (std::ranges::any_of(literals, [](std::string_view literal) { return literal.size() > wide_text; })) return;
  KnownTexts known;
  known.build(literals);
  for_blocks.emplace(text.inner(), std::move(known), static_cast<std::uint32_t>(atom_count));
}

void TextSet::Matcher::add(TextMode mode, std::string_view each, std::uint32_t atom) {
  switch (mode) {
    case TextMode::equals: return text.add_equals(fold(each), atom);
    case TextMode::exactly: return exact.add(trim(each), atom);
    case TextMode::pattern: return text.add_pattern(Pattern(each), atom);
    case TextMode::url_pattern: return add_url(UrlPattern(each), atom);
    case TextMode::contains: return text.add_contains(fold(each), atom);
    case TextMode::starts_with: return text.add_starts_with(fold(each), atom);
    case TextMode::ends_with: return text.add_ends_with(fold(each), atom);
    case TextMode::mentions: return phrases.add(each, atom);
    case TextMode::regex: return regexes.add(each, atom);
  }
}

void TextSet::Matcher::add_url(const UrlPattern& pattern, std::uint32_t atom) {
  (pattern.is_of_path() ? path : host_and_path).add_pattern(pattern.pattern(), atom);
}

TextSet::TextSet(std::span<const TextAtom> atoms) : matcher_(std::make_unique<const Matcher>(atoms)) {}
TextSet::~TextSet() = default;
TextSet::TextSet(TextSet&&) noexcept = default;
TextSet& TextSet::operator=(TextSet&&) noexcept = default;

std::size_t TextSet::atom_count() const { return matcher_->atom_count; }

const BlockMatcher* TextSet::for_blocks() const { return matcher_->for_blocks ? &*matcher_->for_blocks : nullptr; }

template <class Hit>
void TextSet::Matcher::visit(std::string_view value, MatchScratch& scratch, Hit&& hit) const {
  value = trim(value);
  if (!exact.empty()) exact.visit(value, hit);
  if (needs_fold) {
    const std::string_view folded = fold_within(value, scratch.folded);
    text.visit(folded, scratch.reversed, hit);
    if (!phrases.empty()) phrases.visit(folded, scratch.words, hit);
  }
  if (needs_url) {
    url_subject_into(value, scratch.url);
    if (scratch.url.well_formed) {
      path.visit(scratch.url.path, scratch.reversed, hit);
      host_and_path.visit(scratch.url.host_and_path, scratch.reversed, hit);
      if (scratch.url.is_root_of_host) host_and_path.visit(scratch.url.bare_host(), scratch.reversed, hit);
    }
  }
  if (!regexes.empty()) regexes.visit(value, scratch.regexes, hit);
}

// Atoms that were hit are marked, and few are: only their marks are taken away again.
void TextSet::match(std::string_view value, MatchScratch& scratch, std::vector<std::uint32_t>& atoms) const {
  std::vector<std::uint64_t>& marks = scratch.marks;
  if (marks.size() * 64 < atom_count()) marks.resize((atom_count() + 63) / 64);
  atoms.clear();
  matcher_->visit(value, scratch, [&](std::uint32_t atom) {
    const std::uint64_t bit = std::uint64_t{1} << (atom % 64);
    if (!(marks[atom / 64] & bit)) atoms.push_back(atom);
    marks[atom / 64] |= bit;
  });
  for (const std::uint32_t atom : atoms) marks[atom / 64] = 0;
  if (atoms.size() > 1) std::ranges::sort(atoms);
}

}  // namespace assay::text
