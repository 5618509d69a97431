// Chains: visited pricing then requested demo within 7 days.
#include "compiler/check/phrase.h"
#include "compiler/syntax/chain_advice.h"

namespace assay::check {

namespace {

bool comparable(const Checker& checker, std::int32_t before, std::int32_t activity) {
  const auto& first = checker.policy_.schema.activities[static_cast<std::size_t>(before)].attributes;
  const auto& second = checker.policy_.schema.activities[static_cast<std::size_t>(activity)].attributes;
  if (first.empty() || second.empty()) return false;
  const runtime::Storage storage = runtime::storage_of(first.front().type);
  if (storage != runtime::storage_of(second.front().type)) return false;
  switch (storage) {
    case runtime::Storage::Label: return first.front().labels == second.front().labels;
    case runtime::Storage::TextList: return false;
    case runtime::Storage::Integer: return first.front().type == second.front().type;
    case runtime::Storage::Truth:
    case runtime::Storage::Number:
    case runtime::Storage::Text: return true;
  }
  return false;
}

// `same` names the part's own first attribute and holds it to that of the part before.
bool check_same(Checker& checker, const syntax::Same& same, std::int32_t before, std::int32_t activity, bool is_first) {
  if (is_first) {
    checker.sink_.report(diag::Code::SameWithoutThen, same.span);
    return false;
  }
  const std::optional<std::int32_t> attribute = resolve_attribute(checker, activity, same.attribute, false);
  if (!attribute) return false;
  if (*attribute == 0 && before >= 0 && comparable(checker, before, activity)) return true;
  checker.sink_.report(diag::Code::SameCannotCompare, same.span)
      .suggest("'same' compares the first attributes of the two activities, which must be of one type");
  return false;
}

}  // namespace

// The chain is told again without its count; which part was meant is the last.
static void report_count(Checker& checker, const syntax::Phrase& written, const Context& context) {
  syntax::CountedChain chain{.parts = {},
                             .counted = written.parts.size() - 1,
                             .count = checker.written(written.count->span),
                             .number = {},
                             .within = {},
                             .window = {}};
  for (const syntax::PhrasePart& part : written.parts) chain.parts.push_back(checker.written(part.span));
  const syntax::Count& count = *written.count;
  const auto* number = std::get_if<syntax::IntegerLiteral>(&(*context.ast)[count.number].node);
  if (number != nullptr && count.op == syntax::Count::Op::AtLeast && count.of != syntax::Count::Of::Different && number->value > 0)
    chain.number = static_cast<std::size_t>(number->value);
  if (written.within) chain.within = checker.written(written.within->span);
  if (written.window) chain.window = checker.written(written.window->span);
  diag::Diagnostic& message = checker.sink_.report(diag::Code::ChainWithCount, written.count->span);
  for (const std::string& way : syntax::ways_to_count(chain)) message.suggest(way);
}

std::optional<LoweredPhrase> lower_chain(Checker& checker, const syntax::Phrase& written, const Context& context) {
  ir::Chain chain;
  bool ok = true;
  std::int32_t before = -1;
  const syntax::Between* in_with = nullptr;
  for (const syntax::PhrasePart& part : written.parts) {
    const std::optional<std::int32_t> activity = resolve_verb(checker, part.verb);
    if (!activity) return std::nullopt;
    if (&part == &written.parts.back()) in_with = window_in_with(checker, *activity, written, *context.ast);
    const std::optional<ir::ExprId> filter = part_filter(checker, *activity, part, context, in_with);
    ok = ok && filter.has_value() && (!part.same || check_same(checker, *part.same, before, *activity, chain.parts.empty()));
    chain.parts.push_back({.activity = *activity, .filter = filter.value_or(ir::ExprId{}), .same = part.same.has_value()});
    before = *activity;
  }
  if (written.count) {
    report_count(checker, written, context);
    return std::nullopt;
  }
  if (written.within) {
    chain.within = checker.duration(*written.within, context);
    ok = ok && chain.within.has_value();
  }
  ok = add_window(checker, written, in_with, context, chain.bounds) && ok;
  if (!ok) return std::nullopt;
  Context timed = context;
  timed.timed_only = false;  // a chain knows no activities without a time
  add_context_bounds(checker, timed, chain.bounds);
  LoweredPhrase out;
  out.written = &written;
  out.chain = checker.build_.chain(std::move(chain));
  if (context.phrases != nullptr) context.phrases->add({-1, out.chain, written.span});
  return out;
}

}  // namespace assay::check
