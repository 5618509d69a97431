// `given`: fields, activities and the stage that a test's lead has, typed like the data that they stand for.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/check/phrase.h"
#include "compiler/check/test_lowering.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

constexpr std::int64_t noon = calendar::microseconds_per_day / 2;

std::string type_words(runtime::Type type, const LabelSet* labels) {
  switch (type) {
    case runtime::Type::YesNo: return "yes or no";
    case runtime::Type::Integer: return "a whole number";
    case runtime::Type::Number: return "a number";
    case runtime::Type::Text: return "a text in quotes";
    case runtime::Type::Email: return "an email address in quotes";
    case runtime::Type::Url: return "the address of a page in quotes";
    case runtime::Type::Phone: return "a phone number in quotes";
    case runtime::Type::Date: return "a date such as 2026-11-22";
    case runtime::Type::Time: return "a time such as 2026-11-22 09:30";
    case runtime::Type::Label: return fmt::format("one of {}", fmt::join(labels->labels, ", "));
    case runtime::Type::TextList: return "texts in quotes";
  }
  return "";
}

bool is_moment(const syntax::Expr& expr) {
  return std::holds_alternative<syntax::DateLiteral>(expr.node) || std::holds_alternative<syntax::TimeLiteral>(expr.node);
}

// What a literal is for the type; monostate when it does not fit.
class Conversion {
 public:
  Conversion(Checker& checker, runtime::Type type) : checker_(checker), type_(type) {}

  ir::GivenValue of(const Value& value) const {
    const ir::Node& node = checker_.build_[value.expr];
    switch (type_) {
      case runtime::Type::YesNo:
        if (value.kind != Kind::YesNo || node.op != ir::Op::TruthToYesNo) break;
        return checker_.build_.is_truth(checker_.policy_.operand(node, 0), true);
      case runtime::Type::Integer:
        if (value.kind == Kind::Integer) return node.integer;
        break;
      case runtime::Type::Number:
        if (value.is_number()) return value.kind == Kind::Number ? node.number : static_cast<double>(node.integer);
        break;
      case runtime::Type::Text:
      case runtime::Type::Email:
      case runtime::Type::Url:
      case runtime::Type::Phone:
        if (value.kind == Kind::Text) return std::string(text::trim(value.text));
        break;
      case runtime::Type::Date:
        if (value.kind == Kind::Date) return node.integer;
        if (value.kind != Kind::Time) break;
        if (const std::optional<calendar::Day> date = checker_.zone_.local_date(node.integer)) return std::int64_t{*date};
        break;
      case runtime::Type::Time:
        if (value.kind == Kind::Time) return node.integer;
        if (value.kind == Kind::Date) return checker_.zone_.start_of_day(static_cast<calendar::Day>(node.integer));
        break;
      case runtime::Type::Label:
      case runtime::Type::TextList: break;
    }
    return std::monostate{};
  }

 private:
  Checker& checker_;
  runtime::Type type_;
};

void report_absolute(Checker& checker, TestContext& test, Span span) {
  if (test.absolute_dates || test.told_dates) return;
  test.told_dates = true;
  checker.sink_.report(diag::Code::AbsoluteDate, span)
      .suggest("write a line such as: as of 2026-11-22")
      .suggest("or say how long ago: 3 days ago, today");
}

// A label in quotes or without: labels are named like the values of the field.
std::optional<ir::GivenValue> label_value(Checker& checker, const TestContext& test, const LabelSet& labels, syntax::ExprId id) {
  Value subject;
  subject.kind = Kind::Label;
  subject.labels = &labels;
  const Value value = checker.lower_beside(subject, id, {.ast = test.ast, .level = Level::Constants, .user = "a test"});
  if (value.is_error()) return std::nullopt;
  if (value.kind != Kind::Label || value.labels != &labels || !checker.build_.is_constant(value.expr)) {
    checker.sink_.report(diag::Code::GivenValue, value.span, labels.owner, type_words(runtime::Type::Label, &labels), describe(value));
    return std::nullopt;
  }
  return labels.labels[static_cast<std::size_t>(checker.build_[value.expr].integer)];
}

class GivenLowering {
 public:
  GivenLowering(Checker& checker, TestContext& test, ir::TestCase& made) : checker_(checker), test_(test), made_(made) {}

  void lower(const syntax::Given& given) {
    if (given.is_stage) return lower_stage(given.name);
    Declaration* declaration = checker_.resolve(given.name, {NameKind::Field, NameKind::Activity});
    if (declaration == nullptr) return;
    if (declaration->kind == NameKind::Field) {
      refuse_times(given.name, given.times);
      lower_field(*declaration, given.name, given.values);
      lower_behind(given, given.with.begin());
      return;
    }
    lower_activity(declaration->index, given);
  }

 private:
  using Pair = std::vector<syntax::GivenValue>::const_iterator;

