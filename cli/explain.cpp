// `assay explain POLICY LEADS --id ID`: why one lead has its result, and what is missing to the next stage.
#include "compiler/explain/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/moment.h"
#include "cli/pages.h"
#include "cli/policy.h"
#include "cli/score_options.h"
#include "compiler/explain/render.h"
#include "runtime/run/find_lead.h"
#include "runtime/text/nearest.h"

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay explain policy.assay leads.csv --id 101 --activities activities.csv --as-of 2026-11-22\n"
    "  assay explain policy.assay leads.csv --row 3 --all\n"
    "  assay explain policy.assay leads.csv --id 101 --format json";

// The ids most like the one that is not there.
class NearIds {
 public:
  explicit NearIds(std::string wanted) : wanted_(std::move(wanted)) {}

  void look_at(std::string_view id) {
    if (looked_at_++ >= most_looked_at || id.size() > wanted_.size() + limit || wanted_.size() > id.size() + limit) return;
    const std::size_t distance = text::edit_distance(wanted_, id, limit);
    const auto known = [&](const auto& near) { return near.second == id; };
    if (distance > limit || distance >= std::max(wanted_.size(), id.size()) || std::ranges::any_of(near_, known)) return;
    near_.emplace_back(distance, std::string(id));
    std::ranges::stable_sort(near_, {}, [](const auto& near) { return near.first; });
    if (near_.size() > most_shown) near_.pop_back();
  }

  std::string words() const {
    std::string out;
    for (const auto& [distance, id] : near_) out += (out.empty() ? "; the nearest: " : ", ") + id;
    return out;
  }

 private:
  static constexpr std::size_t limit = 3, most_shown = 5, most_looked_at = 200'000;
  std::string wanted_;
  std::size_t looked_at_ = 0;
  std::vector<std::pair<std::size_t, std::string>> near_;
};

int fail(std::string_view message) {
  write_error(fmt::format("assay explain: {}\n", message));
  return WrongUse;
}

std::string rows_words(std::uint64_t rows) { return fmt::format("{} lead{}", rows, rows == 1 ? "" : "s"); }

std::string not_found(const run::FoundLead& found, const run::LeadQuery& query, const NearIds& near) {
  if (!query.id) return fmt::format("there is no row {}; {} were read", *query.row, rows_words(found.rows));
  if (!found.same_id_rows.empty())
    return fmt::format("row {} does not have the id '{}'; row {} does", *query.row, *query.id, found.same_id_rows.front());
  return fmt::format("no lead has the id '{}' ({} read){}", *query.id, rows_words(found.rows), near.words());
}

struct ExplainOptions {
  run::LeadQuery query;
  std::string format = "text";
  bool all = false;
};

int explain_found(const CompiledPolicy& compiled, const run::FoundLead& found, std::int64_t as_of, const ExplainOptions& options,
                  const Terminal& terminal) {
  explain::Explanation explanation =
      explain::explain_lead(*compiled.policy, compiled.sources, as_of, found.leads.batch, found.activities(), found.row_of_batch);
  explanation.row = found.row;
  explanation.same_id_rows = found.same_id_rows;
  if (options.format == "json") {
    write_output(explain::as_json(explanation));
  } else {
    write_output(explain::as_text(explanation, {.width = terminal.width, .color = terminal.color_out, .all = options.all}));
  }
  return Done;
}

int explain_lead(ScoreOptions& input, ExplainOptions& options, const Terminal& terminal) {
  const CompiledPolicy compiled = compile_policy(input.policy, "interpreter", input.settings);
  if (!report_policy("explain", compiled, terminal)) return WrongUse;
  const auto zone = calendar::load_zone(compiled.policy->schema.timezone);
  const auto as_of = zone ? as_of_instant(input.as_of, *zone) : std::nullopt;
  if (!as_of) return fail(as_of_problem(input.as_of));
  input.run.as_of = *as_of;
  NearIds near(options.query.id.value_or(""));
  options.query.passed_by = [&](std::string_view id) { near.look_at(id); };
  const run::FoundLead found = run::find_lead(compiled.policy->schema, input.run, options.query);
  if (found.failure) return fail(found.failure->message);
  if (!found.found) return fail(not_found(found, options.query, near));
  return explain_found(compiled, found, *as_of, options, terminal);
}

}  // namespace

int explain(const Words& words) {
  Options declared("explain", "POLICY LEADS... --id ID [OPTION...]",
                   "Why one lead has its score and its stage, with the values that decided, and what is missing to the next stage.",
                   std::string(example));
  ExplainOptions options;
  std::string id;
  std::optional<std::int64_t> row;
  declared.value("--id", "ID", id, "of the lead; of several with this id the first, --row tells which");
  declared.number("--row", "N", row, "the lead in this row, from 1 without the header");
  declared.flag("--all", options.all, "everything: what did not count with its parts, every transition, every activity");
  declared.choice("--format", {"text", "json"}, options.format, "default: text");
  if (words.size() == 1 && error_page(words.front()))
    return declared.wrong_use(fmt::format("explains leads; what the code of a message means says assay check --why {}", words.front()));
  ReadScoreOptions read = read_input_options(declared, words);
  if (read.exit_code) return *read.exit_code;
  if (id.empty() && !row) return declared.wrong_use("needs --id ID or --row N: which lead?");
  if (!id.empty()) options.query.id = id;
  if (row) options.query.row = static_cast<std::uint64_t>(*row);
  return explain_lead(read.options, options, declared.terminal());
}

}  // namespace assay::cli
