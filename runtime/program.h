// A compiled policy that scores batches: the one interface of the interpreter and of native code.
//
// Immutable and thread-safe once made; what a run needs of its own (as-of, scratch memory, caches of verdicts about dictionary values)
// lives in a Session, of which each thread has one. A Program owns what it runs on (jitted code included) and outlives the compiler call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/activity_reach.h"
#include "runtime/batch.h"
#include "runtime/result.h"
#include "runtime/schema.h"

namespace assay::runtime {

struct RunOptions {
  std::int64_t as_of = 0;  // microseconds since 1970-01-01T00:00Z; no later activity may be in an ActivityBatch
  bool explain = false;    // fill Result::fired and Result::points
};

class Session {
 public:
  virtual ~Session() = default;
  // Makes ready for a batch of so many leads and activities, which may mean to wait for faster code; that time is compiling, not scoring.
  virtual void get_ready(std::size_t) {}
  // Scores all rows of the batch into `result` (reset first). `activities` belongs to the batch's rows; nullptr: the leads have none.
  virtual void score(const Batch& batch, const ActivityBatch* activities, Result& result) = 0;
};

class Program {
 public:
  virtual ~Program() = default;
  virtual const Schema& schema() const = 0;
  virtual const ResultSchema& result_schema() const = 0;
  virtual std::unique_ptr<Session> start(const RunOptions& options) const = 0;  // the Program must outlive it
  virtual ActivityReach activity_reach() const { return {}; }
  virtual std::string_view engine() const = 0;                                  // that scores now: "native" or "interpreter"
};

}  // namespace assay::runtime
