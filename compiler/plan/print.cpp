// A plan as text: a line per step, slots by the names of what they hold.
#include <algorithm>

#include <fmt/format.h>

#include "compiler/plan/describe.h"
#include "compiler/plan/plan.h"
#include "runtime/calendar/parse.h"
#include "runtime/points.h"

namespace assay::plan {
namespace {

using namespace kernels;

std::string bounds_text(const PointBounds& bounds) {
  std::string text;
  if (bounds.at_most) text += ", at most " + runtime::points_to_text(*bounds.at_most);
  if (bounds.at_least) text += ", at least " + runtime::points_to_text(*bounds.at_least);
  return text;
}

std::string duration_text(const calendar::Duration& duration) {
  return duration.months ? fmt::format("{} months", duration.months) : fmt::format("{} s", duration.microseconds / 1'000'000);
}

const char* decay_text(DecaySpec::Kind kind) {
  switch (kind) {
    case DecaySpec::Kind::None: return "";
    case DecaySpec::Kind::Halving: return ", halving";
    case DecaySpec::Kind::Fading: return ", fading";
    case DecaySpec::Kind::Losing: return ", losing";
    case DecaySpec::Kind::Expiring: return ", expiring";
  }
  return "";
}

class Printer {
 public:
  Printer(const ir::Policy& policy, const Plan& plan) : policy_(policy), plan_(plan) {}

  std::string run() {
    const auto& lists = plan_.program.lists;
    print_list("once per run", lists[BlockProgram::once], 0);
    print_list("per block of leads", lists[BlockProgram::per_block], 0);
    return std::move(out_);
  }

 private:
  void print_list(std::string_view title, const std::vector<Step>& steps, std::uint32_t space) {
    if (steps.empty()) return;
    out_ += fmt::format("{}:\n", title);
    const std::uint32_t outer = space_;
    space_ = space;
    for (const Step& step : steps) std::visit([&](const auto& each) { print(each); }, step);
    space_ = outer;
  }

  template <typename... T>
  void line(fmt::format_string<T...> format, T&&... arguments) {
    out_ += "  ";
    fmt::format_to(std::back_inserter(out_), format, std::forward<T>(arguments)...);
    out_ += '\n';
  }

  std::string name(Offset offset) const {
    const auto& names = plan_.spaces[space_].names;
    const auto found = names.find(offset);
    return found == names.end() ? "?" : found->second;
  }
  std::string name(const Values& slot) const { return name(slot.values); }
  std::string lead_name(Offset offset) const {
    const auto& names = plan_.spaces.front().names;
    const auto found = names.find(offset);
    return found == names.end() ? "?" : found->second;
  }

  std::string column(std::int32_t index) const {
    return space_ == 0 ? policy_.schema.fields[static_cast<std::size_t>(index)].name : fmt::format("attribute column {}", index);
  }

