// Repeated ids are found exactly, however little memory there is.
#include "runtime/io/seen_ids.h"

#include <set>

#include <gmock/gmock.h>

#include "runtime/io/hash.h"

namespace assay::io {
namespace {

using testing::ElementsAre;
using testing::Pair;

SeenIds::Repeated repeated_of(const std::vector<std::string>& ids, std::size_t memory) {
  SeenIds seen(memory);
  for (std::size_t i = 0; i < ids.size(); ++i) seen.note(ids[i], TextKey(ids[i]).hash, i);
  return seen.find_repeated();
}

TEST(SeenIds, AreFoundWithAnyMemory) {
  std::vector<std::string> ids;
  std::set<std::string> distinct;
  std::vector<std::pair<std::uint64_t, std::string>> wanted;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    ids.push_back((i % 3 == 0 ? "lead-of-a-long-name-" : "") + std::to_string(i * i * 7919 % 15'013));
    if (!distinct.insert(ids.back()).second) wanted.emplace_back(i, ids.back());
  }
  for (const std::size_t memory : {std::size_t{1}, std::size_t{1000}, std::size_t{100'000}, std::size_t{1} << 30}) {
    const SeenIds::Repeated repeated = repeated_of(ids, memory);
    EXPECT_EQ(repeated.count, wanted.size()) << memory;
    EXPECT_EQ(repeated.first, std::vector(wanted.begin(), wanted.begin() + 5)) << memory;
    EXPECT_FALSE(repeated.failure);
  }
}

TEST(SeenIds, ThatRiseAreNoRepetitions) {
  std::vector<std::string> ids;
  for (int i = 0; i < 2000; ++i) ids.push_back(std::to_string(i));
  EXPECT_EQ(repeated_of(ids, 500).count, 0U);
  // One that came while they still rose.
  ids.emplace_back("7");
  for (const std::size_t memory : {1, 500, 1'000'000}) EXPECT_THAT(repeated_of(ids, memory).first, ElementsAre(Pair(2000, "7"))) << memory;
}

TEST(SeenIds, OfOneHashAreCompared) {
  for (const std::size_t memory : {std::size_t{1}, std::size_t{1} << 20}) {
    SeenIds seen(memory);
    constexpr std::uint64_t hash = 42;
    std::uint64_t place = 0;
    // The first rises, and is not known by this hash.
    for (const char* id : {"z", "b", "a", "b", "c"}) seen.note(id, hash, place++);
    EXPECT_THAT(seen.find_repeated().first, ElementsAre(Pair(3, "b"))) << memory;
  }
}

// Batches of ids that rise, and the end of rising between them, are as one id after the other.
TEST(SeenIds, OfBatchesThatRise) {
  const std::string bytes = "123456789";
  const std::vector<std::int32_t> offsets = {0, 1, 2, 3, 5, 7, 9};  // 1 2 3 45 67 89
  const runtime::TextColumn ids{offsets.data(), bytes.data(), nullptr, offsets.size() - 1, 0};
  ASSERT_TRUE(SeenIds::rise(ids, ids.values));
  for (const std::size_t memory : {1, 300, 1'000'000}) {
    SeenIds seen(memory);
    seen.note_rising(ids, ids.values, 1);
    seen.note("90", TextKey("90").hash, 7);
    const runtime::TextColumn again{offsets.data() + 2, bytes.data(), nullptr, 3, 0};  // 3 45 67
    seen.note_rising(again, again.values, 8);
    EXPECT_THAT(seen.find_repeated().first, ElementsAre(Pair(8, "3"), Pair(9, "45"), Pair(10, "67"))) << memory;
  }
}

TEST(SeenIds, RiseByLengthThenBytes) {
  const std::string bytes = "21a";
  const std::vector<std::int32_t> falls = {0, 1, 2}, stays = {1, 2, 2}, rises = {1, 2, 3}, is_empty = {0, 0};
  const auto rise = [&](const std::vector<std::int32_t>& offsets) {
    return SeenIds::rise({offsets.data(), bytes.data(), nullptr, offsets.size() - 1, 0}, offsets.size() - 1);
  };
  EXPECT_FALSE(rise(falls));
  EXPECT_FALSE(rise(stays));
  EXPECT_TRUE(rise(rises));
  EXPECT_FALSE(rise(is_empty));
}

// An id that all leads have must not need memory for each of them.
TEST(SeenIds, OfOneIdTakeNoRoom) {
  SeenIds seen(1000);
  for (std::uint64_t place = 0; place < 100'000; ++place) seen.note("same", TextKey("same").hash, place);
  EXPECT_EQ(seen.find_repeated().count, 99'999U);
}

}  // namespace
}  // namespace assay::io