  void lower_activity(std::int32_t activity, const syntax::Given& written) {
    const syntax::Given given = without_bare_today(written);
    ir::GivenActivity made{.activity = activity, .attributes = {}};
    add_object(made, given);
    const auto behind = std::find_if(given.with.begin(), given.with.end(),
                                     [&](const syntax::GivenValue& pair) { return !is_attribute(activity, pair.name); });
    if (behind == given.with.begin() && behind != given.with.end()) return unknown_attribute(checker_, activity, behind->name);
    for (auto pair = given.with.begin(); pair != behind; ++pair) {
      add_attribute(made, checker_.attribute_index(activity, pair->name.text), pair->name, pair->values, pair->span);
    }
    const bool times_are_mine = behind == given.with.end();
    add_activity(std::move(made), times_are_mine ? given.times : std::vector<syntax::GivenTime>{});
    lower_behind(given, behind);
  }

  // Behind an activity alone the parser takes `today` for its object.
  syntax::Given without_bare_today(syntax::Given given) const {
    if (given.values.size() != 1) return given;
    const syntax::Expr& expr = (*test_.ast)[given.values.front()];
    const auto* builtin = std::get_if<syntax::BuiltinExpr>(&expr.node);
    if (builtin == nullptr || builtin->which != syntax::Builtin::Today) return given;
    given.values.clear();
    given.times.insert(given.times.begin(), {.kind = syntax::GivenTime::Kind::Today, .ago = {}, .at = std::nullopt, .span = expr.span});
    return given;
  }

  bool is_attribute(std::int32_t activity, const syntax::Name& name) const { return checker_.attribute_index(activity, name.text) >= 0; }

  // What follows the attributes: fields, and at last perhaps another activity, to which the times belong.
  void lower_behind(const syntax::Given& given, Pair pair) {
    for (; pair != given.with.end(); ++pair) {
      const bool is_last = std::next(pair) == given.with.end();
      syntax::Given item{.is_stage = false, .name = pair->name, .values = pair->values, .with = {}, .times = {}, .span = pair->span};
      if (is_last) item.times = given.times;
      lower(item);
    }
  }

  void lower_stage(const syntax::Name& name) {
    const std::vector<std::string>& stages = checker_.policy_.result.stages;
    if (std::find(stages.begin(), stages.end(), name.text) != stages.end()) {
      made_.stage = name.text;
    } else {
      checker_.resolve(name, {NameKind::Stage});
    }
  }

  void refuse_times(const syntax::Name& field, const std::vector<syntax::GivenTime>& times) {
    if (times.empty()) return;
    checker_.sink_.report(diag::Code::GivenTime, times.front().span, field.text)
        .suggest("put the time right behind the activity that it belongs to");
  }

  void lower_field(Declaration& declaration, const syntax::Name& name, const std::vector<syntax::ExprId>& values) {
    const std::int32_t field = checker_.field_index(declaration);
    if (checker_.untyped_.contains({-1, field})) return;
    const runtime::FieldSpec& spec = checker_.policy_.schema.fields[static_cast<std::size_t>(field)];
    std::optional<ir::GivenValue> value =
        given_value(checker_, test_, name.text, spec.type, checker_.labels_of_field(field), values, name.span);
    if (!value) return;
    const auto* text = std::get_if<std::string>(&*value);
    if (text != nullptr && means_missing(*text, spec.missing)) value = std::monostate{};
    made_.fields.push_back({.field = field, .value = std::move(*value)});
  }

  void add_object(ir::GivenActivity& made, const syntax::Given& given) {
    if (given.values.empty()) return;
    if (attributes_of(made.activity).empty()) {
      if (checker_.spoiled_activities_.contains(made.activity)) return;
      checker_.sink_.report(diag::Code::NoAttributes, value_span(given.values.front()), given.name.text);
      return;
    }
    add_attribute(made, 0, given.name, given.values, given.span);
  }

  void add_attribute(ir::GivenActivity& made, std::int32_t attribute, const syntax::Name& name, const std::vector<syntax::ExprId>& values,
                     Span span) {
    if (checker_.untyped_.contains({made.activity, attribute})) return;
    const runtime::AttributeSpec& spec = attributes_of(made.activity)[static_cast<std::size_t>(attribute)];
    const LabelSet* labels = checker_.labels_of_attribute(made.activity, attribute);
    std::optional<ir::GivenValue> value = given_value(checker_, test_, name.text, spec.type, labels, values, span);
    if (!value) return;
    const auto* text = std::get_if<std::string>(&*value);
    if (text != nullptr && means_missing(*text, spec.missing)) return;
    made.attributes.emplace_back(attribute, std::move(*value));
  }

  void add_activity(ir::GivenActivity made, const std::vector<syntax::GivenTime>& times) {
    if (times.empty()) made_.activities.push_back(made);
    for (const syntax::GivenTime& time : times) {
      const std::optional<std::int64_t> instant = instant_of(time);
      if (!instant) continue;
      made.time = *instant;
      made_.activities.push_back(made);
    }
  }

