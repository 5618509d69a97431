#include "compiler/ir/builder.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <string_view>

#include "compiler/ir/fold_constants.h"
#include "runtime/text/distinct_texts.h"
#include "runtime/text/fold.h"

namespace assay::ir {

namespace {

// A nested And or Or of more operands stays a node of its own: it is likely to be shared.
constexpr std::uint32_t flatten_limit = 8;

std::size_t mix(std::size_t seed, std::uint64_t value) { return (seed ^ value) * 0x9E3779B97F4A7C15ull + (seed >> 29); }

std::size_t hash_of(const Node& node, std::span<const ExprId> operands) {
  std::size_t hash = mix(static_cast<std::size_t>(node.op), static_cast<std::uint64_t>(node.type));
  hash = mix(hash, static_cast<std::uint32_t>(node.index));
  hash = mix(hash, static_cast<std::uint32_t>(node.attribute));
  hash = mix(hash, static_cast<std::uint64_t>(node.integer));
  hash = mix(hash, std::bit_cast<std::uint64_t>(node.number));
  for (const ExprId id : operands) hash = mix(hash, id.index);
  return hash;
}

bool same_payload(const Node& a, const Node& b) {
  return a.op == b.op && a.type == b.type && a.index == b.index && a.attribute == b.attribute && a.integer == b.integer &&
         std::bit_cast<std::uint64_t>(a.number) == std::bit_cast<std::uint64_t>(b.number);
}

void append_key(std::string& key, std::int64_t value) {
  key += std::to_string(value);
  key += ' ';
}

void append_bounds(std::string& key, const std::vector<Bound>& bounds) {
  for (const Bound& bound : bounds) {
    append_key(key, static_cast<std::int64_t>(bound.side) * 4 + bound.inclusive * 2 + bound.open_when_missing);
    append_key(key, bound.time.index);
  }
}

std::string key_of(const Phrase& phrase) {
  std::string key;
  append_key(key, phrase.activity);
  append_key(key, phrase.filter.index);
  append_bounds(key, phrase.bounds);
  return key;
}

std::string key_of(const Chain& chain) {
  std::string key;
  for (const Chain::Part& part : chain.parts) {
    append_key(key, part.activity);
    append_key(key, part.filter.index);
    append_key(key, part.same);
  }
  key += chain.within ? 'w' : '-';
  append_key(key, chain.within.value_or(Duration{}).months);
  append_key(key, chain.within.value_or(Duration{}).microseconds);
  append_bounds(key, chain.bounds);
  return key;
}

template <typename Entry>
std::int32_t pooled(std::vector<Entry>& pool, TextNumbers& known, std::string key, Entry entry) {
  const auto [number, is_new] = known.add(std::move(key));
  if (is_new) pool.push_back(std::move(entry));
  return static_cast<std::int32_t>(number);
}

}  // namespace

Builder::Builder(Policy& policy) : policy_(policy) {
  for (std::uint32_t i = 0; i < policy_.nodes.size(); ++i) {
    const Node& node = policy_.nodes[i];
    const std::span operands(policy_.operands.data() + node.first_operand, node.operand_count);
    known_nodes_.add(hash_of(node, operands), i);
    depths_.push_back(depth_over(operands));
  }
}

// Sharing

std::uint32_t Builder::depth_over(std::span<const ExprId> operands) const {
  std::uint32_t depth = 0;
  for (const ExprId id : operands) depth = std::max(depth, depths_[id.index]);
  return depth + 1;
}

ExprId Builder::intern(Node node, std::span<const ExprId> operands) {
  const std::size_t hash = hash_of(node, operands);
  const auto is_same = [&](std::uint32_t index) {
    const Node& known = policy_.nodes[index];
    return known.operand_count == operands.size() && same_payload(known, node) &&
           std::equal(operands.begin(), operands.end(), policy_.operands.begin() + known.first_operand);
  };
  if (const std::optional<std::uint32_t> known = known_nodes_.find(hash, is_same)) return ExprId{*known};
  const ExprId id{static_cast<std::uint32_t>(policy_.nodes.size())};
  depths_.push_back(depth_over(operands));
  node.first_operand = static_cast<std::uint32_t>(policy_.operands.size());
  node.operand_count = static_cast<std::uint32_t>(operands.size());
  for (const ExprId operand : operands) {
    assert(operand.index < id.index);
    node.per_activity = node.per_activity || policy_[operand].per_activity;
    policy_.operands.push_back(operand);
  }
  policy_.nodes.push_back(node);
  known_nodes_.add(hash, id.index);
  return id;
}

ExprId Builder::simple(Op op, Type type, std::span<const ExprId> operands, std::int32_t index) {
  return intern(Node{.op = op, .type = type, .index = index}, operands);
}

// Leaves

ExprId Builder::truth(bool value) { return intern(Node{.op = Op::Truth, .type = Type::Truth, .integer = value}, {}); }

ExprId Builder::constant(Type type, std::int64_t value) { return intern(Node{.op = Op::Constant, .type = type, .integer = value}, {}); }

ExprId Builder::number(double value) {
  return intern(Node{.op = Op::Constant, .type = Type::Number, .number = value == 0 ? 0.0 : value}, {});
}

ExprId Builder::text(std::string_view value) {
  return intern(Node{.op = Op::Constant, .type = Type::Text, .index = text_index(value)}, {});
}

ExprId Builder::missing(Type type) { return intern(Node{.op = Op::Missing, .type = type}, {}); }

ExprId Builder::leaf(Op op, Type type, std::int32_t index) { return intern(Node{.op = op, .type = type, .index = index}, {}); }

ExprId Builder::attribute(std::int32_t activity, std::int32_t attribute, Type type) {
  return intern(Node{.op = Op::Attribute, .type = type, .per_activity = true, .index = activity, .attribute = attribute}, {});
}

// Truths

bool Builder::is_truth(ExprId id, bool value) const { return policy_[id].op == Op::Truth && (policy_[id].integer != 0) == value; }

// a and (b and a) and true → a and b; a and not a → false; nothing → true. The same for or, mirrored.
ExprId Builder::junction(Op op, std::span<const ExprId> operands) {
  const bool absorbing = op == Op::Or;
  std::vector<ExprId>& flat = flat_operands_;
  flat.clear();
  for (const ExprId id : operands) {
    const Node& node = policy_[id];
    if (node.op == op && node.operand_count <= flatten_limit) {
      for (std::uint32_t i = 0; i < node.operand_count; ++i) flat.push_back(policy_.operand(node, i));
    } else if (is_truth(id, absorbing)) {
      return truth(absorbing);
    } else if (!is_truth(id, !absorbing)) {
      flat.push_back(id);
    }
  }
  const auto by_index = [](ExprId a, ExprId b) { return a.index < b.index; };
  std::sort(flat.begin(), flat.end(), by_index);
  flat.erase(std::unique(flat.begin(), flat.end()), flat.end());
  for (const ExprId id : flat) {
    const Node& node = policy_[id];
    if (node.op == Op::Not && std::binary_search(flat.begin(), flat.end(), policy_.operand(node, 0), by_index)) return truth(absorbing);
  }
  if (flat.empty()) return truth(!absorbing);
  return flat.size() == 1 ? flat[0] : simple(op, Type::Truth, flat);
}

ExprId Builder::conjunction(std::span<const ExprId> operands) { return junction(Op::And, operands); }
ExprId Builder::disjunction(std::span<const ExprId> operands) { return junction(Op::Or, operands); }

ExprId Builder::negation(ExprId operand) {
  const Node& node = policy_[operand];
  if (node.op == Op::Truth) return truth(node.integer == 0);
  if (node.op == Op::Not) return policy_.operand(node, 0);
  return simple(Op::Not, Type::Truth, {{operand}});
}

ExprId Builder::at_least(std::int64_t count, std::vector<ExprId> operands) {
  std::vector<ExprId> open;
  for (const ExprId id : operands) {
    if (is_truth(id, true)) --count;
    if (policy_[id].op != Op::Truth) open.push_back(id);
  }
  if (count <= 0) return truth(true);
  if (count > static_cast<std::int64_t>(open.size())) return truth(false);
  if (count == 1) return disjunction(std::move(open));
  if (count == static_cast<std::int64_t>(open.size())) return conjunction(std::move(open));
  std::sort(open.begin(), open.end(), [](ExprId a, ExprId b) { return a.index < b.index; });
  return intern(Node{.op = Op::AtLeast, .type = Type::Truth, .integer = count}, open);
}

bool Builder::is_always_known(ExprId id) const {
  switch (policy_[id].op) {
    case Op::Constant:
    case Op::AsOf:
    case Op::SectionValue:
    case Op::Count:
    case Op::CountDays:
    case Op::CountWeeks:
    case Op::CountMonths:
    case Op::CountDistinct: return true;
    default: return false;
  }
}

ExprId Builder::has(ExprId value) {
  const Node& node = policy_[value];
  if (node.op == Op::Missing) return truth(false);
  if (is_always_known(value)) return truth(true);
  if (node.op == Op::TruthToYesNo) return disjunction(policy_.operand(node, 0), policy_.operand(node, 1));
  if (node.op == Op::IntegerToNumber) return has(policy_.operand(node, 0));
  return simple(Op::Has, Type::Truth, {{value}});
}

ExprId Builder::compare(Op op, ExprId a, ExprId b) {
  assert(policy_[a].type == policy_[b].type);
  const Node& left = policy_[a];
  const Node& right = policy_[b];
  if (left.op == Op::Missing || right.op == Op::Missing) return truth(false);
  if (left.op == Op::Constant && right.op == Op::Constant) return truth(fold_comparison(op, left, right));
  if ((op == Op::Equal || op == Op::NotEqual) && b.index < a.index) std::swap(a, b);
  return simple(op, Type::Truth, {{a, b}});
}

ExprId Builder::label_in(ExprId label, std::vector<std::int32_t> codes) {
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  const Node& node = policy_[label];
  if (codes.empty() || node.op == Op::Missing) return truth(false);
  if (node.op == Op::Constant) return truth(std::binary_search(codes.begin(), codes.end(), static_cast<std::int32_t>(node.integer)));
  return simple(Op::LabelIn, Type::Truth, {{label}}, label_set(std::move(codes)));
}

ExprId Builder::text_match(ExprId subject, TextAtom atom) { return text_match(subject, text_atom(std::move(atom))); }

ExprId Builder::text_match(ExprId subject, std::int32_t atom) {
  if (policy_[subject].op == Op::Missing || policy_.text_atoms[static_cast<std::size_t>(atom)].texts.empty()) return truth(false);
  return simple(Op::TextMatch, Type::Truth, {{subject}}, atom);
}

ExprId Builder::text_relation(text::TextMode mode, ExprId first, ExprId second) {
  if (policy_[first].op == Op::Missing || policy_[second].op == Op::Missing) return truth(false);
  return simple(Op::TextRelation, Type::Truth, {{first, second}}, static_cast<std::int32_t>(mode));
}

ExprId Builder::is_yes(ExprId value) {
  const Node& node = policy_[value];
  if (node.op == Op::Missing) return truth(false);
  if (node.op == Op::TruthToYesNo) return policy_.operand(node, 0);
  return simple(Op::IsYes, Type::Truth, {{value}});
}

ExprId Builder::is_no(ExprId value) {
  const Node& node = policy_[value];
  if (node.op == Op::Missing) return truth(false);
  if (node.op == Op::TruthToYesNo) return policy_.operand(node, 1);
  return simple(Op::IsNo, Type::Truth, {{value}});
}

// Values

ExprId Builder::to_number(ExprId value) {
  const Node& node = policy_[value];
  if (node.type == Type::Number) return value;
  if (node.op == Op::Constant) return number(static_cast<double>(node.integer));
  if (node.op == Op::Missing) return missing(Type::Number);
  return simple(Op::IntegerToNumber, Type::Number, {{value}});
}

ExprId Builder::unary(Op op, ExprId operand) {
  const Node& node = policy_[operand];
  const Type type = node.type;
  if (node.op == Op::Missing) return missing(type);
  if (node.op == Op::Constant) {
    return type == Type::Integer ? integer(fold_integer(op, node.integer)) : number(fold_number(op, node.number));
  }
  return simple(op, type, {{operand}});
}

ExprId Builder::arithmetic(Op op, ExprId a, ExprId b) {
  const Node& left = policy_[a];
  const Node& right = policy_[b];
  assert(left.type == right.type);
  const Type type = left.type;
  if (left.op == Op::Missing || right.op == Op::Missing) return missing(type);
  if (left.op == Op::Constant && right.op == Op::Constant) {
    if (type == Type::Integer) return integer(fold_integers(op, left.integer, right.integer));
    const std::optional<double> folded = fold_numbers(op, left.number, right.number);
    return folded ? number(*folded) : missing(type);
  }
  return simple(op, type, {{a, b}});
}

ExprId Builder::otherwise(ExprId first, ExprId second) {
  assert(policy_[first].type == policy_[second].type);
  if (policy_[first].op == Op::Missing) return second;
  if (is_always_known(first) || policy_[second].op == Op::Missing || first == second) return first;
  return simple(Op::Else, policy_[first].type, {{first, second}});
}

// A pair whose truth is false never speaks; one that is true is the last that can.
ExprId Builder::choose(std::vector<ExprId> operands) {
  assert(operands.size() >= 2 && operands.size() % 2 == 0);
  const Type type = policy_[operands[1]].type;
  std::vector<ExprId> kept;
  for (std::size_t i = 0; i < operands.size(); i += 2) {
    if (is_truth(operands[i], false)) continue;
    kept.push_back(operands[i]);
    kept.push_back(operands[i + 1]);
    if (is_truth(operands[i], true)) break;
  }
  if (kept.empty()) return missing(type);
  return is_truth(kept[0], true) ? kept[1] : simple(Op::Choose, type, kept);
}

ExprId Builder::yes_no(ExprId known_true, ExprId known_false) {
  const Node& node = policy_[known_true];
  if (node.op == Op::IsYes && known_false == is_no(policy_.operand(node, 0))) return policy_.operand(policy_[known_true], 0);
  return simple(Op::TruthToYesNo, Type::YesNo, {{known_true, known_false}});
}

ExprId Builder::function(Op op, Type type, std::vector<ExprId> operands) {
  for (const ExprId id : operands) {
    if (policy_[id].op == Op::Missing) return missing(type);
  }
  return simple(op, type, operands);
}

ExprId Builder::add_duration(ExprId moment, Duration value) {
  const Node& node = policy_[moment];
  if (node.op == Op::Missing || value == Duration{}) return moment;
  const Op op = node.type == Type::Date ? Op::AddToDate : Op::AddToTime;
  return simple(op, node.type, {{moment}}, duration(value));
}

ExprId Builder::over_phrase(Op op, Type type, std::int32_t phrase, std::int32_t attribute) {
  return intern(Node{.op = op, .type = type, .index = phrase, .attribute = attribute}, {});
}

ExprId Builder::over_chain(Op op, std::int32_t chain) { return leaf(op, op == Op::ChainHolds ? Type::Truth : Type::Time, chain); }

// Pools

std::int32_t Builder::phrase(Phrase phrase) {
  if (phrase.filter.valid() && is_truth(phrase.filter, true)) phrase.filter = ExprId{};
  std::string key = key_of(phrase);
  return pooled(policy_.phrases, known_phrases_, std::move(key), std::move(phrase));
}

std::int32_t Builder::chain(Chain chain) {
  for (Chain::Part& part : chain.parts) {
    if (part.filter.valid() && is_truth(part.filter, true)) part.filter = ExprId{};
  }
  std::string key = key_of(chain);
  return pooled(policy_.chains, known_chains_, std::move(key), std::move(chain));
}

std::int32_t Builder::text_index(std::string_view value) {
  return pooled(policy_.texts, known_texts_, std::string(value), std::string(value));
}

std::int32_t Builder::label_set(std::vector<std::int32_t> codes) {
  std::string key;
  for (const std::int32_t code : codes) append_key(key, code);
  return pooled(policy_.label_sets, known_label_sets_, std::move(key), std::move(codes));
}

std::int32_t Builder::duration(Duration value) {
  const auto found = std::find(policy_.durations.begin(), policy_.durations.end(), value);
  if (found == policy_.durations.end())
    return static_cast<std::int32_t>((policy_.durations.push_back(value), policy_.durations.size() - 1));
  return static_cast<std::int32_t>(found - policy_.durations.begin());
}

// Two atoms are one when they hold the same texts in any order; modes that fold compare the folded texts.
std::int32_t Builder::text_atom(TextAtom atom) {
  const bool as_it_is = atom.mode == text::TextMode::exactly || atom.mode == text::TextMode::regex;
  std::vector<std::string> forms;  // never moved: `seen` and `sorted` look into it
  forms.reserve(atom.texts.size());
  std::vector<std::string_view> sorted;
  sorted.reserve(atom.texts.size());
  text::DistinctTexts seen;
  std::size_t kept = 0;
  for (std::string& value : atom.texts) {
    const std::string& form = forms.emplace_back(as_it_is ? value : text::fold(value));
    if (atom.texts.size() > 1 && !seen.add(form)) continue;
    sorted.push_back(form);
    if (std::string& place = atom.texts[kept++]; &place != &value) place = std::move(value);
  }
  atom.texts.resize(kept);
  // Lists are often long and nearly in order: merging them takes few comparisons.
  if (kept > 1) std::stable_sort(sorted.begin(), sorted.end());
  std::string key = std::to_string(static_cast<int>(atom.mode));
  for (const std::string_view form : sorted) key.append(std::to_string(form.size())).append(1, ':').append(form);
  return pooled(policy_.text_atoms, known_atoms_, std::move(key), std::move(atom));
}

}  // namespace assay::ir
