// What is suspicious about a table: values that no cell covers, values that two cells cover, cells that are never reached (decision 0007).
//
// Numbers, dates and times are looked at as intervals, labels and yes/no one by one. Of texts nobody can say whether all are covered: a
// table by texts without `else` means "these and no others", so it has no gap; its patterns are compared as far as one holds the other as a
// text.
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include <fmt/format.h>

#include "compiler/check/intervals.h"
#include "compiler/check/table.h"
#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"
#include "runtime/text/fold.h"
#include "runtime/text/pattern.h"

namespace assay::check {

namespace {

// Larger tables are not looked at: more cells on an axis, more comparisons of texts with patterns.
constexpr std::size_t most_cells = 20'000;
constexpr std::size_t most_comparisons = 10'000'000;

bool is_else(const LoweredCell& cell) { return cell.tests.size() == 1 && cell.tests.front().kind == CellTest::Kind::Else; }

// The simplest number between two others.
double simple_number(double low, double high) {
  for (double scale = 1; scale <= 1e15; scale *= 10) {
    const double candidate = std::ceil(low * scale) / scale;
    if (low <= candidate && candidate <= high) return candidate;
  }
  return low;
}

// How values of the input's kind become integers and back.
class Domain {
 public:
  Domain(Checker& checker, const Value& input) : checker_(checker), input_(input) {}

  Interval whole() const {
    constexpr std::int64_t day = calendar::microseconds_per_day;
    switch (input_.kind) {
      case Kind::Number: return {rank_of(-std::numeric_limits<double>::max()), rank_of(std::numeric_limits<double>::max())};
      case Kind::Date: return {calendar::first_day, calendar::last_day};
      case Kind::Time: return {calendar::first_day * day, (calendar::last_day + std::int64_t{1}) * day - 1};
      case Kind::Label: return {0, static_cast<std::int64_t>(input_.labels->labels.size()) - 1};
      case Kind::YesNo: return {0, 1};
      default: return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }
  }

  // The values that a cell takes; nothing when they cannot be told.
  std::optional<Intervals> of(const LoweredCell& cell) const {
    Intervals all;
    for (const CellTest& test : cell.tests) {
      const bool ok = test.kind == CellTest::Kind::Range ? add_range(test, all) : add_comparison(test, all);
      if (!ok) return std::nullopt;
    }
    return all;
  }

  std::string sample(Interval interval) const {
    const Interval all = whole();
    const std::int64_t value = interval.low == all.low ? interval.high : interval.low;
    switch (input_.kind) {
      case Kind::Number: {
        const double low = number_at(interval.low), high = number_at(interval.high);
        if (interval.low == all.low) return runtime::number_to_text(std::floor(high));
        return runtime::number_to_text(simple_number(low, high));
      }
      case Kind::Date: return calendar::day_to_text(static_cast<calendar::Day>(value));
      case Kind::Time: return calendar::instant_to_text(value);
      case Kind::Label: return input_.labels->labels[static_cast<std::size_t>(interval.low)];
      case Kind::YesNo: return interval.low == 1 ? "yes" : "no";
      default: return runtime::integer_to_text(value);
    }
  }

 private:
  // The ends of the values that are at least, and at most, the constant; nothing for constants of another kind.
  std::optional<Interval> ends_of(const Value& value) const {
    const ir::Node& node = checker_.build_[value.expr];
    if (value.kind == Kind::YesNo && node.op == ir::Op::TruthToYesNo) {
      const std::int64_t yes = checker_.build_.is_truth(checker_.policy_.operand(node, 0), true) ? 1 : 0;
      return Interval{yes, yes};
    }
    if (node.op != ir::Op::Constant) return std::nullopt;
    if (input_.kind == Kind::Number && value.is_number()) {
      const std::int64_t rank = rank_of(value.kind == Kind::Number ? node.number : static_cast<double>(node.integer));
      return Interval{rank, rank};
    }
    if (input_.kind == Kind::Integer && value.kind == Kind::Number) return integers_beside(node.number);
    if (value.kind != input_.kind) return std::nullopt;
    return Interval{node.integer, node.integer};
  }

  // `>= 2.5` begins at 3, `<= 2.5` ends at 2: low is above high unless the number is whole.
  static std::optional<Interval> integers_beside(double number) {
    if (std::abs(number) >= 9e18) return std::nullopt;
    return Interval{static_cast<std::int64_t>(std::ceil(number)), static_cast<std::int64_t>(std::floor(number))};
  }

  bool add_range(const CellTest& test, Intervals& all) const {
    const std::optional<Interval> low = ends_of(test.value), high = ends_of(test.high);
    if (!low || !high) return false;
    all.add({low->low, high->high});
    return true;
  }

  bool add_comparison(const CellTest& test, Intervals& all) const {
    const std::optional<Interval> ends = ends_of(test.value);
    if (!ends || (input_.kind == Kind::Label && test.op != syntax::CompareOp::Equal)) return false;
    const Interval range = whole();
    const bool is_whole = ends->low == ends->high;
    const std::int64_t below = is_whole ? ends->low - (ends->low == range.low ? 0 : 1) : ends->high;
    const std::int64_t above = is_whole ? ends->high + (ends->high == range.high ? 0 : 1) : ends->low;
    switch (test.op) {
      case syntax::CompareOp::Equal:
      case syntax::CompareOp::Is: all.add(*ends); break;
      case syntax::CompareOp::NotEqual:
      case syntax::CompareOp::IsNot:
        all.add({range.low, below});
        all.add({above, range.high});
        break;
      case syntax::CompareOp::Less: all.add({range.low, below}); break;
      case syntax::CompareOp::LessEqual: all.add({range.low, ends->high}); break;
      case syntax::CompareOp::Greater: all.add({above, range.high}); break;
      case syntax::CompareOp::GreaterEqual: all.add({ends->low, range.high}); break;
    }
    return true;
  }

