// `expect`: what a test wants to see of the result, as indices into the result schema.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "compiler/check/test_lowering.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

using Expected = ir::Expectation::Kind;

class ExpectationLowering {
 public:
  ExpectationLowering(Checker& checker, TestContext& test, const syntax::Expectation& written)
      : checker_(checker), test_(test), written_(written) {
    made_.negated = written.negated;
    made_.span = written.span;
  }

  std::optional<ir::Expectation> lower() {
    if (!fill()) return std::nullopt;
    return std::move(made_);
  }

 private:
  bool fill() {
    const runtime::ResultSchema& result = checker_.policy_.result;
    switch (written_.kind) {
      case syntax::Expectation::Kind::Score: return made(Expected::Score) && take_points();
      case syntax::Expectation::Kind::Named: return fill_named();
      case syntax::Expectation::Kind::Stage: return made(Expected::Stage) && take_stage();
      case syntax::Expectation::Kind::Excluded: return made(Expected::Excluded) && take_reason();
      case syntax::Expectation::Kind::Missing: return made(Expected::Missing) && take_field();
      case syntax::Expectation::Kind::Tag: return made(Expected::Tag) && take_label("tag", result.tags);
      case syntax::Expectation::Kind::Segment: return made(Expected::Segment) && take_label("segment", result.segments);
      case syntax::Expectation::Kind::Route: return made(Expected::Route) && take_route();
      case syntax::Expectation::Kind::Fires: return made(Expected::Fires) && take_rules();
    }
    return false;
  }

  bool made(Expected kind) {
    made_.kind = kind;
    return true;
  }

  // A section with its points, a grade with its label, a stage alone.
  bool fill_named() {
    if (!written_.value && is_first_stage(written_.name->text)) return made(Expected::Stage) && take_stage();
    if (is_reason_by_another_word()) return false;
    const Declaration* declaration =
        checker_.resolve(*written_.name, {NameKind::Section, NameKind::Grade, NameKind::Stage},
                         "a test expects what comes out of a policy; expect the points or the label that it leads to");
    if (declaration == nullptr) return false;
    made_.index = declaration->index;
    switch (declaration->kind) {
      case NameKind::Section: return made(Expected::Section) && take_points();
      case NameKind::Grade: return made(Expected::Grade) && take_grade();
      case NameKind::Stage: return made(Expected::Stage) && take_no_value();
      case NameKind::Field:
      case NameKind::Activity:
      case NameKind::List:
      case NameKind::Define:
      case NameKind::Setting:
      case NameKind::Table: break;
    }
    return false;
  }

  // `expect reason "came"`. True after a message.
  bool is_reason_by_another_word() {
    const std::string& name = written_.name->text;
    if ((name != "reason" && name != "rule") || !written_.value || checker_.find(name) != nullptr) return false;
    const std::string meant = "fires " + checker_.written((*test_.ast)[*written_.value].span);
    checker_.sink_.report(diag::Code::UnknownName, written_.name->span, "section, grade or stage", name).suggest("write: " + meant);
    return true;
  }

  bool is_first_stage(const std::string& name) const {
    return name == checker_.policy_.result.stages.front() && checker_.find(name) == nullptr;
  }

  bool take_points() {
    if (!written_.value) return refuse(fmt::format("expect {} 20: the points are missing", written_.name ? written_.name->text : "score"));
    const Value value = checker_.lower(*written_.value, constants());
    if (value.is_error()) return false;
    if (!value.is_number() || !checker_.build_.is_constant(value.expr))
      return refuse(fmt::format("points are a number, this is {}", describe(value)));
    const ir::Node& node = checker_.build_[value.expr];
    made_.points = value.kind == Kind::Integer ? runtime::multiply_points(runtime::points_per_unit, node.integer)
                                               : runtime::round_to_points(node.number).value_or(0);
    return true;
  }

  bool take_grade() {
    const LabelSet* labels = checker_.labels_of_grade(made_.index);
    if (labels == nullptr) return false;
    if (!written_.value) return refuse(fmt::format("the label of the grade is missing; it is one of {}", fmt::join(labels->labels, ", ")));
    Value subject;
    subject.kind = Kind::Label;
    subject.labels = labels;
    const Value value = checker_.lower_beside(subject, *written_.value, constants());
    if (value.is_error()) return false;
    if (value.kind != Kind::Label || value.labels != labels)
      return refuse(fmt::format("a grade is one of {}", fmt::join(labels->labels, ", ")));
    made_.label = static_cast<std::int32_t>(checker_.build_[value.expr].integer);
    return true;
  }

  bool take_stage() {
    if (is_first_stage(written_.name->text)) {
      made_.index = 0;
      return true;
    }
    if (is_no_stage()) return false;
    const Declaration* stage = checker_.resolve(*written_.name, {NameKind::Stage});
    if (stage != nullptr) made_.index = stage->index;
    return stage != nullptr;
  }

