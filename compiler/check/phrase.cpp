// Phrases: verb, object, `with`, count, window; and chains of them.
#include "compiler/check/phrase.h"

#include <algorithm>
#include <utility>

#include "compiler/check/comparison.h"
#include "compiler/check/foreign_names.h"
#include "compiler/check/lower.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

std::vector<std::string> attribute_names(const Checker& checker, std::int32_t activity) {
  std::vector<std::string> names;
  for (const runtime::AttributeSpec& attribute : checker.policy_.schema.activities[static_cast<std::size_t>(activity)].attributes) {
    names.push_back(attribute.name);
  }
  return names;
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

const std::string& verb_name(const Checker& checker, std::int32_t activity) {
  return checker.policy_.schema.activities[static_cast<std::size_t>(activity)].name;
}

// Nothing but a verb alone can be said of `active` and of activities without attributes.
bool has_attributes(Checker& checker, std::int32_t activity, const syntax::Name& verb, Span wanted) {
  if (activity >= 0 && !checker.policy_.schema.activities[static_cast<std::size_t>(activity)].attributes.empty()) return true;
  if (checker.spoiled_activities_.contains(activity) || !checker.unknown_names_.insert("attributes of " + verb.text).second) return false;
  checker.sink_.report(diag::Code::NoAttributes, wanted, verb.text)
      .suggest(activity < 0 ? "'active' means any activity; name one to say more about it"
                            : "declare them: activity " + verb.text + " (name: text)");
  return false;
}

Value first_attribute(Checker& checker, std::int32_t activity, Span span) {
  return checker.attribute_value(ir::Op::Attribute, -1, activity, 0, span);
}

void unknown_object(Checker& checker, std::int32_t activity, const syntax::Name& name) {
  if (checker.is_broken(name.text) || checker.lost_declaration_ || !checker.unknown_names_.insert(name.text).second) return;
  std::vector<std::string> known = {attribute_names(checker, activity).front()};
  for (const Declaration& declaration : checker.declarations_) {
    if (declaration.kind == NameKind::List) known.push_back(declaration.name);
  }
  if (checker.attribute_index(activity, name.text) >= 0) {
    checker.sink_.report(diag::Code::MissingWith, name.span, name.text)
        .suggest(fmt::format("write: {} with {} …", verb_name(checker, activity), name.text));
    return;
  }
  checker.sink_.report(diag::Code::UnknownName, name.span, "list", name.text)
      .did_you_mean(text::nearest(name.text, known))
      .suggest(name.text == "twice" || name.text == "often" ? "a count is written: at least 2 times"
                                                            : "after a verb stand texts, a list, or '" + known.front() + "' for any");
}

// Objects that are texts, lists or fields, about a first attribute that is a text.
std::optional<ir::ExprId> text_objects(Checker& checker, std::int32_t activity, const std::vector<syntax::ExprId>& objects,
                                       const Context& context, Span span) {
  const Value subject = first_attribute(checker, activity, span);
  if (subject.is_error()) return std::nullopt;
  for (const syntax::ExprId id : objects) {
    const auto* name = std::get_if<syntax::NameExpr>(&(*context.ast)[id].node);
    if (name == nullptr || checker.find(name->name.text) != nullptr) continue;
    unknown_object(checker, activity, name->name);
    return std::nullopt;
  }
  if (const std::optional<std::int32_t> atom = list_atom(checker, objects, context, pattern_mode(subject))) {
    return match_atom(checker, subject, *atom, span).known_true;
  }
  TextValues values = static_texts(checker, objects, context);
  if (!values.ok) return std::nullopt;
  std::vector<ir::ExprId> any;
  if (values.rest.size() < objects.size()) {
    any.push_back(match_atom(checker, subject, {.mode = pattern_mode(subject), .texts = std::move(values.texts), .name = values.list}, span)
                      .known_true);
  }
  for (const syntax::ExprId id : values.rest) {
    const Value value = checker.lower(id, context);
    if (value.is_error()) return std::nullopt;
    if (value.kind != Kind::Text) {
      checker.sink_.report(diag::Code::WrongObject, value.span, describe(value))
          .suggest("after a verb stand texts, a list, or the attribute's own name");
      return std::nullopt;
    }
    any.push_back(compare_texts(checker, text::TextMode::equals, subject, value, span).known_true);
  }
  return checker.build_.disjunction(any);
}

std::optional<ir::ExprId> label_objects(Checker& checker, std::int32_t activity, const std::vector<syntax::ExprId>& objects,
                                        const Context& context, Span span) {
  const Value subject = first_attribute(checker, activity, span);
  if (subject.is_error()) return std::nullopt;
  std::vector<ir::ExprId> any;
  std::vector<std::int32_t> codes;
  for (const syntax::ExprId id : objects) {
    const Value value = checker.lower_beside(subject, id, context);
    if (value.is_error()) return std::nullopt;
    if (value.labels == subject.labels && checker.build_.is_constant(value.expr)) {
      codes.push_back(static_cast<std::int32_t>(checker.build_[value.expr].integer));
      continue;
    }
    const Value same = checker.compare(syntax::CompareOp::Equal, subject, value, span);
    if (same.is_error()) return std::nullopt;
    any.push_back(same.known_true);
  }
  any.push_back(checker.build_.label_in(subject.expr, std::move(codes)));
  return checker.build_.disjunction(any);
}

std::optional<ir::ExprId> object_filter(Checker& checker, std::int32_t activity, const syntax::PhrasePart& part, const Context& context) {
  const Span span = source::join((*context.ast)[part.objects.front()].span, (*context.ast)[part.objects.back()].span);
  if (!has_attributes(checker, activity, part.verb, span)) return std::nullopt;
  const runtime::AttributeSpec& first = checker.policy_.schema.activities[static_cast<std::size_t>(activity)].attributes.front();
  for (const syntax::ExprId id : part.objects) {
    const auto* name = std::get_if<syntax::NameExpr>(&(*context.ast)[id].node);
    if (name != nullptr && name->name.text == first.name) return ir::ExprId{};  // any
  }
  switch (runtime::storage_of(first.type)) {
    case runtime::Storage::Text:
    case runtime::Storage::TextList: return text_objects(checker, activity, part.objects, context, span);
    case runtime::Storage::Label: return label_objects(checker, activity, part.objects, context, span);
    case runtime::Storage::Truth:
    case runtime::Storage::Integer:
    case runtime::Storage::Number: break;
  }
  checker.sink_.report(diag::Code::ObjectOfNumber, span, first.name, runtime::name_of(first.type), part.verb.text)
      .suggest("write: " + part.verb.text + " with " + first.name + " = …");
  return std::nullopt;
}

ir::Op count_op(syntax::Count::Of of) {
  switch (of) {
    case syntax::Count::Of::Times: return ir::Op::Count;
    case syntax::Count::Of::Days: return ir::Op::CountDays;
    case syntax::Count::Of::Weeks: return ir::Op::CountWeeks;
    case syntax::Count::Of::Months: return ir::Op::CountMonths;
    case syntax::Count::Of::Different: return ir::Op::CountDistinct;
  }
  return ir::Op::Count;
}

syntax::CompareOp comparison_of(syntax::Count::Op op) {
  switch (op) {
    case syntax::Count::Op::AtLeast: return syntax::CompareOp::GreaterEqual;
    case syntax::Count::Op::AtMost: return syntax::CompareOp::LessEqual;
    case syntax::Count::Op::Exactly: return syntax::CompareOp::Equal;
    case syntax::Count::Op::MoreThan: return syntax::CompareOp::Greater;
    case syntax::Count::Op::FewerThan: return syntax::CompareOp::Less;
  }
  return syntax::CompareOp::GreaterEqual;
}

Value integer_value(Checker& checker, ir::ExprId expr, Span span) {
  Value value = checker.error(span);
  value.kind = Kind::Integer;
  value.expr = expr;
  return value;
}

}  // namespace

