#include "compiler/source/source.h"

#include <gtest/gtest.h>

namespace assay::source {
namespace {

TEST(Source, CountsColumnsInCharactersAndLinesFromOne) {
  Sources sources;
  const Source& file = sources.add("x.assay", "größe: 1\r\n  b\n");
  EXPECT_EQ(file.position(0), (Position{1, 1}));
  EXPECT_EQ(file.position(static_cast<std::uint32_t>(file.bytes().find(':'))), (Position{1, 6}));
  EXPECT_EQ(file.position(static_cast<std::uint32_t>(file.bytes().find('b'))), (Position{2, 3}));
  EXPECT_EQ(file.line(1), "größe: 1");
  EXPECT_EQ(file.line(2), "  b");
  EXPECT_EQ(file.line_count(), 3u);
  EXPECT_EQ(file.line(3), "");
}

TEST(Source, ByteOrderMarkIsNoCharacter) {
  Sources sources;
  const Source& file = sources.add("x.assay", "\xEF\xBB\xBFwhen");
  EXPECT_EQ(file.position(3), (Position{1, 1}));
}

TEST(Source, OffsetsBehindTheEndAreItsEnd) {
  Sources sources;
  const Source& file = sources.add("x.assay", "ab");
  EXPECT_EQ(file.position(99), (Position{1, 3}));
  EXPECT_EQ(file.text({file.id(), 1, 99}), "b");
  EXPECT_EQ(file.text({file.id(), 50, 99}), "");
}

TEST(Source, JoinHoldsBothAndIgnoresNothing) {
  const Span first{FileId{1}, 3, 5}, second{FileId{1}, 9, 12};
  EXPECT_EQ(join(first, second), (Span{FileId{1}, 3, 12}));
  EXPECT_EQ(join(second, first), (Span{FileId{1}, 3, 12}));
  EXPECT_EQ(join(Span{}, second), second);
}

TEST(Sources, KeepReferencesWhenMoreAreAdded) {
  Sources sources;
  const Source& first = sources.add("first", "1");
  for (int count = 0; count < 100; ++count) sources.add("other", "2");
  EXPECT_EQ(first.bytes(), "1");
  EXPECT_EQ(&sources[first.id()], &first);
}

TEST(Sources, ShowMadeTextsWhereTheyComeFrom) {
  Sources sources;
  const FileId cells = sources.add("t.csv", "DE,x").id();
  const FileId made = sources.add("t.csv", "\"DE\" | \"x\"").id();
  sources.add_origins(made, {{0, 4, {cells, 0, 2}}, {7, 10, {cells, 3, 4}}});
  EXPECT_EQ(sources.shown({made, 7, 10}), (Span{cells, 3, 4}));
  EXPECT_EQ(sources.shown({made, 0, 10}), (Span{cells, 0, 4})) << "a span over several parts";
  EXPECT_EQ(sources.shown({made, 5, 6}), (Span{cells, 3, 4})) << "between two parts: the next";
  EXPECT_EQ(sources.shown({made, 10, 11}), (Span{cells, 3, 4})) << "behind all: the last";
  EXPECT_EQ(sources.shown({cells, 1, 2}), (Span{cells, 1, 2})) << "what was not made is itself";
}

}  // namespace
}  // namespace assay::source
