#include "runtime/arrow_files/module/flat_column.h"

#include <arrow/util/bitmap_generate.h>
#include <parquet/column_reader.h>
#include <parquet/exception.h>

#include "runtime/arrow_files/module/known_levels.h"
#include "runtime/arrow_files/module/text_column.h"

namespace assay::arrow_files {
namespace {

// Values of a fixed width, in as many bytes as Arrow has them in.
template <class ParquetType>
class FixedColumn final : public FlatColumn {
 public:
  using Value = typename ParquetType::c_type;

  FixedColumn(const ::parquet::ColumnDescriptor& column, int leaf, std::shared_ptr<::arrow::DataType> type)
      : leaf_(leaf), type_(std::move(type)), levels_(column) {}

  std::shared_ptr<::arrow::DataType> type() const override { return type_; }

  void open(::parquet::RowGroupReader& group) override {
    reader_ = std::static_pointer_cast<::parquet::TypedColumnReader<ParquetType>>(group.Column(leaf_));
  }

  ::arrow::ArrayVector read(std::int64_t rows) override {
    std::shared_ptr<Room> room = rooms_.take();
    auto* const values = reinterpret_cast<Value*>(room->reserve(rows * static_cast<std::int64_t>(sizeof(Value))));
    levels_.start(rows);
    for (std::int64_t at = 0; at < rows;) {
      std::int64_t values_read = 0, count = 0;
      std::int16_t* const levels = levels_.room(rows - at);
      if (reader_->HasNext()) count = reader_->ReadBatch(rows - at, levels, nullptr, values + at, &values_read);
      check_read(count, levels_.take(0, count), values_read);
      levels_.spread(count, values_read, values + at);
      at += count;
    }
    std::shared_ptr<::arrow::Buffer> known = levels_.finish();
    return {::arrow::MakeArray(::arrow::ArrayData::Make(type_, rows, {std::move(known), finish(std::move(room), rows)}, levels_.nulls()))};
  }

 private:
  std::shared_ptr<::arrow::Buffer> finish(std::shared_ptr<Room> room, std::int64_t rows) {
    if constexpr (!std::is_same_v<Value, bool>) {
      return std::make_shared<RoomBuffer>(std::move(room), rows * static_cast<std::int64_t>(sizeof(Value)));
    } else {
      std::shared_ptr<Room> bits = rooms_.take();
      const std::uint8_t* value = room->data();
      ::arrow::internal::GenerateBitsUnrolled(bits->reserve(rows / 8 + 1), 0, rows, [&value] { return *value++ != 0; });
      return std::make_shared<RoomBuffer>(std::move(bits), rows / 8 + 1);
    }
  }

  int leaf_;
  std::shared_ptr<::arrow::DataType> type_;
  KnownLevels levels_;
  Rooms rooms_;
  std::shared_ptr<::parquet::TypedColumnReader<ParquetType>> reader_;
};

// Texts and bytes as Arrow has them, whatever they were in a table that was written.
std::shared_ptr<::arrow::DataType> text_type(const ::arrow::DataType& type) {
  switch (type.id()) {
    case ::arrow::Type::DICTIONARY: return text_type(*static_cast<const ::arrow::DictionaryType&>(type).value_type());
    case ::arrow::Type::STRING:
    case ::arrow::Type::LARGE_STRING:
    case ::arrow::Type::STRING_VIEW: return ::arrow::utf8();
    case ::arrow::Type::BINARY:
    case ::arrow::Type::LARGE_BINARY:
    case ::arrow::Type::BINARY_VIEW: return ::arrow::binary();
    default: return nullptr;
  }
}

template <class ParquetType>
std::unique_ptr<FlatColumn> make_fixed(const ::parquet::ColumnDescriptor& column, int leaf,
                                       const std::shared_ptr<::arrow::DataType>& type) {
  return std::make_unique<FixedColumn<ParquetType>>(column, leaf, type);
}

}  // namespace

std::unique_ptr<FlatColumn> make_flat_column(const ::parquet::ColumnDescriptor& column, int leaf,
                                             const std::shared_ptr<::arrow::DataType>& type, bool as_dictionary) {
  using ::arrow::Type;
  const bool is_flat = column.max_repetition_level() == 0 && column.max_definition_level() <= 1 && column.path()->ToDotVector().size() == 1;
  if (!is_flat) return nullptr;
  const Type::type id = type->id();
  switch (column.physical_type()) {
    case ::parquet::Type::BOOLEAN:
      if (id == Type::BOOL) return make_fixed<::parquet::BooleanType>(column, leaf, type);
      break;
    case ::parquet::Type::INT32:
      if (id == Type::INT32 || id == Type::DATE32) return make_fixed<::parquet::Int32Type>(column, leaf, type);
      break;
    case ::parquet::Type::INT64:
      if (id == Type::INT64 || id == Type::TIMESTAMP) return make_fixed<::parquet::Int64Type>(column, leaf, type);
      break;
    case ::parquet::Type::FLOAT:
      if (id == Type::FLOAT) return make_fixed<::parquet::FloatType>(column, leaf, type);
      break;
    case ::parquet::Type::DOUBLE:
      if (id == Type::DOUBLE) return make_fixed<::parquet::DoubleType>(column, leaf, type);
      break;
    case ::parquet::Type::BYTE_ARRAY:
      if (std::shared_ptr<::arrow::DataType> texts = text_type(*type)) return make_text_column(column, leaf, texts, as_dictionary);
      break;
    case ::parquet::Type::INT96:
    case ::parquet::Type::FIXED_LEN_BYTE_ARRAY:
    case ::parquet::Type::UNDEFINED: break;
  }
  return nullptr;
}

void check_read(std::int64_t levels, std::int64_t known, std::int64_t values) {
  if (levels <= 0) throw ::parquet::ParquetException("a column has fewer rows than its row group");
  if (known != values) throw ::parquet::ParquetException("a page has fewer values than it says");
}

}  // namespace assay::arrow_files