void unknown_attribute(Checker& checker, std::int32_t activity, const syntax::Name& name) {
  const std::vector<std::string> known = attribute_names(checker, activity);
  if (checker.spoiled_activities_.contains(activity)) return;
  if (!checker.unknown_names_.insert(name.text + " of " + verb_name(checker, activity)).second) return;
  diag::Diagnostic& message = checker.sink_.report(diag::Code::UnknownAttribute, name.span, verb_name(checker, activity), name.text);
  if (const std::string near = text::nearest(name.text, known); !near.empty()) {
    message.did_you_mean(near);
    return;
  }
  for (const runtime::ActivitySpec& other : checker.policy_.schema.activities) {
    for (const runtime::AttributeSpec& attribute : other.attributes) {
      if (attribute.name == name.text && !other.from_prelude)
        message.suggest("'" + name.text + "' is an attribute of '" + other.name + "'");
    }
  }
  message.suggest(known.empty() ? "it has no attributes" : "its attributes are: " + joined(known));
}

std::optional<std::int32_t> resolve_attribute(Checker& checker, std::int32_t activity, const syntax::Name& name, bool plural) {
  if (!has_attributes(checker, activity, syntax::Name{activity < 0 ? "active" : verb_name(checker, activity), name.span}, name.span)) {
    return std::nullopt;
  }
  std::int32_t index = checker.attribute_index(activity, name.text);
  if (index < 0 && plural && name.text.ends_with('s')) index = checker.attribute_index(activity, name.text.substr(0, name.text.size() - 1));
  if (index >= 0) return index;
  unknown_attribute(checker, activity, name);
  return std::nullopt;
}

