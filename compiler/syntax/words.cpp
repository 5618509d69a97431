#include "compiler/syntax/words.h"

#include <algorithm>
#include <cassert>
#include <optional>

#include <fmt/format.h>
#include <utf8proc.h>

#include "compiler/syntax/antlr_lexer.h"
#include "compiler/syntax/characters.h"
#include "compiler/syntax/lexer.h"
#include "compiler/syntax/limits.h"
#include "compiler/syntax/other_words.h"
#include "compiler/syntax/parts.h"

namespace assay::syntax {

namespace {

using diag::Applicability;
using diag::Code;
using Type = WordType;

Token::Kind kind_of(Type type) {
  switch (type) {
    case Type::NAME: return Token::Kind::Name;
    case Type::QUOTED_NAME: return Token::Kind::QuotedName;
    case Type::TEXT:
    case Type::UNCLOSED_TEXT: return Token::Kind::Text;
    case Type::INTEGER:
    case Type::NUMBER:
    case Type::PERCENT: return Token::Kind::Number;
    case Type::DATE:
    case Type::TIME:
    case Type::CLOCK: return Token::Kind::Date;
    case Type::REGEX:
    case Type::UNCLOSED_REGEX: return Token::Kind::Regex;
    case Type::COMMENT: return Token::Kind::Comment;
    default: break;
  }
  const bool sign = (type >= Type::COLON && type <= Type::GREATER_EQUAL) || type == Type::LIST_COMMA || type == Type::CASE_COLON;
  return sign || type == Type::UNKNOWN ? Token::Kind::Sign : Token::Kind::Keyword;
}

// Counts parentheses, `not`, unary minus and `of` as they will nest in the tree. `not` holds on over operators, the last two bind
// tighter than any; all end with the condition or the element of a list that they stand in.
class Nesting {
 public:
  // Parentheses that the statements before left open do not count for the next, but a file cannot leave open any number of them:
  // a reserved word may be an attribute's name, so that what looks like a new statement can be deep inside the last.
  void start_statement() {
    left_open_ += frames_.size() - 1;
    frames_.assign(1, {});
    depth_ = 0;
  }

  bool too_deep(Type type, Type type_before) {
    switch (type) {
      case Type::LPAREN:
        frames_.emplace_back();
        ++depth_;
        break;
      case Type::RPAREN: close(); break;
      case Type::NOT:
        ++frames_.back().nots;
        ++depth_;
        break;
      case Type::OF:
        ++frames_.back().tight;
        ++depth_;
        break;
      case Type::MINUS: minus(type_before); break;
      case Type::PLUS:
      case Type::STAR:
      case Type::SLASH:
      case Type::ELSE:
      case Type::EQUAL:
      case Type::NOT_EQUAL:
      case Type::LESS:
      case Type::LESS_EQUAL:
      case Type::GREATER:
      case Type::GREATER_EQUAL:
      case Type::IS: loosen(false); break;
      case Type::AND:
      case Type::OR:
      case Type::COMMA:
      case Type::LIST_COMMA: loosen(true); break;
      default: break;
    }
    return depth_ > limits::most_nesting || depth_ + left_open_ > limits::most_nesting + 50;
  }

 private:
  struct Frame {
    std::size_t nots = 0, tight = 0;
  };

  void minus(Type type_before) {
    switch (type_before) {
      case Type::RPAREN:
      case Type::NAME:
      case Type::QUOTED_NAME:
      case Type::INTEGER:
      case Type::NUMBER:
      case Type::PERCENT:
      case Type::UNIT:
      case Type::DAYS:
      case Type::SCORE:
      case Type::TODAY:
      case Type::NOW: loosen(false); return;
      default: ++frames_.back().tight; ++depth_;
    }
  }

  void loosen(bool all) {
    Frame& frame = frames_.back();
    depth_ -= frame.tight + (all ? frame.nots : 0);
    frame.tight = 0;
    if (all) frame.nots = 0;
  }

  void close() {
    if (frames_.size() == 1) {
      left_open_ -= left_open_ > 0 ? 1 : 0;
      return;
    }
    loosen(true);
    frames_.pop_back();
    --depth_;
  }

