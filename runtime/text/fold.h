// Folding: the form in which texts are compared. A folded text is the Unicode NFKC_Casefold of the original without white space
// (property White_Space) at either end. Folding a folded text changes nothing.
// Input must be UTF-8 (readers check it with is_valid_utf8); what is not is folded byte by byte as itself, never a crash.
// Not here: what is done with folded texts (words.h, pattern.h, text_set.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::text {

// The folded form of `text`.
std::string fold(std::string_view text);

// Replaces `out` by the folded form of `text`; `out` keeps its memory, so that a loop over cells does not allocate.
// `text` must not point into `out`.
void fold_into(std::string_view text, std::string& out);

// The folded form of `text` in `memory`, which only grows: nothing is moved or cleared for the next text. Holds until then.
std::string_view fold_within(std::string_view text, std::string& memory);

// `text` without Unicode white space at either end: what a cell's value is. A view into `text`.
std::string_view trim(std::string_view text);

// Whether the bytes are UTF-8 (no overlong forms, no surrogates, nothing beyond U+10FFFF).
bool is_valid_utf8(std::string_view text);

// The position of the first byte that is not part of UTF-8, or `text.size()`.
std::size_t first_invalid_utf8(std::string_view text);

// The number of code points of a UTF-8 text (`length of x`).
std::int64_t length(std::string_view text);

// Version of the Unicode data that folding and words use, for example "14.0.0".
std::string_view unicode_version();

}  // namespace assay::text
