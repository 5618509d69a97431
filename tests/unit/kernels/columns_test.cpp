#include "runtime/kernels/columns.h"

#include "tests/unit/kernels/frame_fixture.h"

namespace assay::kernels {
namespace {

using tests::Cell;

TEST(CopyBits, StartsAnywhereAndReadsNoWordTooMuch) {
  std::vector<std::uint64_t> from(4);
  for (std::size_t i = 0; i < 256; i += 3) runtime::set_bit(from.data(), i);
  for (const std::size_t first : {0, 1, 63, 64, 100}) {
    std::vector<std::uint64_t> to(3);
    const std::size_t rows = std::min<std::size_t>(150, 256 - first);
    copy_bits(from.data(), first, rows, to.data());
    for (std::size_t i = 0; i < rows; ++i) EXPECT_EQ(runtime::bit(to.data(), i), (first + i) % 3 == 0) << first << " " << i;
  }
}

TEST(CopyBits, NothingMeansAllKnown) {
  std::uint64_t to = 0;
  copy_bits(nullptr, 5, 10, &to);
  EXPECT_EQ(to & 0x3FF, 0x3FFu);
}

class Columns : public FrameTest {};

TEST_F(Columns, ValuesOfAPartialBlockFromTheMiddle) {
  std::vector<Cell> cells;
  for (std::int64_t i = 0; i < 200; ++i) cells.push_back(i % 7 == 0 ? Cell{} : Cell{i});
  use_column(runtime::Storage::Integer, cells);
  block.first = 70;
  block.rows = 130;
  const Values to = new_values();
  run(GatherValues{0, to}, block);
  for (std::size_t row = 0; row < 130; ++row) {
    EXPECT_EQ(truth(to.known, row), (70 + row) % 7 != 0);
    if (truth(to.known, row)) {
      EXPECT_EQ(block.at<std::int64_t>(to.values)[row], static_cast<std::int64_t>(70 + row));
    }
  }
  EXPECT_FALSE(truth(to.known, 130));
  EXPECT_FALSE(truth(to.known, 1023));
}

TEST_F(Columns, AbsentColumnsAreKnownNowhere) {
  use_column(runtime::Storage::Text, {Cell{"x"}});
  columns[0] = {};
  columns[0].absent = true;
  const Values to = new_values(text_bytes);
  std::fill_n(block.bits(to.known), block_words, ~std::uint64_t{0});
  run(GatherTexts{0, to}, block);
  EXPECT_FALSE(truth(to.known, 0));
  const Offset known = new_truths();
  run(GatherKnown{0, known}, block);
  EXPECT_FALSE(truth(known, 0));
}

TEST_F(Columns, SpreadBringsLeadValuesToTheirActivities) {
  Block leads = block;
  const Values from = new_values(), to = new_values();
  for (std::size_t row = 0; row < 4; ++row) {
    block.at<std::int64_t>(from.values)[row] = static_cast<std::int64_t>(row * 10);
    if (row != 2) set(from.known, row);
  }
  const std::vector<std::uint32_t> rows = {0, 0, 1, 2, 3, 3};
  block.leads = &leads;
  block.lead_rows = rows.data();
  block.rows = rows.size();
  run(Spread{ValueKind::Integer, from, to}, block);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(truth(to.known, i), rows[i] != 2);
    EXPECT_EQ(block.at<std::int64_t>(to.values)[i], rows[i] * 10);
  }
}

}  // namespace
}  // namespace assay::kernels
