// What the columns and kinds of activity files are called: the structural columns by any vendor's name, and kinds to declared activities.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/schema.h"

namespace assay::io {

// The columns that every activity file may have, whatever the policy declares.
enum class ActivityColumn : std::uint8_t { lead, activity, time, activity_id, object, attributes };
inline constexpr std::size_t activity_columns = 6;

// `lead`, `activity`, …: what --map activity.NAME=COLUMN calls them.
std::string_view name_of(ActivityColumn column);

// One name that a vendor's exports use for a column.
struct VendorColumn {
  ActivityColumn column;
  std::string_view header;
};

// In order of preference for each column; Assay's own name is the first of each.
std::span<const VendorColumn> vendor_columns();

// All names of a column in order of preference.
std::vector<std::string> names_of(ActivityColumn column);

// Which activity of the schema a kind in the data belongs to. What the policy's own activities claim is no longer the prelude's.
class KindMatcher {
 public:
  explicit KindMatcher(const runtime::Schema& schema);

  // Index into Schema::activities or ActivityBatch::unknown_kind.
  std::int16_t match(std::string_view kind) const;

 private:
  using Claims = std::unordered_map<std::string, std::int16_t>;

  Claims exact_, loose_;  // of the policy's own
  Claims prelude_exact_, prelude_loose_;
};

}  // namespace assay::io
