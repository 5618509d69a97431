#include <algorithm>
#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <zlib.h>
#include <zstd.h>

#include "runtime/io/byte_stages.h"
#include "runtime/io/peeked.h"

namespace assay::io {
namespace {

constexpr std::size_t packed_bytes = std::size_t{128} << 10;

// Keeps packed bytes at hand for a decoder.
class Unpacker : public ByteSource {
 public:
  Unpacker(std::unique_ptr<ByteSource> source, std::string name)
      : source_(std::move(source)), name_(std::move(name)), packed_(packed_bytes) {}

  const std::optional<Failure>& failure() const override { return failure_; }

 protected:
  // Whether there are packed bytes left to decode.
  bool refill() {
    if (begin_ < end_) return true;
    begin_ = 0;
    end_ = source_->read(packed_.data(), packed_.size());
    if (end_ == 0 && source_->failure()) failure_ = source_->failure();
    return end_ > 0;
  }

  std::size_t fail(const char* what) {
    if (!failure_) failure_ = Failure{fmt::format("cannot unpack {}: {}", name_, what)};
    return 0;
  }

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::vector<char> packed_;
  std::size_t begin_ = 0, end_ = 0;
  std::optional<Failure> failure_;
};

class GzipBytes final : public Unpacker {
 public:
  using Unpacker::Unpacker;
  ~GzipBytes() override {
    if (started_) ::inflateEnd(&stream_);
  }

  std::size_t read(char* into, std::size_t size) override {
    if (failure_) return 0;
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30));
    const uInt room = stream_.avail_out;
    while (stream_.avail_out == room) {
      if (!refill()) return inside_member_ && !failure_ ? fail("it ends in the middle") : 0;
      if (!inside_member_ && !start_member()) return 0;
      if (!step()) return 0;
    }
    return room - stream_.avail_out;
  }

 private:
  bool start_member() {
    // Bytes behind the last member that do not begin another one are padding (tapes, disk blocks).
    if (started_ && packed_[begin_] == 0) {
      begin_ = end_;
      return true;
    }
    const int outcome = started_ ? ::inflateReset(&stream_) : ::inflateInit2(&stream_, 15 + 16);
    started_ = true;
    inside_member_ = true;
    return outcome == Z_OK || fail("no memory") != 0;
  }

  bool step() {
    if (!inside_member_) return true;
    stream_.next_in = reinterpret_cast<Bytef*>(packed_.data() + begin_);
    stream_.avail_in = static_cast<uInt>(end_ - begin_);
    const int outcome = ::inflate(&stream_, Z_NO_FLUSH);
    begin_ = end_ - stream_.avail_in;
    if (outcome == Z_STREAM_END) inside_member_ = false;
    if (outcome == Z_OK || outcome == Z_STREAM_END || outcome == Z_BUF_ERROR) return true;
    fail("its gzip data are damaged");
    return false;
  }

  z_stream stream_{};
  bool started_ = false;
  bool inside_member_ = false;
};

class ZstdBytes final : public Unpacker {
 public:
  ZstdBytes(std::unique_ptr<ByteSource> source, std::string name)
      : Unpacker(std::move(source), std::move(name)), context_(::ZSTD_createDCtx()) {}
  ~ZstdBytes() override { ::ZSTD_freeDCtx(context_); }
  ZstdBytes(const ZstdBytes&) = delete;
  ZstdBytes& operator=(const ZstdBytes&) = delete;

  std::size_t read(char* into, std::size_t size) override {
    if (failure_) return 0;
    ZSTD_outBuffer out{into, size, 0};
    while (out.pos == 0) {
      // Decoded bytes may still wait inside the decoder when all packed ones are taken.
      const bool more = refill();
      if (!more && (failure_ || !inside_frame_)) return 0;
      ZSTD_inBuffer in{packed_.data() + begin_, end_ - begin_, 0};
      const std::size_t outcome = ::ZSTD_decompressStream(context_, &out, &in);
      begin_ += in.pos;
      if (::ZSTD_isError(outcome)) return fail("its zstd data are damaged");
      inside_frame_ = outcome != 0;
      if (!more && out.pos == 0) return inside_frame_ ? fail("it ends in the middle") : 0;
    }
    return out.pos;
  }

 private:
  ZSTD_DCtx* context_;
  bool inside_frame_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source, const std::string& name) {
  auto peeked = std::make_unique<PeekedBytes>(std::move(source), 4);
  const std::string_view start = peeked->start();
  if (start.starts_with("\x1F\x8B")) return std::make_unique<GzipBytes>(std::move(peeked), name);
  if (start.starts_with("\x28\xB5\x2F\xFD")) return std::make_unique<ZstdBytes>(std::move(peeked), name);
  return peeked;
}

}  // namespace assay::io
