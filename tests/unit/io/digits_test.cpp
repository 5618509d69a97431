#include "runtime/io/digits.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace assay::io {
namespace {

TEST(Digits, AreANumberUpToSixteen) {
  const std::string digits = "9012345678901234";
  for (std::size_t size = 0; size <= 16; ++size) {
    const std::string text = "87654321/:12345" + std::string("\"") + digits.substr(0, size);
    std::int64_t value = -1;
    EXPECT_TRUE(digits_to_number(text.data() + text.size(), size, value));
    EXPECT_EQ(value, size == 0 ? 0 : std::stoll(digits.substr(0, size)));
  }
  std::int64_t value = 0;
  EXPECT_FALSE(digits_to_number(digits.data() + 16, 17, value));
}

// Any byte but a digit, at any place.
TEST(Digits, AreNothingElse) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < 16; ++at) {
      std::string text = "1234567890123456";
      text[at] = static_cast<char>(byte);
      std::int64_t value = 0;
      EXPECT_EQ(digits_to_number(text.data() + 16, 16, value), byte >= '0' && byte <= '9') << byte << " at " << at;
    }
  }
}

TEST(Digits, OfANumberAreItsText) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t power = 1; power <= 100'000'000; power *= 10) {
    for (std::uint64_t digit = 1; digit <= 10; ++digit) {
      for (const std::uint64_t below : {0, 1, 2})
        numbers.push_back(std::min<std::uint64_t>(digit * power - std::min(below, digit * power), 99'999'999));
    }
  }
  for (std::uint64_t number = 0; number < 100'000'000; number = number * 17 / 16 + 1) numbers.push_back(number);
  for (const std::uint64_t number : numbers) {
    const std::string expected = std::to_string(number);
    std::uint64_t text = 0, length = 0;
    spell_eight_digits(number, text, length);
    const TextKey key = TextKey::of_bytes(text, static_cast<std::uint32_t>(length)), wanted(expected);
    EXPECT_EQ(key.length, wanted.length) << number;
    EXPECT_EQ(key.bits, wanted.bits) << number;
    EXPECT_EQ(key.hash, wanted.hash) << number;
  }
}

}  // namespace
}  // namespace assay::io
