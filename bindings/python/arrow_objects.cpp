#include "arrow_objects.h"

#include <string>

#include <nanobind/stl/string.h>

#include "rows.h"

namespace nb = nanobind;

namespace assay::python {
namespace {

template <typename Struct>
Struct* struct_in(nb::handle capsule, const char* name) {
  void* held = PyCapsule_GetPointer(capsule.ptr(), name);
  if (held == nullptr) throw nb::python_error();
  return static_cast<Struct*>(held);
}

// Destroys what a capsule of this name still holds: nothing, when somebody has moved it out.
template <typename Struct>
nb::capsule capsule_with(Struct&& held, const char* name) {
  auto owned = std::make_unique<Struct>(held);
  nb::capsule capsule(owned.get(), name, [](void* pointer) noexcept {
    const std::unique_ptr<Struct> mine(static_cast<Struct*>(pointer));
    if (mine->release != nullptr) mine->release(mine.get());
  });
  owned.release();
  return capsule;
}

// A struct that says the same as another and keeps that one alive. Consumers may move children out, so each has its own release.
struct SharedArray {
  std::shared_ptr<const Array> owner;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  ArrowArray dictionary{};
};

void share(const ArrowArray& from, const std::shared_ptr<const Array>& owner, ArrowArray* to) {
  auto shared = std::make_unique<SharedArray>();
  shared->owner = owner;
  shared->children.resize(static_cast<std::size_t>(from.n_children));
  for (std::size_t i = 0; i < shared->children.size(); ++i) {
    share(*from.children[i], owner, &shared->children[i]);
    shared->child_pointers.push_back(&shared->children[i]);
  }
  if (from.dictionary != nullptr) share(*from.dictionary, owner, &shared->dictionary);
  *to = from;
  to->children = shared->child_pointers.data();
  to->dictionary = from.dictionary == nullptr ? nullptr : &shared->dictionary;
  to->release = [](ArrowArray* array) {
    const std::unique_ptr<SharedArray> mine(static_cast<SharedArray*>(array->private_data));
    for (ArrowArray& child : mine->children) {
      if (child.release != nullptr) child.release(&child);
    }
    if (mine->dictionary.release != nullptr) mine->dictionary.release(&mine->dictionary);
    array->release = nullptr;
  };
  to->private_data = shared.release();
}

// Where a stream over batches stands.
struct Walk {
  std::shared_ptr<const Batches> batches;
  std::size_t next = 0;
};

ArrowArrayStream stream_over(const std::shared_ptr<const Batches>& batches) {
  ArrowArrayStream stream{};
  stream.private_data = new Walk{batches};
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    copy_of(*static_cast<Walk*>(self->private_data)->batches->schema.get()).move_to(out);
    return 0;
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    auto* walk = static_cast<Walk*>(self->private_data);
    *out = ArrowArray{};
    if (walk->next == walk->batches->arrays.size()) return 0;
    const std::shared_ptr<const Array>& array = walk->batches->arrays[walk->next++];
    share(*array->get(), array, out);
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return nullptr; };
  stream.release = [](ArrowArrayStream* self) {
    delete static_cast<Walk*>(self->private_data);
    self->release = nullptr;
  };
  return stream;
}

}  // namespace

Stream stream_of_object(nb::handle object, const char* what) {
  if (nb::hasattr(object, "__arrow_c_stream__")) {
    const nb::object capsule = object.attr("__arrow_c_stream__")();
    return Stream(std::move(*struct_in<ArrowArrayStream>(capsule, "arrow_array_stream")));
  }
  if (nb::hasattr(object, "__arrow_c_array__")) {
    const nb::object capsules = object.attr("__arrow_c_array__")();
    Schema schema(std::move(*struct_in<ArrowSchema>(capsules[0], "arrow_schema")));
    return stream_of({std::move(schema), Array(std::move(*struct_in<ArrowArray>(capsules[1], "arrow_array")))});
  }
  if (nb::isinstance<nb::list>(object)) return stream_of(batch_of_rows(nb::borrow<nb::list>(object), what));
  const std::string type = nb::cast<std::string>(nb::str(object.type().attr("__name__")));
  const std::string message = std::string(what) + " must be a table of pyarrow, pandas, Polars or DuckDB (any object with " +
                              "__arrow_c_stream__ or __arrow_c_array__) or a list of dicts, not " + type;
  throw nb::type_error(message.c_str());
}

nb::capsule capsule_of(const std::shared_ptr<const Batches>& batches) { return capsule_with(stream_over(batches), "arrow_array_stream"); }

nb::capsule capsule_of(Stream stream) {
  ArrowArrayStream held{};
  stream.move_to(&held);
  return capsule_with(std::move(held), "arrow_array_stream");
}

nb::capsule capsule_of(Schema schema) {
  ArrowSchema held{};
  schema.move_to(&held);
  return capsule_with(std::move(held), "arrow_schema");
}

}  // namespace assay::python