  // `expect stage none`. True after a message.
  bool is_no_stage() {
    static constexpr std::array<std::string_view, 6> words = {"none", "nothing", "null", "nil", "empty", "unknown"};
    const std::string& name = written_.name->text;
    if (std::ranges::find(words, name) == words.end() || checker_.find(name) != nullptr) return false;
    const std::string_view first = checker_.policy_.result.stages.front();
    checker_.sink_.report(diag::Code::UnknownName, written_.name->span, "stage", name)
        .suggest(fmt::format("a lead in no stage is expected as: stage {}", first))
        .replace(written_.name->span, std::string(first), diag::Applicability::MachineApplicable);
    return true;
  }

  bool take_no_value() {
    if (!written_.value) return true;
    const Span value = (*test_.ast)[*written_.value].span;
    if (checker_.line_of(value) > checker_.line_of(written_.span)) {  // the name of the next test, on a row of its own
      const std::string meant = "test " + checker_.written(value);
      checker_.sink_.report(diag::Code::UnknownStatement, value, checker_.written(value)).suggest("write: " + meant).replace(value, meant);
      return false;
    }
    return refuse(fmt::format("a stage has no value; write: expect stage {}", written_.name->text));
  }

  bool take_field() {
    if (checker_.resolve(*written_.name, {NameKind::Field}) == nullptr) return false;
    const std::vector<std::string>& missing = checker_.policy_.result.missing;
    const auto found = std::find(missing.begin(), missing.end(), written_.name->text);
    if (found != missing.end()) {
      made_.index = static_cast<std::int32_t>(found - missing.begin());
      return true;
    }
    if (made_.negated) return true;
    if (!checker_.sound_) return false;  // what would set it may be what is wrong
    checker_.sink_.report(diag::Code::NeverSet, written_.name->span, "required field", written_.name->text)
        .suggest("'require' names the fields that a lead may miss");
    return false;
  }

  bool take_reason() {
    if (!written_.text) return true;
    made_.text = written_.text->value;
    return take_label("reason for exclusion", checker_.policy_.result.excluded);
  }

  bool take_route() {
    std::vector<std::string> targets;
    for (const runtime::RouteInfo& route : checker_.policy_.result.routes)
      targets.insert(targets.end(), route.targets.begin(), route.targets.end());
    made_.text = written_.text->value;
    return take_label("route", targets);
  }

  bool take_label(std::string_view what, const std::vector<std::string>& labels) {
    const auto found = std::find(labels.begin(), labels.end(), written_.text->value);
    if (found == labels.end() && !checker_.sound_) return false;
    if (found == labels.end()) {
      diag::Diagnostic& message = checker_.sink_.report(diag::Code::NeverSet, written_.text->span, what, written_.text->value);
      if (const std::string near = text::nearest(written_.text->value, labels); !near.empty()) {
        message.suggest(fmt::format("did you mean \"{}\"?", near)).replace(written_.text->span, fmt::format("\"{}\"", near));
      } else if (written_.text->value == "none" || written_.text->value == "no" || written_.text->value.empty()) {
        std::string none;
        for (const std::string& label : labels) none += fmt::format("{}not {} \"{}\"", none.empty() ? "" : ", ", what, label);
        if (!none.empty()) message.suggest("name each that is not expected: " + none);
      }
      return false;
    }
    made_.index = static_cast<std::int32_t>(found - labels.begin());
    return true;
  }

  bool take_rules() {
    made_.text = written_.name ? written_.name->text : written_.text->value;
    const Span span = written_.name ? written_.name->span : written_.text->span;
    std::vector<std::string> known;
    for (std::size_t rule = 0; rule < checker_.rule_texts_.size(); ++rule) {
      const RuleText& text = checker_.rule_texts_[rule];
      const std::string& reason = checker_.policy_.result.rules[rule].reason;
      const bool by_name = !text.name.empty() && text.name == made_.text;
      if (by_name || reason == made_.text || text.condition == made_.text) made_.rules.push_back(static_cast<std::int32_t>(rule));
      for (const std::string* form : {&text.name, &reason, &text.condition}) {
        if (!form->empty()) known.push_back(*form);
      }
    }
    if (!made_.rules.empty()) return true;
    if (!checker_.sound_) return false;
    diag::Diagnostic& message = checker_.sink_.report(diag::Code::NoSuchRule, span, made_.text);
    const std::string near = text::nearest(made_.text, known);
    const bool named = checker_.sources_[span.file].text(span).find('"') == std::string_view::npos;
    if (!near.empty()) message.suggest(fmt::format("did you mean \"{}\"?", near));
    if (near.empty() && named) message.suggest(fmt::format("a reason stands in quotes; a rule gets a name by: +5 as {}", made_.text));
    return false;
  }

  bool refuse(const std::string& fault) {
    checker_.sink_.report(diag::Code::ExpectedValue, written_.span, fault);
    return false;
  }

  Context constants() const { return {.ast = test_.ast, .level = Level::Constants, .user = "a test"}; }

  Checker& checker_;
  TestContext& test_;
  const syntax::Expectation& written_;
  ir::Expectation made_;
};

}  // namespace

std::optional<ir::Expectation> lower_expectation(Checker& checker, TestContext& test, const syntax::Expectation& expectation) {
  return ExpectationLowering(checker, test, expectation).lower();
}

}  // namespace assay::check
