// Columns as readers make them: texts through dictionaries that grow from batch to batch, nothing where nothing is to be said.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/batch.h"

namespace assay::agree {

// The dictionaries of one reader's columns. Not thread-safe: batches are made before they are scored.
class Dictionaries {
 public:
  // Re-codes all text columns (of lists: their elements); `batch` owns the new memory.
  void encode(runtime::Batch& batch);
  void encode(runtime::ActivityBatch& batch);

 private:
  struct Dictionary {
    std::uint64_t number = 0;
    std::map<std::string, std::int32_t, std::less<>> indices;
    std::vector<std::int32_t> offsets{0};
    std::string bytes;
  };
  void encode(runtime::Column& column, std::size_t rows, Dictionary& dictionary, std::vector<std::shared_ptr<const void>>& owners);

  std::vector<Dictionary> of_leads_, of_activities_;
};

}  // namespace assay::agree
