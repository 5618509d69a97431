#include "compiler/explain/parts.h"

#include <algorithm>
#include <unordered_set>

#include "compiler/interpret/explain.h"
#include "compiler/interpret/text_matcher.h"
#include "compiler/ir/ops.h"

namespace assay::explain {
namespace {

struct Asked {
  std::vector<std::int32_t> phrases, chains;
};

void add(std::vector<std::int32_t>& to, std::int32_t index) {
  if (std::ranges::find(to, index) == to.end()) to.push_back(index);
}

// The phrases and chains below an expression. Its nodes may be shared, so each is looked at once.
void collect(const ir::Policy& policy, ir::ExprId root, Asked& asked) {
  std::vector<std::uint32_t> waiting{root.index};
  std::unordered_set<std::uint32_t> seen;
  while (!waiting.empty()) {
    const std::uint32_t index = waiting.back();
    waiting.pop_back();
    if (!seen.insert(index).second) continue;
    const ir::Node& node = policy.nodes[index];
    if (ir::is_over_phrase(node)) add(asked.phrases, node.index);
    if (ir::is_over_chain(node)) add(asked.chains, node.index);
    for (std::uint32_t i = 0; i < node.operand_count; ++i) waiting.push_back(policy.operand(node, i).index);
  }
}

bool any_part_asks(const Part& part) { return part.asks_activities || std::ranges::any_of(part.parts, any_part_asks); }

// The first of the atom's texts that fits by itself: the half that fits is halved again.
std::string first_fitting(const ir::TextAtom& atom, const std::vector<std::string_view>& values) {
  const auto fits = [&](std::size_t begin, std::size_t end) {
    ir::TextAtom part{
        .mode = atom.mode,
        .texts = {atom.texts.begin() + static_cast<std::ptrdiff_t>(begin), atom.texts.begin() + static_cast<std::ptrdiff_t>(end)},
        .name = {}};
    const interpret::TextMatcher matcher(part);
    return std::ranges::any_of(values, [&](std::string_view value) { return matcher.matches(value); });
  };
  std::size_t begin = 0, end = atom.texts.size();
  while (end - begin > 1) {
    const std::size_t middle = begin + (end - begin) / 2;
    (fits(begin, middle) ? end : begin) = middle;
  }
  return begin < end && fits(begin, end) ? atom.texts[begin] : std::string();
}

}  // namespace

std::optional<Verdict> verdict_of(const LeadView& view, const ir::Explanation& explanation) {
  const bool can_be_true = interpret::has_one_value(view.policy, explanation.known_true);
  const bool can_be_false = interpret::has_one_value(view.policy, explanation.known_false);
  if (!can_be_true && !can_be_false) return std::nullopt;
  if (can_be_true && view.lead.holds(explanation.known_true)) return Verdict::Yes;
  return can_be_false && view.lead.holds(explanation.known_false) ? Verdict::No : Verdict::Unknown;
}

std::optional<Part> PartMaker::make(std::int32_t explanation) {
  if (explanation < 0) return std::nullopt;
  made_ = 0;
  return part(view_.policy.explanations[static_cast<std::size_t>(explanation)], 0);
}

Part PartMaker::part(const ir::Explanation& explanation, int depth) {
  Part out;
  ++made_;
  out.form = explanation.form;
  out.text = view_.words(explanation.span);
  out.place = view_.place(explanation.span);
  out.verdict = verdict_of(view_, explanation);
  if (interpret::has_one_value(view_.policy, explanation.value)) out.value = view_.value(explanation.value);
  for (const std::int32_t child : explanation.children) {
    if (depth >= deepest || made_ >= most_parts) {
      out.parts_left_out = true;
      break;
    }
    out.parts.push_back(part(view_.policy.explanations[static_cast<std::size_t>(child)], depth + 1));
  }
  if (out.form == Part::Form::Plain) find_entry(explanation, out);
  if (!any_part_asks(out)) find_activities(explanation, out);
  return out;
}

void PartMaker::find_entry(const ir::Explanation& explanation, Part& part) const {
  const ir::ExprId held = part.verdict == Verdict::Yes ? explanation.known_true : explanation.known_false;
  if (!part.verdict || part.verdict == Verdict::Unknown || find_entry_in(held, part)) return;
  const ir::Node& node = view_.policy[held];
  for (std::uint32_t i = 0; node.op == ir::Op::Or && i < node.operand_count; ++i) {
    if (find_entry_in(view_.policy.operand(node, i), part)) return;
  }
}

// Of a comparison that holds, with more texts than one, or with a pattern.
bool PartMaker::find_entry_in(ir::ExprId condition, Part& part) const {
  const ir::Node& node = view_.policy[condition];
  if (node.op != ir::Op::TextMatch || !view_.lead.holds(condition)) return false;
  const ir::TextAtom& atom = view_.policy.text_atoms[static_cast<std::size_t>(node.index)];
  if (atom.texts.size() < 2 && atom.name.empty()) return false;
  const interpret::Value& value = view_.lead.value(view_.policy.operand(node, 0));
  std::vector<std::string_view> values;
  if (view_.policy[view_.policy.operand(node, 0)].type != ir::Type::TextList) values.push_back(value.text);
  for (std::size_t i = value.list.begin; i < value.list.end; ++i) values.push_back(value.list.elements->at_row(i));
  part.entry = first_fitting(atom, values);
  part.list = atom.name;
  return true;
}

void PartMaker::find_activities(const ir::Explanation& explanation, Part& part) {
  Asked asked;
  for (const ir::ExprId each : {explanation.known_true, explanation.value}) {
    if (interpret::has_one_value(view_.policy, each)) collect(view_.policy, each, asked);
  }
  if (asked.phrases.size() + asked.chains.size() != 1) return;  // of several it could not be said which is whose
  part.asks_activities = true;
  if (view_.activities == nullptr) return;
  for (const std::int32_t phrase : asked.phrases) show_phrase(phrase, part);
  for (const std::int32_t chain : asked.chains) show_chain(chain, part);
}

void PartMaker::show_phrase(std::int32_t phrase, Part& part) {
  const std::vector<Activity> found = view_.lead.matching(phrase);
  const std::size_t left_out = found.size() > most_activities ? found.size() - most_activities : 0;
  part.more_activities = left_out;
  for (std::size_t i = left_out; i < found.size(); ++i) part.activities.push_back(view_.activity(found[i]));
  if (!found.empty()) return;
  if (const std::vector<Activity> others = view_.lead.matching(phrase, true); !others.empty()) {
    part.outside_window = view_.activity(others.back());
  }
}

void PartMaker::show_chain(std::int32_t chain, Part& part) {
  const auto completions = view_.lead.completions(chain, false);
  if (completions.empty()) return;
  const Activity last = completions.begin()->second;
  const std::vector<Activity> steps = view_.lead.steps_to(chain, last);
  for (const Activity step : steps.empty() ? std::vector{last} : steps) part.activities.push_back(view_.activity(step));
}

}  // namespace assay::explain
