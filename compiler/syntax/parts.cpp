#include "compiler/syntax/parts.h"

namespace assay::syntax {

namespace {

using T = WordType;

// Reads the tokens once and remembers which block is open.
class PartFinder {
 public:
  explicit PartFinder(const std::vector<Word>& words) : words_(words), parts_(words.size() + 1, Part::None) {}

  std::vector<Part> find() {
    for (std::size_t at = 0; at < words_.size();) {
      const T type = type_at(at);
      if (type == T::LEAD && !is_labelled(at) && !is_stage_name(at)) {
        at = fields(at + 1);
      } else if (type == T::TABLE) {
        at = rows(at + 1);
      } else {
        if (type == T::CASE_COLON) mark_case(at);
        ++at;
      }
    }
    return std::move(parts_);
  }

 private:
  T type_at(std::size_t at) const { return at < words_.size() ? words_[at].type : T::END_OF_FILE; }

  // `lead:`, the name of an attribute. A colon on the next row belongs to a field whose name was forgotten.
  bool is_labelled(std::size_t at) const { return type_at(at + 1) == T::COLON && !words_[at + 1].starts_row; }

  // `enter from lead`, `leave to lead`, `expect stage lead`, `expect lead`
  bool is_stage_name(std::size_t at) const {
    switch (at > 0 ? type_at(at - 1) : T::END_OF_FILE) {
      case T::FROM:
      case T::TO:
      case T::STAGE:
      case T::EXPECT:
      case T::COMMA:
      case T::NOT:
      case T::ENTER:
      case T::FOR: return true;
      default: return false;
    }
  }

  // Any word before a colon is a field, but `always` and `otherwise` before points are rules.
  std::size_t fields(std::size_t at) {
    for (; type_at(at) != T::END_OF_FILE; ++at) {
      const bool labelled = type_at(at + 1) == T::COLON && !(type_at(at) == T::OF && type_at(at - 1) == T::ONE)  // `one of: a, b`
                            && !ends_type(at);
      const bool rule = (type_at(at) == T::ALWAYS || type_at(at) == T::OTHERWISE) && labelled &&
                        (type_at(at + 2) == T::PLUS || type_at(at + 2) == T::MINUS);
      const bool statement = begins_statement(type_at(at)) || type_at(at) == T::SCORE || type_at(at) == T::ON ||
                             (type_at(at) == T::BUSINESS && type_at(at + 1) == T::UNIT);
      const bool list_type = type_at(at) == T::LIST && type_at(at + 1) == T::OF;
      if (rule || (statement && !labelled && !list_type)) return at;
      if (labelled && is_word(type_at(at)) && may_be_type(type_at(at + 2))) parts_[at] = Part::Field;
    }
    return at;
  }

  // A colon that begins a row takes no word from the field before it: `id: text`, and below it `: text`, whose name was forgotten.
  bool ends_type(std::size_t at) const {
    const T before = type_at(at - 1);
    const bool wanted = before == T::COLON || before == T::OF || before == T::SLASH;
    return words_[at + 1].starts_row && wanted && !words_[at].starts_row;
  }

  static bool is_word(T type) {
    const bool keyword = type >= T::POLICY && type <= T::FIRES;
    return keyword || type == T::NAME || type == T::QUOTED_NAME;
  }

  // What stands after the colon of a rule is no type: a broken rule does not become a field.
  static bool may_be_type(T type) {
    const bool literal = type >= T::DATE && type <= T::UNCLOSED_TEXT;
    return !literal && type != T::PLUS && type != T::MINUS && type != T::EXCLUDE && type != T::TAG && type != T::ENTER;
  }

  // Labels before the colon, separated by commas.
  void mark_case(std::size_t colon) {
    if (colon == 0) return;
    std::size_t first = colon - 1;
    while (first >= 2 && type_at(first - 1) == T::COMMA && is_label(type_at(first - 2))) first -= 2;
    parts_[first] = Part::Case;
  }

  static bool is_label(T type) {
    return type == T::NAME || type == T::QUOTED_NAME || type == T::TEXT || type == T::INTEGER || type == T::NUMBER || type == T::YES ||
           type == T::NO || type == T::UNIT;
  }

  // A row ends where neither a comma nor a bar goes on. The head of the table ends with the first bar, or where no comma goes on.
  std::size_t rows(std::size_t at) {
    while (type_at(at) != T::BY && !ends_table(at)) ++at;
    if (ends_table(at)) return at;
    at += 2;
    while (type_at(at) == T::COMMA) at += 2;
    if (type_at(at) == T::FROM) return at;
    while (!ends_table(at) && !is_no_row(at)) {
      parts_[at] = Part::Row;
      at = row_end(at);
    }
    return at;
  }

  std::size_t row_end(std::size_t at) const {
    if (type_at(at) == T::BAR) ++at;
    while (!ends_table(at)) {
      at = item_end(at);
      if (type_at(at) != T::COMMA && type_at(at) != T::BAR) return at;
      ++at;
    }
    return at;
  }

  // Behind the name of a row stands a bar or one more name: `wehn big: +1` is a line of its own, misspelt.
  bool is_no_row(std::size_t at) const { return type_at(at) == T::NAME && type_at(at + 1) != T::BAR && type_at(at + 1) != T::COMMA; }

  // `else`, `< 50`, `50..999`, `-5`, `30 days`; at least one token.
  std::size_t item_end(std::size_t at) const {
    if (type_at(at) >= T::EQUAL && type_at(at) <= T::GREATER_EQUAL) ++at;
    at = value_end(at);
    return type_at(at) == T::RANGE ? value_end(at + 1) : at;
  }

  std::size_t value_end(std::size_t at) const {
    if (type_at(at) == T::PLUS || type_at(at) == T::MINUS) ++at;
    const bool duration = type_at(at) == T::INTEGER && (type_at(at + 1) == T::UNIT || type_at(at + 1) == T::DAYS);
    return ends_table(at) ? at : at + (duration ? 2 : 1);
  }

  bool ends_table(std::size_t at) const {
    const T type = type_at(at);
    if (type == T::END_OF_FILE || type == T::SCORE || type == T::ON || begins_statement(type)) return true;
    return type == T::BUSINESS && type_at(at + 1) == T::UNIT;
  }

  const std::vector<Word>& words_;
  std::vector<Part> parts_;
};

}  // namespace

bool begins_statement(WordType type) {
  switch (type) {
    case WordType::POLICY:
    case WordType::USE:
    case WordType::LEAD:
    case WordType::ACTIVITY:
    case WordType::IGNORE:
    case WordType::LIST:
    case WordType::DEFINE:
    case WordType::SETTING:
    case WordType::WHEN:
    case WordType::FOR:
    case WordType::ALWAYS:
    case WordType::OTHERWISE:
    case WordType::EXCLUDE:
    case WordType::TAG:
    case WordType::TOTAL:
    case WordType::GRADE:
    case WordType::REQUIRE:
    case WordType::STAGE:
    case WordType::ENTER:
    case WordType::LEAVE:
    case WordType::SEGMENT:
    case WordType::ROUTE:
    case WordType::RESPOND:
    case WordType::TABLE:
    case WordType::TEST:
    case WordType::GIVEN:
    case WordType::EXPECT: return true;
    default: return false;
  }
}

std::vector<Part> find_parts(const std::vector<Word>& words) { return PartFinder(words).find(); }

}  // namespace assay::syntax
