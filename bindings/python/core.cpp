// The extension module: policies and results for the Python package, over the C++ interface. What users see is written in assay/*.py.
//
// The GIL is released while the engine works. Objects of Python are touched, and Arrow data of others is released, only with it.
#include <assay/policy.h>
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrow_objects.h"
#include "rows.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace assay::python {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

Stream optional_stream(nb::handle object, const char* what) { return object.is_none() ? Stream() : stream_of_object(object, what); }

Policy compile(const std::string& text, const std::string& file_name, const Settings& settings, nb::object read_file, bool interpreter) {
  CompileOptions options;
  options.file_name = file_name;
  options.settings = settings;
  options.engine = interpreter ? ASSAY_INTERPRETER : ASSAY_NATIVE;
  std::optional<nb::python_error> raised;  // the first exception of the callback; the library must not see it
  if (!read_file.is_none()) {
    options.read_file = [&](const std::string& path) -> std::optional<std::string> {
      const nb::gil_scoped_acquire locked;
      try {
        const nb::object file = read_file(path);
        return file.is_none() ? std::nullopt : std::optional(nb::cast<std::string>(file));
      } catch (nb::python_error& error) {
        if (!raised) raised.emplace(std::move(error));
      } catch (const nb::cast_error&) {
      }
      return std::nullopt;
    };
  }
  try {
    const nb::gil_scoped_release unlocked;
    return Policy::compile(text, options);
  } catch (const Error&) {
    if (raised) throw std::move(*raised);
    throw;
  }
}

// A scored table: all its batches.
struct Scored {
  std::shared_ptr<Batches> batches;
  Run run;
};

std::int64_t rows_of(const Scored& scored) {
  std::int64_t rows = 0;
  for (const auto& array : scored.batches->arrays) rows += array->get()->length;
  return rows;
}

Scored score(const Policy& policy, nb::handle leads, nb::handle activities, const ScoreOptions& options) {
  Stream lead_stream = stream_of_object(leads, "leads");
  Stream activity_stream = optional_stream(activities, "activities");
  Scored scored{std::make_shared<Batches>(), {}};
  ScoredStream stream;
  const nb::gil_scoped_release unlocked;
  stream = policy.score(std::move(lead_stream), options, std::move(activity_stream));
  scored.run = stream.run;
  try {
    scored.batches->schema = stream.scores.schema();
    for (Array array = stream.scores.next(); !array.empty(); array = stream.scores.next()) {
      scored.batches->arrays.push_back(std::make_shared<Array>(std::move(array)));
    }
  } catch (const std::runtime_error& error) {
    throw Error(ASSAY_WRONG_DATA, error.what());
  }
  return scored;
}

// The first rows as dicts.
nb::list head(const Scored& scored, std::int64_t most) {
  const ArrowSchema& schema = *scored.batches->schema.get();
  nb::list rows;
  for (const auto& array : scored.batches->arrays) {
    for (std::int64_t row = 0; row < array->get()->length && static_cast<std::int64_t>(rows.size()) < most; ++row) {
      rows.append(value_at(schema, *array->get(), row));
    }
  }
  return rows;
}

// A stream that may be taken once.
struct Lazy {
  ScoredStream stream;

  nb::capsule take() {
    if (stream.scores.empty()) throw nb::value_error("this stream was read already");
    return capsule_of(std::move(stream.scores));
  }
};

Lazy score_lazily(const Policy& policy, nb::handle leads, nb::handle activities, const ScoreOptions& options) {
  Stream lead_stream = stream_of_object(leads, "leads");
  Stream activity_stream = optional_stream(activities, "activities");
  const nb::gil_scoped_release unlocked;
  return {policy.score(std::move(lead_stream), options, std::move(activity_stream))};
}

std::string explain(const Policy& policy, nb::handle leads, const std::optional<std::string>& id, nb::handle activities,
                    const ScoreOptions& options) {
  Stream lead_stream = stream_of_object(leads, "leads");
  Stream activity_stream = optional_stream(activities, "activities");
  const nb::gil_scoped_release unlocked;
  return policy.explain(std::move(lead_stream), id, options, std::move(activity_stream));
}

// assay.errors makes the exception that fits.
void raise_error(const std::exception_ptr& pointer, void*) {
  try {
    std::rethrow_exception(pointer);
  } catch (const Error& error) {
    const nb::object made =
        nb::module_::import_("assay.errors").attr("from_core")(static_cast<int>(error.status()), error.what(), error.diagnostics());
    PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(made.ptr())), made.ptr());
  }
}

}  // namespace
}  // namespace assay::python

NB_MODULE(_core, module) {
  using namespace assay;
  using namespace assay::python;
  nb::register_exception_translator(raise_error);
  module.def("version", assay_version);
  module.def("compile", compile, "text"_a, "file_name"_a, "settings"_a, "read_file"_a.none(), "interpreter"_a);

  nb::class_<ScoreOptions>(module, "ScoreOptions")
      .def(
          "__init__",
          [](ScoreOptions* options, const std::string& as_of, bool explain, unsigned threads) {
            new (options) ScoreOptions{as_of, explain, threads};
          },
          "as_of"_a, "explain"_a, "threads"_a);

  nb::class_<Scored>(module, "Scored")
      .def("rows", rows_of)
      .def("head", head, "most"_a)
      .def("report", [](const Scored& scored) { return scored.run.report(); })
      .def("stream", [](const Scored& scored) { return capsule_of(std::shared_ptr<const Batches>(scored.batches)); })
      .def("schema", [](const Scored& scored) { return capsule_of(copy_of(*scored.batches->schema.get())); });

  nb::class_<Lazy>(module, "Lazy").def("stream", &Lazy::take).def("report", [](const Lazy& lazy) { return lazy.stream.run.report(); });

  nb::class_<Policy>(module, "Policy")
      .def("inputs", &Policy::inputs)
      .def("outputs", &Policy::outputs, "explain"_a)
      .def("diagnostics", &Policy::diagnostics)
      .def("test", &Policy::test, nb::call_guard<nb::gil_scoped_release>())
      .def("input_schema", [](const Policy& policy) { return capsule_of(policy.input_schema()); })
      .def(
          "output_schema", [](const Policy& policy, bool explain) { return capsule_of(policy.output_schema(explain)); }, "explain"_a)
      .def("score", score, "leads"_a, "activities"_a.none(), "options"_a)
      .def("score_lazily", score_lazily, "leads"_a, "activities"_a.none(), "options"_a)
      .def("explain", explain, "leads"_a, "id"_a.none(), "activities"_a.none(), "options"_a);
}
