// The part of time in which activities count. Internal to the activity pass.
#pragma once

#include "runtime/kernels/activities.h"

namespace assay::kernels {

struct Window {
  std::int64_t from = INT64_MIN + 1, to = INT64_MAX;  // half open, but for the end of time
  bool everything = true;                             // no bound is in force: activities without a time count, too
};

// A window that is the same for all leads, or none.
struct FoundWindow {
  bool same_for_all = false;
  bool is_empty = false;
  Window window;
};

}  // namespace assay::kernels
