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
    for (const char* id : {"b", "a", "b", "c"}) seen.note(id, hash, place++);
    EXPECT_THAT(seen.find_repeated().first, ElementsAre(Pair(2, "b"))) << memory;
  }
}

// An id that all leads have must not need memory for each of them.
TEST(SeenIds, OfOneIdTakeNoRoom) {
  SeenIds seen(1000);
  for (std::uint64_t place = 0; place < 100'000; ++place) seen.note("same", TextKey("same").hash, place);
  EXPECT_EQ(seen.find_repeated().count, 99'999U);
}

}  // namespace
}  // namespace assay::io
