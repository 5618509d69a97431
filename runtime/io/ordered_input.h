// Whether files of leads and of activities are in the same order of the leads' ids: then activities can be read along with the leads.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "runtime/io/id_order.h"
#include "runtime/io/leads.h"
#include "runtime/schema.h"

namespace assay::io {

// Leads and activities of a run, read as rows from files that can be read twice.
struct InputFiles {
  std::span<const std::string> leads, activities;
  const InputOptions& lead_options;
  const InputOptions& activity_options;
};

// The order that all ids of the leads and all of the activities keep to; of leads each has its own id. None too where the files cannot be
// read as rows, twice, or at all, which is for others to report. Reads the files to the first id out of order, with
// as many threads as the options say.
std::optional<IdOrder> common_order(const runtime::Schema& schema, const InputFiles& files);

}  // namespace assay::io
