// Python objects that hold Arrow data, by the PyCapsule protocol: what others hand over, and what is handed to others. Nothing is copied.
// What it is not: it knows no library of data frames.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <assay/arrow.h>
#include <nanobind/nanobind.h>

namespace assay::python {

// The data of an object with __arrow_c_stream__ or __arrow_c_array__; of a list of dicts (rows.h) too. Throws TypeError for all else;
// `what` names the argument in the message.
Stream stream_of_object(nanobind::handle object, const char* what);

// Batches of one schema that may be handed out any number of times.
struct Batches {
  Schema schema;
  std::vector<std::shared_ptr<const Array>> arrays;
};

// A capsule "arrow_array_stream" over the batches, which it keeps alive.
nanobind::capsule capsule_of(const std::shared_ptr<const Batches>& batches);

// A capsule that takes the stream over.
nanobind::capsule capsule_of(Stream stream);

// A capsule "arrow_schema" that takes the schema over.
nanobind::capsule capsule_of(Schema schema);

}  // namespace assay::python