  std::vector<Frame> frames_ = std::vector<Frame>(1);
  std::size_t depth_ = 0, left_open_ = 0;
};

// Reads the file once, word by word; everything that needs a look at the neighbours happens here on the way.
class WordReader {
 public:
  WordReader(const source::Source& source, const std::string& bytes, std::vector<Token>& tokens_of_file, diag::Sink& sink)
      : source_(source), bytes_(bytes), tokens_of_file_(tokens_of_file), sink_(sink), lexer_(bytes) {}

  Words read(ReadBy by) {
    if (by == ReadBy::Grammar) antlr_.emplace(bytes_, 0);
    result_.words.reserve(bytes_.size() / 4);  // words with the blank behind them are longer than that
    tokens_of_file_.reserve(bytes_.size() / 4);
    while (true) {
      const ReadWord read = next();
      if (doubtful_) settle_doubt(read);
      if (read.type == Type::END_OF_FILE) break;
      take(read.type, {source_.id(), read.begin, read.end});
    }
    assert((result_.reported.empty() || sink_.has_errors()) && "what is left out is told");
    mark_with_commas();
    result_.parts = find_parts(result_.words);
    return std::move(result_);
  }

 private:
  // Behind the first word that is not plain the whole file is ANTLR's: one who mistypes does it again.
  ReadWord next() {
    if (!antlr_) {
      if (const std::optional<ReadWord> plain = lexer_.next(regex_possible_)) return *plain;
      antlr_.emplace(bytes_, lexer_.offset());
    }
    return antlr_->next(regex_possible_);
  }

  void take(Type type, source::Span span) {
    if (type == Type::COMMENT) {
      tokens_of_file_.push_back({Token::Kind::Comment, span.begin, span.end});
      return;
    }
    if (is_fence(type, span)) return;
    if (may_report(span) && check_spelling(type, span)) result_.reported.push_back(span.begin);
    if (type == Type::UNKNOWN) return;
    if (type == Type::UNCLOSED_TEXT) type = Type::TEXT;
    if (type == Type::UNCLOSED_REGEX) type = Type::REGEX;
    const bool starts_row =
        result_.words.empty() || source_.bytes().substr(last_end_, span.begin - last_end_).find('\n') != std::string_view::npos;
    last_end_ = span.end;
    if (starts_row && begins_statement(type)) {
      open_.clear();
      nesting_.start_statement();
    }
    type = tell_apart(type);
    check_nesting(type, span);
    const Token::Kind kind = kind_of(type);
    result_.words.push_back({kind, type, starts_row, span.begin, span.end});
    tokens_of_file_.push_back({kind, span.begin, span.end});
    before_last_type_ = last_type_;
    last_type_ = type;
  }

  // Rows of three back quotes, between which chats and web pages put a policy: told once, and left out.
  bool is_fence(Type type, source::Span span) {
    const bool opens = type == Type::UNKNOWN && source_.bytes().substr(span.begin, 3) == "```";
    if (!opens) return fence_row_ != 0 && fence_row_ == source_.line_of(span.begin);
    const bool told = fence_row_ != 0;
    fence_row_ = source_.line_of(span.begin);
    if (told) return true;
    sink_.report(Code::UnexpectedSign, {span.file, span.begin, span.begin + 3}, "```")
        .suggest("leave the row out: a policy needs no marks around it");
    result_.reported.push_back(span.begin);
    return true;
  }

  // A file that is no policy at all need not be told sign by sign.
  bool may_report(source::Span span) {
    if (result_.reported.size() < limits::most_syntax_errors) return true;
    if (result_.reported.size() > limits::most_syntax_errors) return false;
    sink_.report(Code::TooManyErrors, {span.file, span.begin, span.begin});
    result_.reported.push_back(span.begin);
    return false;
  }