bool add_window(Checker& checker, const syntax::Phrase& written, const syntax::Between* in_with, const Context& context,
                std::vector<ir::Bound>& bounds) {
  if (written.window) return add_window(checker, *written.window, context, bounds);
  if (in_with == nullptr) return true;
  return add_window(checker, {.node = syntax::BetweenDates{in_with->low, in_with->high}, .span = in_with->op_span}, context, bounds);
}

bool phrases_allowed(Checker& checker, const Context& context, Span span) {
  if (!context.in_filter && !context.in_ignore) return true;
  checker.sink_.report(diag::Code::PhraseInFilter, span, context.in_ignore ? "'ignore'" : "the 'with' of another activity");
  return false;
}

namespace {

// `created in last 30 days`, `title exists`, `email domain = "x"`: what to write about a field instead.
std::string instead_of_phrase(Checker& checker, Declaration& declaration) {
  const std::string& name = declaration.name;
  if (declaration.kind != NameKind::Field) return "only activities have objects, 'with', counts and windows";
  switch (checker.policy_.schema.fields[static_cast<std::size_t>(checker.field_index(declaration))].type) {
    case runtime::Type::Date:
    case runtime::Type::Time: return fmt::format("a date is compared: {0} >= today - 30 days, or days since {0} <= 30", name);
    case runtime::Type::Integer:
    case runtime::Type::Number: return fmt::format("a number is compared: {} >= 3; only activities are counted", name);
    case runtime::Type::Email: return fmt::format("write: has {0}, or domain of {0} in freemail", name);
    case runtime::Type::Text:
    case runtime::Type::Url:
    case runtime::Type::Phone:
    case runtime::Type::TextList: return fmt::format("write: has {0}, or {0} contains \"x\"", name);
    case runtime::Type::YesNo:
    case runtime::Type::Label: return "only activities have objects, 'with', counts and windows";
  }
  return {};
}

}  // namespace

// `company size > 50`, `opted out`: one name as two words. True after a message.
static bool is_name_of_two_words(Checker& checker, const syntax::Name& first, const syntax::Name& second) {
  const std::string joined = first.text + "_" + second.text;
  static constexpr std::initializer_list<NameKind> kinds = {NameKind::Field, NameKind::Define, NameKind::Setting};
  const bool is_known = checker.find(joined) != nullptr;
  const std::string meant = is_known ? joined : checker.find(first.text) == nullptr ? checker.guess_for(joined, kinds) : "";
  if (meant.empty()) return false;
  const source::Span span = source::join(first.span, second.span);
  checker.sink_.report(diag::Code::UnknownName, span, "field, define or activity", first.text + " " + second.text)
      .suggest("a name is one word: " + meant)
      .replace(span, meant);
  return true;
}

