// Fields and activities of the policy as the schema that readers and engines work with.
#include <algorithm>
#include <string>

#include "compiler/check/checker.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

constexpr std::int32_t no_activity = -1;  // the first half of a key of untyped_ for a field

runtime::Type schema_type(syntax::Type::Kind kind) {
  switch (kind) {
    case syntax::Type::Kind::Unknown:
    case syntax::Type::Kind::Text: return runtime::Type::Text;
    case syntax::Type::Kind::Email: return runtime::Type::Email;
    case syntax::Type::Kind::Url: return runtime::Type::Url;
    case syntax::Type::Kind::Phone: return runtime::Type::Phone;
    case syntax::Type::Kind::Integer: return runtime::Type::Integer;
    case syntax::Type::Kind::Number: return runtime::Type::Number;
    case syntax::Type::Kind::YesNo: return runtime::Type::YesNo;
    case syntax::Type::Kind::Date: return runtime::Type::Date;
    case syntax::Type::Kind::Time: return runtime::Type::Time;
    case syntax::Type::Kind::OneOf: return runtime::Type::Label;
    case syntax::Type::Kind::ListOfText: return runtime::Type::TextList;
  }
  return runtime::Type::Text;
}

ir::Type ir_type(runtime::Type type) {
  switch (type) {
    case runtime::Type::YesNo: return ir::Type::YesNo;
    case runtime::Type::Integer: return ir::Type::Integer;
    case runtime::Type::Number: return ir::Type::Number;
    case runtime::Type::Text:
    case runtime::Type::Email:
    case runtime::Type::Url:
    case runtime::Type::Phone: return ir::Type::Text;
    case runtime::Type::Date: return ir::Type::Date;
    case runtime::Type::Time: return ir::Type::Time;
    case runtime::Type::Label: return ir::Type::Label;
    case runtime::Type::TextList: return ir::Type::TextList;
  }
  return ir::Type::Text;
}

Kind kind_of(ir::Type type) {
  switch (type) {
    case ir::Type::Truth: return Kind::Condition;
    case ir::Type::YesNo: return Kind::YesNo;
    case ir::Type::Integer: return Kind::Integer;
    case ir::Type::Number: return Kind::Number;
    case ir::Type::Text: return Kind::Text;
    case ir::Type::Date: return Kind::Date;
    case ir::Type::Time: return Kind::Time;
    case ir::Type::Label: return Kind::Label;
    case ir::Type::TextList: return Kind::TextList;
  }
  return Kind::Error;
}

std::vector<std::string> texts(const std::vector<syntax::Text>& written) {
  std::vector<std::string> out;
  for (const syntax::Text& text : written) out.push_back(text.value);
  return out;
}

std::vector<std::string> distinct_labels(const syntax::Type& type, diag::Sink& sink) {
  std::vector<std::string> labels, folded;
  for (const syntax::Label& label : type.labels) {
    std::string form = text::fold(label.text);
    if (std::find(folded.begin(), folded.end(), form) != folded.end()) {
      sink.report(diag::Code::LabelTwice, label.span, label.text);
      continue;
    }
    folded.push_back(std::move(form));
    labels.push_back(label.text);
  }
  return labels;
}

// A format of dates as other programs write it, in our letters; empty where that is no format either.
std::string in_our_letters(std::string format) {
  static constexpr std::pair<std::string_view, std::string_view> letters[] = {
      {"%d", "DD"},     {"%m", "MM"},     {"%Y", "YYYY"}, {"%y", "YY"}, {"%H", "HH"}, {"%M", "mm"}, {"%S", "ss"}, {"jjjj", "YYYY"},
      {"JJJJ", "YYYY"}, {"yyyy", "YYYY"}, {"yy", "YY"},   {"TT", "DD"}, {"tt", "DD"}, {"dd", "DD"}, {"d", "D"},   {"hh", "HH"}};
  for (const auto& [theirs, ours] : letters) {
    for (std::size_t at = format.find(theirs); at != std::string::npos; at = format.find(theirs, at + ours.size()))
      format.replace(at, theirs.size(), ours);
  }
  if (const std::size_t month = format.find("mm"); month != std::string::npos && format.find('M') == std::string::npos)
    format.replace(month, 2, "MM");
  return calendar::DateFormat::compile(format) ? format : std::string{};
}

// Whether the type can be read in this format; `why` says what is wrong.
bool readable(runtime::Type type, const std::string& format, std::string& why) {
  switch (type) {
    case runtime::Type::Integer:
    case runtime::Type::Number:
      why = "write format \"1,000.5\" or format \"1.000,5\"";
      return runtime::grouping_from_format(format).has_value();
    case runtime::Type::YesNo:
      why = "write what yes and no look like with one / between them, such as format \"x/\"";
      return runtime::YesNoFormat::from_format(format).has_value();
    case runtime::Type::Date:
    case runtime::Type::Time: {
      if (calendar::DateFormat::compile(format, &why)) return true;
      if (const std::string meant = in_our_letters(format); !meant.empty()) why = fmt::format("write format \"{}\"", meant);
      return false;
    }
    case runtime::Type::Text:
    case runtime::Type::Email:
    case runtime::Type::Url:
    case runtime::Type::Phone:
    case runtime::Type::Label:
    case runtime::Type::TextList: break;
  }
  why = "only numbers, dates, times and yes/no have a format";
  return false;
}

