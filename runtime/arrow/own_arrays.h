// Arrow schemas and arrays that own their memory: trees of nodes that become structs of the C Data Interface.
//
// Whoever gets a struct releases it; children and dictionaries that were moved out of it live on by themselves, as the interface allows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/arrow/c_data.h"

namespace assay::arrow {

struct SchemaNode {
  std::string format, name;
  bool nullable = true;
  std::vector<SchemaNode> children;
  std::vector<SchemaNode> dictionary;  // none or one
};

struct ArrayNode {
  std::int64_t length = 0;
  std::int64_t null_count = 0;
  std::vector<const void*> buffers;
  std::vector<std::shared_ptr<const void>> owners;  // keep the buffers alive
  std::vector<ArrayNode> children;
  std::vector<ArrayNode> dictionary;  // none or one

  // Adds a buffer of values, which the node owns from now on. It is never null, also when it is empty.
  template <class Value>
  void own(std::vector<Value> values) {
    if (values.empty()) values.emplace_back();
    auto owner = std::make_shared<std::vector<Value>>(std::move(values));
    buffers.push_back(owner->data());
    owners.push_back(std::move(owner));
  }
};

void give(SchemaNode node, ArrowSchema* out);
void give(ArrayNode node, ArrowArray* out);

}  // namespace assay::arrow
