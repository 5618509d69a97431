// A table of texts as Arrow data, by hand: what an Arrow library does for whoever has one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <assay/arrow.h>

struct TextColumn {
  std::string name;
  std::vector<std::int32_t> offsets{0};
  std::string bytes;

  void push(const std::string& text) {
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
};

// The structs of a table and what they point to. Schema and array each hold it by a shared pointer and free it with the last of them.
class TextTable {
 public:
  static assay::Batch batch_of(std::vector<TextColumn> columns, std::int64_t rows) {
    auto table = std::make_shared<TextTable>();
    table->columns_ = std::move(columns);
    const std::size_t count = table->columns_.size();
    table->schemas_.resize(count);
    table->arrays_.resize(count);
    table->buffers_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const TextColumn& column = table->columns_[i];
      table->buffers_[i] = {nullptr, column.offsets.data(), column.bytes.data()};
      table->schemas_[i] = {"u", column.name.c_str(), nullptr, ARROW_FLAG_NULLABLE, 0, nullptr, nullptr, leave<ArrowSchema>, nullptr};
      table->arrays_[i] = {rows, 0, 0, 3, 0, table->buffers_[i].data(), nullptr, nullptr, leave<ArrowArray>, nullptr};
      table->schema_pointers_.push_back(&table->schemas_[i]);
      table->array_pointers_.push_back(&table->arrays_[i]);
    }
    assay::Batch batch;
    *batch.schema.fill() = {"+s",
                            "",
                            nullptr,
                            0,
                            static_cast<std::int64_t>(count),
                            table->schema_pointers_.data(),
                            nullptr,
                            drop<ArrowSchema>,
                            new std::shared_ptr<TextTable>(table)};
    *batch.array.fill() = {rows,
                           0,
                           0,
                           1,
                           static_cast<std::int64_t>(count),
                           &table->no_validity_,
                           table->array_pointers_.data(),
                           nullptr,
                           drop<ArrowArray>,
                           new std::shared_ptr<TextTable>(table)};
    return batch;
  }

 private:
  template <typename Struct>
  static void leave(Struct* self) {
    self->release = nullptr;
  }
  template <typename Struct>
  static void drop(Struct* self) {
    delete static_cast<std::shared_ptr<TextTable>*>(self->private_data);
    self->release = nullptr;
  }

  std::vector<TextColumn> columns_;
  std::vector<std::vector<const void*>> buffers_;
  std::vector<ArrowSchema> schemas_;
  std::vector<ArrowArray> arrays_;
  std::vector<ArrowSchema*> schema_pointers_;
  std::vector<ArrowArray*> array_pointers_;
  const void* no_validity_ = nullptr;
};
