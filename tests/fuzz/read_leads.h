// Bytes as a file of leads and of activities, for the targets of the formats.
#pragma once

#include <string_view>

#include "runtime/schema.h"

namespace assay::fuzz {

/// A field and an attribute of every type.
const runtime::Schema& schema_of_all_types();

/// Reads the bytes as leads, twice and in other pieces: both must give the same values and counts.
void read_as_leads(std::string_view bytes, std::string_view format);

/// Reads the bytes as activities and joins them with leads.
void read_as_activities(std::string_view bytes, std::string_view format);

}  // namespace assay::fuzz