  // Reports spellings of other languages, marks of a word processor, texts without an end. True if it did.
  bool check_spelling(Type type, source::Span span) {
    const std::string_view text = source_.text(span);
    if (type == Type::UNCLOSED_TEXT || type == Type::UNCLOSED_REGEX) {
      sink_.report(Code::UnclosedText, {span.file, span.begin, span.begin + 1}, type == Type::UNCLOSED_TEXT ? "text" : "regular expression",
                   type == Type::UNCLOSED_TEXT ? '"' : '/');
      return true;
    }
    if (type == Type::TEXT && text.front() != '"') return report_quotes(span, text);
    if (type == Type::UNKNOWN) return report_unknown(span, text);
    if (type == Type::NAME) return check_letters(span, text);
    std::string_view meant = meant_by(text);
    if (meant.empty()) return false;
    if (text == "\u2013" && is_between_digits(span)) meant = "..";  // `50–200`
    if (text == "!" && span.begin > 0 && source_.bytes()[span.begin - 1] == '<') {
      sink_.report(Code::UnexpectedSign, {span.file, span.begin - 1, span.end}, "<!").suggest("comments begin with #");
      return true;
    }
    if (text == "=>" && points_follow(span.end)) {
      sink_.report(Code::MissingColon, span, "between the condition and the points").replace(span, ":");
      return true;
    }
    sink_.report(Code::ForeignSign, span, meant, text).replace(span, set_apart(span, meant), Applicability::MachineApplicable);
    return true;
  }

  bool is_between_digits(source::Span span) const {
    const std::string_view file = source_.bytes();
    const auto is_digit = [&](std::size_t at) { return at < file.size() && file[at] >= '0' && file[at] <= '9'; };
    return span.begin > 0 && is_digit(span.begin - 1) && is_digit(span.end);
  }

  // `when C => +10`
  bool points_follow(std::uint32_t at) const {
    const std::size_t next = source_.bytes().find_first_not_of(" \t", at);
    return next != std::string_view::npos && (source_.bytes()[next] == '+' || source_.bytes()[next] == '-');
  }

  // `!consent` → `not consent`: a word in the place of a sign needs blanks around it.
  std::string set_apart(source::Span span, std::string_view meant) const {
    if (meant != "and" && meant != "or" && meant != "not") return std::string(meant);
    const std::string_view file = source_.bytes();
    const auto touches = [&](std::size_t at) { return at < file.size() && file[at] != ' ' && file[at] != '\t' && file[at] != '\n'; };
    const bool before = meant != "not" && span.begin > 0 && touches(span.begin - 1);
    return (before ? " " : "") + std::string(meant) + (touches(span.end) ? " " : "");
  }

  // Names are letters of any script, the marks on them, digits and `_`; the grammar only knows what is beyond ASCII.
  bool check_letters(source::Span span, std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const auto byte = static_cast<unsigned char>(text[at]);
      utf8proc_int32_t character = byte;
      const auto length = byte < 0x80 ? 1
                                      : utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                                         static_cast<utf8proc_ssize_t>(text.size() - at), &character);
      if (length <= 0) return true;  // not UTF-8, and reported as that
      if (byte >= 0x80 && !may_be_in_name(character, at == 0)) {
        const auto begin = span.begin + static_cast<std::uint32_t>(at);
        const source::Span sign{span.file, begin, begin + static_cast<std::uint32_t>(length)};
        return report_unknown(sign, source_.text(sign));
      }
      at += static_cast<std::size_t>(length);
    }
    return false;
  }

  static std::string_view meant_by(std::string_view text) {
    switch (static_cast<unsigned char>(text.front())) {  // nearly every word begins like none of those below
      case '=':
      case '<':
      case '&':
      case '|':
      case '!':
      case 0xE2:
      case 0xC3: break;
      default: return {};
    }
    constexpr std::pair<std::string_view, std::string_view> meant_words[] = {
        {"==", "="},  {"=>", ">="}, {"=<", "<="},    {"<>", "!="},    {"&&", "and"},
        {"||", "or"}, {"!", "not"}, {"\u2212", "-"}, {"\u2013", "-"}, {"\u00D7", "*"},
    };
    for (const auto& [written, meant] : meant_words) {
      if (text == written) return meant;
    }
    return {};
  }