runtime::FieldSpec field_spec(const syntax::Field& field, Origin origin, diag::Sink& sink) {
  runtime::FieldSpec spec;
  spec.name = field.name.text;
  spec.type = schema_type(field.type.kind);
  spec.labels = distinct_labels(field.type, sink);
  spec.from = texts(field.from);
  spec.missing = texts(field.missing);
  spec.from_prelude = origin != Origin::Policy;
  std::string why;
  const bool known = field.type.kind != syntax::Type::Kind::Unknown;
  if (field.format && known && !readable(spec.type, field.format->value, why)) {
    sink.report(diag::Code::BadFormat, field.format->span, field.format->value, runtime::name_of(spec.type)).suggest(why);
  } else if (field.format) {
    spec.format = field.format->value;
  }
  if (field.separator && known && spec.type != runtime::Type::TextList) {
    sink.report(diag::Code::SeparatorOfOne, field.separator->span, field.name.text, runtime::name_of(spec.type));
  } else if (field.separator) {
    spec.separator = field.separator->value;
  }
  return spec;
}

LabelSet label_set(std::string owner, const std::vector<std::string>& labels, bool complete) {
  LabelSet set{.owner = std::move(owner), .labels = labels, .folded = {}, .complete = complete};
  for (const std::string& label : labels) set.folded.push_back(text::fold(label));
  return set;
}

// Of what is merged, `minutes` is the length of all that was attended, whether it is declared or not.
void add_minutes(runtime::ActivitySpec& spec, std::vector<const LabelSet*>& labels, const syntax::Activity& written, diag::Sink& sink) {
  bool from = false, to = false, minutes = false;
  for (const runtime::AttributeSpec& attribute : spec.attributes) {
    from = from || (attribute.name == "from" && attribute.type == runtime::Type::Time);
    to = to || (attribute.name == "to" && attribute.type == runtime::Type::Time);
    minutes = minutes || attribute.name == "minutes";
  }
  if (!from || !to) {
    sink.report(diag::Code::MergingNeedsTimes, written.name.span, spec.name)
        .suggest("write: activity " + spec.name + " (webinar: text, from: time, to: time) merging overlaps");
  }
  if (minutes) return;
  runtime::AttributeSpec made;
  made.name = "minutes";
  made.type = runtime::Type::Number;
  spec.attributes.push_back(std::move(made));
  labels.push_back(nullptr);
}

// Kinds are matched as headers are: without case, spaces, `_`, `-` and `.`.
std::string header_form(std::string_view kind) {
  std::string out;
  for (const char letter : text::fold(kind)) {
    if (letter != ' ' && letter != '_' && letter != '-' && letter != '.') out.push_back(letter);
  }
  return out;
}

}  // namespace

std::int32_t Checker::field_index(Declaration& declaration) {
  if (declaration.index >= 0) return declaration.index;
  const auto& field = declaration.as<syntax::Field>();
  runtime::FieldSpec spec = field_spec(field, declaration.origin, sink_);
  declaration.index = static_cast<std::int32_t>(policy_.schema.fields.size());
  const bool has_labels = spec.type == runtime::Type::Label;
  if (has_labels) label_sets_.push_back(label_set(spec.name, spec.labels, !is_spoiled(field.span)));
  field_labels_.push_back(has_labels ? &label_sets_.back() : nullptr);
  if (field.type.kind == syntax::Type::Kind::Unknown) untyped_.emplace(no_activity, declaration.index);
  policy_.schema.fields.push_back(std::move(spec));
  return declaration.index;
}

const LabelSet* Checker::labels_of_field(std::int32_t field) { return field_labels_[static_cast<std::size_t>(field)]; }

const LabelSet* Checker::labels_of_attribute(std::int32_t activity, std::int32_t attribute) {
  return attribute_labels_[static_cast<std::size_t>(activity)][static_cast<std::size_t>(attribute)];
}