  void print(const CallNative& step) {
    const Function& function = plan_.functions[step.function];
    line("native {} by {}:", step.function, function.form == Function::Form::Words ? "words" : "rows");
    for (const Statement& statement : function.statements) {
      if (const auto* assign = std::get_if<Assign>(&statement)) {
        line("  {}", describe(policy_, assign->expression));
        continue;
      }
      if (const auto* keep = std::get_if<KeepFirst>(&statement)) {
        for (const Offset acting : keep->acting) line("  {}", name(acting));
        continue;
      }
      line("  the first of:");
      for (const TakeFirst::Rule& rule : std::get<TakeFirst>(statement).rules) print_conditions(rule.conditions);
    }
  }
  void print_conditions(const std::vector<ir::ExprId>& conditions) {
    std::vector<std::string> texts;
    for (const ir::ExprId condition : conditions) texts.push_back(describe(policy_, condition));
    line("    {}", texts.empty() ? "otherwise" : fmt::format("{}", fmt::join(texts, " and ")));
  }
  void print(const GatherValues& step) { line("gather {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherYesNo& step) { line("gather {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherLabels& step) { line("gather {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherTexts& step) { line("gather {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherLists& step) { line("gather {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherKnown& step) { line("gather has {}", column(static_cast<std::int32_t>(step.column))); }
  void print(const GatherKind& step) { line("gather is {}", describe(policy_.schema, step.activity)); }
  void print(const FillInteger& step) { line("fill {}", name(step.to)); }
  void print(const FillNumber& step) { line("fill {}", name(step.to)); }
  void print(const FillText& step) { line("fill {}", name(step.to)); }
  void print(const FillAsOf& step) { line("fill {}", name(step.to)); }
  void print(const FillMissing& step) { line("fill {}", name(step.to)); }
  void print(const Spread& step) { line("spread {}", name(step.to)); }

  void print(const CompareValues& step) {
    line("compare {} with {} thresholds:", name(step.from), std::max(step.integers.size(), step.numbers.size()));
    if (step.is_number)
      line("  {}", fmt::join(step.numbers, " "));
    else
      line("  {}", fmt::join(step.integers, " "));
  }

  void print_atoms(const AtomSet& set, Offset first_out) {
    for (std::size_t i = 0; i < set.atoms.size(); ++i) line("  {}", name(first_out + static_cast<Offset>(i * truth_bytes)));
  }
  void print(const MatchTexts& step) {
    const std::string subject = step.column < 0 ? name(step.slot) : column(step.column);
    line("match texts of {}, {} atoms:", subject, step.set.atoms.size());
    print_atoms(step.set, step.first_out);
    for (const TextPoints& points : step.points) print_points(points, step.first_out);
  }
  void print_points(const TextPoints& points, Offset first_out) {
    line("  {}:", name(points.to));
    for (std::size_t i = 0; i < points.of_atom.size(); ++i) {
      if (points.of_atom[i] == 0) continue;
      line("    {} when {}", runtime::points_to_text(points.of_atom[i]), name(first_out + static_cast<Offset>(i * truth_bytes)));
    }
  }
  void print(const MatchLists& step) {
    line("match lists of {}, {} atoms:", step.column < 0 ? name(step.slot) : column(step.column), step.set.atoms.size());
    print_atoms(step.set, step.first_out);
  }
  void print(const MatchLabels& step) {
    line("match labels of {}, {} atoms:", step.column < 0 ? name(step.slot) : column(step.column), step.atom_count);
    for (std::size_t i = 0; i < step.atom_count; ++i) line("  {}", name(step.first_out + static_cast<Offset>(i * truth_bytes)));
  }
  void print(const TakePart& step) { line("take {}", name(step.to)); }
  void print(const ChooseText& step) { line("choose {}", name(step.to)); }
  void print(const LookUp& step) { line("look up {} in {} cells", name(step.to), step.cells.size()); }
  void print(const ElseText& step) { line("choose {}", name(step.to)); }
  void print(const RelateTexts& step) { line("relate {}", name(step.to)); }
  void print(const MeasureText& step) { line("measure {}", name(step.to)); }
  void print(const MapDates& step) { line("map {}", name(step.to)); }
  void print(const MapPairs& step) { line("map {}", name(step.to)); }

  void print(const GivePoints& step) {
    line("points {} when {}{}{}", step.points.slot.valid() ? name(step.points.slot) : fmt::format("{}", step.points.constant),
         name(step.condition), decay_text(step.decay.kind), bounds_text(step.bounds));
  }
  void print(const SumWeights& step) {
    line("sum {}{}:", name(step.to), bounds_text(step.bounds));
    for (const SumWeights::Weight& weight : step.weights) line("  {} when {}", runtime::points_to_text(weight.points), name(weight.mask));
    for (const Offset added : step.added) line("  {}", name(added));
  }
  void print(const AddPoints& step) {
    line("add {}{}:", name(step.to), bounds_text(step.bounds));
    for (const Offset points : step.points) line("  {}", name(points));
  }
  void print(const KeepWinner& step) {
    line("keep the {}:", step.first ? "first" : "best");
    for (const KeepWinner::Rival& rival : step.rivals) line("  {}", name(rival.points));
  }
  void print(const RoundToPoints& step) { line("round {}", name(step.from)); }

  void print(const TakeStep& step) {
    line("step:");
    for (const TakeStep::Transition& transition : step.transitions) {
      std::vector<std::string> from;
      for (const std::uint32_t state : transition.from) from.push_back(policy_.result.stages[state]);
      line("  {} from {} when {}", policy_.result.stages[transition.to], fmt::join(from, ", "), name(transition.condition));
    }
  }
  void print(const StoreResults&) { line("store"); }
  void print(const ChooseFirst& step) { line("choose {}", name(step.to)); }
  void print(const AtLeastOf& step) { line("at least {} of {} truths: {}", step.at_least, step.truths.size(), name(step.to)); }

  std::string window_text(const std::vector<WindowBound>& bounds) const {
    std::string text;
    for (const WindowBound& bound : bounds) {
      text += fmt::format(" {}{} {}", bound.is_after ? "after" : "before", bound.inclusive ? " or at" : "", lead_name(bound.time.values));
    }
    return text;
  }

  void print_rules(const std::vector<ForEach>& rules) {
    for (const ForEach& rule : rules) line("      {}{}{}", lead_name(rule.fired), decay_text(rule.decay.kind), bounds_text(rule.bounds));
  }

  void print_phrase(const WindowedPhrase& phrase) {
    line("    phrase of filter {}{}:", phrase.filter, window_text(phrase.bounds));
    for (const Aggregate& aggregate : phrase.aggregates) {
      if (aggregate.to.valid()) line("      {}", lead_name(aggregate.to.values));
      for (const Aggregate::Threshold& threshold : aggregate.thresholds) line("      {}", lead_name(threshold.to));
    }
    print_rules(phrase.rules);
  }

  void print_chain(const ActivityChain& chain) {
    std::vector<std::string> parts;
    for (const ActivityChain::Part& part : chain.parts) parts.push_back(fmt::format("{}filter {}", part.same ? "same " : "", part.filter));
    line("    chain of {}{}{}:", fmt::join(parts, ", "), chain.within ? " within " + duration_text(*chain.within) : "",
         window_text(chain.bounds));
    if (chain.holds != no_offset) line("      {}", lead_name(chain.holds));
    if (chain.latest.valid()) line("      {}", lead_name(chain.latest.values));
    print_rules(chain.rules);
  }

  void print_filter(const ActivityPass& pass, const ActivityFilter& filter, std::size_t index) {
    std::string conditions;
    const std::int32_t classifier = filter.activity < 0 ? -1 : pass.classifier_of_kind[static_cast<std::size_t>(filter.activity)];
    for (const std::uint32_t atom : filter.atoms) {
      const OwnedAtom& owned = pass.classifiers[static_cast<std::size_t>(classifier)].set.atoms[atom];
      conditions += " " + describe(ir::TextAtom{owned.mode, owned.texts, ""});
    }
    const std::uint32_t outer = space_;
    for (std::uint32_t space = 1; space < plan_.spaces.size(); ++space) {
      if (pass.list == space + 1) space_ = space;
    }
    for (const std::uint32_t residual : filter.residuals) conditions += " and " + name(pass.residuals[residual]);
    space_ = outer;
    line("    filter {}: {}{}{}", index, filter.ignores ? "ignore " : "", describe(policy_.schema, filter.activity), conditions);
  }

  void print(const ActivityPass& pass) {
    line("pass over activities, {} filters:", pass.filters.size());
    for (std::size_t i = 0; i < pass.filters.size(); ++i) print_filter(pass, pass.filters[i], i);
    for (const WindowedPhrase& phrase : pass.phrases) print_phrase(phrase);
    for (const ActivityChain& chain : pass.chains) print_chain(chain);
    // Activity programs and their spaces are added together: list n has space n - 1.
    if (!pass.residuals.empty()) print_list("  per block of activities", plan_.program.lists[pass.list], pass.list - 1);
  }

  const ir::Policy& policy_;
  const Plan& plan_;
  std::uint32_t space_ = 0;
  std::string out_;
};

}  // namespace

std::string print(const ir::Policy& policy, const Plan& plan) { return Printer(policy, plan).run(); }

}  // namespace assay::plan
