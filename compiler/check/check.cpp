// The order in which a policy is checked, its head, and what is settled last.
#include "compiler/check/check.h"

#include <algorithm>
#include <cassert>

#include <fmt/format.h>

#include "compiler/check/checker.h"
#include "compiler/check/phrase.h"
#include "compiler/ir/sweep.h"
#include "compiler/ir/verify.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

std::string date_text(const syntax::DateLiteral& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

// Whether words stand on one row with one space between them, and no comment: as `words` would put them.
bool is_spaced_once(std::string_view text) {
  bool space_before = true;
  for (const char letter : text) {
    const bool space = letter == ' ';
    if ((space && space_before) || static_cast<unsigned char>(letter) < ' ' || letter == '#') return false;
    space_before = space;
  }
  return !space_before;
}

std::string nearest_zone(const std::string& name) {
  const std::vector<std::string> zones = calendar::zone_names();
  if (const std::string near = text::nearest(name, zones); !near.empty()) return near;
  for (const std::string& zone : zones) {
    if (zone.ends_with("/" + name)) return zone;
  }
  return {};
}

void lower_head(Checker& checker, const syntax::PolicyHeader& head) {
  ir::Policy& policy = checker.policy_;
  if (head.name) policy.name = head.name->value;
  if (head.version) policy.version = std::to_string(*head.version);
  for (const syntax::Agreement& agreement : head.agreements) {
    policy.header.push_back("agreed by " + agreement.by.text + " on " + date_text(agreement.on));
  }
  if (head.review_by) policy.header.push_back("review by " + date_text(*head.review_by));
  if (!head.timezone) return;
  if (std::optional<calendar::Zone> zone = calendar::load_zone(head.timezone->value)) {
    checker.zone_ = std::move(*zone);
    policy.schema.timezone = head.timezone->value;
    return;
  }
  diag::Diagnostic& message = checker.sink_.report(diag::Code::UnknownTimeZone, head.timezone->span, head.timezone->value);
  if (const std::string near = nearest_zone(head.timezone->value); !near.empty()) {
    message.suggest(fmt::format("did you mean '{}'?", near)).replace(head.timezone->span, fmt::format("\"{}\"", near));
  }
  message.suggest("time zones have names such as Europe/Berlin");
}

// Faults of what the policy declares itself are told also where nobody uses it.
void check_unused(Checker& checker) {
  for (Declaration& declaration : checker.declarations_) {
    if (declaration.origin == Origin::Prelude || checker.find(declaration.name) != &declaration) continue;
    if (declaration.kind == NameKind::List) checker.resolve_list(declaration);
    if (declaration.origin != Origin::Policy) continue;
    if (declaration.kind == NameKind::Define)
      lower_define(checker, declaration, Context{.ast = declaration.ast, .level = Level::Stages}, declaration.span);
    if (declaration.kind == NameKind::Table) checker.check_table(declaration);
  }
}

}  // namespace

Checker::Checker(const syntax::Ast& ast, source::Sources& sources, const CheckInput& input, diag::Sink& sink)
    : sources_(sources), input_(input), sink_(sink), build_(policy_) {
  files_.push_back({&ast, Origin::Policy});
  policy_.result.stages.push_back("lead");
}

std::optional<ir::Policy> Checker::run() {
  note_spoiled_lines();
  lost_declaration_ = has_lost_declaration();
  load_modules();
  note_spoiled_lines();  // of modules, too
  for (const LoadedFile& file : files_) {
    if (file.origin == Origin::Policy && file.ast->policy) lower_head(*this, *file.ast->policy);
  }
  declare_names();
  lower_settings();
  make_schema();
  lower_statements();
  check_unused(*this);
  sound_ = !sink_.has_errors();
  lower_tests();
  lint_trees();
  if (sink_.has_errors()) return std::nullopt;
  finish();
  return std::move(policy_);
}

// What results have is known only now; what nobody asks for is dropped.
void Checker::finish() {
  runtime::Schema& schema = policy_.schema;
  runtime::ResultSchema& result = policy_.result;
  result.has_exclude = !result.excluded.empty();
  result.has_require = !result.missing.empty();
  result.has_segments = !result.segments.empty();
  result.has_tags = !result.tags.empty();
  result.has_routes = !result.routes.empty();
  if (Declaration* current = result.has_stages ? find("current_stage", NameKind::Field) : nullptr) {
    const std::int32_t field = field_index(*current);
    const runtime::Storage storage = runtime::storage_of(schema.fields[static_cast<std::size_t>(field)].type);
    if (storage == runtime::Storage::Text || storage == runtime::Storage::Label) schema.current_stage_field = field;
  }
  ir::sweep(policy_);
  runtime::assign_attribute_slots(schema);
  schema.needs_activities = !policy_.phrases.empty() || !policy_.chains.empty();
#ifndef NDEBUG
  const std::vector<std::string> faults = ir::verify(policy_);
  for (const std::string& fault : faults) fmt::print(stderr, "verify: {}\n", fault);
  assert(faults.empty());
#endif
}

std::string Checker::words(const syntax::Ast& ast, Span span) const {
  const source::Source& source = sources_[span.file];
  if (const std::string_view text = source.text(span); is_spaced_once(text)) return std::string(text);
  std::string out;
  std::uint32_t end = span.begin;
  const std::vector<syntax::Token>& tokens = ast.tokens;
  for (auto token = std::lower_bound(tokens.begin(), tokens.end(), span.begin,
                                     [](const syntax::Token& one, std::uint32_t begin) { return one.begin < begin; });
       token != tokens.end() && token->begin < span.end; ++token) {
    if (token->kind == syntax::Token::Kind::Comment) continue;
    if (!out.empty() && token->begin > end) out.push_back(' ');
    out += source.text({span.file, token->begin, token->end});
    end = token->end;
  }
  return out;
}

std::string Checker::written(Span span) const {
  for (const LoadedFile& file : files_) {
    if (file.ast->file == span.file) return words(*file.ast, span);
  }
  for (const syntax::Ast& ast : module_asts_) {
    if (ast.file == span.file) return words(ast, span);  // a table in a file
  }
  return {};
}

std::int32_t Checker::line_of(Span span) const { return static_cast<std::int32_t>(sources_[span.file].line_of(span.begin)); }

std::optional<ir::Policy> check(const syntax::Ast& ast, source::Sources& sources, const CheckInput& input, diag::Sink& sink) {
  return Checker(ast, sources, input, sink).run();
}

}  // namespace assay::check
