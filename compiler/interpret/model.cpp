#include "compiler/interpret/model.h"

#include <cassert>

#include "runtime/text/fold.h"

namespace assay::interpret {
namespace {

Filter filter_of(const ir::Policy& policy, ir::ExprId root) { return {root, activity_nodes(policy, root)}; }

KeyKind key_kind(const ir::Policy& policy, const ir::Chain::Part& first, const ir::Chain::Part& second) {
  const auto type_of = [&](const ir::Chain::Part& part) {
    return policy.schema.activities[static_cast<std::size_t>(part.activity)].attributes.front().type;
  };
  const runtime::Type a = type_of(first), b = type_of(second);
  const auto either = [&](auto is) { return is(a) || is(b); };
  using runtime::Storage, runtime::Type;
  if (either([](Type type) { return storage_of(type) == Storage::Text || type == Type::Label || type == Type::TextList; }))
    return KeyKind::Text;
  if (either([](Type type) { return type == Type::Number; })) return KeyKind::Number;
  if (a != b && either([](Type type) { return type == Type::Date; })) return KeyKind::Date;
  return KeyKind::Integer;
}

}  // namespace

Model::Model(const ir::Policy& policy_in, std::span<const ir::ExprId> also) : policy(policy_in), tasks(schedule(policy_in, also)) {
  auto loaded = calendar::load_zone(policy.schema.timezone);
  assert(loaded && "the checker lets only known time zones through");
  if (loaded) zone = std::move(*loaded);
  matchers.reserve(policy.text_atoms.size());
  for (const ir::TextAtom& atom : policy.text_atoms) matchers.emplace_back(atom);
  for (const ir::Ignore& ignore : policy.ignores) ignore_filters.push_back(filter_of(policy, ignore.filter));
  phrase_filters.reserve(policy.phrases.size());
  for (const ir::Phrase& phrase : policy.phrases) phrase_filters.push_back(filter_of(policy, phrase.filter));
  for (const ir::Chain& chain : policy.chains) {
    auto& filters = part_filters.emplace_back();
    auto& keys = part_keys.emplace_back();
    for (std::size_t i = 0; i < chain.parts.size(); ++i) {
      filters.push_back(filter_of(policy, chain.parts[i].filter));
      keys.push_back(chain.parts[i].same ? key_kind(policy, chain.parts[i - 1], chain.parts[i]) : KeyKind::Text);
    }
  }
  for (const std::string& stage : policy.result.stages) folded_stages.push_back(text::fold(stage));
}

}  // namespace assay::interpret
