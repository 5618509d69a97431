#include "tests/fuzz/mutate.h"

#include <algorithm>

namespace assay::fuzz {
namespace {

struct Piece {
  std::size_t begin = 0, end = 0;

  std::string of(const std::string& text) const { return text.substr(begin, end - begin); }
};

bool in_word(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') || sign == '_' || sign < 0;
}

// The line around a random place, with its end.
Piece some_line(agree::Random& random, const std::string& text) {
  const std::size_t at = random.below(text.size() + 1);
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1), end = text.find('\n', at);
  return {before == std::string::npos ? 0 : before + 1, end == std::string::npos ? text.size() : end + 1};
}

// The word or sign at a random place.
Piece some_word(agree::Random& random, const std::string& text) {
  if (text.empty()) return {};
  Piece word;
  word.begin = random.below(text.size());
  word.end = word.begin + 1;
  if (!in_word(text[word.begin])) return word;
  while (word.begin > 0 && in_word(text[word.begin - 1])) --word.begin;
  while (word.end < text.size() && in_word(text[word.end])) ++word.end;
  return word;
}

void mutate_bytes(agree::Random& random, const std::vector<std::string>& corpus, std::string& input) {
  const std::size_t at = random.below(input.size() + 1);
  const std::size_t length = std::min(1 + random.below(random.chance(20) ? 64 : 6), input.size() - at);
  switch (random.below(6)) {
    case 0: input.erase(at, length); break;
    case 1: input.insert(at, input.substr(at, length)); break;
    case 2: input.insert(at, 1, static_cast<char>(random.below(256))); break;
    case 3: {
      const std::string& other = random.pick(corpus);
      input.replace(at, random.below(length + 1), other.substr(random.below(other.size() + 1), 1 + random.below(40)));
      break;
    }
    case 4:
      input.insert(at,
                   random.pick({"\"", "\n", ",", "0", "-", "\xFF", "\\", "(", "[", "{", " ", "\r\n", "9999999999999999999", "\xC3\xA4"}));
      break;
    default:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ 1 << random.below(8));
  }
}

void lose(agree::Random& random, std::string& input) {
  const Piece piece = random.chance(50) ? some_line(random, input) : some_word(random, input);
  input.erase(piece.begin, piece.end - piece.begin);
}

}  // namespace

void mix(agree::Random& random, const std::string& other, std::string& input) {
  if (random.chance(50)) {
    const Piece into = some_word(random, input);
    input.replace(into.begin, random.chance(70) ? into.end - into.begin : 0, some_word(random, other).of(other));
  } else {
    const Piece into = some_line(random, input);
    input.replace(into.begin, random.chance(40) ? into.end - into.begin : 0, some_line(random, other).of(other));
  }
}

void mutate(agree::Random& random, const std::vector<std::string>& corpus, std::string& input) {
  switch (random.below(4)) {
    case 0: mix(random, random.pick(corpus), input); break;
    case 1: mix(random, std::string(input), input); break;
    case 2: random.chance(30) ? lose(random, input) : mix(random, random.pick(corpus), input); break;
    default: mutate_bytes(random, corpus, input);
  }
  if (input.size() > most_bytes) input.resize(most_bytes);
}

}  // namespace assay::fuzz