  // « CMO »: the blanks belong to the quotes.
  static std::string_view without_french_blanks(std::string_view text) {
    static constexpr std::string_view blanks[] = {" ", "\u00A0", "\u202F"};
    for (const std::string_view blank : blanks) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size());
      if (text.ends_with(blank)) text.remove_suffix(blank.size());
    }
    return text;
  }

  bool report_quotes(source::Span span, std::string_view text) {
    const bool single = text.front() == '\'';
    std::size_t first = 1, last = 1;
    while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xC0) == 0x80) ++first;
    while ((static_cast<unsigned char>(text[text.size() - last]) & 0xC0) == 0x80) ++last;
    std::string_view inside = text.substr(first, text.size() - first - last);
    if (text.starts_with("\u00AB")) inside = without_french_blanks(inside);
    const std::string straight = fmt::format("\"{}\"", inside);
    sink_.report(Code::WrongQuotes, span, single ? "single" : "curly")
        .suggest(fmt::format("write {}", straight))
        .replace(span, straight, Applicability::MachineApplicable);
    return true;
  }

  // One message per row: who writes braces writes two of them.
  bool report_unknown(source::Span span, std::string_view text) {
    const bool reported_as_character = bytes_[span.begin] == '?' && text != "?";
    const std::uint32_t row = source_.line_of(span.begin);
    if (reported_as_character) return true;
    if (row == unknown_row_ || is_json_ || doubtful_) return true;
    if (has_open_text(span.begin)) return doubtful_ = span, true;
    unknown_row_ = row;
    is_json_ = text == "{" && result_.words.empty();                   // told once: what follows is no policy
    if (text == "}" && open_braces_ > 0) return --open_braces_, true;  // told with the first brace
    if (text == "{") ++open_braces_;
    auto& message = sink_.report(Code::UnexpectedSign, span, text);
    if (text == ";") return report_semicolon(message, span), true;
    if (text == ".") return message.suggest(advice_for_dot(span)), true;
    if (source_.bytes().substr(span.begin, 2) == "\\\"") return message.suggest("a text begins with \" alone; leave the sign out"), true;
    if (text == "'" && ends_in_negation(span.begin)) return message.suggest("write is not, or not before the condition"), true;
    const std::string_view advice = advice_for_sign(
        text, last_type_ == Type::COMMA || last_type_ == Type::COLON || last_type_ == Type::IN || last_type_ == Type::EQUAL);
    if (!advice.empty()) message.suggest(std::string(advice));
    return true;
  }

  // Of a sign that was not told because a text on its row seemed open: where the row has none, as quotes stand in a regular expression,
  // it is told now.
  void settle_doubt(const ReadWord& next) {
    const bool is_open = next.type == Type::UNCLOSED_TEXT || next.type == Type::UNCLOSED_REGEX;
    const bool same_row = next.type != Type::END_OF_FILE && source_.line_of(next.begin) == source_.line_of(doubtful_->begin);
    if (same_row && !is_open) return;
    if (!same_row) sink_.report(Code::UnexpectedSign, *doubtful_, source_.text(*doubtful_));
    doubtful_.reset();
  }

  // Whether a text on the row seems not to be closed: that is told, and shifts what stands between quotes.
  bool has_open_text(std::uint32_t at) const {
    bool open = false;
    for (std::size_t letter = source_.line_start(source_.line_of(at)); letter < bytes_.size() && bytes_[letter] != '\n'; ++letter) {
      if (open && bytes_[letter] == '\\')
        ++letter;  // outside a text it escapes nothing
      else if (bytes_[letter] == '"')
        open = !open;
      else if (bytes_[letter] == '#' && !open)
        break;
    }
    return open;
  }

  // `isn't`, `doesn't`
  bool ends_in_negation(std::uint32_t apostrophe) const {
    const std::string_view before = source_.bytes().substr(0, apostrophe);
    const std::size_t blank = before.find_last_of(" \t\n(");
    const std::string_view word = before.substr(blank == std::string_view::npos ? 0 : blank + 1);
    static constexpr std::string_view negations[] = {"isn", "aren", "wasn", "doesn", "don", "didn", "hasn", "haven", "won"};
    return std::find(std::begin(negations), std::end(negations), word) != std::end(negations);
  }

  void report_semicolon(diag::Diagnostic& message, source::Span span) const {
    const std::string_view rest = source_.bytes().substr(span.end, source_.bytes().find('\n', span.end) - span.end);
    if (!open_.empty()) {
      message.suggest("within parentheses commas separate").replace(span, ",");
    } else if (rest.find_first_not_of(" \t\r") != std::string_view::npos) {
      message.suggest("a line ends by itself; comments begin with #");
    } else {
      message.suggest("a line ends by itself; leave the semicolon out").replace(span, "", Applicability::MachineApplicable);
    }
  }

  // `email.domain`, `1.`, `1.000.000` or `01.02.2026`, the last two told apart by the digits before the second dot.
  std::string advice_for_dot(source::Span dot) const {
    const std::string_view row = source_.bytes().substr(0, dot.begin);
    const std::string_view word = result_.words.empty() ? std::string_view{} : row.substr(result_.words.back().begin);
    static constexpr std::string_view date_parts[] = {"DD", "D", "MM", "M", "YYYY", "TT", "dd", "mm", "yyyy"};
    if (std::find(std::begin(date_parts), std::end(date_parts), word) != std::end(date_parts))
      return "a format stands in quotes: format \"DD.MM.YYYY\"";
    if (before_last_type_ == Type::FROM && last_type_ == Type::NAME) return "a file stands in quotes: from \"companies.csv\" column domain";
    const std::string_view rest = source_.bytes().substr(dot.end);
    const bool digit_follows = !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
    if (last_type_ == Type::INTEGER && !digit_follows && !result_.words.back().starts_row)
      return "leave the point out, or write a digit behind it: 5.0";
    if (last_type_ != Type::INTEGER && last_type_ != Type::NUMBER && last_type_ != Type::RANGE && digit_follows)
      return "a number begins with a digit: 0.5";
    if (last_type_ == Type::USE || before_last_type_ == Type::USE) return "a file stands in quotes: use \"company.assay\"";
    const bool is_value = before_last_type_ == Type::EQUAL || before_last_type_ == Type::IS || before_last_type_ == Type::IN ||
                          before_last_type_ == Type::WITH || before_last_type_ == Type::CONTAINS || before_last_type_ == Type::COMMA ||
                          before_last_type_ == Type::COLON;
    if (last_type_ == Type::NAME && is_value) return "a text stands in quotes: \"gmail.com\"; a part is taken with of: domain of email";
    const std::size_t more = rest.find_first_not_of(" \t\r");
    if (more == std::string_view::npos || rest[more] == '\n') return "a line ends by itself, without a full stop";
    static constexpr std::string_view owners[] = {"lead",    "Lead",    "contact", "Contact", "account",
                                                  "Account", "company", "Company", "person",  "prospect"};
    if (std::find(std::begin(owners), std::end(owners), word) != std::end(owners))
      return "a field stands by its name alone: title, employees";
    if (last_type_ == Type::NAME || last_type_ == Type::SCORE)
      return "there are no dots: domain of email; a section by its name alone; an attribute after with";
    if (last_type_ == Type::INTEGER && result_.words.back().starts_row) return "lines are not numbered; they begin with their word";
    if (last_type_ == Type::RANGE) return "a range is written with two dots: 1..5";
    if (last_type_ != Type::INTEGER && last_type_ != Type::NUMBER) return "a line ends by itself, without a full stop";
    const std::size_t before = row.find_last_not_of("0123456789");
    const bool thousands = before != std::string_view::npos && row[before] == '.' && row.size() - before == 4;
    return thousands ? "numbers stand without signs between their digits, or with _: 1_000_000"
                     : "dates are written 2026-11-22: year, month, day";
  }

  // The token types that the grammar takes from here.
  Type tell_apart(Type type) {
    regex_possible_ = type == Type::MATCHES || (type == Type::LPAREN && last_type_ == Type::MATCHES) ||
                      (type == Type::COMMA && last_type_ == Type::REGEX);
    switch (type) {
      case Type::LPAREN: open_.push_back({opens_list()}); break;
      case Type::RPAREN:
        if (!open_.empty()) open_.pop_back();
        break;
      case Type::COMMA: return !open_.empty() && open_.back().list ? Type::LIST_COMMA : type;
      case Type::COLON: return in_on_block_ && open_.empty() ? Type::CASE_COLON : type;
      default: break;
    }
    if (last_type_ == Type::ON) {
      const bool of_a_phrase = type == Type::AT || type == Type::MORE_WORD || type == Type::FEWER || type == Type::EXACTLY ||
                               type == Type::DATE || type == Type::INTEGER;
      in_on_block_ = in_on_block_ || !of_a_phrase;
    } else if (begins_statement(type) || type == Type::WHEN || type == Type::SCORE) {
      in_on_block_ = in_on_block_ && (type == Type::ENTER || type == Type::EXCLUDE || type == Type::TAG);
    }
    if (type != Type::OF) counted_ = last_type_ == Type::LEAST || last_type_ == Type::MOST || last_type_ == Type::EXACTLY;
    return type;
  }

  // The parenthesis after `at least 2 of` and after the name of a function.
  bool opens_list() const {
    if (last_type_ == Type::OF) return counted_;
    return last_type_ == Type::NAME && before_last_type_ != Type::ACTIVITY;
  }

  // Marks words that nest too deep; the line that holds one is never given to the parser.
  void check_nesting(Type type, source::Span span) {
    if (!nesting_.too_deep(type, last_type_)) return;
    if (result_.too_deep.empty()) {
      sink_.report(Code::TooDeep, span, limits::most_nesting);
      result_.reported.push_back(span.begin);
    }
    result_.too_deep.push_back(result_.words.size());
  }

  // In `with a in x, b = 1` the comma ends the list of values, as a name with an operator follows. A name alone could be either; the
  // grammar takes it as one more value, and the checker knows better.
  void mark_with_commas() {
    std::vector<Word>& words = result_.words;
    const auto type_at = [&](std::size_t at) { return at < words.size() ? words[at].type : Type::END_OF_FILE; };
    std::vector<bool> in_with(1, false);
    for (std::size_t at = 0; at < words.size(); ++at) {
      const Type type = words[at].type;
      if (type == Type::LPAREN) in_with.push_back(false);
      if (type == Type::RPAREN && in_with.size() > 1) in_with.pop_back();
      if (type == Type::AND || type == Type::OR || type == Type::THEN || type == Type::COLON || type == Type::LIST_COMMA)
        in_with.back() = false;
      if (words[at].starts_row && begins_statement(type)) in_with.assign(1, false);
      const bool of_period = type == Type::WITH && at > 1 && type_at(at - 1) == Type::UNIT && type_at(at - 2) == Type::EACH;
      const bool of_text = type == Type::WITH && at > 0 && (type_at(at - 1) == Type::STARTS || type_at(at - 1) == Type::ENDS);
      if (type == Type::WITH && !of_period && !of_text) in_with.back() = true;
      if (type != Type::COMMA || !in_with.back()) continue;
      std::size_t next = at + 1;
      while (type_at(next) == Type::NOT) ++next;
      const bool last_or_this = type_at(next + 2) == Type::LAST || type_at(next + 2) == Type::THIS;
      const bool compared =
          is_comparing(type_at(next + 1)) && !(type_at(next + 1) == Type::IN && last_or_this) && !is_literal(type_at(next));
      const bool condition = next > at + 1 || type_at(next) == Type::HAS || compared;
      if (condition) words[at].type = Type::WITH_COMMA;
    }
  }

  static bool is_literal(Type type) {
    return type == Type::TEXT || type == Type::INTEGER || type == Type::NUMBER || type == Type::PERCENT || type == Type::DATE ||
           type == Type::TIME || type == Type::YES || type == Type::NO;
  }

  static bool is_comparing(Type type) {
    const bool sign = type >= Type::EQUAL && type <= Type::GREATER_EQUAL;
    const bool word = type >= Type::NOT && type <= Type::BETWEEN;  // not, is, in, between
    return sign || word || type == Type::CONTAINS || type == Type::STARTS || type == Type::ENDS || type == Type::LIKE ||
           type == Type::MENTIONS || type == Type::MATCHES;
  }

  struct Open {
    bool list = false;
  };

  const source::Source& source_;
  const std::string& bytes_;
  std::vector<Token>& tokens_of_file_;
  diag::Sink& sink_;
  Lexer lexer_;
  std::optional<AntlrLexer> antlr_;
  Words result_;
  Type last_type_{}, before_last_type_{};
  std::uint32_t last_end_ = 0, unknown_row_ = 0, fence_row_ = 0;
  std::optional<source::Span> doubtful_;  // a sign before what seems to be an open text
  std::size_t open_braces_ = 0;
  bool regex_possible_ = false, in_on_block_ = false, counted_ = false, is_json_ = false;
  std::vector<Open> open_;
  Nesting nesting_;
};

}  // namespace

Words read_words(const source::Source& source, const std::string& bytes, ReadBy by, std::vector<Token>& tokens_of_file, diag::Sink& sink) {
  return WordReader(source, bytes, tokens_of_file, sink).read(by);
}

}  // namespace assay::syntax
