#include "runtime/io/activity_records.h"

#include <algorithm>
#include <cstring>

#include "runtime/io/record_bytes.h"

namespace assay::io {
namespace {

// A bit for each slot that has a value, and the first for an activity id.
std::size_t flag_bytes(const ActivityTable& table) { return table.slots.size() / 8 + 1; }

}  // namespace

void append_record(const ActivityTable& table, std::size_t row, std::string& out) {
  put(table.kinds[row], out);
  put(table.times[row], out);
  const std::size_t flags = out.size();
  out.append(flag_bytes(table), '\0');
  const auto set_flag = [&](std::size_t bit) { out[flags + bit / 8] = static_cast<char>(out[flags + bit / 8] | 1 << (bit % 8)); };
  if (!table.id_hashes.empty() && table.id_hashes[row] != 0) {
    set_flag(0);
    put(table.id_hashes[row], out);
  }
  for (std::size_t i = 0; i < table.slots.size(); ++i) {
    if (!table.slots[i]->known(row)) continue;
    set_flag(i + 1);
    table.slots[i]->put_value(row, out);
  }
}

void append_group(GroupHead head, std::string_view id, std::string_view rows, std::string& out) {
  head.bytes = rows.size();
  head.id_length = static_cast<std::uint32_t>(id.size());
  put(head, out);
  out.append(id);
  out.append(rows);
}

std::size_t group_size(std::string_view bytes) {
  if (bytes.size() < sizeof(GroupHead)) return sizeof(GroupHead);
  GroupHead head;
  std::memcpy(&head, bytes.data(), sizeof head);
  return sizeof head + head.id_length + head.bytes;
}

bool read_group(std::string_view bytes, Group& group) {
  if (bytes.size() < group_size(bytes)) return false;
  const char* at = bytes.data();
  group.head = take<GroupHead>(at);
  group.id = {at, group.head.id_length};
  group.rows = {at + group.head.id_length, group.head.bytes};
  return true;
}

bool append_rows(const Group& group, std::int32_t lead, ActivityTable& table) {
  const std::size_t first = table.rows();
  const std::size_t end = first + group.head.rows;
  const std::size_t flags_size = flag_bytes(table);
  table.resize(end, false);
  std::fill(table.lead_of.begin() + static_cast<std::ptrdiff_t>(first), table.lead_of.end(), lead);
  const char* at = group.rows.data();
  for (std::size_t row = first; row < end; ++row) {
    table.kinds[row] = take<std::int16_t>(at);
    table.times[row] = take<std::int64_t>(at);
    const char* flags = at;
    at += flags_size;
    const auto has = [&](std::size_t bit) { return (flags[bit / 8] >> (bit % 8) & 1) != 0; };
    if (has(0)) {
      table.id_hashes.resize(end, 0);
      table.id_hashes[row] = take<std::uint64_t>(at);
    }
    for (std::size_t i = 0; i < table.slots.size(); ++i) {
      if (has(i + 1) && !table.slots[i]->take_value(row, at)) return false;
    }
  }
  return true;
}

}  // namespace assay::io
