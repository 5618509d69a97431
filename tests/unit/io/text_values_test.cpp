#include "runtime/io/text_values.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace assay::io {
namespace {

// Values of which `distinct` differ among each `cycle` that follow each other: one of 64 bytes and more among them.
std::vector<std::string> values(std::size_t count, std::size_t distinct, std::size_t cycle) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back("value " + std::to_string(std::min(i % cycle, distinct - 1)));
  texts[count / 2] = std::string(100, 'x');
  return texts;
}

struct Made {
  runtime::TextColumn column;
  std::vector<std::shared_ptr<const void>> owners;
};

Made made_of(const std::vector<std::string>& texts, bool padded) {
  TextValues values(TextValues::Shape::dictionary_while_it_pays);
  std::vector<std::string> with_padding;
  std::vector<std::string_view> views;
  for (const std::string& text : texts) with_padding.push_back(text + std::string(TextValues::copied_at_once, '?'));
  for (std::size_t i = 0; i < texts.size(); ++i) views.push_back(std::string_view(with_padding[i]).substr(0, texts[i].size()));
  values.start();
  if (padded) values.push_padded(views);
  for (std::size_t i = 0; !padded && i < texts.size(); ++i) values.push(texts[i]);
  Made made;
  made.column = values.finish(made.owners);
  return made;
}

void expect_same(const runtime::TextColumn& column, const std::vector<std::string>& texts) {
  for (std::size_t row = 0; row < texts.size(); ++row) ASSERT_EQ(column.at_row(row), texts[row]) << row;
}

TEST(TextValues, AreNumberedWhileTheyRepeat) {
  for (const bool padded : {false, true}) {
    const std::vector<std::string> texts = values(40'000, 500, 1024);
    const Made made = made_of(texts, padded);
    EXPECT_NE(made.column.indices, nullptr) << padded;
    EXPECT_EQ(made.column.values, 501U);
    expect_same(made.column, texts);
  }
}

TEST(TextValues, ArePlainWhereTheyDiffer) {
  for (const bool padded : {false, true}) {
    for (const std::size_t distinct : {40'000, 24'000}) {
      const std::vector<std::string> texts = values(40'000, distinct, 40'000);
      const Made made = made_of(texts, padded);
      EXPECT_EQ(made.column.indices, nullptr) << padded << distinct;
      expect_same(made.column, texts);
    }
  }
}

}  // namespace
}  // namespace assay::io
