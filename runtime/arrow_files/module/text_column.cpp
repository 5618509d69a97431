#include "runtime/arrow_files/module/text_column.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <parquet/column_reader.h>
#include <parquet/exception.h>

#include "runtime/arrow_files/module/known_levels.h"
#include "runtime/io/text_values.h"

namespace assay::arrow_files {
namespace {

using TextReader = ::parquet::TypedColumnReader<::parquet::ByteArrayType>;

// Texts that are built one behind the other, with their offsets.
class Texts {
 public:
  void start(std::int64_t rows) {
    offsets_ = rooms_.take();
    bytes_ = rooms_.take();
    offsets_->reserve((rows + 1) * static_cast<std::int64_t>(sizeof(std::int32_t)));
    next_ = reinterpret_cast<std::int32_t*>(offsets_->data());
    *next_ = 0;
    used_ = 0;
  }

  // False where there is no room for it in one array.
  bool add(std::string_view text) {
    const auto size = static_cast<std::int64_t>(text.size());
    if (used_ + size > bytes_->size()) {
      if (used_ + size > INT32_MAX) return false;
      bytes_->reserve(std::min<std::int64_t>(std::max<std::int64_t>(2 * (used_ + size), 1 << 16), INT32_MAX), used_);
    }
    io::copy_bytes(reinterpret_cast<char*>(bytes_->data()) + used_, text);
    used_ += size;
    add_empty();
    return true;
  }
  void add_empty() { *++next_ = static_cast<std::int32_t>(used_); }

  std::int64_t count() const { return next_ - reinterpret_cast<const std::int32_t*>(offsets_->data()); }

  std::shared_ptr<::arrow::Array> finish(const std::shared_ptr<::arrow::DataType>& type, std::shared_ptr<::arrow::Buffer> known,
                                         std::int64_t nulls) {
    const std::int64_t rows = count();
    std::shared_ptr<::arrow::Buffer> offsets =
        std::make_shared<RoomBuffer>(std::move(offsets_), (rows + 1) * static_cast<std::int64_t>(sizeof(std::int32_t)));
    bytes_->reserve(1);
    std::shared_ptr<::arrow::Buffer> bytes = std::make_shared<RoomBuffer>(std::move(bytes_), used_);
    return ::arrow::MakeArray(::arrow::ArrayData::Make(type, rows, {std::move(known), std::move(offsets), std::move(bytes)}, nulls));
  }

 private:
  Rooms rooms_;
  std::shared_ptr<Room> offsets_, bytes_;
  std::int32_t* next_ = nullptr;
  std::int64_t used_ = 0;
};

std::string_view view_of(const ::parquet::ByteArray& text) { return {reinterpret_cast<const char*>(text.ptr), text.len}; }

// Texts are copied out of the pages, some at a time: what column readers give lies there until they go on.
class PlainTexts final : public FlatColumn {
 public:
  PlainTexts(const ::parquet::ColumnDescriptor& column, int leaf, std::shared_ptr<::arrow::DataType> type)
      : leaf_(leaf), type_(std::move(type)), levels_(column) {}

  std::shared_ptr<::arrow::DataType> type() const override { return type_; }

  void open(::parquet::RowGroupReader& group) override {
    reader_ = std::static_pointer_cast<TextReader>(group.Column(leaf_));
    level_ = levels_read_ = value_ = 0;
  }

  ::arrow::ArrayVector read(std::int64_t rows) override {
    ::arrow::ArrayVector arrays;
    while (rows > 0) {
      arrays.push_back(read_array(rows));
      rows -= arrays.back()->length();
    }
    return arrays;
  }

 private:
  // As many rows as there is room for in one array.
  std::shared_ptr<::arrow::Array> read_array(std::int64_t rows) {
    levels_.start(rows);
    texts_.start(rows);
    while (texts_.count() < rows) {
      if (level_ == levels_read_) read_views(rows - texts_.count());
      const std::int64_t first = level_;
      const bool fits = add_views();
      levels_.take(first, level_ - first);
      if (!fits && texts_.count() == 0) throw ::parquet::ParquetException("a text of more than 2 GiB");
      if (!fits) break;
    }
    std::shared_ptr<::arrow::Buffer> known = levels_.finish();
    return texts_.finish(type_, std::move(known), levels_.nulls());
  }

