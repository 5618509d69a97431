#include "compiler/testing/report_coverage.h"

#include <fmt/format.h>

#include "compiler/diag/machine_text.h"

namespace assay::testing {

namespace {

// How parts of one kind are called, and those that no test met.
struct PartWords {
  std::string_view kind;
  Coverage::Part part;
  std::string_view unmet_as;  // what no test does with them
  std::vector<std::string> names;
  bool quoted = false;  // in policies
};

// Kinds of which the policy has any.
std::vector<PartWords> parts_of(const TestReport& report) {
  const runtime::ResultSchema& schema = report.result;
  std::vector<PartWords> parts = {{"rules", report.coverage->rules(), "no test makes fire", {}},
                                  {"stages", report.coverage->stages(), "no test ends in stage", {}},
                                  {"segments", report.coverage->segments(), "no test is in segment", {}, true},
                                  {"routes", report.coverage->routes(), "no test goes to", {}, true}};
  for (const std::size_t rule : parts[0].part.unmet) {
    parts[0].names.push_back(fmt::format("{} ({})", schema.rules[rule].reason, place_of(report, schema.rules[rule])));
  }
  for (const std::size_t stage : parts[1].part.unmet) parts[1].names.push_back(schema.stages[stage]);
  for (const std::size_t segment : parts[2].part.unmet) parts[2].names.push_back(schema.segments[segment]);
  for (const std::size_t route : parts[3].part.unmet)
    parts[3].names.push_back(fmt::format("{}", fmt::join(schema.routes[route].targets, ", ")));
  std::erase_if(parts, [](const PartWords& words) { return words.part.all == 0; });
  return parts;
}

std::size_t met(const Coverage::Part& part) { return part.all - part.unmet.size(); }

}  // namespace

std::string place_of(const TestReport& report, const runtime::RuleInfo& rule) {
  const std::string section = rule.section >= 0 ? report.result.sections[static_cast<std::size_t>(rule.section)].name : "";
  return fmt::format("line {}{}{}", rule.line, section.empty() ? "" : ", ", section);
}

std::string coverage_as_text(const TestReport& report) {
  if (!report.coverage) return "";
  std::string head, body;
  for (const PartWords& words : parts_of(report)) {
    head += fmt::format("{}{} of {} {}", head.empty() ? "coverage: " : ", ", met(words.part), words.part.all, words.kind);
    for (const std::string& name : words.names) body += fmt::format("  {0}: {1}{2}{1}\n", words.unmet_as, words.quoted ? "\"" : "", name);
  }
  return head.empty() ? "" : head + "\n" + body;
}

std::string coverage_as_json(const TestReport& report) {
  if (!report.coverage) return "";
  std::string out;
  for (const PartWords& words : parts_of(report)) {
    std::string unmet;
    for (std::size_t at = 0; at < words.names.size(); ++at) {
      unmet += at == 0 ? "" : ",";
      if (words.kind != "rules") {
        unmet += diag::quoted(words.names[at]);
        continue;
      }
      const runtime::RuleInfo& rule = report.result.rules[words.part.unmet[at]];
      unmet += fmt::format(R"({{"rule":{},"reason":{},"line":{}}})", diag::quoted(rule.id), diag::quoted(rule.reason), rule.line);
    }
    out += fmt::format(R"({}"{}":{{"all":{},"met":{},"not_met":[{}]}})", out.empty() ? "" : ",", words.kind, words.part.all,
                       met(words.part), unmet);
  }
  return fmt::format(",\"coverage\":{{{}}}", out);
}

std::string coverage_as_junit(const TestReport& report) {
  if (!report.coverage) return "";
  std::string out = "  <properties>\n";
  for (const PartWords& words : parts_of(report)) {
    out += fmt::format("    <property name=\"coverage.{}\" value=\"{} of {}\"/>\n", words.kind, met(words.part), words.part.all);
  }
  return out + "  </properties>\n";
}

}  // namespace assay::testing
