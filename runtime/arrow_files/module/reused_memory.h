// Memory of arrays that returns to the reader when its last user is done with it: new memory would have to be zeroed by the system page by
// page, for each array anew. Internal to the module.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>

#include <arrow/buffer.h>

#include "runtime/io/recycler.h"

namespace assay::arrow_files {

// Bytes that grow and never shrink.
class Room {
 public:
  std::uint8_t* data() { return bytes_.get(); }
  std::int64_t size() const { return size_; }

  // Makes it at least so large; its first `kept` bytes stay.
  std::uint8_t* reserve(std::int64_t size, std::int64_t kept = 0) {
    if (size > size_) {
      std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[static_cast<std::size_t>(size)]);
      if (kept > 0) std::memcpy(larger.get(), bytes_.get(), static_cast<std::size_t>(kept));
      bytes_ = std::move(larger);
      size_ = size;
    }
    return bytes_.get();
  }

 private:
  std::unique_ptr<std::uint8_t[]> bytes_;
  std::int64_t size_ = 0;
};

// The first bytes of a room as a buffer of an array, which keeps it until it dies.
class RoomBuffer final : public ::arrow::Buffer {
 public:
  RoomBuffer(std::shared_ptr<Room> room, std::int64_t size) : Buffer(room->data(), size), room_(std::move(room)) {}

 private:
  std::shared_ptr<Room> room_;
};

using Rooms = io::Recycler<Room>;

}  // namespace assay::arrow_files
