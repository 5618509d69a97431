// Words that people write who know another language, or who mistyped one of ours, and what to write instead. Only words: what they mean
// in their line is for explain.cpp to judge. Private to this folder.
#pragma once

#include <string>
#include <string_view>

namespace assay::syntax {

// Words that begin a line.
bool begins_line(std::string_view word);
// The word that begins a line and is spelled most like this one; empty: none.
std::string nearest_line_word(std::string_view word);
// What to write instead of a word with which other languages begin a line; empty: not known.
std::string_view advice_for_line(std::string_view word);
// Words that an author probably meant to begin a line with: misspelt ones, and those of other languages.
bool is_meant_to_begin_line(std::string_view word);

// What to write instead of a word of another language within a line; empty: not known.
std::string_view advice_within_line(std::string_view word);
// The word of the language that this one is in capital letters; empty: none.
std::string keyword_in_small_letters(std::string_view word);
// The keyword within a line that is spelled most like this one; empty: none.
std::string nearest_keyword(std::string_view word);
// The unit of time that is spelled most like this word; empty: none.
std::string nearest_unit(std::string_view word);
// The sign that stands for `greater`, `smaller` and their like before `than`; empty: no such word.
std::string_view sign_of_comparative(std::string_view word);
// Whether the word is the name of a month or its beginning.
bool names_month(std::string_view word);

// What to write instead of a sign that Assay does not have, perhaps where values of a list could stand; empty: not known.
std::string_view advice_for_sign(std::string_view sign, bool among_values);

// What the grammar calls a token, in words for people; empty: not worth telling.
std::string described_token(const std::string& token);

}  // namespace assay::syntax
