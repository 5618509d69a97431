#include "rows.h"

#include <cstring>
#include <string>
#include <string_view>

#include <nanobind/stl/string.h>

namespace nb = nanobind;

namespace assay::python {
namespace {

// A column under construction: texts, lists, or structs, as the values are.
struct Column {
  std::string format, name;
  std::int64_t length = 0, missing = 0;
  std::vector<std::uint8_t> validity;
  std::vector<std::int32_t> offsets;
  std::string bytes;
  std::vector<Column> children;
};

constexpr std::size_t deepest = 8;

std::string text_of_scalar(nb::handle value, const std::string& path) {
  if (nb::isinstance<nb::bool_>(value)) return nb::cast<bool>(value) ? "true" : "false";
  if (nb::isinstance<nb::str>(value)) return nb::cast<std::string>(value);
  if (nb::hasattr(value, "isoformat")) return nb::cast<std::string>(value.attr("isoformat")());
  if (nb::hasattr(value, "item")) return text_of_scalar(value.attr("item")(), path);  // numpy's scalars
  if (PyNumber_Check(value.ptr())) return nb::cast<std::string>(nb::str(value));
  const std::string type = nb::cast<std::string>(nb::str(value.type().attr("__name__")));
  throw nb::type_error((path + " is a " + type + "; texts, numbers, yes/no, dates, times, and lists of those are read").c_str());
}

void set_known(Column& column, std::size_t row) { column.validity[row / 8] |= static_cast<std::uint8_t>(1u << (row % 8)); }

void add_offset(Column& column, std::size_t end, const std::string& path) {
  if (end > INT32_MAX) throw nb::value_error((path + " holds more than 2 GB").c_str());
  column.offsets.push_back(static_cast<std::int32_t>(end));
}

Column column_of(const std::string& name, const std::vector<nb::object>& values, const std::string& path, std::size_t depth);

void fill_texts(Column& column, const std::vector<nb::object>& values, const std::string& path) {
  column.format = "u";
  column.offsets.push_back(0);
  for (const nb::object& value : values) {
    if (!value.is_none()) column.bytes += text_of_scalar(value, path);
    add_offset(column, column.bytes.size(), path);
  }
}

void fill_lists(Column& column, const std::vector<nb::object>& values, const std::string& path, std::size_t depth) {
  column.format = "+l";
  column.offsets.push_back(0);
  std::vector<nb::object> elements;
  for (const nb::object& value : values) {
    if (!value.is_none() && !nb::isinstance<nb::list>(value) && !nb::isinstance<nb::tuple>(value)) {
      elements.push_back(value);  // one that stands alone
    } else if (!value.is_none()) {
      for (const nb::handle element : value) elements.push_back(nb::borrow(element));
    }
    add_offset(column, elements.size(), path);
  }
  column.children.push_back(column_of("item", elements, path + "[]", depth + 1));
}

void fill_structs(Column& column, const std::vector<nb::object>& values, const std::string& path, std::size_t depth) {
  column.format = "+s";
  nb::dict names;  // in the order in which they come
  for (const nb::object& value : values) {
    if (value.is_none()) continue;
    if (!nb::isinstance<nb::dict>(value)) throw nb::type_error((path + " has dicts among other values").c_str());
    for (const auto& [key, _] : nb::borrow<nb::dict>(value)) names[key] = nb::none();
  }
  for (const auto& [key, _] : names) {
    std::vector<nb::object> members;
    for (const nb::object& value : values) members.push_back(value.is_none() ? nb::none() : nb::object(value.attr("get")(key)));
    const std::string name = nb::cast<std::string>(nb::str(key));
    column.children.push_back(column_of(name, members, path + "." + name, depth + 1));
  }
}

Column column_of(const std::string& name, const std::vector<nb::object>& values, const std::string& path, std::size_t depth) {
  if (depth > deepest) throw nb::value_error((path + " is nested too deeply").c_str());
  Column column;
  column.name = name;
  column.length = static_cast<std::int64_t>(values.size());
  column.validity.resize((values.size() + 7) / 8);
  bool has_lists = false, has_dicts = false;
  for (std::size_t row = 0; row < values.size(); ++row) {
    has_lists |= nb::isinstance<nb::list>(values[row]) || nb::isinstance<nb::tuple>(values[row]);
    has_dicts |= nb::isinstance<nb::dict>(values[row]);
    if (values[row].is_none()) {
      ++column.missing;
    } else {
      set_known(column, row);
    }
  }
  if (has_lists) {
    fill_lists(column, values, path, depth);
  } else if (has_dicts) {
    fill_structs(column, values, path, depth);
  } else {
    fill_texts(column, values, path);
  }
  return column;
}

// What a struct that is handed out keeps alive, and what it points to.
struct Handed {
  std::shared_ptr<const Column> root;
  std::vector<ArrowSchema> schemas;
  std::vector<ArrowSchema*> schema_pointers;
  std::vector<ArrowArray> arrays;
  std::vector<ArrowArray*> array_pointers;
  const void* buffers[3] = {};
};

template <typename Struct>
void release_children(std::vector<Struct>& children) {
  for (Struct& child : children) {
    if (child.release != nullptr) child.release(&child);
  }
}

void hand_schema(const std::shared_ptr<const Column>& root, const Column& column, ArrowSchema* out) {
  auto* handed = new Handed{root, {}, {}, {}, {}};
  handed->schemas.resize(column.children.size());
  for (std::size_t i = 0; i < column.children.size(); ++i) {
    hand_schema(root, column.children[i], &handed->schemas[i]);
    handed->schema_pointers.push_back(&handed->schemas[i]);
  }
  *out = ArrowSchema{column.format.c_str(),
                     column.name.c_str(),
                     nullptr,
                     ARROW_FLAG_NULLABLE,
                     static_cast<std::int64_t>(column.children.size()),
                     handed->schema_pointers.data(),
                     nullptr,
                     [](ArrowSchema* self) {
                       const std::unique_ptr<Handed> mine(static_cast<Handed*>(self->private_data));
                       release_children(mine->schemas);
                       self->release = nullptr;
                     },
                     handed};
}

void hand_array(const std::shared_ptr<const Column>& root, const Column& column, ArrowArray* out) {
  auto* handed = new Handed{root, {}, {}, {}, {}};
  handed->arrays.resize(column.children.size());
  for (std::size_t i = 0; i < column.children.size(); ++i) {
    hand_array(root, column.children[i], &handed->arrays[i]);
    handed->array_pointers.push_back(&handed->arrays[i]);
  }
  handed->buffers[0] = column.missing > 0 ? column.validity.data() : nullptr;
  handed->buffers[1] = column.offsets.data();
  handed->buffers[2] = column.bytes.data();
  const std::int64_t buffers = column.format == "u" ? 3 : column.format == "+l" ? 2 : 1;
  *out = ArrowArray{column.length,
                    column.missing,
                    0,
                    buffers,
                    static_cast<std::int64_t>(column.children.size()),
                    handed->buffers,
                    handed->array_pointers.data(),
                    nullptr,
                    [](ArrowArray* self) {
                      const std::unique_ptr<Handed> mine(static_cast<Handed*>(self->private_data));
                      release_children(mine->arrays);
                      self->release = nullptr;
                    },
                    handed};
}

std::string_view text_at(const ArrowArray& array, std::int64_t row) {
  const auto* offsets = static_cast<const std::int32_t*>(array.buffers[1]);
  const auto* bytes = static_cast<const char*>(array.buffers[2]);
  return {bytes + offsets[row], static_cast<std::size_t>(offsets[row + 1] - offsets[row])};
}

bool is_known(const ArrowArray& array, std::int64_t row) {
  if (array.n_buffers == 0) return false;
  const auto* bits = static_cast<const std::uint8_t*>(array.buffers[0]);
  return bits == nullptr || (bits[row / 8] >> (row % 8) & 1) != 0;
}

nb::object elements_at(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
  const auto* offsets = static_cast<const std::int32_t*>(array.buffers[1]);
  nb::list elements;
  for (std::int32_t i = offsets[row]; i < offsets[row + 1]; ++i) {
    elements.append(value_at(*schema.children[0], *array.children[0], i));
  }
  return std::move(elements);
}

}  // namespace

// Results come from the engine, which documents their types (runtime/arrow/export.h): none but these.
nb::object value_at(const ArrowSchema& schema, const ArrowArray& array, std::int64_t at) {
  const std::int64_t row = at + array.offset;
  if (!is_known(array, row)) return nb::none();
  const std::string_view format = schema.format;
  if (schema.dictionary != nullptr) {
    return value_at(*schema.dictionary, *array.dictionary, static_cast<const std::int32_t*>(array.buffers[1])[row]);
  }
  if (format == "+s") {
    nb::dict members;
    for (std::int64_t i = 0; i < array.n_children; ++i) {
      members[schema.children[i]->name] = value_at(*schema.children[i], *array.children[i], row);
    }
    return std::move(members);
  }
  if (format == "+l") return elements_at(schema, array, row);
  if (format == "u") {
    const std::string_view text = text_at(array, row);
    return nb::str(text.data(), text.size());
  }
  if (format == "g") return nb::float_(static_cast<const double*>(array.buffers[1])[row]);
  if (format == "i") return nb::int_(static_cast<const std::int32_t*>(array.buffers[1])[row]);
  throw nb::type_error(("a result has a column of the format " + std::string(format)).c_str());
}

Batch batch_of_rows(nb::list rows, const char* what) {
  std::vector<nb::object> values;
  for (const nb::handle row : rows) {
    if (!nb::isinstance<nb::dict>(row)) throw nb::type_error((std::string(what) + " must be a list of dicts").c_str());
    values.push_back(nb::borrow(row));
  }
  const auto root = std::make_shared<Column>();
  root->length = static_cast<std::int64_t>(values.size());
  fill_structs(*root, values, what, 0);
  Batch batch;
  hand_schema(root, *root, batch.schema.fill());
  hand_array(root, *root, batch.array.fill());
  return batch;
}

}  // namespace assay::python
