#include "compiler/check/lints.h"

namespace assay::check {

namespace {

// The code that a lint reports stands beside it, so that a search for either finds both.
struct Lint {
  diag::Code code;
  void (*run)(const LintView& view);
};

// clang-format off: a row is a line
constexpr Lint lints[] = {
    {diag::Code::SignAsItself, sign_as_itself},
    {diag::Code::QuotedName, quoted_name},
    {diag::Code::EmptyText, empty_text},
    {diag::Code::PercentAsPoints, percent_as_points},
    {diag::Code::GroupedNumber, grouped_number},
    {diag::Code::CountBeyond, count_beyond},
    {diag::Code::ElseTakesAll, else_takes_all},
    {diag::Code::ElseNotLast, else_not_last},
};
// clang-format on

}  // namespace

const std::string* LintView::text_of(syntax::ExprId id) const {
  const auto* literal = std::get_if<syntax::TextLiteral>(&ast_[id].node);
  return literal == nullptr ? nullptr : &literal->value;
}

bool LintView::has_url_object(const syntax::Name& verb) const {
  const Declaration* activity = find(verb.text, NameKind::Activity);
  if (activity == nullptr) return false;
  const auto& attributes = checker_.policy_.schema.activities[static_cast<std::size_t>(activity->index)].attributes;
  return !attributes.empty() && attributes.front().type == runtime::Type::Url;
}

void Checker::lint_trees() {
  if (!input_.lints) return;
  note_spoiled_lines();
  for (const LoadedFile& file : files_) {
    if (file.origin != Origin::Policy) continue;
    const LintView view(*this, *file.ast);
    for (const Lint& lint : lints) lint.run(view);
  }
}

}  // namespace assay::check
