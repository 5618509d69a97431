#include "compiler/explain/lead_view.h"

#include "compiler/interpret/explain.h"
#include "compiler/source/words.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::explain {
namespace {

using Kind = Shown::Kind;

Shown shown(Kind kind, std::string text) {
  Shown out;
  out.kind = kind;
  out.text = std::move(text);
  return out;
}

Shown of_truth(const interpret::Value& value) { return shown(Kind::Truth, value.integer != 0 ? "yes" : "no"); }
Shown of_date(const interpret::Value& value) { return shown(Kind::Word, calendar::day_to_text(static_cast<calendar::Day>(value.integer))); }

Shown of_time(const interpret::Value& value) {
  Shown out = shown(Kind::Time, calendar::instant_to_text(value.integer));
  out.time = value.integer;
  return out;
}

Shown of_list(const interpret::TextRange& list) {
  Shown shown;
  shown.kind = Kind::List;
  for (std::size_t i = list.begin; i < list.end; ++i) shown.items.emplace_back(list.elements->at_row(i));
  return shown;
}

Shown of_attribute(const runtime::AttributeSpec& spec, const interpret::Value& value) {
  if (!value.known) return {};
  switch (spec.type) {
    case runtime::Type::YesNo: return of_truth(value);
    case runtime::Type::Integer: return shown(Kind::Number, runtime::integer_to_text(value.integer));
    case runtime::Type::Number: return shown(Kind::Number, runtime::number_to_text(value.number));
    case runtime::Type::Text:
    case runtime::Type::Email:
    case runtime::Type::Url:
    case runtime::Type::Phone: return shown(Kind::Text, std::string(value.text));
    case runtime::Type::Date: return of_date(value);
    case runtime::Type::Time: return of_time(value);
    case runtime::Type::Label: return shown(Kind::Word, spec.labels[static_cast<std::size_t>(value.integer)]);
    case runtime::Type::TextList: return of_list(value.list);
  }
  return {};
}

}  // namespace

std::string LeadView::words(source::Span span) const { return source::words(sources, span); }

Place LeadView::place(source::Span span) const { return {sources[span.file].name(), sources[span.file].line_of(span.begin)}; }

Shown LeadView::value(ir::ExprId expression) const {
  const interpret::Value& value = lead.value(expression);
  if (!value.known) return {};
  switch (policy[expression].type) {
    case ir::Type::Truth:
    case ir::Type::YesNo: return of_truth(value);
    case ir::Type::Integer: return shown(Kind::Number, runtime::integer_to_text(value.integer));
    case ir::Type::Number: return shown(Kind::Number, runtime::number_to_text(value.number));
    case ir::Type::Text: return shown(Kind::Text, std::string(value.text));
    case ir::Type::Date: return of_date(value);
    case ir::Type::Time: return of_time(value);
    case ir::Type::Label: return shown(Kind::Word, interpret::label_text(policy, expression, value.integer));
    case ir::Type::TextList: return of_list(value.list);
  }
  return {};
}

std::optional<double> LeadView::number(ir::ExprId expression) const {
  const interpret::Value& value = lead.value(expression);
  const ir::Type type = policy[expression].type;
  if (!value.known || (type != ir::Type::Integer && type != ir::Type::Number)) return std::nullopt;
  return type == ir::Type::Number ? value.number : static_cast<double>(value.integer);
}

ShownActivity LeadView::activity(Activity index) const {
  ShownActivity shown;
  if (lead.is_timed(index)) shown.time = lead.time_of(index);
  const std::int16_t kind = activities->kinds[index];
  if (kind == runtime::ActivityBatch::unknown_kind) return shown;
  const runtime::ActivitySpec& spec = policy.schema.activities[static_cast<std::size_t>(kind)];
  shown.kind = spec.name;
  for (std::size_t i = 0; i < spec.attributes.size(); ++i) {
    Shown attribute = of_attribute(spec.attributes[i], lead.attribute(kind, static_cast<std::int32_t>(i), index));
    if (attribute.kind != Kind::Missing) shown.attributes.emplace_back(spec.attributes[i].name, std::move(attribute));
  }
  return shown;
}

}  // namespace assay::explain