  std::optional<std::int64_t> instant_of(const syntax::GivenTime& time) {
    if (time.kind == syntax::GivenTime::Kind::Today) return test_.as_of;
    const Context context{.ast = test_.ast, .level = Level::Constants, .user = "a test"};
    if (time.kind == syntax::GivenTime::Kind::Ago) {
      const std::optional<ir::Duration> ago = checker_.duration(time.ago, context);
      return ago ? calendar::subtract(test_.as_of, *ago, checker_.zone_) : std::nullopt;
    }
    report_absolute(checker_, test_, time.span);
    const Value moment = checker_.lower(*time.at, context);
    if (moment.is_error()) return std::nullopt;
    const std::int64_t value = checker_.build_[moment.expr].integer;
    if (moment.kind == Kind::Time) return value;
    const std::int64_t time_of_day = time.kind == syntax::GivenTime::Kind::On ? noon : 0;
    return checker_.zone_.to_instant(calendar::local_time(static_cast<calendar::Day>(value), time_of_day));
  }

  const std::vector<runtime::AttributeSpec>& attributes_of(std::int32_t activity) const {
    return checker_.policy_.schema.activities[static_cast<std::size_t>(activity)].attributes;
  }

  Span value_span(syntax::ExprId id) const { return (*test_.ast)[id].span; }

  Checker& checker_;
  TestContext& test_;
  ir::TestCase& made_;
};

// Texts of a `list of text`.
std::optional<ir::GivenValue> text_list(Checker& checker, const TestContext& test, const std::string& name,
                                        const std::vector<syntax::ExprId>& values) {
  std::vector<std::string> texts;
  for (const syntax::ExprId id : values) {
    const Value value = checker.lower(id, {.ast = test.ast, .level = Level::Constants, .user = "a test"});
    if (value.is_error()) return std::nullopt;
    if (value.kind != Kind::Text) {
      checker.sink_.report(diag::Code::GivenValue, value.span, name, type_words(runtime::Type::TextList, nullptr), describe(value));
      return std::nullopt;
    }
    if (const std::string_view text = text::trim(value.text); !text.empty()) texts.emplace_back(text);
  }
  return texts.empty() ? ir::GivenValue(std::monostate{}) : ir::GivenValue(std::move(texts));
}

// `given country DE`. True after a message.
bool is_text_without_quotes(Checker& checker, const TestContext& test, runtime::Type type, syntax::ExprId id) {
  const auto* name = std::get_if<syntax::NameExpr>(&(*test.ast)[id].node);
  const bool is_text =
      type == runtime::Type::Text || type == runtime::Type::Email || type == runtime::Type::Url || type == runtime::Type::Phone;
  if (name == nullptr || !is_text || checker.find(name->name.text) != nullptr) return false;
  checker.unknown_name(name->name, {NameKind::Setting}, "setting", true);
  return true;
}

}  // namespace

bool means_missing(const std::string& text, const std::vector<std::string>& missing) {
  if (text.empty()) return true;
  return std::any_of(missing.begin(), missing.end(), [&](const std::string& word) { return text::fold(word) == text::fold(text); });
}

std::optional<ir::GivenValue> given_value(Checker& checker, TestContext& test, const std::string& name, runtime::Type type,
                                          const LabelSet* labels, const std::vector<syntax::ExprId>& values, Span span) {
  if (values.empty()) {
    checker.sink_.report(diag::Code::GivenNothing, span, name).suggest(fmt::format("it takes {}", type_words(type, labels)));
    return std::nullopt;
  }
  for (const syntax::ExprId id : values) {
    if (is_moment((*test.ast)[id])) report_absolute(checker, test, (*test.ast)[id].span);
  }
  if (type == runtime::Type::TextList) return text_list(checker, test, name, values);
  if (values.size() > 1) {
    checker.sink_.report(diag::Code::GivenValue, (*test.ast)[values[1]].span, name, type_words(type, labels), "a second value");
    return std::nullopt;
  }
  if (type == runtime::Type::Label) return label_value(checker, test, *labels, values.front());
  const auto* builtin = std::get_if<syntax::BuiltinExpr>(&(*test.ast)[values.front()].node);
  if (builtin != nullptr && builtin->which == syntax::Builtin::Today && type == runtime::Type::Date) {
    return std::int64_t{checker.zone_.local_day(test.as_of)};
  }
  if (is_text_without_quotes(checker, test, type, values.front())) return std::nullopt;
  const Value value = checker.lower(values.front(), {.ast = test.ast, .level = Level::Constants, .user = "a test"});
  if (value.is_error()) return std::nullopt;
  const bool is_constant = value.kind != Kind::Duration && value.expr.valid();
  const ir::GivenValue converted = is_constant ? Conversion(checker, type).of(value) : std::monostate{};
  if (!std::holds_alternative<std::monostate>(converted)) return converted;
  checker.sink_.report(diag::Code::GivenValue, value.span, name, type_words(type, labels), describe(value));
  return std::nullopt;
}

void lower_given(Checker& checker, TestContext& test, const syntax::Given& given, ir::TestCase& made) {
  GivenLowering(checker, test, made).lower(given);
}

}  // namespace assay::check
