#include <algorithm>
#include <cstring>

#include "runtime/io/byte_stages.h"
#include "runtime/io/peeked.h"

namespace assay::io {
namespace {

constexpr std::size_t looked_at = std::size_t{64} << 10;  // longer first lines end as they may

class LineFeeds final : public ByteSource {
 public:
  explicit LineFeeds(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t count = source_->read(into, size);
    std::replace(into, into + count, '\r', '\n');
    return count;
  }
  const std::optional<Failure>& failure() const override { return source_->failure(); }

 private:
  std::unique_ptr<ByteSource> source_;
};

enum class FirstLine { open, carriage_return, other };

// Whether there is a line feed outside quotes.
bool has_line_feed(std::string_view text) {
  bool inside = false;
  return std::any_of(text.begin(), text.end(), [&](char c) {
    if (c == '"') inside = !inside;
    return c == '\n' && !inside;
  });
}

// How the first line of a text ends, outside the quotes of CSV and JSON.
FirstLine end_of_first_line(std::string_view start, bool is_all) {
  bool inside = false;
  for (std::size_t i = 0; i < start.size(); ++i) {
    if (start[i] == '"') inside = !inside;
    if (inside || (start[i] != '\n' && start[i] != '\r')) continue;
    if (start[i] == '\n') return FirstLine::other;
    if (i + 1 == start.size()) return is_all ? FirstLine::carriage_return : FirstLine::open;
    return has_line_feed(start.substr(i + 1)) ? FirstLine::other : FirstLine::carriage_return;
  }
  return FirstLine::open;
}

}  // namespace

std::unique_ptr<ByteSource> with_line_feeds(std::unique_ptr<ByteSource> source) {
  auto peeked = std::make_unique<PeekedBytes>(std::move(source), 0);
  FirstLine end = FirstLine::open;
  // As much as it takes and no more: who types into a pipe waits for an answer.
  while (end == FirstLine::open && peeked->start().size() < looked_at) {
    const bool more = peeked->peek_more(looked_at);
    end = end_of_first_line(peeked->start(), !more);
    if (!more) break;
  }
  if (end == FirstLine::carriage_return) return std::make_unique<LineFeeds>(std::move(peeked));
  return peeked;
}

}  // namespace assay::io
