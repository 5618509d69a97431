// Ids of rules that have no name of their own: made from the section and the words of the condition, so that neither layout nor neighbours
// change them. Only rules of one section with the very same words are told apart by their order (decision 0010).
#include <algorithm>
#include <array>

#include "compiler/check/rule.h"

namespace assay::check {

namespace {

// Signs that tell conditions apart, as words; the longer ones first. Some mean it only between blanks, not in 2026-11-22.
struct SignWord {
  std::string_view sign, word;
  bool alone;
};
constexpr std::array<SignWord, 12> signs = {{
    {">=", "from", false},
    {"<=", "up_to", false},
    {"!=", "is_not", false},
    {"..", "to", false},
    {">", "above", false},
    {"<", "below", false},
    {"=", "is", false},
    {"%", "percent", false},
    {"+", "plus", false},
    {" - ", "minus", true},
    {" * ", "times", true},
    {" / ", "by", true},
}};

// What each of them begins with, but for the blank.
constexpr std::string_view sign_letters = "><!.=%+";

constexpr std::size_t longest = 80;

bool is_word(char letter) {
  const bool ascii = static_cast<unsigned char>(letter) < 0x80;
  return !ascii || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9');
}

// Nearly every separator is a blank between two words, or a sign that says nothing.
bool may_begin_sign(std::string_view rest) {
  if (rest.front() == ' ') return rest.size() > 2 && rest[2] == ' ';
  return sign_letters.find(rest.front()) != std::string_view::npos;
}

const SignWord* sign_at(std::string_view rest) {
  if (!may_begin_sign(rest)) return nullptr;
  const auto begins = [&](const SignWord& row) { return row.sign.front() == rest.front() && rest.starts_with(row.sign); };
  const auto found = std::find_if(signs.begin(), signs.end(), begins);
  return found == signs.end() ? nullptr : &*found;
}

// Signs within texts only separate words. A minus directly before a number is said.
std::string slug(const std::string& words) {
  std::string out;
  out.reserve(words.size() + 16);
  bool in_text = false;
  const auto separate = [&] {
    if (!out.empty() && out.back() != '_') out.push_back('_');
  };
  for (std::size_t i = 0; i < words.size();) {
    const std::size_t word = i;
    while (i < words.size() && is_word(words[i])) ++i;
    out.append(words, word, i - word);
    if (i == words.size()) break;
    separate();
    if (words[i] == '"') in_text = !in_text;
    const std::string_view rest = std::string_view(words).substr(i);
    const SignWord* row = in_text ? nullptr : sign_at(rest);
    const bool negative = !in_text && rest[0] == '-' && (i == 0 || !is_word(words[i - 1]));
    if (row != nullptr || negative) {
      out += row != nullptr ? row->word : "minus";
      separate();
    }
    i += row == nullptr ? 1 : row->alone ? row->sign.size() - 1 : row->sign.size();
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

// Long conditions end in a number made from all their words.
std::string shortened(std::string text) {
  if (text.size() <= longest) return text;
  std::uint32_t hash = 2166136261u;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619u;
  std::size_t end = text.rfind('_', longest - 12);
  if (end == std::string::npos || end == 0) end = longest - 12;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + '_' + std::to_string(hash);
}

}  // namespace

std::string RuleIds::add(const std::string& section, const std::string& words) {
  const std::string base = (section.empty() ? "" : section + ".") + shortened(slug(words));
  if (taken_.add(base).second) return base;
  std::size_t& last = last_number_[base];  // counts on from there: a file may hold the same rule many thousand times
  std::string id;
  do id = base + "_" + std::to_string(last = std::max<std::size_t>(last + 1, 2));
  while (!taken_.add(id).second);
  return id;
}

}  // namespace assay::check
