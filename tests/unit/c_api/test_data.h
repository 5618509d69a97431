// Small Arrow batches and streams for the tests of the C interface, and its handles as values that free themselves.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bindings/c/assay.h"
#include "runtime/arrow/own_arrays.h"
#include "runtime/arrow/owned.h"

namespace assay::c_api {

struct Deleter {
  void operator()(assay_policy* policy) const { assay_policy_free(policy); }
  void operator()(assay_error* error) const { assay_error_free(error); }
  void operator()(assay_run* run) const { assay_run_free(run); }
  void operator()(char* text) const { assay_text_free(text); }
};
template <typename Handle>
using Handle_of = std::unique_ptr<Handle, Deleter>;

struct Compiled {
  Handle_of<assay_policy> policy;
  Handle_of<assay_error> error;
  assay_status status = ASSAY_OK;
};

inline Compiled compile(const std::string& text, const assay_compile_options* options = nullptr) {
  assay_policy* policy = nullptr;
  assay_error* error = nullptr;
  const assay_status status = assay_compile(text.data(), text.size(), options, &policy, &error);
  return {Handle_of<assay_policy>(policy), Handle_of<assay_error>(error), status};
}

// A text column: nullopt is null.
using Texts = std::vector<std::optional<std::string>>;

struct Batch {
  arrow::OwnedSchema schema;
  arrow::OwnedArray array;
};

inline arrow::ArrayNode text_node(const Texts& values) {
  arrow::ArrayNode node;
  std::vector<std::uint8_t> known((values.size() + 7) / 8 + 1);
  std::vector<std::int32_t> offsets{0};
  std::vector<char> bytes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i]) {
      known[i / 8] = static_cast<std::uint8_t>(known[i / 8] | 1 << (i % 8));
      bytes.insert(bytes.end(), values[i]->begin(), values[i]->end());
    } else {
      ++node.null_count;
    }
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
  node.length = static_cast<std::int64_t>(values.size());
  node.own(std::move(known));
  node.own(std::move(offsets));
  node.own(std::move(bytes));
  return node;
}

// Columns of equal length.
inline Batch batch_of(const std::vector<std::pair<std::string, Texts>>& columns) {
  arrow::SchemaNode schema{"+s", "", false, {}, {}};
  arrow::ArrayNode array;
  array.buffers.push_back(nullptr);
  for (const auto& [name, values] : columns) {
    schema.children.push_back({"u", name, true, {}, {}});
    array.children.push_back(text_node(values));
    array.length = array.children.back().length;
  }
  Batch batch;
  arrow::give(std::move(schema), batch.schema.get());
  arrow::give(std::move(array), batch.array.get());
  return batch;
}

// `count` batches, made when they are pulled; `pulled` counts them. An error text from `make` fails the stream.
struct Source {
  std::function<Batch(int)> make;
  int count = 1;
  int fail_at = -1;
  int pulled = 0;
  int released = 0;
};

inline ArrowArrayStream stream_of(Source& source) {
  ArrowArrayStream stream{};
  stream.private_data = &source;
  stream.get_schema = [](ArrowArrayStream* self, ArrowSchema* out) {
    static_cast<Source*>(self->private_data)->make(0).schema.give_to(out);
    return 0;
  };
  stream.get_next = [](ArrowArrayStream* self, ArrowArray* out) {
    auto& from = *static_cast<Source*>(self->private_data);
    *out = ArrowArray{};
    if (from.pulled == from.fail_at) return 5;
    if (from.pulled < from.count) from.make(from.pulled++).array.give_to(out);
    return 0;
  };
  stream.get_last_error = [](ArrowArrayStream*) -> const char* { return "the disk is gone"; };
  stream.release = [](ArrowArrayStream* self) {
    ++static_cast<Source*>(self->private_data)->released;
    self->release = nullptr;
  };
  return stream;
}

inline assay_score_options score_options() {
  assay_score_options options = ASSAY_SCORE_OPTIONS_INIT;
  options.as_of = "2026-11-22";
  return options;
}

struct Scored {
  arrow::OwnedArray scores;
  arrow::OwnedSchema schema;
  Handle_of<assay_run> run;
  Handle_of<assay_error> error;
  assay_status status = ASSAY_OK;

  const double* points(std::int64_t column = 1) const { return static_cast<const double*>(scores->children[column]->buffers[1]); }
};

inline Scored score(const assay_policy* policy, Batch leads, const assay_score_options& options = score_options()) {
  Scored scored;
  assay_run* run = nullptr;
  assay_error* error = nullptr;
  scored.status =
      assay_score_batch(policy, leads.array.get(), leads.schema.get(), &options, scored.scores.get(), scored.schema.get(), &run, &error);
  scored.run.reset(run);
  scored.error.reset(error);
  return scored;
}

}  // namespace assay::c_api
