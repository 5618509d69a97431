#include "compiler/syntax/lexer.h"

#include <array>

#include <utf8proc.h>

#include "compiler/syntax/characters.h"

namespace assay::syntax {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n'; }
bool ends_row(char letter) { return letter == '\r' || letter == '\n'; }
bool is_ascii_letter(char letter) { return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_'; }

// Keywords that the grammar spells in several ways.
constexpr Keyword other_keywords[] = {
    {"and", WordType::AND},      {"or", WordType::OR},       {"not", WordType::NOT},      {"second", WordType::UNIT},
    {"seconds", WordType::UNIT}, {"minute", WordType::UNIT}, {"minutes", WordType::UNIT}, {"hour", WordType::UNIT},
    {"hours", WordType::UNIT},   {"day", WordType::UNIT},    {"week", WordType::UNIT},    {"weeks", WordType::UNIT},
    {"month", WordType::UNIT},   {"months", WordType::UNIT}, {"quarter", WordType::UNIT}, {"quarters", WordType::UNIT},
    {"year", WordType::UNIT},    {"years", WordType::UNIT},
};

constexpr std::uint32_t hash_of(std::string_view word) {
  std::uint32_t hash = 2166136261U;
  for (const char letter : word) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
  return hash;
}

// Keywords at the place of their hash or the next free one.
class KeywordTable {
 public:
  constexpr KeywordTable() {
    for (const Keyword& keyword : keywords) add(keyword);
    for (const Keyword& keyword : other_keywords) add(keyword);
  }

  constexpr WordType find(std::string_view word) const {
    std::size_t at = hash_of(word) % place_count;
    for (; !places_[at].spelling.empty(); at = (at + 1) % place_count) {
      if (places_[at].spelling == word) return places_[at].type;
    }
    return WordType::NAME;
  }

 private:
  static constexpr std::size_t place_count = 512;
  static_assert(2 * (std::size(keywords) + std::size(other_keywords)) < place_count);

  constexpr void add(const Keyword& keyword) {
    std::size_t at = hash_of(keyword.spelling) % place_count;
    while (!places_[at].spelling.empty()) at = (at + 1) % place_count;
    places_[at] = keyword;
  }

  std::array<Keyword, place_count> places_{};
};

constexpr KeywordTable keyword_table;

// Longer ones first. What is spelled otherwise in other languages (`==`, `<>`, `||`) is not plain.
constexpr Keyword signs[] = {
    {"!=", WordType::NOT_EQUAL},
    {"<=", WordType::LESS_EQUAL},
    {">=", WordType::GREATER_EQUAL},
    {"..", WordType::RANGE},
    {"\xE2\x89\xA0", WordType::NOT_EQUAL},
    {"\xE2\x89\xA4", WordType::LESS_EQUAL},
    {"\xE2\x89\xA5", WordType::GREATER_EQUAL},
    {":", WordType::COLON},
    {",", WordType::COMMA},
    {"(", WordType::LPAREN},
    {")", WordType::RPAREN},
    {"|", WordType::BAR},
    {"+", WordType::PLUS},
    {"-", WordType::MINUS},
    {"*", WordType::STAR},
    {"/", WordType::SLASH},
    {"=", WordType::EQUAL},
    {"<", WordType::LESS},
    {">", WordType::GREATER},
};
constexpr std::string_view foreign_signs[] = {"==", "=>", "=<", "<>", "||"};

// Matches fixed forms such as dates from a place on; what did not fit leaves it where it was.
class Form {
 public:
  Form(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}

  std::size_t end() const { return at_; }
  bool sign(char wanted) { return take(1, at_ < bytes_.size() && bytes_[at_] == wanted); }
  // The most digits that there are, at least `least`.
  bool digits(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    while (count < most && at_ + count < bytes_.size() && is_digit(bytes_[at_ + count])) ++count;
    return take(count, count >= least);
  }
  // `1_000`
  bool grouped_digits() {
    if (!digits(1, std::string_view::npos)) return false;
    while (at_ + 1 < bytes_.size() && bytes_[at_] == '_' && is_digit(bytes_[at_ + 1])) {
      ++at_;
      digits(1, std::string_view::npos);
    }
    return true;
  }
  bool day() { return digits(4, 4) && sign('-') && digits(1, 2) && sign('-') && digits(1, 2); }
  bool clock_time() {
    if (!(digits(1, 2) && sign(':') && digits(2, 2))) return false;
    Form seconds = *this;
    if (seconds.sign(':') && seconds.digits(2, 2)) {
      at_ = seconds.at_;
      if (seconds.sign('.') && seconds.digits(1, std::string_view::npos)) at_ = seconds.at_;
    }
    return true;
  }
  void zone() {
    Form offset = *this;
    if (sign('Z')) return;
    if ((offset.sign('+') || offset.sign('-')) && offset.digits(2, 2) && offset.sign(':') && offset.digits(2, 2)) at_ = offset.at_;
  }

 private:
  bool take(std::size_t count, bool fits) {
    if (fits) at_ += count;
    return fits;
  }

  std::string_view bytes_;
  std::size_t at_;
};

}  // namespace

std::optional<ReadWord> Lexer::next(bool regex_possible) {
  while (at_ < bytes_.size() && is_blank(bytes_[at_])) ++at_;
  if (at_ == bytes_.size()) return word(WordType::END_OF_FILE, at_);
  const char first = bytes_[at_];
  if (is_ascii_letter(first)) return name();
  if (is_digit(first)) return number();
  if (first == '"') return closed_by('"', WordType::TEXT, true);
  if (first == '`') return closed_by('`', WordType::QUOTED_NAME, false);
  if (first == '/' && regex_possible) return closed_by('/', WordType::REGEX, true);
  if (first == '#') {
    std::size_t end = at_;
    while (end < bytes_.size() && !ends_row(bytes_[end])) ++end;
    return word(WordType::COMMENT, end);
  }
  const std::optional<ReadWord> known = sign();
  return known || static_cast<unsigned char>(first) < 0x80 ? known : name();
}

std::optional<ReadWord> Lexer::word(WordType type, std::size_t end) {
  const ReadWord read{type, static_cast<std::uint32_t>(at_), static_cast<std::uint32_t>(end)};
  at_ = end;
  return read;
}

// Letters of any script; other characters beyond ASCII are not plain.
std::optional<ReadWord> Lexer::name() {
  std::size_t end = at_;
  while (end < bytes_.size()) {
    if (is_ascii_letter(bytes_[end]) || is_digit(bytes_[end])) {
      ++end;
      continue;
    }
    if (static_cast<unsigned char>(bytes_[end]) < 0x80) break;
    utf8proc_int32_t character = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes_.data()) + end,
                                         static_cast<utf8proc_ssize_t>(bytes_.size() - end), &character);
    if (length <= 0 || !may_be_in_name(character, end == at_)) return std::nullopt;
    end += static_cast<std::size_t>(length);
  }
  return word(keyword_table.find(bytes_.substr(at_, end - at_)), end);
}

