// Parquet and Arrow IPC as formats of leads, activities and results.
#pragma once

namespace assay::arrow_files {

// Adds parquet and arrow to io::readers() and io::writers(). Loads nothing. Call it before files are opened, once.
void add_formats();

}  // namespace assay::arrow_files
