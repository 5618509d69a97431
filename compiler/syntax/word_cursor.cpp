#include "compiler/syntax/word_cursor.h"

#include "compiler/syntax/parts.h"

namespace assay::syntax {

using T = WordType;

bool is_object_name(T type) {
  const bool of_effects = type >= T::COLUMN && type <= T::FIRES;
  return type == T::NAME || type == T::QUOTED_NAME || is_unit(type) || of_effects || type == T::DIFFERENT || type == T::TIME_WORD;
}

bool is_name(T type) {
  const bool of_the_head = type >= T::VERSION && type <= T::REVIEW;
  return is_object_name(type) || of_the_head || type == T::BUSINESS;
}

bool is_word(T type) {
  const bool keyword = type >= T::POLICY && type <= T::FIRES;
  return keyword || type == T::NAME || type == T::QUOTED_NAME;
}

bool is_unit(T type) { return type == T::UNIT || type == T::DAYS; }
bool is_comparing(T type) { return type >= T::EQUAL && type <= T::GREATER_EQUAL; }

bool is_matching(T type) {
  switch (type) {
    case T::IN:
    case T::CONTAINS:
    case T::STARTS:
    case T::ENDS:
    case T::LIKE:
    case T::MENTIONS:
    case T::MATCHES: return true;
    default: return false;
  }
}

bool begins_line(T type) {
  switch (type) {
    case T::END_OF_FILE:
    case T::VERSION:
    case T::TIMEZONE:
    case T::AGREED:
    case T::REVIEW:
    case T::SCORE:
    case T::ON:
    case T::BUSINESS:
    case T::AS: return true;
    default: return begins_statement(type);
  }
}

Span WordCursor::take_if(bool fits) {
  if (!fits || at_ >= stop_) {
    give_up();
    return {};
  }
  const Span word = here();
  ++at_;
  return word;
}

}  // namespace assay::syntax
