// What a policy asks of its data and what its results hold, as Arrow schemas.
#include "bindings/c/handles.h"
#include "runtime/arrow/export.h"
#include "runtime/arrow/own_arrays.h"

namespace assay::c_api {
namespace {

// The Arrow type whose values need no conversion.
arrow::SchemaNode column_of(const runtime::FieldSpec& field) {
  const auto plain = [&](const char* format) { return arrow::SchemaNode{format, field.name, true, {}, {}}; };
  switch (field.type) {
    case runtime::Type::YesNo: return plain("b");
    case runtime::Type::Integer: return plain("l");
    case runtime::Type::Number: return plain("g");
    case runtime::Type::Text:
    case runtime::Type::Email:
    case runtime::Type::Url:
    case runtime::Type::Phone: return plain("u");
    case runtime::Type::Date: return plain("tdD");
    case runtime::Type::Time: return plain("tsu:UTC");
    case runtime::Type::Label: return {"i", field.name, true, {}, {{"u", "", false, {}, {}}}};
    case runtime::Type::TextList: return {"+l", field.name, true, {{"u", "item", true, {}, {}}}, {}};
  }
  return {};
}

// A function of assay.h that makes a schema of a policy.
template <typename Write>
assay_status schema_of(const assay_policy* policy, ArrowSchema* schema, assay_error** error, Write&& write) noexcept {
  if (schema != nullptr) *schema = ArrowSchema{};
  return guarded(error, [&]() -> Outcome {
    if (policy == nullptr || schema == nullptr) return wrong_argument("a policy and a place for the schema are needed");
    write(*policy->compiled->program);
    return {};
  });
}

}  // namespace
}  // namespace assay::c_api

using namespace assay;

assay_status assay_policy_input_schema(const assay_policy* policy, ArrowSchema* schema, assay_error** error) {
  return c_api::schema_of(policy, schema, error, [&](const runtime::Program& program) {
    arrow::SchemaNode all{"+s", "", false, {}, {}};
    const std::vector<runtime::FieldSpec>& fields = program.schema().fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const bool is_id = static_cast<std::int32_t>(i) == program.schema().id_field;
      if (fields[i].used || is_id) all.children.push_back(c_api::column_of(fields[i]));
    }
    arrow::give(std::move(all), schema);
  });
}

assay_status assay_policy_output_schema(const assay_policy* policy, int32_t explain, ArrowSchema* schema, assay_error** error) {
  return c_api::schema_of(policy, schema, error, [&](const runtime::Program& program) {
    io::WriterOptions options;
    options.explain = explain != 0;
    arrow::ResultExporter(program.result_schema(), options).schema(schema);
  });
}
