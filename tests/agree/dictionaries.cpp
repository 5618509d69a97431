#include "tests/agree/dictionaries.h"

#include <atomic>

namespace assay::agree {
namespace {

struct Encoded {
  std::vector<std::int32_t> indices, offsets;
  std::string bytes;
};

// As readers have it: a column that nothing is missing from has no bits for that, one that is missing everywhere has nothing at all.
void leave_out_what_says_nothing(runtime::Column& column, std::size_t rows) {
  std::size_t known = 0;
  for (std::size_t row = 0; row < rows; ++row) known += column.known(row);
  if (known == rows) column.validity = nullptr;
  if (known > 0 || rows == 0) return;
  const runtime::Storage storage = column.storage;
  column = {};
  column.storage = storage;
  column.absent = true;
}

std::uint64_t new_number() {
  static std::atomic<std::uint64_t> last = 1'000'000;
  return ++last;
}

}  // namespace

void Dictionaries::encode(runtime::Column& column, std::size_t rows, Dictionary& dictionary,
                          std::vector<std::shared_ptr<const void>>& owners) {
  leave_out_what_says_nothing(column, rows);
  const bool is_list = column.storage == runtime::Storage::TextList;
  if (column.absent || (column.storage != runtime::Storage::Text && !is_list)) return;
  if (dictionary.number == 0) dictionary.number = new_number();
  auto encoded = std::make_shared<Encoded>();
  const std::size_t values = is_list ? static_cast<std::size_t>(column.list_offsets[rows]) : rows;
  for (std::size_t i = 0; i < values; ++i) {
    const std::string_view value = column.text.at_row(i);
    auto found = dictionary.indices.find(value);
    if (found == dictionary.indices.end()) {
      found = dictionary.indices.emplace(value, static_cast<std::int32_t>(dictionary.indices.size())).first;
      dictionary.bytes += value;
      dictionary.offsets.push_back(static_cast<std::int32_t>(dictionary.bytes.size()));
    }
    encoded->indices.push_back(found->second);
  }
  encoded->offsets = dictionary.offsets;
  encoded->bytes = dictionary.bytes;
  column.text = {encoded->offsets.data(), encoded->bytes.data(), encoded->indices.data(), encoded->offsets.size() - 1, dictionary.number};
  owners.push_back(std::move(encoded));
}

void Dictionaries::encode(runtime::Batch& batch) {
  of_leads_.resize(batch.columns.size());
  for (std::size_t i = 0; i < batch.columns.size(); ++i) encode(batch.columns[i], batch.rows, of_leads_[i], batch.owners);
}

void Dictionaries::encode(runtime::ActivityBatch& batch) {
  of_activities_.resize(batch.attributes.size());
  for (std::size_t i = 0; i < batch.attributes.size(); ++i) encode(batch.attributes[i], batch.size(), of_activities_[i], batch.owners);
}

}  // namespace assay::agree
