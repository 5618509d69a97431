#include "runtime/arrow_files/module/known_levels.h"

#include <parquet/level_conversion.h>

namespace assay::arrow_files {

void KnownLevels::start(std::int64_t rows) {
  rows_ = nulls_ = 0;
  if (!optional_) return;
  bits_ = rooms_.take();
  bits_->reserve(rows / 8 + 16);  // written some bytes at a time
}

std::int16_t* KnownLevels::room(std::int64_t rows) {
  if (!optional_) return nullptr;
  if (levels_.size() < static_cast<std::size_t>(rows)) levels_.resize(static_cast<std::size_t>(rows));
  return levels_.data();
}

std::int64_t KnownLevels::take(std::int64_t first, std::int64_t count) {
  if (!optional_) {
    rows_ += count;
    return count;
  }
  ::parquet::internal::LevelInfo info;
  info.def_level = 1;
  ::parquet::internal::ValidityBitmapInputOutput bits;
  bits.values_read_upper_bound = count;
  bits.valid_bits = bits_->data();
  bits.valid_bits_offset = rows_;
  ::parquet::internal::DefLevelsToBitmap(levels_.data() + first, count, info, &bits);
  rows_ += count;
  nulls_ += bits.null_count;
  return count - bits.null_count;
}

std::shared_ptr<::arrow::Buffer> KnownLevels::finish() {
  if (nulls_ == 0) {
    bits_.reset();
    return nullptr;
  }
  return std::make_shared<RoomBuffer>(std::move(bits_), rows_ / 8 + 1);
}

}  // namespace assay::arrow_files
