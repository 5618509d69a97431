// Buffers that batches hold and give back: a batch that dies returns its memory to the reader that filled it.
// Safe when batches die in other threads, also after the recycler itself is gone.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace assay::io {

template <class Buffer>
class Recycler {
 public:
  // A buffer that nobody else holds, as its last user left it.
  std::shared_ptr<Buffer> take() {
    std::unique_ptr<Buffer> buffer;
    {
      const std::lock_guard lock(shelf_->mutex);
      if (!shelf_->free.empty()) {
        buffer = std::move(shelf_->free.back());
        shelf_->free.pop_back();
      }
    }
    if (!buffer) buffer = std::make_unique<Buffer>();
    return {buffer.release(), [shelf = shelf_](Buffer* used) {
              std::unique_ptr<Buffer> owned(used);
              const std::lock_guard lock(shelf->mutex);
              shelf->free.push_back(std::move(owned));
            }};
  }

 private:
  struct Shelf {
    std::mutex mutex;
    std::vector<std::unique_ptr<Buffer>> free;
  };
  std::shared_ptr<Shelf> shelf_ = std::make_shared<Shelf>();
};

}  // namespace assay::io
