#include "runtime/native/byte_stream.h"

#include <gtest/gtest.h>

namespace assay::native {
namespace {

TEST(ByteStream, GivesBackWhatWasWritten) {
  ByteWriter writer;
  writer.scalar(true);
  writer.scalar(-2.5);
  writer.text("lead");
  const std::string bytes = writer.take();
  ByteReader reader(bytes);
  EXPECT_TRUE(reader.scalar<bool>());
  EXPECT_EQ(reader.scalar<double>(), -2.5);
  EXPECT_EQ(reader.text(), "lead");
  EXPECT_TRUE(reader.ok() && reader.at_end());
}

// Found by the fuzzer of images: to load such a byte as bool is undefined.
TEST(ByteStream, AnotherByteIsNoTruthValue) {
  ByteReader reader("y");
  EXPECT_FALSE(reader.scalar<bool>());
  EXPECT_FALSE(reader.ok());
}

TEST(ByteStream, NothingIsReadBehindTheEnd) {
  ByteReader reader("abc");
  EXPECT_EQ(reader.scalar<std::uint64_t>(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.text(), "");
}

}  // namespace
}  // namespace assay::native