  void read_views(std::int64_t rows) {
    const std::int64_t most = std::min<std::int64_t>(rows, static_cast<std::int64_t>(views_.size()));
    std::int64_t values_read = 0;
    std::int16_t* const levels = levels_.room(most);
    level_ = levels_read_ = value_ = 0;
    if (reader_->HasNext()) levels_read_ = reader_->ReadBatch(most, levels, nullptr, views_.data(), &values_read);
    const std::int64_t known = levels == nullptr ? levels_read_ : levels_read_ - std::count(levels, levels + levels_read_, std::int16_t{0});
    check_read(levels_read_, known, values_read);
  }

  // False where an array is full; then the other views are of the next one.
  bool add_views() {
    for (; level_ < levels_read_; ++level_) {
      if (!levels_.known(level_)) {
        texts_.add_empty();
      } else if (texts_.add(view_of(views_[static_cast<std::size_t>(value_)]))) {
        ++value_;
      } else {
        return false;
      }
    }
    return true;
  }

  int leaf_;
  std::shared_ptr<::arrow::DataType> type_;
  KnownLevels levels_;
  Texts texts_;
  std::shared_ptr<TextReader> reader_;
  std::array<::parquet::ByteArray, 2048> views_;
  std::int64_t level_ = 0, levels_read_ = 0, value_ = 0;  // of the views: what comes next, and how many levels there are
};

// Each row group has a dictionary of its own, which its arrays share.
class DictionaryTexts final : public FlatColumn {
 public:
  DictionaryTexts(const ::parquet::ColumnDescriptor& column, int leaf, const std::shared_ptr<::arrow::DataType>& type)
      : leaf_(leaf), texts_type_(type), type_(::arrow::dictionary(::arrow::int32(), type)), levels_(column) {}

  std::shared_ptr<::arrow::DataType> type() const override { return type_; }

  void open(::parquet::RowGroupReader& group) override {
    reader_ = std::static_pointer_cast<TextReader>(group.ColumnWithExposeEncoding(leaf_, ::parquet::ExposedEncoding::DICTIONARY));
    if (reader_->GetExposedEncoding() != ::parquet::ExposedEncoding::DICTIONARY)
      throw ::parquet::ParquetException("a column chunk is not coded as it says");
    dictionary_ = nullptr;
  }

  ::arrow::ArrayVector read(std::int64_t rows) override {
    std::shared_ptr<Room> room = rooms_.take();
    const std::int64_t size = rows * static_cast<std::int64_t>(sizeof(std::int32_t));
    auto* const indices = reinterpret_cast<std::int32_t*>(room->reserve(size));
    levels_.start(rows);
    for (std::int64_t at = 0; at < rows;) {
      const ::parquet::ByteArray* texts = nullptr;
      std::int32_t texts_count = 0;
      std::int64_t values_read = 0, count = 0;
      std::int16_t* const levels = levels_.room(rows - at);
      if (reader_->HasNext())
        count = reader_->ReadBatchWithDictionary(rows - at, levels, nullptr, indices + at, &values_read, &texts, &texts_count);
      check_read(count, levels_.take(0, count), values_read);
      levels_.spread(count, values_read, indices + at);
      if (!dictionary_) dictionary_ = copy(texts, texts_count);
      at += count;
    }
    std::shared_ptr<::arrow::Buffer> known = levels_.finish();
    std::shared_ptr<::arrow::ArrayData> data =
        ::arrow::ArrayData::Make(type_, rows, {std::move(known), std::make_shared<RoomBuffer>(std::move(room), size)}, levels_.nulls());
    data->dictionary = dictionary_->data();
    return {::arrow::MakeArray(data)};
  }

 private:
  std::shared_ptr<::arrow::Array> copy(const ::parquet::ByteArray* texts, std::int32_t count) const {
    Texts copied;
    copied.start(count);
    for (std::int32_t i = 0; i < count; ++i) {
      if (!copied.add(view_of(texts[i]))) throw ::parquet::ParquetException("a dictionary has more than 2 GiB of text");
    }
    return copied.finish(texts_type_, nullptr, 0);
  }

  int leaf_;
  std::shared_ptr<::arrow::DataType> texts_type_, type_;
  KnownLevels levels_;
  Rooms rooms_;
  std::shared_ptr<TextReader> reader_;
  std::shared_ptr<::arrow::Array> dictionary_;
};

}  // namespace

std::unique_ptr<FlatColumn> make_text_column(const ::parquet::ColumnDescriptor& column, int leaf,
                                             const std::shared_ptr<::arrow::DataType>& type, bool as_dictionary) {
  if (as_dictionary) return std::make_unique<DictionaryTexts>(column, leaf, type);
  return std::make_unique<PlainTexts>(column, leaf, type);
}

}  // namespace assay::arrow_files
