#include "compiler/testing/case_file.h"

#include <map>

#include <fmt/format.h>

#include "compiler/testing/case_expectation.h"
#include "compiler/testing/row_test.h"
#include "runtime/calendar/parse.h"
#include "runtime/io/activities.h"
#include "runtime/io/headers.h"
#include "runtime/io/leads.h"
#include "runtime/text/fold.h"

namespace assay::testing {

namespace {

// 2026-01-01T12:00:00Z, like a test without `as of`.
constexpr std::int64_t usual_as_of = std::int64_t{1'767'268'800} * calendar::microseconds_per_second;

class CaseFileRun {
 public:
  CaseFileRun(const ir::Policy& policy, const runtime::Program& program, const ir::CaseFile& file, TestReport& report)
      : policy_(policy),
        program_(program),
        file_(file),
        report_(report),
        zone_(calendar::load_zone(policy.schema.timezone).value_or(calendar::Zone())) {}

  void run() {
    io::LeadOptions options;
    options.keep = {"all"};
    io::LeadReader reader(policy_.schema, {file_.cases}, options, data_);
    if (!reader.open()) return refuse(reader.failure()->message);
    if (!match_columns(reader.kept_names())) return;
    io::LeadBatch leads;
    const std::size_t before = report_.tests.size();
    while (reader.next(leads)) run_batch(leads);
    if (reader.failure()) return refuse(reader.failure()->message);
    if (data_.bad_count() > 0) return refuse(fmt::format("cells that cannot be read:\n{}", io::report_as_text(data_)));
    if (report_.tests.size() == before) refuse("there are no rows");
  }

 private:
  static constexpr std::string_view prefix = "expect ";

  bool match_columns(const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string_view name = text::trim(names[i]);
      if (io::loose_key(name) == "asof") as_of_column_ = i;
      if (!text::fold(name).starts_with(prefix)) continue;
      const std::string_view what = text::trim(name.substr(prefix.size()));
      std::optional<ExpectationColumn> column = expectation_column(policy_, what);
      if (!column) {
        refuse(fmt::format("the column '{}' names no section, grade or stage of the policy", name));
        return false;
      }
      columns_.emplace_back(i, std::move(*column));
    }
    if (columns_.empty()) refuse("no column begins with 'expect'");
    if (!file_.activities.empty() && !as_of_column_) refuse("the activities have absolute times, so there must be a column 'as of'");
    return !columns_.empty() && (file_.activities.empty() || as_of_column_);
  }

  // Rows of one as-of are scored together.
  void run_batch(const io::LeadBatch& leads) {
    std::map<std::int64_t, std::vector<std::size_t>> rows_at;
    std::vector<TestOutcome> outcomes(leads.batch.rows);
    for (std::size_t row = 0; row < leads.batch.rows; ++row) {
      outcomes[row].name = fmt::format("{}, row {} (id {})", file_.name, leads.batch.first_row + row, leads.batch.ids.value(row));
      outcomes[row].span = file_.span;
      const std::optional<std::int64_t> as_of = as_of_in(leads, row);
      if (as_of) {
        rows_at[*as_of].push_back(row);
      } else {
        outcomes[row].problem = "the cell 'as of' is no date";
      }
    }
    for (const auto& [as_of, rows] : rows_at) run_rows(leads, as_of, rows, outcomes);
    for (TestOutcome& outcome : outcomes) report_.tests.push_back(std::move(outcome));
  }

  std::optional<std::int64_t> as_of_in(const io::LeadBatch& leads, std::size_t row) const {
    const std::string_view cell = as_of_column_ ? text::trim(leads.kept[*as_of_column_].at_row(row)) : std::string_view();
    if (cell.empty()) return usual_as_of;
    const std::optional<calendar::Moment> moment = calendar::parse_iso(cell);
    if (!moment) return std::nullopt;
    return moment->kind == calendar::Moment::Kind::day ? zone_.end_of_day(*moment->to_day(zone_)) : moment->to_instant(zone_);
  }

  void run_rows(const io::LeadBatch& leads, std::int64_t as_of, const std::vector<std::size_t>& rows, std::vector<TestOutcome>& outcomes) {
    runtime::ActivityBatch activities;
    io::ActivityStore store(policy_.schema, as_of, data_);
    if (!file_.activities.empty() && !store.load(file_.activities, {})) {
      for (const std::size_t row : rows) outcomes[row].problem = store.failure()->message;
      return;
    }
    store.finish();
    store.join(leads.batch, activities);
    const runtime::RunOptions options{.as_of = as_of, .explain = true};
    runtime::Result result;
    program_.start(options)->score(leads.batch, &activities, result);
    for (const std::size_t row : rows) {
      const ScoredRow scored{.policy = policy_,
                             .options = options,
                             .batch = leads.batch,
                             .activities = &activities,
                             .result = result,
                             .row = row,
                             .id = leads.batch.ids.value(row)};
      if (report_.coverage) report_.coverage->note(result, row);
      compare(scored, leads, outcomes[row]);
    }
  }

  void compare(const ScoredRow& scored, const io::LeadBatch& leads, TestOutcome& outcome) const {
    std::vector<ir::Expectation> expectations;
    std::vector<std::string> expected;
    for (const auto& [index, column] : columns_) {
      const std::string_view cell = text::trim(leads.kept[index].at_row(scored.row));
      if (cell.empty()) continue;
      CellExpectations read = cell_expectations(policy_, column, cell);
      if (!read.problem.empty()) outcome.problem = fmt::format("expect {}: {}", column.name, read.problem);
      for (ir::Expectation& expectation : read.expectations) {
        expectation.span = file_.span;
        expectations.push_back(std::move(expectation));
        expected.push_back(fmt::format("{} {}", column.name, cell));
      }
    }
    compare_row(scored, expectations, outcome, expected);
  }

  void refuse(std::string problem) {
    TestOutcome& outcome = report_.tests.emplace_back();
    outcome.name = file_.name;
    outcome.span = file_.span;
    outcome.problem = std::move(problem);
  }

  const ir::Policy& policy_;
  const runtime::Program& program_;
  const ir::CaseFile& file_;
  TestReport& report_;
  calendar::Zone zone_;
  io::DataReport data_;
  std::optional<std::size_t> as_of_column_;
  std::vector<std::pair<std::size_t, ExpectationColumn>> columns_;
};

}  // namespace

void run_case_file(const ir::Policy& policy, const runtime::Program& program, const ir::CaseFile& file, TestReport& report) {
  CaseFileRun(policy, program, file, report).run();
}

}  // namespace assay::testing
