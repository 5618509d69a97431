#include "compiler/ir/fingerprint.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/ir/print.h"
#include "runtime/text/sha256.h"

namespace assay::ir {
namespace {

// Every text in quotes, so that no two lists read alike.
std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += fmt::format("{}:{},", text.size(), text);
  return out;
}

std::string joined_in_any_order(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return joined(texts);
}

std::string words_of(const runtime::FieldSpec& field) {
  return fmt::format("field {} from {} missing {} format {} separator {} labels {}\n", field.name, joined(field.from),
                     joined_in_any_order(field.missing), field.format, field.separator, joined(field.labels));
}

std::string words_of(const runtime::ActivitySpec& activity) {
  std::string out =
      fmt::format("activity {} from {} merging {}\n", activity.name, joined_in_any_order(activity.from), activity.merging_overlaps);
  for (const runtime::AttributeSpec& attribute : activity.attributes) {
    out += fmt::format("  {} {} format {} missing {} labels {}\n", attribute.name, runtime::name_of(attribute.type), attribute.format,
                       joined_in_any_order(attribute.missing), joined(attribute.labels));
  }
  return out;
}

std::string words_of(const BusinessHours& hours) {
  std::string out = "hours ";
  for (const BusinessHours::Open& open : hours.open) out += fmt::format("{} {}-{},", open.weekday, open.from_minute, open.to_minute);
  return out + joined_in_any_order(hours.holidays);
}

// What print() leaves out.
std::string details(const Policy& policy) {
  std::string out;
  for (const runtime::FieldSpec& field : policy.schema.fields) {
    if (field.used) out += words_of(field);
  }
  for (const runtime::ActivitySpec& activity : policy.schema.activities) out += words_of(activity);
  for (const runtime::RuleInfo& rule : policy.result.rules) out += fmt::format("reason {}\n", rule.reason);
  for (const Ignore& ignore : policy.ignores) out += fmt::format("ignored {}\n", ignore.reason);
  return out + words_of(policy.business_hours);
}

}  // namespace

std::string fingerprint(const Policy& policy) {
  Policy meaning = policy;
  meaning.name.clear();
  meaning.version.clear();
  // print() shows the name of an atom instead of its texts.
  for (TextAtom& atom : meaning.text_atoms) atom.name = "texts " + text::sha256(joined_in_any_order(atom.texts));
  return text::sha256(print(meaning) + details(meaning));
}

}  // namespace assay::ir