  Checker& checker_;
  const Value& input_;
};

// The lints of one axis.
class AxisLints {
 public:
  AxisLints(Checker& checker, const std::string& table, Span table_span, const TableAxis& axis, const std::vector<LoweredCell>& cells,
            const std::string& other_sample)
      : checker_(checker), table_(table), table_span_(table_span), axis_(axis), cells_(cells), other_sample_(other_sample) {}

  void report() {
    if (cells_.size() > most_cells) return;
    if (axis_.input.kind == Kind::Text || axis_.input.kind == Kind::TextList) {
      report_texts();
    } else {
      report_intervals();
    }
  }

 private:
  void report_intervals() {
    const Domain domain(checker_, axis_.input);
    Intervals covered;
    bool overlap_told = false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (is_else(cells_[i])) return report_behind_else(i);
      const std::optional<Intervals> values = domain.of(cells_[i]);
      if (!values) return;
      if (values->empty()) {
        unreachable(i, "no value is in it");
      } else if (covered.covers(*values)) {
        unreachable(i, fmt::format("the {}s before it cover all of it", axis_.word));
      } else if (const std::optional<Interval> shared = covered.first_shared(*values); shared && !overlap_told) {
        overlap(i, domain.sample(*shared));
        overlap_told = true;
      }
      covered.add(*values);
    }
    if (const std::optional<Interval> gap = covered.first_gap(domain.whole())) {
      checker_.sink_.report(diag::Code::TableGap, table_span_, table_, sample_lead(domain.sample(*gap)))
          .suggest(fmt::format("add a {} for it, or 'else'; a lead in the gap gets no value", axis_.word));
    }
  }

  // A text fits a pattern that came before it; a pattern is held against others as if its `*` were a sign.
  void report_texts() {
    std::unordered_set<std::string> seen;
    std::vector<text::Pattern> patterns;
    std::size_t comparisons = 0;
    bool overlap_told = false;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      if (is_else(cells_[i])) return report_behind_else(i);
      const std::vector<std::string>& texts = cells_[i].tests.front().texts;
      std::vector<std::string> folded;
      std::string again;
      for (const std::string& text : texts) {
        const std::string& key = folded.emplace_back(text::fold(text));
        comparisons += patterns.size();
        if (comparisons > most_comparisons) return;
        const bool known = seen.contains(key) || std::any_of(patterns.begin(), patterns.end(),
                                                             [&](const text::Pattern& pattern) { return pattern.matches(key); });
        if (!known) continue;
        again = again.empty() ? text : again;
        folded.pop_back();
      }
      if (folded.empty() && !texts.empty()) {
        unreachable(i, fmt::format("the {}s before it cover all of it", axis_.word));
      } else if (!again.empty() && !overlap_told) {
        overlap(i, fmt::format("\"{}\"", again));
        overlap_told = true;
      }
      for (const std::string& key : folded) {
        seen.insert(key);
        if (key.find('*') != std::string::npos && axis_.input.text_type != runtime::Type::Url) patterns.emplace_back(key);
      }
    }
  }

  void report_behind_else(std::size_t at) {
    for (std::size_t i = at + 1; i < cells_.size(); ++i) unreachable(i, "it stands behind 'else'");
  }

  void unreachable(std::size_t cell, const std::string& why) {
    checker_.sink_.report(diag::Code::TableUnreachable, cells_[cell].span, axis_.word, table_, why);
  }

  void overlap(std::size_t cell, const std::string& sample) {
    checker_.sink_.report(diag::Code::TableOverlap, cells_[cell].span, table_, std::string(axis_.word) + "s", sample_lead(sample));
  }

  std::string sample_lead(const std::string& sample) const {
    const std::string own = fmt::format("{} {}", axis_.name->text, sample);
    if (other_sample_.empty()) return own;
    return axis_.word == "row" ? fmt::format("{}, {}", own, other_sample_) : fmt::format("{}, {}", other_sample_, own);
  }

  Checker& checker_;
  const std::string& table_;
  Span table_span_;
  const TableAxis& axis_;
  const std::vector<LoweredCell>& cells_;
  const std::string& other_sample_;
};

}  // namespace

void lint_axis(Checker& checker, const std::string& table, Span table_span, const TableAxis& axis, const std::vector<LoweredCell>& cells,
               const std::string& other_sample) {
  AxisLints(checker, table, table_span, axis, cells, other_sample).report();
}

std::string sample_of(Checker& checker, const TableAxis& axis, const std::vector<LoweredCell>& cells) {
  if (cells.empty() || is_else(cells.front())) return {};
  const CellTest& test = cells.front().tests.front();
  if (test.kind == CellTest::Kind::Texts) {
    if (test.texts.empty()) return {};
    std::string text = test.texts.front();
    std::erase(text, '*');
    return fmt::format("{} \"{}\"", axis.name->text, text);
  }
  const Domain domain(checker, axis.input);
  const std::optional<Intervals> values = domain.of(cells.front());
  if (!values || values->empty()) return {};
  const std::optional<Interval> first = values->first_shared([&] {
    Intervals whole;
    whole.add(domain.whole());
    return whole;
  }());
  return fmt::format("{} {}", axis.name->text, domain.sample(*first));
}

}  // namespace assay::check
