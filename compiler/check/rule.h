// Rules and what surrounds them while the statements of a policy are lowered. Private to compiler/check.
#pragma once

#include <map>
#include <unordered_map>

#include "compiler/check/checker.h"
#include "compiler/ir/text_numbers.h"

namespace assay::check {

// The section that rules are being put into, and the chain of `otherwise` that is open in it.
struct OpenSection {
  std::int32_t index = -1;                   // into Policy::sections
  const syntax::Section* written = nullptr;  // nullptr: the nameless one
  ir::ExprId counted_from;
  bool chain_open = false;                                // the statement before was a `when` or `otherwise when` of this section
  std::vector<std::pair<std::size_t, ir::ExprId>> taken;  // disjunctions of the chain's conditions, each of a power of two many
  Span chain_span;                                        // of the chain's first condition, whose words are in ids
};

// What a rule is made of besides its effects; `lower_effects` adds those.
struct RuleDraft {
  ir::Rule rule;
  PhrasesMet phrases;  // of the condition
  RuleText text;
  std::string reason;    // shown to people; empty: what it is made of
  std::string id_words;  // what its id is made of; empty: its condition
  Span span, condition_span;
  Span decay_span, decay_duration;  // of the decay that was read, if any
  bool takes_decay = true;  // has a condition or a phrase at all
  bool for_each = false;
};

// Makes the ids of rules without a name (rule_id.cpp), such as "profile.title_in_buyers": each unlike those before, and unlike every name
// that a rule of the policy was given.
class RuleIds {
 public:
  void reserve(const std::string& name) { taken_.add(name); }
  std::string add(const std::string& section, const std::string& words);

 private:
  ir::TextNumbers taken_;
  std::unordered_map<std::string, std::size_t> last_number_;  // given to a rule of these words
};

class Statements {
 public:
  explicit Statements(Checker& checker) : checker_(checker) {}
  void lower();

 private:
  friend struct LowerStatement;
  // statements.cpp
  void declare_results();
  void reserve_names(const syntax::Statement& statement);
  void make_room();
  void lower_statement(std::size_t index);
  void open_section(const syntax::Ast& ast, std::size_t statement);
  Context lead_context(Level level, std::string_view user) const;
  Context rule_context(const syntax::Effects* effects) const;

  // rule.cpp
  void lower_rule(const syntax::Rule& rule);
  void lint_bounds(const syntax::Section& written, const ir::Section& section);
  bool lower_head(const syntax::Rule& rule, RuleDraft& draft);
  bool lower_when(const syntax::Rule& rule, RuleDraft& draft);
  const syntax::Attribute* first_attribute(const syntax::Name& verb) const;
  std::string each_different(const syntax::Phrase& written) const;
  bool lower_for_each(const syntax::Rule& rule, RuleDraft& draft);
  bool lower_for_each_different(const syntax::Rule& rule, RuleDraft& draft);
  bool may_continue(const syntax::Rule& rule);
  ir::ExprId none_taken();
  void take(ir::ExprId condition);
  void veto_or_tag(const syntax::ExcludeStatement& statement);
  void veto_or_tag(const syntax::TagStatement& statement);
  void statement_rule(syntax::ExprId condition, const Context& context, const std::string& reason, Span span, std::int32_t exclude,
                      const std::string& tag);

  // effect.cpp: points, exclusion, labels, modifiers; false after a message.
  std::optional<std::string> reason_of(const syntax::Effects& effects) const;
  bool lower_effects(const syntax::Effects& effects, RuleDraft& draft, const Context& context);
  bool lower_points(const syntax::PointsEffect& points, RuleDraft& draft, const Context& context);
  bool lower_modifier(const syntax::RuleModifier& modifier, RuleDraft& draft, const Context& context);
  void lint_counts(const PhrasesMet& in_points, Span points, const RuleDraft& draft);
  bool lasts(const syntax::Duration& written, const ir::Duration& length);
  bool lower_decay(const syntax::RuleModifier& modifier, RuleDraft& draft, const Context& context);
  bool find_decay_time(const syntax::RuleModifier& modifier, RuleDraft& draft);
  void finish_rule(RuleDraft draft, const syntax::Effects* effects);
  std::int32_t excluded(const std::string& reason);
  std::int32_t tag(const std::string& name);
  std::optional<runtime::Points> points(syntax::ExprId id, std::string_view what);

  // on.cpp
  void lower_on(const syntax::On& on, std::size_t index);
  bool lower_case(const syntax::On& on, const syntax::Case& written, const Value& subject, std::vector<std::int32_t> codes,
                  const PhrasesMet& phrases);

  // grade.cpp
  void lower_total(const syntax::Total& total);
  void lower_grade(const syntax::Grade& grade);

  // stage.cpp
  std::optional<std::int32_t> stage(const syntax::Name& name);
  void lower_stage(const syntax::Stage& stage);
  void lower_require(const syntax::Require& require);
  void lower_transition(const syntax::Stage& stage, std::int32_t index, const syntax::Transition& transition);
  void add_transition(std::vector<bool> from, std::int32_t to, Value condition, Span span);
  std::vector<bool> stages_before(std::int32_t stage) const;

  // outcome.cpp
  void lower_segment(const syntax::Segment& segment);
  void lower_route(const syntax::Route& route);
  void lower_respond(const syntax::Respond& respond);
  void lower_hours(const syntax::BusinessHours& hours);
  void lower_ignore(const syntax::Ignore& ignore);

  std::int32_t explain(std::vector<std::int32_t> explanations, Span span, const Value& condition);
  Value explained_condition(syntax::ExprId id, const Context& context, std::vector<std::int32_t>& explanations);

  Checker& checker_;
  const syntax::Ast* ast_ = nullptr;  // of the file whose statements are being lowered
  std::map<std::pair<const syntax::Ast*, std::size_t>, std::int32_t> section_of_statement_;
  std::int32_t nameless_ = -1;
  OpenSection section_;
  bool total_seen_ = false;
  std::uint32_t last_end_ = 0;                                              // where the statement before ends
  std::vector<std::size_t> blocks_in_sections_;                             // of the file's `on` statements
  std::map<std::int32_t, std::vector<ir::Transition::Required>> required_;  // by stage
  std::map<std::string, Span> names_;                                       // after `as`
  RuleIds ids_;
};

}  // namespace assay::check
