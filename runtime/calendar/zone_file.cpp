#include "runtime/calendar/zone_file.h"

namespace assay::calendar {

namespace {

// Reads big-endian numbers; what is beyond the end makes it fail for good.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number(std::size_t size) {
    const std::string_view taken = take(size);
    std::uint64_t value = 0;
    for (const char byte : taken) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
  }
  std::int64_t signed_32() { return static_cast<std::int32_t>(number(4)); }
  std::int64_t signed_64() { return static_cast<std::int64_t>(number(8)); }

  std::string_view take(std::size_t size) {
    if (size > bytes_.size()) {
      failed_ = true;
      bytes_ = {};
      return {};
    }
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

  std::string_view rest() const { return bytes_; }
  bool failed() const { return failed_; }

 private:
  std::string_view bytes_;
  bool failed_ = false;
};

struct Header {
  bool valid = false;
  char version = 0;
  std::size_t utc_marks, standard_marks, leaps, times, types, characters;

  std::size_t body_size(std::size_t time_size) const {
    return times * time_size + times + types * 6 + characters + leaps * (time_size + 4) + standard_marks + utc_marks;
  }
};

Header read_header(ByteReader& reader) {
  Header header;
  header.valid = reader.take(4) == "TZif";
  header.version = static_cast<char>(reader.number(1));
  reader.take(15);
  header.utc_marks = reader.number(4);
  header.standard_marks = reader.number(4);
  header.leaps = reader.number(4);
  header.times = reader.number(4);
  header.types = reader.number(4);
  header.characters = reader.number(4);
  header.valid = header.valid && !reader.failed() && header.types > 0;
  return header;
}

// The block of 64-bit times.
bool read_changes(ByteReader& reader, const Header& header, ZoneData& data) {
  if (header.body_size(8) > reader.rest().size()) return false;
  std::vector<std::int64_t> times(header.times);
  for (std::int64_t& time : times) time = reader.signed_64();
  std::vector<std::size_t> kinds(header.times);
  for (std::size_t& kind : kinds) kind = reader.number(1);
  std::vector<std::int64_t> offsets(header.types);
  for (std::int64_t& offset : offsets) {
    offset = reader.signed_32();
    reader.take(2);
  }
  reader.take(header.characters + header.leaps * 12 + header.standard_marks + header.utc_marks);
  data.first_offset = offsets[0];
  std::int64_t offset = offsets[0];
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (kinds[i] >= offsets.size() || (i > 0 && times[i] <= times[i - 1])) return false;
    if (offsets[kinds[i]] == offset) continue;  // only the name or the kind of time changes
    offset = offsets[kinds[i]];
    data.changes.push_back({times[i], offset});
  }
  return true;
}

}  // namespace

std::optional<ZoneData> read_zone_data(std::string_view bytes) {
  ByteReader reader(bytes);
  const Header old = read_header(reader);
  if (!old.valid || old.version < '2' || old.body_size(4) > reader.rest().size()) return std::nullopt;
  reader.take(old.body_size(4));
  const Header header = read_header(reader);
  ZoneData data;
  if (!header.valid || header.leaps != 0 || !read_changes(reader, header, data)) return std::nullopt;
  std::string_view rule = reader.rest();
  if (!rule.starts_with('\n') || !rule.ends_with('\n') || rule.size() < 2) return std::nullopt;
  rule = rule.substr(1, rule.size() - 2);
  if (!rule.empty() && !append_rule(rule, data)) return std::nullopt;
  return data;
}

}  // namespace assay::calendar
