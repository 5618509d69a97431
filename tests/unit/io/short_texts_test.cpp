#include "runtime/io/short_texts.h"

#include <string>

#include <gtest/gtest.h>

namespace assay::io {
namespace {

ShortText short_text(std::string text) {
  const auto length = static_cast<std::uint32_t>(text.size());
  text.append(ShortText::longest, '#');
  ShortText made;
  made.set_padded(text.data(), length);
  return made;
}

std::int32_t find(const ShortTexts& texts, const std::string& text) { return texts.find(short_text(text)); }

TEST(ShortTexts, AreWhatTheirBytesAre) {
  EXPECT_EQ(short_text("a"), short_text("a"));
  EXPECT_FALSE(short_text("a") == short_text(std::string("a\0", 2)));
  for (std::size_t length = 1; length <= ShortText::longest; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::string text(length, 'x'), other = text;
      other[at] = 'y';
      EXPECT_FALSE(short_text(text) == short_text(other)) << length << " bytes, " << at;
    }
  }
}

TEST(ShortTexts, AreFoundByTheirBytes) {
  ShortTexts texts;
  EXPECT_EQ(find(texts, "a"), ShortTexts::unknown);
  for (int i = 0; i < 3000; ++i) texts.add(short_text("text " + std::to_string(i)), i);
  for (int i = 0; i < 3000; ++i) EXPECT_EQ(find(texts, "text " + std::to_string(i)), i);
  EXPECT_EQ(find(texts, "text 3000"), ShortTexts::unknown);
  EXPECT_EQ(find(texts, "a text that is longer than all that are"), ShortTexts::unknown);
  EXPECT_EQ(find(texts, ""), ShortTexts::unknown);
  texts.clear();
  EXPECT_EQ(find(texts, "text 7"), ShortTexts::unknown);
}

TEST(ShortTexts, AreBounded) {
  ShortTexts texts;
  for (int i = 0; i < 100'000; ++i) texts.add(short_text(std::to_string(i)), i);
  EXPECT_EQ(find(texts, "0"), 0);
  EXPECT_EQ(find(texts, "8191"), 8191);
  EXPECT_EQ(find(texts, "8192"), ShortTexts::unknown);
}

}  // namespace
}  // namespace assay::io
