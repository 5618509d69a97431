// Ids of rules that have no name of their own: made from the section and the words of the condition, so that neither layout nor neighbours
// change them. Only rules of one section with the very same words are told apart by their order.
#include <algorithm>
#include <array>
#include <cctype>

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

constexpr std::size_t longest = 80;

bool is_word(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte >= 0x80 || std::isalnum(byte) != 0;
}

const SignWord* sign_at(std::string_view rest) {
  const auto begins = [&](const SignWord& row) { return row.sign.front() == rest.front() && rest.starts_with(row.sign); };
  const auto found = std::find_if(signs.begin(), signs.end(), begins);
  return found == signs.end() ? nullptr : &*found;
}

// Signs within texts only separate words. A minus directly before a number is said.
std::string slug(const std::string& words) {
  std::string out;
  bool in_text = false;
  const auto separate = [&] {
    if (!out.empty() && out.back() != '_') out.push_back('_');
  };
  for (std::size_t i = 0; i < words.size();) {
    if (is_word(words[i])) {
      out.push_back(words[i++]);
      continue;
    }
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
  std::size_t& last = last_number_[base];  // counts on from there: a file may hold the same rule many thousand times
  std::string id = base;
  while (!taken_.insert(id).second) id = base + "_" + std::to_string(last = std::max<std::size_t>(last + 1, 2));
  return id;
}

}  // namespace assay::check
