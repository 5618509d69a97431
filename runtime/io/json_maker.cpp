#include "runtime/io/json_maker.h"

#include <cstring>

#include <fmt/format.h>

#include "runtime/text/fold.h"

namespace assay::io {

void JsonMaker::start(JsonChunk& chunk, std::size_t size) {
  chunk_ = &chunk;
  size_ = size;
  columns_.start(chunk.memory.data(), size);
}

bool JsonMaker::add(JsonCursor& cursor, std::uint64_t line) {
  const std::uint64_t row = chunk_->first_row + columns_.rows();
  if (cursor.sign() != '{') {
    JsonValue value;
    if (!cursor.take_value(value)) return false;
    columns_.add_missing(line);
    count_bad(faults_.bad_records, value.raw, row, line);
    return true;
  }
  switch (columns_.add(cursor, line)) {
    case JsonColumns::Outcome::row: return true;
    case JsonColumns::Outcome::repeated: count_bad(faults_.repeated_keys, columns_.repeated_key(), row, line); return true;
    case JsonColumns::Outcome::broken: return false;
    case JsonColumns::Outcome::tied: break;
  }
  failure_ = Failure{fmt::format("{} line {}: {}", file_, line, columns_.fault())};
  return false;
}

void JsonMaker::add_broken(std::string_view found, std::uint64_t line) {
  count_bad(faults_.bad_records, found, chunk_->first_row + columns_.rows(), line);
  columns_.add_missing(line);
}

void JsonMaker::spoil_last(std::string_view found, std::uint64_t line) {
  columns_.spoil_last();
  count_bad(faults_.bad_records, found, chunk_->first_row + columns_.rows() - 1, line);
}

void JsonMaker::count_bad(Counted& counted, std::string_view found, std::uint64_t row, std::uint64_t line) const {
  constexpr std::size_t shown = 200;
  counted.add(counted.wants_sample() ? Place{file_, row, line} : Place{}, text::trim(found.substr(0, shown)));
}

// The unescaped texts come to lie behind the values.
void JsonMaker::finish() {
  const std::string& unescaped = columns_.unescaped();
  std::vector<char>& memory = chunk_->memory;
  if (memory.size() < size_ + unescaped.size() + json_padding) memory.resize(size_ + unescaped.size() + json_padding);
  std::memcpy(memory.data() + size_, unescaped.data(), unescaped.size());
  columns_.finish(*chunk_, chunk_->cells);
  chunk_->bytes = memory.data();
  chunk_->padding = json_padding;
  chunk_->names = columns_.take_new_names();
  chunk_->has_new_names = !chunk_->names.keys.empty() || !chunk_->names.found.empty();
  const bool is_faultless = faults_.bad_records.count + faults_.repeated_keys.count == 0;
  chunk_->faults = is_faultless ? nullptr : std::make_unique<DataReport>(faults_.take());
}

}  // namespace assay::io
