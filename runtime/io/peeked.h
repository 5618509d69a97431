// A byte source whose first bytes can be looked at before they are read.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/io/bytes.h"

namespace assay::io {

class PeekedBytes final : public ByteSource {
 public:
  PeekedBytes(std::unique_ptr<ByteSource> source, std::size_t count) : source_(std::move(source)), start_(count, '\0') {
    std::size_t have = 0;
    while (have < count) {
      const std::size_t more = source_->read(start_.data() + have, count - have);
      if (more == 0) break;
      have += more;
    }
    start_.resize(have);
  }

  // The first bytes that are not read yet: as many as asked for, fewer when there are no more.
  std::string_view start() const { return std::string_view(start_).substr(given_); }

  // One more read, so that start() holds up to `count` bytes. False at the end of the source.
  bool peek_more(std::size_t count) {
    const std::size_t have = start_.size();
    if (have >= count) return true;
    start_.resize(count);
    const std::size_t more = source_->read(start_.data() + have, count - have);
    start_.resize(have + more);
    return more > 0;
  }

  // Leaves out the first `count` bytes of start().
  void skip(std::size_t count) { given_ += std::min(count, start_.size() - given_); }

  std::size_t read(char* into, std::size_t size) override {
    if (given_ == start_.size()) return source_->read(into, size);
    const std::size_t count = std::min(size, start_.size() - given_);
    std::memcpy(into, start_.data() + given_, count);
    given_ += count;
    return count;
  }

  const std::optional<Failure>& failure() const override { return source_->failure(); }

 private:
  std::unique_ptr<ByteSource> source_;
  std::string start_;
  std::size_t given_ = 0;
};

}  // namespace assay::io
