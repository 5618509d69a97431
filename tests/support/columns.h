// Batches made by hand: cells as values, columns in Arrow layout that own their memory. For unit tests and generated cases.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/batch.h"
#include "runtime/schema.h"

namespace assay::tests {

// Missing, yes/no, integer (also date, time, label), number, text, list of text.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

// The memory of one column.
struct ColumnData {
  std::vector<std::uint64_t> validity, truths;
  std::vector<std::int64_t> integers;
  std::vector<double> numbers;
  std::vector<std::int32_t> labels, offsets{0}, list_offsets{0}, indices;
  std::string bytes;

  void append_text(const std::string& text) {
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }

  runtime::TextColumn text_column() const {
    return {offsets.data(), bytes.data(), indices.empty() ? nullptr : indices.data(), offsets.size() - 1, 0};
  }
};

inline void append(ColumnData& data, runtime::Storage storage, const Cell& cell, std::size_t row) {
  using runtime::Storage;
  if (!std::holds_alternative<std::monostate>(cell)) runtime::set_bit(data.validity.data(), row);
  const auto* integer = std::get_if<std::int64_t>(&cell);
  switch (storage) {
    case Storage::Truth:
      if (const bool* truth = std::get_if<bool>(&cell); truth && *truth) runtime::set_bit(data.truths.data(), row);
      break;
    case Storage::Integer: data.integers.push_back(integer ? *integer : 0); break;
    case Storage::Number: data.numbers.push_back(std::holds_alternative<double>(cell) ? std::get<double>(cell) : 0); break;
    case Storage::Label: data.labels.push_back(integer ? static_cast<std::int32_t>(*integer) : 0); break;
    case Storage::Text: data.append_text(std::holds_alternative<std::string>(cell) ? std::get<std::string>(cell) : ""); break;
    case Storage::TextList:
      if (const auto* list = std::get_if<std::vector<std::string>>(&cell)) {
        for (const std::string& element : *list) data.append_text(element);
      }
      data.list_offsets.push_back(static_cast<std::int32_t>(data.offsets.size() - 1));
      break;
  }
}

// A column of the cells; `owners` keeps its memory.
inline runtime::Column make_column(runtime::Storage storage, const std::vector<Cell>& cells,
                                   std::vector<std::shared_ptr<const void>>& owners) {
  auto data = std::make_shared<ColumnData>();
  data->validity.resize(runtime::words_for(cells.size()) + 1);
  data->truths.resize(data->validity.size());
  for (std::size_t row = 0; row < cells.size(); ++row) append(*data, storage, cells[row], row);
  runtime::Column column;
  column.storage = storage;
  column.validity = data->validity.data();
  column.integers = data->integers.data();
  column.numbers = data->numbers.data();
  column.truths = data->truths.data();
  column.labels = data->labels.data();
  column.text = data->text_column();
  column.list_offsets = data->list_offsets.data();
  owners.push_back(std::move(data));
  return column;
}

struct Activity {
  std::int16_t kind = runtime::ActivityBatch::unknown_kind;
  std::int64_t time = runtime::ActivityBatch::untimed;
  std::vector<Cell> attributes;  // of its kind, in the order of the schema; those left out are missing
};

struct Lead {
  std::string id;
  std::vector<Cell> fields;          // in the order of the schema; those left out are missing
  std::vector<Activity> activities;  // in the order of ActivityBatch: untimed first, then by time
};

inline runtime::Batch make_batch(const runtime::Schema& schema, const std::vector<Lead>& leads) {
  runtime::Batch batch;
  batch.rows = leads.size();
  for (std::size_t field = 0; field < schema.fields.size(); ++field) {
    std::vector<Cell> cells;
    for (const Lead& lead : leads) cells.push_back(field < lead.fields.size() ? lead.fields[field] : Cell{});
    batch.columns.push_back(make_column(runtime::storage_of(schema.fields[field].type), cells, batch.owners));
  }
  std::vector<Cell> ids;
  for (const Lead& lead : leads) ids.emplace_back(lead.id);
  batch.ids = make_column(runtime::Storage::Text, ids, batch.owners).text;
  return batch;
}

inline runtime::ActivityBatch make_activities(const runtime::Schema& schema, const std::vector<Lead>& leads) {
  runtime::ActivityBatch batch;
  auto kinds = std::make_shared<std::vector<std::int16_t>>();
  auto times = std::make_shared<std::vector<std::int64_t>>();
  std::vector<std::vector<Cell>> slots(schema.slots.size());
  batch.offsets.push_back(0);
  for (const Lead& lead : leads) {
    for (const Activity& activity : lead.activities) {
      kinds->push_back(activity.kind);
      times->push_back(activity.time);
      for (auto& slot : slots) slot.emplace_back();
      if (activity.kind < 0) continue;
      const auto& specs = schema.activities[static_cast<std::size_t>(activity.kind)].attributes;
      for (std::size_t i = 0; i < specs.size() && i < activity.attributes.size(); ++i) {
        if (specs[i].slot >= 0) slots[static_cast<std::size_t>(specs[i].slot)].back() = activity.attributes[i];
      }
    }
    batch.offsets.push_back(static_cast<std::int64_t>(kinds->size()));
  }
  for (std::size_t slot = 0; slot < slots.size(); ++slot)
    batch.attributes.push_back(make_column(schema.slots[slot], slots[slot], batch.owners));
  batch.kinds = kinds->data();
  batch.times = times->data();
  batch.owners.push_back(std::move(kinds));
  batch.owners.push_back(std::move(times));
  return batch;
}

}  // namespace assay::tests
