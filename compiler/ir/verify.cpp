#include "compiler/ir/verify.h"

#include <fmt/format.h>

#include "compiler/ir/ops.h"
#include "compiler/ir/roots.h"

namespace assay::ir {

namespace {

class Verifier {
 public:
  explicit Verifier(const Policy& policy) : policy_(policy) {}

  std::vector<std::string> run() {
    for (std::size_t i = 0; i < policy_.nodes.size(); ++i) check_node(i);
    for_each_root(
        policy_, [this](const ExprId& id) { check_lead(id, "a root"); },
        [this](const std::int32_t& phrase) { check_index(static_cast<std::size_t>(phrase), policy_.phrases.size(), "phrase of a rule"); },
        [this](const std::int32_t& chain) { check_index(static_cast<std::size_t>(chain), policy_.chains.size(), "chain of a rule"); });
    for (const Phrase& phrase : policy_.phrases) {
      check_filter(phrase.filter);
      check_bounds(phrase.bounds);
    }
    for (const Chain& chain : policy_.chains) {
      for (const Chain::Part& part : chain.parts) check_filter(part.filter);
      check_bounds(chain.bounds);
    }
    for (const Rule& rule : policy_.rules) check_rule(rule);
    check_sizes();
    return std::move(faults_);
  }

 private:
  template <typename... Arguments>
  void fault(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    faults_.push_back(fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  void check_index(std::size_t index, std::size_t size, std::string_view what) {
    if (index >= size) fault("{} {} of {}", what, index, size);
  }

  bool is_valid(ExprId id) { return id.index < policy_.nodes.size(); }

  // Ignores filter activities as phrases do.
  void check_lead(ExprId id, std::string_view what) {
    if (!is_valid(id)) return fault("{} names no node", what);
    if (policy_[id].per_activity && !is_ignore(id)) fault("{} is per activity: {}", what, name_of(policy_[id].op));
  }

  bool is_ignore(ExprId id) {
    for (const Ignore& ignore : policy_.ignores) {
      if (ignore.filter == id) return true;
    }
    return false;
  }

  void check_filter(ExprId id) {
    if (!id.valid()) return;
    if (!is_valid(id)) return fault("a filter names no node");
    if (policy_[id].type != Type::Truth) fault("a filter is no truth");
  }

  void check_bounds(const std::vector<Bound>& bounds) {
    for (const Bound& bound : bounds) {
      check_lead(bound.time, "a bound");
      if (is_valid(bound.time) && policy_[bound.time].type != Type::Time) fault("a bound is no time");
    }
  }

  void check_rule(const Rule& rule) {
    const bool when = rule.kind == Rule::Kind::When;
    if (when != rule.condition.valid()) fault("a rule's kind and condition do not fit");
    if (!when && (rule.phrase >= 0) == (rule.chain >= 0)) fault("a rule for each has a phrase or a chain");
    if (rule.condition.valid() && policy_[rule.condition].type != Type::Truth) fault("a condition is no truth");
    if (rule.points.valid() && policy_[rule.points].type != Type::Integer && policy_[rule.points].type != Type::Number)
      fault("points are no number");
    if (when && rule.decay.kind != Decay::Kind::None && !rule.decay_time.valid()) fault("a decay without a time");
    if (rule.decay_time.valid() && policy_[rule.decay_time].type != Type::Time) fault("a decay's time is no time");
  }

  void check_sizes() {
    if (policy_.rules.size() != policy_.result.rules.size()) fault("rules and their results differ in number");
    if (policy_.sections.size() != policy_.result.sections.size()) fault("sections and their results differ in number");
    if (policy_.grades.size() != policy_.result.grades.size()) fault("grades and their results differ in number");
    if (policy_.segments.size() != policy_.result.segments.size()) fault("segments and their results differ in number");
    if (policy_.routes.size() != policy_.result.routes.size()) fault("routes and their results differ in number");
    for (const Transition& transition : policy_.transitions) {
      if (transition.from.size() != policy_.result.stages.size()) fault("a transition does not know every stage");
    }
  }

  std::size_t pool_size(Payload payload) {
    switch (payload) {
      case Payload::None: return 0;
      case Payload::Field: return policy_.schema.fields.size();
      case Payload::Activity: return policy_.schema.activities.size();
      case Payload::Section: return policy_.sections.size();
      case Payload::Grade: return policy_.grades.size();
      case Payload::Stage: return policy_.result.stages.size();
      case Payload::Phrase: return policy_.phrases.size();
      case Payload::Chain: return policy_.chains.size();
      case Payload::TextAtom: return policy_.text_atoms.size();
      case Payload::LabelSet: return policy_.label_sets.size();
      case Payload::Duration: return policy_.durations.size();
      case Payload::Text: return policy_.texts.size();
      case Payload::Mode: return static_cast<std::size_t>(text::TextMode::regex);
    }
    return 0;
  }

  void check_node(std::size_t i) {
    const Node& node = policy_.nodes[i];
    for (std::uint32_t at = 0; at < node.operand_count; ++at) {
      if (policy_.operand(node, at).index >= i) return fault("node {} ({}) refers to a later one", i, name_of(node.op));
    }
    const Payload payload = payload_of(node);
    if (payload != Payload::None) check_index(static_cast<std::size_t>(node.index), pool_size(payload), name_of(node.op));
    check_types(i, node);
  }

  bool operands_are(const Node& node, Type type) {
    for (std::uint32_t at = 0; at < node.operand_count; ++at) {
      if (policy_[policy_.operand(node, at)].type != type) return false;
    }
    return true;
  }

  Type operand_type(const Node& node, std::uint32_t at) { return policy_[policy_.operand(node, at)].type; }

  void check_types(std::size_t i, const Node& node) {
    const auto expect = [&](bool holds) {
      if (!holds) fault("operands of node {} ({}) are of the wrong type", i, name_of(node.op));
    };
    const auto only = [&](Type type, std::uint32_t count) { expect(node.operand_count == count && operands_are(node, type)); };
    switch (node.op) {
      case Op::And:
      case Op::Or:
      case Op::AtLeast: return expect(node.operand_count >= 2 && operands_are(node, Type::Truth));
      case Op::Not: return only(Type::Truth, 1);
      case Op::TruthToYesNo: return only(Type::Truth, 2);
      case Op::IsYes:
      case Op::IsNo: return only(Type::YesNo, 1);
      case Op::LabelIn: return only(Type::Label, 1);
      case Op::TextMatch:
        return expect(node.operand_count == 1 && (operand_type(node, 0) == Type::Text || operand_type(node, 0) == Type::TextList));
      case Op::TextRelation: return expect(node.operand_count == 2 && operand_type(node, 1) == Type::Text);
      case Op::Equal:
      case Op::NotEqual:
      case Op::Less:
      case Op::LessOrEqual:
        return expect(node.operand_count == 2 && operand_type(node, 0) == operand_type(node, 1) && is_ordered(operand_type(node, 0)));
      case Op::IntegerToNumber: return only(Type::Integer, 1);
      case Op::Add:
      case Op::Subtract:
      case Op::Multiply:
      case Op::Minimum:
      case Op::Maximum:
        return expect(node.operand_count == 2 && operands_are(node, node.type) &&
                      (node.type == Type::Integer || node.type == Type::Number));
      case Op::Divide: return only(Type::Number, 2);
      case Op::Round:
      case Op::Floor:
      case Op::Ceil: return only(Type::Number, 1);
      case Op::Negate:
      case Op::Absolute: return only(node.type, 1);
      case Op::Else: return only(node.type, 2);
      case Op::Has: return expect(node.operand_count == 1);
      case Op::Length: return expect(node.operand_count == 1);
      case Op::Choose: return expect(node.operand_count >= 2 && node.operand_count % 2 == 0);
      case Op::DomainOf:
      case Op::HostOf:
      case Op::PathOf:
      case Op::QueryOf: return only(Type::Text, 1);
      case Op::DateOfTime: return only(Type::Time, 1);
      case Op::StartOfDate:
      case Op::YearOf:
      case Op::MonthOf:
      case Op::WeekdayOf:
      case Op::StartOfWeek:
      case Op::StartOfMonth:
      case Op::StartOfQuarter:
      case Op::StartOfYear:
      case Op::AddToDate: return only(Type::Date, 1);
      case Op::AddToTime: return only(Type::Time, 1);
      case Op::DaysBetweenDates: return only(Type::Date, 2);
      case Op::DaysBetweenTimes: return only(Type::Time, 2);
      case Op::Truth:
      case Op::Constant:
      case Op::Missing:
      case Op::AsOf:
      case Op::Field:
      case Op::Attribute:
      case Op::SectionValue:
      case Op::ScoreValue:
      case Op::GradeValue:
      case Op::InStage:
      case Op::EnteredStage:
      case Op::Excluded:
      case Op::Count:
      case Op::CountDays:
      case Op::CountWeeks:
      case Op::CountMonths:
      case Op::CountDistinct:
      case Op::LatestTime:
      case Op::FirstTime:
      case Op::SumOf:
      case Op::MaxOf:
      case Op::MinOf:
      case Op::AverageOf:
      case Op::LastValue:
      case Op::FirstValue:
      case Op::ChainHolds:
      case Op::ChainLatest: return expect(node.operand_count == 0);
    }
  }

  static bool is_ordered(Type type) { return type == Type::Integer || type == Type::Number || type == Type::Date || type == Type::Time; }

  const Policy& policy_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> verify(const Policy& policy) { return Verifier(policy).run(); }

}  // namespace assay::ir