std::int32_t Checker::attribute_index(std::int32_t activity, const std::string& name) const {
  if (activity < 0) return -1;
  const auto& attributes = policy_.schema.activities[static_cast<std::size_t>(activity)].attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

void Checker::add_activity(Declaration& declaration) {
  const auto& activity = declaration.as<syntax::Activity>();
  runtime::ActivitySpec spec;
  spec.name = activity.name.text;
  spec.from = texts(activity.from);
  spec.merging_overlaps = activity.merging_overlaps;
  spec.from_prelude = declaration.origin != Origin::Policy;
  std::vector<const LabelSet*> labels;
  for (const syntax::Attribute& attribute : activity.attributes) {
    for (const runtime::AttributeSpec& known : spec.attributes) {
      if (known.name == attribute.name.text) sink_.report(diag::Code::DeclaredTwice, attribute.name.span, "attribute", attribute.name.text);
    }
    runtime::AttributeSpec made;
    made.name = attribute.name.text;
    made.type = schema_type(attribute.type.kind);
    made.labels = distinct_labels(attribute.type, sink_);
    const bool has_labels = made.type == runtime::Type::Label;
    if (has_labels) label_sets_.push_back(label_set(made.name + " of " + spec.name, made.labels, !is_spoiled(activity.span)));
    labels.push_back(has_labels ? &label_sets_.back() : nullptr);
    if (attribute.type.kind == syntax::Type::Kind::Unknown) {
      untyped_.emplace(policy_.schema.activities.size(), spec.attributes.size());
    }
    spec.attributes.push_back(std::move(made));
  }
  if (spec.merging_overlaps) add_minutes(spec, labels, activity, sink_);
  declaration.index = static_cast<std::int32_t>(policy_.schema.activities.size());
  if (is_spoiled(activity.span)) spoiled_activities_.insert(declaration.index);
  attribute_labels_.push_back(std::move(labels));
  policy_.schema.activities.push_back(std::move(spec));
}

// A kind belongs to one activity: what the policy's own claim is no longer the prelude's or a module's. Among those an activity's name is
// its own before it is one of the names that another one is read from.
void Checker::claim_kinds() {
  std::vector<Declaration*> own, others;
  for (Declaration& declaration : declarations_) {
    if (declaration.kind != NameKind::Activity || find(declaration.name) != &declaration) continue;
    add_activity(declaration);
    (declaration.origin == Origin::Policy ? own : others).push_back(&declaration);
  }
  std::map<std::string, const Declaration*> claimed;
  const auto claims = [&](const Declaration& declaration, const std::string& kind, Span span) {
    const auto [known, is_new] = claimed.emplace(header_form(kind), &declaration);
    if (is_new || known->second == &declaration) return true;
    if (declaration.origin == Origin::Policy) sink_.report(diag::Code::KindTwice, span, kind, known->second->name);
    return false;
  };
  const auto claim_from = [&](const Declaration& declaration) {
    const auto& node = declaration.as<syntax::Activity>();
    std::vector<std::string>& from = policy_.schema.activities[static_cast<std::size_t>(declaration.index)].from;
    from.clear();
    for (const syntax::Text& kind : node.from) {
      if (claims(declaration, kind.value, kind.span)) from.push_back(kind.value);
    }
  };
  for (const Declaration* declaration : own) {
    claims(*declaration, declaration->name, declaration->span);
    claim_from(*declaration);
  }
  for (const Declaration* declaration : others) claims(*declaration, declaration->name, declaration->span);
  for (const Declaration* declaration : others) claim_from(*declaration);
}

void Checker::make_schema() {
  for (Declaration& declaration : declarations_) {
    const bool own = declaration.kind == NameKind::Field && declaration.origin == Origin::Policy;
    if (own && find(declaration.name) == &declaration) field_index(declaration);
  }
  claim_kinds();
  runtime::Schema& schema = policy_.schema;
  if (Declaration* id = find("id", NameKind::Field)) {
    schema.id_field = field_index(*id);
  } else {
    schema.id_field = static_cast<std::int32_t>(schema.fields.size());
    runtime::FieldSpec spec;
    spec.name = "id";
    spec.from_prelude = true;
    schema.fields.push_back(std::move(spec));
    field_labels_.push_back(nullptr);
  }
}

namespace {

Value typed(ir::ExprId expr, ir::Type type, runtime::Type written, const LabelSet* labels, Span span) {
  Value value;
  value.kind = kind_of(type);
  value.text_type = written;
  value.expr = expr;
  value.labels = labels;
  value.span = span;
  return value;
}

}  // namespace

Value Checker::field_value(std::int32_t field, Span span) {
  if (untyped_.contains({no_activity, field})) return error(span);
  const runtime::FieldSpec& spec = policy_.schema.fields[static_cast<std::size_t>(field)];
  const ir::Type type = ir_type(spec.type);
  return typed(build_.leaf(ir::Op::Field, type, field), type, spec.type, labels_of_field(field), span);
}

// Attribute: `index` is the activity; LastValue, FirstValue, MaxOf and their kin: the phrase.
Value Checker::attribute_value(ir::Op op, std::int32_t index, std::int32_t activity, std::int32_t attribute, Span span) {
  if (untyped_.contains({activity, attribute})) return error(span);
  const auto& spec = policy_.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(attribute)];
  const ir::Type type = ir_type(spec.type);
  const ir::ExprId expr =
      op == ir::Op::Attribute ? build_.attribute(activity, attribute, type) : build_.over_phrase(op, type, index, attribute);
  return typed(expr, type, spec.type, labels_of_attribute(activity, attribute), span);
}

}  // namespace assay::check
