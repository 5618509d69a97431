#include "runtime/io/hash.h"

#include <string>

#include <gtest/gtest.h>

namespace assay::io {
namespace {

TEST(TextKey, IsTheSameOfPaddedTexts) {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz, abcdefghijklmnopqrstuvwxyz";
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string_view text = std::string_view(letters).substr(0, size);
    const std::string copy(text);
    const TextKey wanted(copy), found = TextKey::padded(text);
    EXPECT_EQ(found.bits, wanted.bits) << size;
    EXPECT_EQ(found.hash, wanted.hash) << size;
    EXPECT_EQ(found.length, wanted.length) << size;
  }
}

TEST(TextKey, DiffersByEachByteAndByLength) {
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string text(size, 'a');
    EXPECT_NE(TextKey(text).hash, TextKey(text + "a").hash) << size;
    for (std::size_t at = 0; at < size; ++at) {
      std::string other = text;
      other[at] = 'b';
      EXPECT_NE(TextKey(text).hash, TextKey(other).hash) << size << " at " << at;
      if (size > TextKey::longest_inline) {
        EXPECT_FALSE(same_bytes(text.data(), other.data(), size)) << size << " at " << at;
      }
    }
  }
}

}  // namespace
}  // namespace assay::io