// The longest of the forms that begin with a digit.
std::optional<ReadWord> Lexer::number() {
  Form day(bytes_, at_), clock(bytes_, at_), digits(bytes_, at_);
  if (day.day()) {
    Form time = day;
    bool apart = time.sign('T');
    while (!apart && (byte(time.end()) == ' ' || byte(time.end()) == '\t')) time.sign(byte(time.end()));
    apart = apart || time.end() > day.end();
    if (!apart || !time.clock_time()) return word(WordType::DATE, day.end());
    time.zone();
    return word(WordType::TIME, time.end());
  }
  if (clock.digits(2, 2) && clock.sign(':') && clock.digits(2, 2)) return word(WordType::CLOCK, clock.end());
  digits.grouped_digits();
  Form fraction = digits;
  const bool whole = !(fraction.sign('.') && fraction.grouped_digits());
  const Form number = whole ? digits : fraction;
  Form percent = number;
  percent.sign(' ');
  if (percent.sign('%')) return word(WordType::PERCENT, percent.end());
  return word(whole ? WordType::INTEGER : WordType::NUMBER, number.end());
}

// `"text"`, `` `name` ``, `/expression/`, on one row and not empty unless it is a text.
std::optional<ReadWord> Lexer::closed_by(char quote, WordType type, bool escapes) {
  std::size_t end = at_ + 1;
  while (end < bytes_.size() && bytes_[end] != quote && !ends_row(bytes_[end])) {
    const bool escaped = escapes && bytes_[end] == '\\' && end + 1 < bytes_.size() && !ends_row(bytes_[end + 1]);
    if (escapes && bytes_[end] == '\\' && !escaped) return std::nullopt;
    end += escaped ? 2 : 1;
  }
  const bool closed = end < bytes_.size() && bytes_[end] == quote;
  const bool empty = end == at_ + 1 && type != WordType::TEXT;
  return closed && !empty ? word(type, end + 1) : std::nullopt;
}

std::optional<ReadWord> Lexer::sign() {
  const std::string_view rest = bytes_.substr(at_, 3);
  const auto begins = [&](std::string_view sign) { return sign.front() == rest.front() && rest.starts_with(sign); };
  for (const std::string_view foreign : foreign_signs) {
    if (begins(foreign)) return std::nullopt;
  }
  for (const Keyword& sign : signs) {
    if (begins(sign.spelling)) return word(sign.type, at_ + sign.spelling.size());
  }
  return std::nullopt;
}

}  // namespace assay::syntax
