// Arrow data in C++ without a library: owners of the three structs of the Arrow C interfaces. What it is not: it neither builds nor reads
// columns; any Arrow library does that, and hands its data over by these structs.
//
// An Owned releases what it holds. It can be moved, not copied. Two of them never hold the same data.
#pragma once

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <assay.h>

namespace assay {

// `Struct` is ArrowSchema, ArrowArray or ArrowArrayStream.
template <typename Struct>
class Owned {
 public:
  Owned() = default;
  // Takes what the struct holds; it is left released.
  explicit Owned(Struct&& from) noexcept : held_(from) { from.release = nullptr; }
  Owned(Owned&& other) noexcept : Owned(std::move(other.held_)) {}
  Owned& operator=(Owned&& other) noexcept {
    if (this != &other) {
      reset();
      held_ = std::exchange(other.held_, Struct{});
    }
    return *this;
  }
  ~Owned() { reset(); }

  bool empty() const { return held_.release == nullptr; }
  Struct* get() { return &held_; }
  const Struct* get() const { return &held_; }
  Struct* operator->() { return &held_; }
  const Struct* operator->() const { return &held_; }

  // A place that a producer fills; what was held is released.
  Struct* fill() {
    reset();
    return &held_;
  }
  // For whoever takes the data over by moving the struct.
  void move_to(Struct* to) noexcept { *to = std::exchange(held_, Struct{}); }
  void reset() noexcept {
    if (held_.release != nullptr) held_.release(&held_);
    held_ = Struct{};
  }

 private:
  Struct held_{};
};

using Schema = Owned<ArrowSchema>;
using Array = Owned<ArrowArray>;

// Columns of the same number of rows: a struct array and its schema.
struct Batch {
  Schema schema;
  Array array;
};

class Stream : public Owned<ArrowArrayStream> {
 public:
  using Owned::Owned;

  // Both throw std::runtime_error with the message of the stream. An empty Array is the end.
  Schema schema() {
    Schema schema;
    check((*this)->get_schema(get(), schema.fill()));
    return schema;
  }
  Array next() {
    Array array;
    check((*this)->get_next(get(), array.fill()));
    return array;
  }

 private:
  void check(int code) {
    if (code == 0) return;
    const char* message = (*this)->get_last_error(get());
    throw std::runtime_error(message != nullptr ? message : std::strerror(code));
  }
};

// A schema that says the same and can be handed out beside the first; metadata is left out.
inline Schema copy_of(const ArrowSchema& from) {
  struct Copy {
    std::string format, name;
    std::vector<Schema> children;
    std::vector<ArrowSchema*> pointers;
    Schema dictionary;
  };
  auto copy = std::make_unique<Copy>();
  copy->format = from.format;
  copy->name = from.name != nullptr ? from.name : "";
  for (int64_t i = 0; i < from.n_children; ++i) copy->children.push_back(copy_of(*from.children[i]));
  for (Schema& child : copy->children) copy->pointers.push_back(child.get());
  if (from.dictionary != nullptr) copy->dictionary = copy_of(*from.dictionary);
  ArrowSchema made{copy->format.c_str(),
                   copy->name.c_str(),
                   nullptr,
                   from.flags,
                   from.n_children,
                   copy->pointers.data(),
                   copy->dictionary.empty() ? nullptr : copy->dictionary.get(),
                   nullptr,
                   nullptr};
  made.release = [](ArrowSchema* self) {
    delete static_cast<Copy*>(self->private_data);
    self->release = nullptr;
  };
  made.private_data = copy.release();
  return Schema(std::move(made));
}

// A stream of one batch.
inline Stream stream_of(Batch batch) {
  ArrowArrayStream stream{};
  stream.private_data = new Batch(std::move(batch));
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    copy_of(*static_cast<Batch*>(self->private_data)->schema.get()).move_to(out);
    return 0;
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    static_cast<Batch*>(self->private_data)->array.move_to(out);
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = [](ArrowArrayStream* self) {
    delete static_cast<Batch*>(self->private_data);
    self->release = nullptr;
  };
  return Stream(std::move(stream));
}

}  // namespace assay