// `pricing visited`, `webinar attended`: the activity stands first. True after a message.
static bool is_told_by_object(Checker& checker, const syntax::PhrasePart& part, const syntax::Ast& ast) {
  const auto* behind = part.objects.size() == 1 ? std::get_if<syntax::NameExpr>(&ast[part.objects.front()].node) : nullptr;
  if (behind == nullptr || is_verb(checker, part.verb)) return false;
  if (checker.line_of(behind->name.span) > checker.line_of(part.verb.span)) {  // `deal_size`, and on the next row `nurture`
    if (!checker.unknown_names_.insert(behind->name.text).second) return true;
    checker.sink_.report(diag::Code::UnknownStatement, behind->name.span, behind->name.text)
        .suggest("begin it with its word, for example: stage " + behind->name.text);
    return true;
  }
  if (checker.is_broken(part.verb.text) || checker.is_broken(behind->name.text) || !advice_for_name(part.verb.text).empty()) return false;
  static constexpr std::string_view too_many[] = {"exists", "ever", "any", "did", "have", "had", "was", "some"};
  const bool is_too_many = std::find(std::begin(too_many), std::end(too_many), part.verb.text) != std::end(too_many);
  if (is_too_many && is_verb(checker, behind->name) && checker.find(part.verb.text) == nullptr) {
    checker.sink_.report(diag::Code::UnknownName, part.verb.span, "activity", part.verb.text)
        .suggest("leave it out: " + behind->name.text)
        .replace(source::join(part.verb.span, behind->name.span), behind->name.text);
    return true;
  }
  if (!is_verb(checker, behind->name)) return is_name_of_two_words(checker, part.verb, behind->name);
  const Declaration* declaration = checker.find(part.verb.text);
  diag::Diagnostic& message =
      declaration != nullptr ? checker.sink_.report(diag::Code::NotAVerb, part.verb.span, part.verb.text, with_article(declaration->kind))
                             : checker.sink_.report(diag::Code::UnknownName, part.verb.span, "activity", part.verb.text);
  const std::string turned = fmt::format("{} {}", behind->name.text, part.verb.text);
  message.suggest("the activity stands first: " + turned).replace(source::join(part.verb.span, behind->name.span), turned);
  return true;
}

std::optional<std::int32_t> resolve_verb(Checker& checker, const syntax::Name& verb) {
  Declaration* declaration = checker.find(verb.text);
  if (declaration == nullptr && verb.text == "active" && !verb.quoted) return -1;
  if (declaration == nullptr || declaration->kind == NameKind::Activity) {
    declaration = checker.resolve(verb, {NameKind::Activity});
    if (declaration == nullptr) return std::nullopt;
    return checker.last_activity_ = declaration->index;
  }
  if (checker.unknown_names_.contains("hidden by " + verb.text)) return std::nullopt;
  diag::Diagnostic& message = checker.sink_.report(diag::Code::NotAVerb, verb.span, verb.text, with_article(declaration->kind));
  if (checker.note_hidden(message, *declaration)) {
    checker.unknown_names_.insert("hidden by " + verb.text);
  } else {
    message.suggest(instead_of_phrase(checker, *declaration));
  }
  return std::nullopt;
}

std::optional<ir::ExprId> part_filter(Checker& checker, std::int32_t activity, const syntax::PhrasePart& part, const Context& context,
                                      const syntax::Between* window) {
  Context inner = context;
  inner.activity = activity;
  inner.in_filter = true;
  inner.phrases = nullptr;
  std::vector<ir::ExprId> all;
  bool ok = true;
  if (!part.objects.empty()) {
    const std::optional<ir::ExprId> object = object_filter(checker, activity, part, inner);
    ok = object.has_value();
    if (object && object->valid()) all.push_back(*object);
  }
  if (!part.conditions.empty()) {
    if (!has_attributes(checker, activity, part.verb, (*context.ast)[part.conditions.front()].span)) return std::nullopt;
    ok = add_with(checker, part, window, inner, all) && ok;
  }
  if (!ok) return std::nullopt;
  return all.empty() ? ir::ExprId{} : checker.build_.conjunction(all);
}

LoweredPhrase phrase_of_verb(Checker& checker, std::int32_t activity, const Context& context, Span span) {
  ir::Phrase phrase{.activity = activity, .filter = {}, .bounds = {}};
  add_context_bounds(checker, context, phrase.bounds);
  LoweredPhrase out;
  out.activity = activity;
  out.phrase = checker.build_.phrase(std::move(phrase));
  if (context.phrases != nullptr) context.phrases->add({out.phrase, -1, span});
  return out;
}

