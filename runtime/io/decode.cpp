#include <array>
#include <vector>

#include "runtime/io/byte_stages.h"
#include "runtime/io/peeked.h"

namespace assay::io {
namespace {

constexpr char32_t replacement = 0xFFFD;

void append_utf8(char32_t code_point, std::string& out) {
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | code_point >> 6);
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | code_point >> 12);
    out += static_cast<char>(0x80 | (code_point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code_point >> 18);
    out += static_cast<char>(0x80 | (code_point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code_point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code_point & 0x3F));
  }
}

// Windows-1252 differs from Latin-1 in 0x80 to 0x9F; the five bytes that it does not use stay what Latin-1 makes of them.
constexpr std::array<char32_t, 32> windows1252_high = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178};

// Decodes chunk by chunk into text that is then handed out.
class DecodedBytes : public ByteSource {
 public:
  explicit DecodedBytes(std::unique_ptr<ByteSource> source) : source_(std::move(source)), chunk_(std::size_t{64} << 10) {}

  std::size_t read(char* into, std::size_t size) override {
    while (given_ == text_.size()) {
      text_.clear();
      given_ = 0;
      const std::size_t count = source_->read(chunk_.data(), chunk_.size());
      if (count == 0 && done_) return 0;
      done_ = count == 0;
      decode({chunk_.data(), count}, done_, text_);
      if (done_ && text_.empty()) return 0;
    }
    const std::size_t count = std::min(size, text_.size() - given_);
    std::memcpy(into, text_.data() + given_, count);
    given_ += count;
    return count;
  }

  const std::optional<Failure>& failure() const override { return source_->failure(); }

 private:
  // Appends the text of the next bytes; `last`: there are no more.
  virtual void decode(std::string_view bytes, bool last, std::string& text) = 0;

  std::unique_ptr<ByteSource> source_;
  std::vector<char> chunk_;
  std::string text_;
  std::size_t given_ = 0;
  bool done_ = false;
};

class SingleByteText final : public DecodedBytes {
 public:
  SingleByteText(std::unique_ptr<ByteSource> source, bool windows) : DecodedBytes(std::move(source)), windows_(windows) {}

 private:
  void decode(std::string_view bytes, bool, std::string& text) override {
    for (const char each : bytes) {
      const auto byte = static_cast<unsigned char>(each);
      append_utf8(windows_ && byte >= 0x80 && byte < 0xA0 ? windows1252_high[byte - 0x80] : char32_t{byte}, text);
    }
  }

  bool windows_;
};

// UTF-16; a half of a pair without the other half becomes U+FFFD.
class Utf16Text final : public DecodedBytes {
 public:
  Utf16Text(std::unique_ptr<ByteSource> source, bool big_endian) : DecodedBytes(std::move(source)), big_endian_(big_endian) {}

 private:
  void decode(std::string_view bytes, bool last, std::string& text) override {
    for (const char each : bytes) {
      const auto byte = static_cast<unsigned char>(each);
      if (!has_half_) {
        half_ = byte;
        has_half_ = true;
        continue;
      }
      has_half_ = false;
      take(big_endian_ ? static_cast<char32_t>(half_ << 8 | byte) : static_cast<char32_t>(byte << 8 | half_), text);
    }
    if (last && (high_ != 0 || has_half_)) append_utf8(replacement, text);
    if (last) high_ = 0, has_half_ = false;
  }

  void take(char32_t unit, std::string& text) {
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      const char32_t high = high_;
      high_ = 0;
      if (low) return append_utf8(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00), text);
      append_utf8(replacement, text);
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      append_utf8(low ? replacement : unit, text);
    }
  }

  bool big_endian_;
  unsigned half_ = 0;
  bool has_half_ = false;
  char32_t high_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> to_utf8(std::unique_ptr<ByteSource> source, Encoding encoding) {
  auto peeked = std::make_unique<PeekedBytes>(std::move(source), 3);
  const std::string_view start = peeked->start();
  if (start.starts_with("\xEF\xBB\xBF")) {
    peeked->skip(3);
    return peeked;
  }
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    const bool big_endian = start.front() == '\xFE';
    peeked->skip(2);
    return std::make_unique<Utf16Text>(std::move(peeked), big_endian);
  }
  switch (encoding) {
    case Encoding::utf8: return peeked;
    // Without a mark: Windows, where such files come from, writes the low byte first, unless zeros stand around an ASCII letter.
    case Encoding::utf16: {
      const bool big_endian = start.size() > 2 && start[0] == '\0' && start[1] > ' ' && start[2] == '\0';
      return std::make_unique<Utf16Text>(std::move(peeked), big_endian);
    }
    case Encoding::latin1: return std::make_unique<SingleByteText>(std::move(peeked), false);
    case Encoding::windows1252: return std::make_unique<SingleByteText>(std::move(peeked), true);
  }
  return peeked;
}

}  // namespace assay::io
