// The total, and grades: bands of a number with falling bounds.
#include <algorithm>
#include <utility>

#include "compiler/check/rule.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

// The bound of a band as a number; nothing after a message.
std::optional<double> bound_of(Checker& checker, const syntax::Band& band, const Context& context) {
  const Value value = checker.lower(band.bound, context);
  if (value.is_error()) return std::nullopt;
  ir::Builder& build = checker.build_;
  if (!value.is_number() || !build.is_constant(value.expr)) {
    checker.sink_.report(diag::Code::NumberWanted, value.span, "a band", describe(value));
    return std::nullopt;
  }
  return build[build.to_number(value.expr)].number;
}

void check_labels(Checker& checker, const syntax::Grade& grade) {
  std::vector<std::string> known;
  const auto add = [&](const syntax::Label& label) {
    std::string form = text::fold(label.text);
    if (std::find(known.begin(), known.end(), form) != known.end())
      checker.sink_.report(diag::Code::BandTwice, label.span, label.text, grade.name.text);
    known.push_back(std::move(form));
  };
  for (const syntax::Band& band : grade.bands) add(band.label);
  if (grade.otherwise) add(*grade.otherwise);
}

}  // namespace

void Statements::lower_total(const syntax::Total& total) {
  section_.chain_open = false;
  if (checker_.policy_.total.valid() || total_seen_) {
    checker_.sink_.report(diag::Code::StatedTwice, total.span, "total");
    return;
  }
  total_seen_ = true;
  std::vector<std::int32_t> explanations;
  checker_.explained_ = &explanations;
  const Value value = checker_.lower(total.value, lead_context(Level::Sections, "the total"));
  checker_.explained_ = nullptr;
  if (value.is_error()) return;
  if (!value.is_number()) {
    checker_.sink_.report(diag::Code::NumberWanted, value.span, "'total'", describe(value));
    return;
  }
  checker_.policy_.total = checker_.build_.to_number(value.expr);
  checker_.policy_.total_explanation = value.explanation;
}

void Statements::lower_grade(const syntax::Grade& written) {
  section_.chain_open = false;
  const Declaration* declaration = checker_.find(written.name.text, NameKind::Grade);
  if (declaration == nullptr || declaration->node != decltype(declaration->node)(&written)) return;
  ir::Grade& grade = checker_.policy_.grades[static_cast<std::size_t>(declaration->index)];
  check_labels(checker_, written);
  std::vector<std::int32_t> explanations;
  checker_.explained_ = &explanations;
  const Value by = checker_.lower(written.by, lead_context(Level::Score, "a grade"));
  checker_.explained_ = nullptr;
  const Context constants = lead_context(Level::Constants, "the bound of a band");
  std::optional<double> before;
  std::vector<double> bounds;
  for (const syntax::Band& band : written.bands) {
    const std::optional<double> bound = bound_of(checker_, band, constants);
    if (bound && before && *bound >= *before) {
      checker_.sink_.report(diag::Code::BoundsRise, (*ast_)[band.bound].span, written.name.text)
          .suggest("the best band stands first and has the highest bound");
    }
    if (bound) bounds.push_back(*bound);
    before = bound;
  }
  if (by.is_error() || bounds.size() < written.bands.size()) return;
  if (!by.is_number()) {
    checker_.sink_.report(diag::Code::NumberWanted, by.span, "'by'", describe(by));
    return;
  }
  ir::Builder& build = checker_.build_;
  grade.by = build.to_number(by.expr);
  grade.explanation = by.explanation;
  for (const double bound : bounds) grade.reached.push_back(build.compare(ir::Op::LessOrEqual, build.number(bound), grade.by));
  if (written.otherwise) grade.reached.push_back(build.has(grade.by));
}

}  // namespace assay::check
