// Builds the texts of one column of a batch: as a dictionary while texts repeat, as plain texts once they turn out not to.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/batch.h"
#include "runtime/io/dictionary.h"
#include "runtime/io/recycler.h"

namespace assay::io {

// memcpy for texts that are mostly shorter than 32 bytes: two copies that overlap instead of a call.
inline void copy_bytes(char* to, std::string_view text) {
  const std::size_t size = text.size();
  const char* from = text.data();
  if (size > 32) {
    std::memcpy(to, from, size);
  } else if (size >= 16) {
    char head[16], tail[16];
    std::memcpy(head, from, 16);
    std::memcpy(tail, from + size - 16, 16);
    std::memcpy(to, head, 16);
    std::memcpy(to + size - 16, tail, 16);
  } else if (size >= 8) {
    const std::uint64_t head = word_at<std::uint64_t>(from), tail = word_at<std::uint64_t>(from + size - 8);
    std::memcpy(to, &head, 8);
    std::memcpy(to + size - 8, &tail, 8);
  } else {
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
  }
}

class TextValues {
 public:
  enum class Shape : std::uint8_t { plain, dictionary_while_it_pays };

  explicit TextValues(Shape shape);

  // Begins the column of a new batch.
  void start();

  // Room for so many more values, so that adding them does not look for it each time.
  void make_room_for(std::size_t values);

  // Adds a value; what stands for a missing one is the empty text.
  void push(std::string_view text) {
    if (!dictionary_) return push_plain(text);
    const std::int32_t code = dictionary_->code_of(text);
    if (code >= 0) return push_code(code);
    become_plain();
    push_plain(text);
  }

  // Adds many values, all of which copied_at_once bytes can be read from, whatever their length.
  void push_padded(std::span<const std::string_view> texts);
  static constexpr std::size_t copied_at_once = 64;

  // Where dictionary() is set: adds a value by its code.
  void push_code(std::int32_t code) {
    if (count_ == current_->indices.size()) make_room_for(1);
    current_->indices[count_++] = code;
    if (count_ >= next_look_) look_whether_it_pays();
  }

  // The dictionary, or null since texts are plain.
  TextDictionary* dictionary() { return dictionary_.get(); }

  std::size_t count() const { return count_; }
  // Bytes of plain texts in this batch so far.
  std::size_t plain_bytes() const { return dictionary_ ? 0 : used_; }

  // Ends the column; `owners` gets what keeps it alive.
  runtime::TextColumn finish(std::vector<std::shared_ptr<const void>>& owners);

 private:
  struct Buffers {
    std::vector<std::int32_t> offsets, indices;
    std::unique_ptr<char[]> bytes;  // not set to zero, and moved as a whole when it grows
    std::size_t byte_room = 0;
  };

  void push_plain(std::string_view text) {
    Buffers& into = *current_;
    if (used_ + text.size() > into.byte_room || count_ + 2 > into.offsets.size()) make_room(text.size());
    copy_bytes(into.bytes.get() + used_, text);
    used_ += text.size();
    into.offsets[++count_] = static_cast<std::int32_t>(used_);
  }
  std::size_t push_codes(std::span<const std::string_view> texts);
  void make_room(std::size_t bytes);
  void look_whether_it_pays();
  void become_plain();

  Recycler<Buffers> recycler_;
  std::shared_ptr<Buffers> current_;
  std::unique_ptr<TextDictionary> dictionary_;
  std::size_t count_ = 0;
  std::size_t used_ = 0;
  std::size_t next_look_;
  std::uint64_t rows_before_ = 0;  // of earlier batches
};

}  // namespace assay::io
