#include "runtime/io/bytes.h"

#include <gmock/gmock.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/unit/io/test_data.h"

namespace assay::io {
namespace {

using testing::HasSubstr;

struct ReadBytes {
  std::string text;
  std::string failure;
};

ReadBytes read_all(ByteSource& source, std::size_t size) {
  ReadBytes read;
  std::vector<char> buffer(size);
  while (const std::size_t count = source.read(buffer.data(), buffer.size())) read.text.append(buffer.data(), count);
  if (source.failure()) read.failure = source.failure()->message;
  return read;
}

// Decoded from pieces of `at_most` bytes, read by `size` bytes.
ReadBytes decode(std::string_view bytes, Encoding encoding = Encoding::utf8, std::size_t at_most = SIZE_MAX, std::size_t size = 100) {
  return read_all(*decode_bytes(bytes_of_text(bytes, at_most), encoding, "test.csv"), size);
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  ::deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(::deflateBound(&stream, text.size()) + 100, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ::deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  ::deflateEnd(&stream);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(::ZSTD_compressBound(text.size()), '\0');
  out.resize(::ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string utf16(const std::u16string& text, bool big_endian) {
  std::string out;
  for (const char16_t unit : text) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  }
  return out;
}

const std::string sample = "id,name\n1,M\xC3\xBCller\n2,\xF0\x9F\x98\x80\n";
const std::u16string sample16 = u"id,name\n1,M\u00FCller\n2,\U0001F600\n";

TEST(Bytes, PassUtf8AndDropItsMark) {
  EXPECT_EQ(decode(sample).text, sample);
  EXPECT_EQ(decode("\xEF\xBB\xBF" + sample, Encoding::latin1).text, sample);
  EXPECT_EQ(decode("").text, "");
  EXPECT_EQ(decode("a").text, "a");
}

TEST(Bytes, DecodeUtf16WithAMarkOrByOption) {
  for (const std::size_t at_most : {1, 2, 3, 1000}) {
    EXPECT_EQ(decode(utf16(u"\uFEFF" + sample16, false), Encoding::utf8, at_most).text, sample);
    EXPECT_EQ(decode(utf16(u"\uFEFF" + sample16, true), Encoding::utf8, at_most, 1).text, sample);
    EXPECT_EQ(decode(utf16(sample16, false), Encoding::utf16, at_most).text, sample);
    EXPECT_EQ(decode(utf16(u"id" + std::u16string(sample16), true), Encoding::utf16, at_most).text, "id" + std::string(sample));
  }
  EXPECT_EQ(decode(utf16(u"a\xD83D", false), Encoding::utf16).text, "a\xEF\xBF\xBD");
  EXPECT_EQ(decode(utf16(u"\xDE00z", false), Encoding::utf16).text, "\xEF\xBF\xBDz");
  EXPECT_EQ(decode(std::string("a\0b", 3), Encoding::utf16).text, "a\xEF\xBF\xBD");
}

TEST(Bytes, DecodeSingleByteEncodings) {
  EXPECT_EQ(decode("M\xFCller \x80", Encoding::latin1).text, "M\xC3\xBCller \xC2\x80");
  EXPECT_EQ(decode("M\xFCller \x80 \x93q\x94", Encoding::windows1252).text, "M\xC3\xBCller \xE2\x82\xAC \xE2\x80\x9Cq\xE2\x80\x9D");
  EXPECT_EQ(encoding_of("Windows-1252"), Encoding::windows1252);
  EXPECT_EQ(encoding_of("ebcdic"), std::nullopt);
}

TEST(Bytes, UnpackWhateverTheNameIs) {
  std::string large;
  for (int i = 0; i < 50000; ++i) large += std::to_string(i * 7919) + "\n";
  for (const std::string& packed : {gzip(large), zstd(large), gzip(large.substr(0, 1000)) + gzip(large.substr(1000)),
                                    zstd(large.substr(0, 1000)) + zstd(large.substr(1000)), gzip(large) + std::string(512, '\0')}) {
    for (const std::size_t at_most : {1, 100, 1000000}) {
      const ReadBytes read = decode(packed, Encoding::utf8, at_most, 4096);
      EXPECT_EQ(read.failure, "");
      EXPECT_TRUE(read.text == large) << "read " << read.text.size() << " bytes of " << large.size();
    }
  }
  EXPECT_EQ(decode(gzip(utf16(u"\uFEFF" + sample16, false))).text, sample);
}

TEST(Bytes, SayWhatIsDamaged) {
  const std::string text(100000, 'x');
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    EXPECT_THAT(decode(packed.substr(0, packed.size() / 2)).failure, HasSubstr("ends in the middle"));
    std::string damaged = packed;
    for (std::size_t i = 12; i < damaged.size(); ++i) damaged[i] = static_cast<char>(damaged[i] ^ 0x5A);
    EXPECT_THAT(decode(damaged).failure, HasSubstr("test.csv"));
  }
}

TEST(Bytes, ReadFiles) {
  const TemporaryFolder folder;
  OpenedBytes opened = open_bytes(folder.file("leads.csv.gz", gzip(sample)));
  ASSERT_TRUE(opened.source);
  EXPECT_EQ(read_all(*opened.source, 7).text, sample);
  EXPECT_THAT(open_bytes(folder.path("none")).failure->message, HasSubstr("cannot open"));
}

TEST(Bytes, CarriageReturnsAloneAreLineEnds) {
  for (const std::size_t at_most : {1UL, 3UL, 1000UL}) {
    EXPECT_EQ(decode("a,b\r1,\"x\ny\"\r", Encoding::utf8, at_most).text, "a,b\n1,\"x\ny\"\n");
    EXPECT_EQ(decode("a,b\r\n1,2\r\n", Encoding::utf8, at_most).text, "a,b\r\n1,2\r\n");
    EXPECT_EQ(decode("\"a\rb\",c\n1,2\r3\n", Encoding::utf8, at_most).text, "\"a\rb\",c\n1,2\r3\n");
    EXPECT_EQ(decode("a\r", Encoding::utf8, at_most).text, "a\n");
  }
  EXPECT_EQ(decode("a,b\rc,d\n", Encoding::utf8).text, "a,b\rc,d\n");
  EXPECT_EQ(read_csv("a,b\r1,2\r\r3,4").rows, (Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}}));
}

}  // namespace
}  // namespace assay::io
