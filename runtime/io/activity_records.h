// Activities as bytes, for those that do not fit into memory: the rows of one lead behind each other, behind a head that names the lead.
// Bytes are for this process alone; texts stand in full, so that no dictionary outlives a run. Internal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/io/activity_table.h"

namespace assay::io {

// What stands before the rows of a lead. Groups lie in the order of (hash, id).
struct GroupHead {
  std::uint64_t hash = 0;   // of the id
  std::uint64_t bytes = 0;  // of the rows
  std::uint32_t id_length = 0;
  std::uint32_t rows = 0;
  std::uint64_t beyond_reach = 0;  // activities that are not among the rows
};

struct Group {
  GroupHead head;
  std::string_view id;
  std::string_view rows;

  std::size_t size() const { return sizeof head + id.size() + rows.size(); }
};

// Appends a row of the table to `out`.
void append_record(const ActivityTable& table, std::size_t row, std::string& out);

// Appends a group to `out`; head.bytes and head.id_length are set here.
void append_group(GroupHead head, std::string_view id, std::string_view rows, std::string& out);

// The group that `bytes` begin with; false where they do not hold all of it.
bool read_group(std::string_view bytes, Group& group);

// The bytes of a group that begins so, as far as they are known: at least the head's.
std::size_t group_size(std::string_view bytes);

// Appends the rows of a group to the table, as those of `lead`. False when there is no room for more distinct texts.
bool append_rows(const Group& group, std::int32_t lead, ActivityTable& table);

}  // namespace assay::io
