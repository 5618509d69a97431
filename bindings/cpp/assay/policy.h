// Assay in C++: policies as values that compile, describe themselves and score Arrow data. A thin layer over assay.h, so that a program
// built with one compiler works with a library built with another. docs/embedding.md has examples.
//
// Errors are assay::Error. A Policy is immutable and cheap to copy; any number of threads may use it at once.
#pragma once

#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <assay/arrow.h>
#include <assay/error.h>

namespace assay {

struct CompileOptions {
  std::string file_name = "policy.assay";                     // in messages; files that the policy uses are looked for in its folder
  std::vector<std::pair<std::string, std::string>> settings;  // name and value
  // Where the files come from that the policy uses; empty: from disk. Nullopt: there is no such file. It must not throw.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  assay_engine engine = ASSAY_NATIVE;
};

struct ScoreOptions {
  std::string as_of;     // "2026-11-22" (its end), "2026-11-22T09:30:00Z" or "now". Needed
  bool explain = false;  // the column `reasons`
  unsigned threads = 1;  // 0: as many as the machine runs at once
};

// What a run found in its data, so far. It may be asked from any thread.
class Run {
 public:
  Run() = default;
  explicit Run(assay_run* run) : run_(run, assay_run_free) {}
  std::string report() const { return detail::text_of(assay_run_report, static_cast<const assay_run*>(run_.get())); }

 private:
  std::shared_ptr<assay_run> run_;
};

struct ScoredBatch {
  Batch scores;
  Run run;
};

struct ScoredStream {
  Stream scores;  // pulls from the leads when it is pulled from
  Run run;
};

class Policy {
 public:
  static Policy compile(std::string_view text, const CompileOptions& options = {}) {
    std::vector<std::string> written;
    std::vector<const char*> settings;
    for (const auto& [name, value] : options.settings) written.push_back(name + "=" + value);
    for (const std::string& each : written) settings.push_back(each.c_str());
    settings.push_back(nullptr);
    assay_compile_options given = ASSAY_COMPILE_OPTIONS_INIT;
    given.file_name = options.file_name.c_str();
    given.settings = settings.data();
    given.engine = options.engine;
    if (options.read_file) {
      given.read_file = read_through;
      given.read_file_context = const_cast<CompileOptions*>(&options);
    }
    assay_policy* policy = nullptr;
    assay_error* error = nullptr;
    detail::check(assay_compile(text.data(), text.size(), &given, &policy, &error), error);
    return Policy(policy);
  }

  // The policy in a file; `options.file_name` is the file's.
  static Policy from_file(const std::string& path, CompileOptions options = {}) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) throw Error(ASSAY_WRONG_ARGUMENT, "the policy " + path + " cannot be read");
    options.file_name = path;
    return compile(text, options);
  }

  // JSON, as assay.h says.
  std::string inputs() const { return detail::text_of(assay_policy_inputs, get()); }
  std::string outputs(bool explain = false) const { return detail::text_of(assay_policy_outputs, get(), int32_t{explain}); }
  std::string diagnostics() const { return detail::text_of(assay_policy_diagnostics, get()); }
  std::string test() const { return detail::text_of(assay_policy_test, get()); }

  Schema input_schema() const {
    Schema schema;
    assay_error* error = nullptr;
    detail::check(assay_policy_input_schema(get(), schema.fill(), &error), error);
    return schema;
  }
  Schema output_schema(bool explain = false) const {
    Schema schema;
    assay_error* error = nullptr;
    detail::check(assay_policy_output_schema(get(), explain, schema.fill(), &error), error);
    return schema;
  }

  // One batch into another, a row for each lead in their order.
  ScoredBatch score(Batch leads, const ScoreOptions& options, Stream activities = {}) const {
    const assay_score_options given = c_options(options, activities);
    ScoredBatch scored;
    assay_run* run = nullptr;
    assay_error* error = nullptr;
    detail::check(assay_score_batch(get(), leads.array.get(), leads.schema.get(), &given, scored.scores.array.fill(),
                                    scored.scores.schema.fill(), &run, &error),
                  error);
    scored.run = Run(run);
    return scored;
  }

  // A stream into another, pulled from by one thread at a time. It outlives the Policy.
  ScoredStream score(Stream leads, const ScoreOptions& options, Stream activities = {}) const {
    const assay_score_options given = c_options(options, activities);
    ScoredStream scored;
    assay_run* run = nullptr;
    assay_error* error = nullptr;
    detail::check(assay_score_stream(get(), leads.get(), &given, scored.scores.fill(), &run, &error), error);
    scored.run = Run(run);
    return scored;
  }

  // Why a lead has its score, as JSON; without an id, the first one.
  std::string explain(Stream leads, const std::optional<std::string>& id, const ScoreOptions& options, Stream activities = {}) const {
    const assay_score_options given = c_options(options, activities);
    return detail::text_of(assay_explain, get(), leads.get(), id ? id->c_str() : static_cast<const char*>(nullptr), &given);
  }

  const assay_policy* get() const { return policy_.get(); }

 private:
  explicit Policy(assay_policy* policy) : policy_(policy, assay_policy_free) {}

  static int read_through(void* context, const char* path, assay_file* file) {
    const std::optional<std::string> text = static_cast<const CompileOptions*>(context)->read_file(path);
    if (text) assay_file_set(file, text->data(), text->size());
    return text ? 0 : 1;
  }

  static assay_score_options c_options(const ScoreOptions& options, Stream& activities) {
    assay_score_options given = ASSAY_SCORE_OPTIONS_INIT;
    given.as_of = options.as_of.c_str();
    given.activities = activities.empty() ? nullptr : activities.get();
    given.explain = options.explain;
    given.threads = options.threads;
    return given;
  }

  std::shared_ptr<assay_policy> policy_;
};

}  // namespace assay
