#include "runtime/io/seen_ids.h"

#include <algorithm>

#include "runtime/io/hash.h"
#include "runtime/io/id_order.h"
#include "runtime/io/record_bytes.h"

namespace assay::io {
namespace {

constexpr std::size_t most_risen = std::size_t{1} << 16;  // in one piece

struct Head {
  std::uint64_t hash = 0, place = 0;
  std::uint32_t length = 0;
};

// A noted id: a head, and the bytes behind it.
struct Noted {
  Head head;
  std::string_view id;
};

Noted take_noted(const char*& at) {
  Noted noted;
  noted.head = take<Head>(at);
  noted.id = {at, noted.head.length};
  at += noted.head.length;
  return noted;
}

void put_noted(const Noted& noted, std::string& out) {
  put(noted.head, out);
  out.append(noted.id);
}

std::size_t count_of(const std::string& records) {
  std::size_t count = 0;
  for (const char* at = records.data(); at < records.data() + records.size(); ++count) take_noted(at);
  return count;
}

bool rises_behind(std::string_view before, std::string_view id) { return comes_before(IdOrder::length_and_bytes, before, id); }

}  // namespace

bool SeenIds::rise(const runtime::TextColumn& ids, std::size_t rows) {
  std::string_view last;
  bool rises = true;
  for (std::size_t row = 0; row < rows && rises; ++row) {
    const std::string_view id = ids.value(row);
    rises = rises_behind(last, id);
    last = id;
  }
  return rises;
}

// Ids rise no longer where this one does not.
bool SeenIds::still_rises(std::string_view id) {
  if (rising_ && !rises_behind(last_, id)) {
    rising_ = false;
    deal_risen();
  }
  return rising_;
}

SeenIds::Risen& SeenIds::risen_at(std::uint64_t place) {
  const auto continues = [&](const Risen& risen) {
    return risen.first_place + risen.ends.size() == place && risen.ends.size() < most_risen;
  };
  if (risen_.empty() || !continues(risen_.back())) risen_.push_back({place, {}, {}});
  return risen_.back();
}

void SeenIds::deal_risen() {
  for (Risen& risen : risen_) {
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < risen.ends.size(); ++i) {
      const std::string_view id = std::string_view(risen.bytes).substr(begin, risen.ends[i] - begin);
      const std::uint64_t hash = TextKey(id).hash;
      put_noted({{hash, risen.first_place + i, static_cast<std::uint32_t>(id.size())}, id}, records_[hash >> (64 - bits)]);
      begin = risen.ends[i];
    }
    risen = {};
  }
  risen_.clear();
}

// Risen ids count as what they would take among the parts.
void SeenIds::hold(std::size_t ids, std::size_t bytes) {
  held_ += ids * sizeof(Head) + bytes;
  if (held_ > memory_) write_parts();
}

void SeenIds::note(std::string_view id, std::uint64_t hash, std::uint64_t place) {
  if (repeated_.failure) return;
  if (still_rises(id)) {
    last_ = id;
    Risen& risen = risen_at(place);
    risen.bytes += id;
    risen.ends.push_back(static_cast<std::uint32_t>(risen.bytes.size()));
  } else {
    put_noted({{hash, place, static_cast<std::uint32_t>(id.size())}, id}, records_[hash >> (64 - bits)]);
  }
  hold(1, id.size());
}

void SeenIds::note_rising(const runtime::TextColumn& ids, std::size_t rows, std::uint64_t first_place) {
  if (rows == 0 || repeated_.failure) return;
  if (!still_rises(ids.value(0))) {
    for (std::size_t row = 0; row < rows; ++row) note(ids.value(row), TextKey(ids.value(row)).hash, first_place + row);
    return;
  }
  last_ = ids.value(rows - 1);
  const std::int32_t begin = ids.offsets[0], end = ids.offsets[rows];
  Risen& risen = risen_.emplace_back();
  risen.first_place = first_place;
  risen.bytes.assign(ids.bytes + begin, static_cast<std::size_t>(end - begin));
  risen.ends.resize(rows);
  for (std::size_t row = 0; row < rows; ++row) risen.ends[row] = static_cast<std::uint32_t>(ids.offsets[row + 1] - begin);
  hold(rows, risen.bytes.size());
}

void SeenIds::tell(std::uint64_t place, std::string_view id) {
  ++repeated_.count;
  auto& first = repeated_.first;
  if (first.size() == most_told && first.back().first < place) return;
  const auto behind = std::upper_bound(first.begin(), first.end(), place, [](std::uint64_t a, const auto& b) { return a < b.first; });
  first.emplace(behind, place, id);
  if (first.size() > most_told) first.pop_back();
}

// Records are in the order of places. The first of each id stays, the others are told; so an id that comes all the time takes no room.
void SeenIds::keep_distinct(std::string& records) {
  std::size_t slots = 64;
  for (const std::size_t count = count_of(records); slots < count * 2;) slots *= 2;
  std::vector<const char*> table(slots, nullptr);
  std::string distinct;
  const char* const end = records.data() + records.size();
  for (const char* at = records.data(); at < end;) {
    const char* const begin = at;
    const Noted noted = take_noted(at);
    std::size_t slot = noted.head.hash & (slots - 1);
    bool repeats = false;
    for (; table[slot] != nullptr && !repeats; slot = (slot + 1) & (slots - 1)) {
      const char* other = table[slot];
      const Noted before = take_noted(other);
      repeats = before.head.hash == noted.head.hash && before.id == noted.id;
    }
    if (repeats) {
      tell(noted.head.place, noted.id);
    } else {
      table[slot] = begin;
      put_noted(noted, distinct);
    }
  }
  records = std::move(distinct);
}

bool SeenIds::write_parts() {
  deal_risen();
  if (!file_) {
    OpenedScratch opened = ScratchFile::open("ids of leads");
    repeated_.failure = opened.failure;
    file_ = std::move(opened.file);
  }
  for (std::size_t part = 0; part < parts && !repeated_.failure; ++part) {
    if (!rising_) keep_distinct(records_[part]);
    sections_[part].push_back({file_->size(), records_[part].size()});
    if (!file_->write(records_[part])) repeated_.failure = file_->failure();
    records_[part].clear();
  }
  held_ = 0;
  if (!repeated_.failure && !file_->flush()) repeated_.failure = file_->failure();
  return !repeated_.failure;
}

// Earlier records before later ones.
bool SeenIds::read_sections(std::size_t part, std::string& into) {
  into.clear();
  for (const Section& section : sections_[part]) {
    const std::size_t at = into.size();
    into.resize(at + section.size);
    if (file_->read(section.begin, into.data() + at, section.size)) continue;
    repeated_.failure = Failure{file_->read_problem()};
    return false;
  }
  into += records_[part];
  std::string().swap(records_[part]);
  return true;
}

SeenIds::Repeated SeenIds::find_repeated() {
  std::string records;
  for (std::size_t part = 0; part < parts && !rising_ && !repeated_.failure; ++part) {
    if (read_sections(part, records)) keep_distinct(records);
  }
  return std::move(repeated_);
}

}  // namespace assay::io
