// Bytes as a file of leads and of activities, for the targets of the formats.
#pragma once

#include <functional>
#include <string_view>

#include "runtime/io/activities.h"
#include "runtime/io/leads.h"
#include "runtime/schema.h"

namespace assay::fuzz {

// A field and an attribute of every type.
const runtime::Schema& schema_of_all_types();

// Reads the bytes as leads, twice and in other pieces: both must give the same values, activities and counts.
void read_as_leads(std::string_view bytes, std::string_view format);

// Reads what `options.open` gives as leads with activities inside them, twice and in other batches.
void read_as_leads(io::LeadOptions options);

// Reads the bytes as activities and joins them with leads: twice, in other pieces and from temporary files, with the same result.
void read_as_activities(std::string_view bytes, std::string_view format);

// The same with what `load` puts into a store; it is called twice. False: it could not.
void read_as_activities(const std::function<bool(io::ActivityStore& store)>& load);

}  // namespace assay::fuzz