std::optional<LoweredPhrase> lower_phrase(Checker& checker, syntax::PhraseId id, const Context& context) {
  const syntax::Phrase& written = (*context.ast)[id];
  if (!phrases_allowed(checker, context, written.span)) return std::nullopt;
  if (!may_ask(checker, Level::Fields, "activities", context, written.span, nullptr)) return std::nullopt;
  if (written.parts.size() > 1) return lower_chain(checker, written, context);
  const syntax::PhrasePart& part = written.parts.front();
  if (is_told_by_object(checker, part, *context.ast)) return std::nullopt;
  const std::optional<std::int32_t> activity = resolve_verb(checker, part.verb);
  if (!activity) return std::nullopt;
  if (part.same) {
    checker.sink_.report(diag::Code::SameWithoutThen, part.same->span);
    return std::nullopt;
  }
  const syntax::Between* in_with = window_in_with(checker, *activity, written, *context.ast);
  const std::optional<ir::ExprId> filter = part_filter(checker, *activity, part, context, in_with);
  ir::Phrase phrase{.activity = *activity, .filter = {}, .bounds = {}};
  const bool window = add_window(checker, written, in_with, context, phrase.bounds);
  if (!filter || !window) return std::nullopt;
  phrase.filter = *filter;
  add_context_bounds(checker, context, phrase.bounds);
  LoweredPhrase out;
  out.activity = *activity;
  out.phrase = checker.build_.phrase(std::move(phrase));
  out.count = written.count ? &*written.count : nullptr;
  out.written = &written;
  if (context.phrases != nullptr) context.phrases->add({out.phrase, -1, written.span});
  return out;
}

Value phrase_condition(Checker& checker, const LoweredPhrase& phrase, const Context& context, Span span) {
  ir::Builder& build = checker.build_;
  if (phrase.chain >= 0) {
    const ir::ExprId holds = build.over_chain(ir::Op::ChainHolds, phrase.chain);
    return checker.condition(holds, build.negation(holds), span);
  }
  if (phrase.count == nullptr) {
    const Value times = integer_value(checker, build.over_phrase(ir::Op::Count, ir::Type::Integer, phrase.phrase), span);
    return checker.compare(syntax::CompareOp::Greater, times, integer_value(checker, build.integer(0), span), span);
  }
  const syntax::Count& count = *phrase.count;
  std::optional<std::int32_t> attribute = -1;
  if (count.of == syntax::Count::Of::Different && count.attribute)
    attribute = resolve_attribute(checker, phrase.activity, *count.attribute, true);
  const std::optional<std::int64_t> number = checker.constant_integer(count.number, context, "the count");
  if (!attribute || !number) return checker.error(span);
  const ir::ExprId counted = build.over_phrase(count_op(count.of), ir::Type::Integer, phrase.phrase, *attribute);
  return checker.compare(comparison_of(count.op), integer_value(checker, counted, span),
                         integer_value(checker, build.integer(*number), span), span);
}

Value lower_verb(Checker& checker, std::int32_t activity, const std::string&, const Context& context, Span span) {
  if (!phrases_allowed(checker, context, span)) return checker.error(span);
  return phrase_condition(checker, phrase_of_verb(checker, activity, context, span), context, span);
}

Value lower_node(Checker& checker, const syntax::PhraseExpr& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = lower_phrase(checker, node.phrase, context);
  return phrase ? phrase_condition(checker, *phrase, context, span) : checker.error(span);
}

std::optional<LoweredPhrase> verb_in_range(Checker& checker, const syntax::Name& verb, const syntax::Between& range, const Context& context,
                                           Span span) {
  const std::optional<std::int32_t> activity = resolve_verb(checker, verb);
  if (!activity || !phrases_allowed(checker, context, span)) return std::nullopt;
  if (!may_ask(checker, Level::Fields, verb.text, context, span, nullptr)) return std::nullopt;
  ir::Phrase phrase{.activity = *activity, .filter = {}, .bounds = {}};
  const syntax::Window window{.node = syntax::BetweenDates{range.low, range.high}, .span = span};
  if (!add_window(checker, window, context, phrase.bounds)) return std::nullopt;
  add_context_bounds(checker, context, phrase.bounds);
  LoweredPhrase out;
  out.activity = *activity;
  out.phrase = checker.build_.phrase(std::move(phrase));
  if (context.phrases != nullptr) context.phrases->add({out.phrase, -1, span});
  return out;
}

Value verb_between(Checker& checker, const syntax::Name& verb, const syntax::Between& node, const Context& context, Span span) {
  const std::optional<LoweredPhrase> phrase = verb_in_range(checker, verb, node, context, span);
  if (!phrase) return checker.error(span);
  const Value value = phrase_condition(checker, *phrase, context, span);
  return node.negated ? checker.condition(value.known_false, value.known_true, span) : value;
}

}  // namespace assay::check
