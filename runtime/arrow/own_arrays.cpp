#include "runtime/arrow/own_arrays.h"

namespace assay::arrow {
namespace {

// What stands behind private_data: the structs of the children beside what they point to.
struct OwnSchema {
  std::string format, name;
  std::vector<ArrowSchema> children;
  std::vector<ArrowSchema*> child_pointers;
  ArrowSchema dictionary{};
};

struct OwnArray {
  std::vector<const void*> buffers;
  std::vector<std::shared_ptr<const void>> owners;
  std::vector<ArrowArray> children;
  std::vector<ArrowArray*> child_pointers;
  ArrowArray dictionary{};
};

template <class Struct>
void release_one(Struct& each) {
  if (each.release != nullptr) each.release(&each);
}

template <class Struct, class Own>
void release(Struct* released) {
  std::unique_ptr<Own> own(static_cast<Own*>(released->private_data));
  for (Struct& child : own->children) release_one(child);
  release_one(own->dictionary);
  released->release = nullptr;
  released->private_data = nullptr;
}

// Fills in children and dictionary, which both structs have alike.
template <class Struct, class Node, class Own>
void give_below(Node& node, Own& own, Struct* out) {
  own.children.resize(node.children.size());
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    give(std::move(node.children[i]), &own.children[i]);
    own.child_pointers.push_back(&own.children[i]);
  }
  out->n_children = static_cast<std::int64_t>(own.children.size());
  out->children = own.child_pointers.empty() ? nullptr : own.child_pointers.data();
  if (node.dictionary.empty()) return;
  give(std::move(node.dictionary[0]), &own.dictionary);
  out->dictionary = &own.dictionary;
}

}  // namespace

void give(SchemaNode node, ArrowSchema* out) {
  auto own = std::make_unique<OwnSchema>();
  own->format = std::move(node.format);
  own->name = std::move(node.name);
  *out = ArrowSchema{};
  out->format = own->format.c_str();
  out->name = own->name.c_str();
  out->flags = node.nullable ? ARROW_FLAG_NULLABLE : 0;
  give_below(node, *own, out);
  out->release = release<ArrowSchema, OwnSchema>;
  out->private_data = own.release();
}

void give(ArrayNode node, ArrowArray* out) {
  auto own = std::make_unique<OwnArray>();
  own->buffers = std::move(node.buffers);
  own->owners = std::move(node.owners);
  *out = ArrowArray{};
  out->length = node.length;
  out->null_count = node.null_count;
  out->n_buffers = static_cast<std::int64_t>(own->buffers.size());
  out->buffers = own->buffers.data();
  give_below(node, *own, out);
  out->release = release<ArrowArray, OwnArray>;
  out->private_data = own.release();
}

}  // namespace assay::arrow
