#include "tests/agree/generate_leads.h"

#include <algorithm>

#include "runtime/text/fold.h"
#include "tests/agree/vocabulary.h"

namespace assay::agree {
namespace {

using runtime::Type;
using tests::Cell;

class LeadGenerator {
 public:
  LeadGenerator(Random& random, const runtime::Schema& schema, std::int64_t as_of, const calendar::Zone& zone)
      : random_(random), schema_(schema), as_of_(as_of), zone_(zone) {}

  tests::Lead lead(std::size_t number) {
    tests::Lead lead{.id = "lead-" + std::to_string(number)};
    const bool sparse = random_.chance(15);
    for (std::size_t i = 0; i < schema_.fields.size(); ++i) {
      const runtime::FieldSpec& field = schema_.fields[i];
      if (static_cast<std::int32_t>(i) == schema_.current_stage_field) {
        lead.fields.push_back(random_.chance(50) ? Cell{} : Cell{random_.pick({"MQL", "mql", "SAL", "Sql", "kunde", "lead", "gone"})});
      } else {
        lead.fields.push_back(random_.chance(sparse ? 80 : 20) ? Cell{} : cell(field.type, field.labels.size()));
      }
    }
    for (std::size_t count = activities_of_a_lead(); count > 0; --count) lead.activities.push_back(activity());
    std::ranges::stable_sort(lead.activities, {}, &tests::Activity::time);
    return lead;
  }

 private:
  std::size_t activities_of_a_lead() {
    if (random_.chance(30)) return 0;
    if (random_.chance(3)) return 200;
    return random_.below(14);
  }

  tests::Activity activity() {
    tests::Activity activity;
    activity.kind = static_cast<std::int16_t>(random_.between(-1, static_cast<std::int64_t>(schema_.activities.size()) - 1));
    if (!random_.chance(10)) activity.time = std::min(time(), as_of_);
    if (activity.kind < 0) return activity;
    for (const auto& attribute : schema_.activities[static_cast<std::size_t>(activity.kind)].attributes) {
      activity.attributes.push_back(random_.chance(20) ? Cell{} : cell(attribute.type, attribute.labels.size()));
    }
    return activity;
  }

  Cell cell(Type type, std::size_t labels) {
    switch (type) {
      case Type::YesNo: return random_.chance(50);
      case Type::Integer: return random_.chance(25) ? random_.pick(integers()) : random_.between(-3, 60);
      case Type::Number: return random_.chance(50) ? random_.pick(numbers()) : static_cast<double>(random_.between(-300, 6000)) / 100;
      case Type::Text:
      case Type::Phone: return text();
      case Type::Email: return random_.pick(emails());
      case Type::Url: return random_.pick(urls());
      case Type::Date: return std::int64_t{date()};
      case Type::Time: return time();
      case Type::Label: return random_.between(0, static_cast<std::int64_t>(labels) - 1);
      case Type::TextList: break;
    }
    std::vector<std::string> list;
    for (std::size_t count = 1 + random_.below(3); count > 0; --count) list.push_back(text());
    return list;
  }

  // Trimmed, as readers give it.
  std::string text() {
    std::string made = random_.pick(words());
    if (random_.chance(20)) made += random_.pick({" ", "-", "", ",", "\u00a0"}) + random_.pick(words());
    const std::string trimmed(text::trim(made));
    return trimmed.empty() ? "x" : trimmed;
  }

  calendar::Day date() {
    const calendar::Day today = zone_.local_day(as_of_);
    if (random_.chance(5)) return random_.chance(50) ? calendar::first_day : calendar::last_day;
    const std::vector<std::int32_t> near{-400, -365, -91, -90, -89, -31, -30, -29, -8, -7, -6, -2, -1, 0, 0, 1, 2, 20, 300};
    return today + random_.pick(near);
  }

  std::int64_t time() {
    const std::int64_t nudge = random_.chance(60) ? 0 : random_.between(-1, 1);
    switch (random_.below(4)) {
      case 0: return zone_.start_of_day(zone_.local_day(as_of_) - static_cast<calendar::Day>(random_.below(40))) + nudge;
      case 1: return calendar::subtract(as_of_, random_.pick(durations()).value, zone_).value_or(as_of_) + nudge;
      case 2: return as_of_ - static_cast<std::int64_t>(random_.below(8)) * calendar::microseconds_per_day / 2;  // ties
      default: return as_of_ - random_.between(0, 120 * calendar::microseconds_per_day);
    }
  }

  Random& random_;
  const runtime::Schema& schema_;
  const std::int64_t as_of_;
  const calendar::Zone& zone_;
};

}  // namespace

std::vector<tests::Lead> generate_leads(Random& random, const runtime::Schema& schema, std::int64_t as_of, const calendar::Zone& zone,
                                        std::size_t count) {
  LeadGenerator generator(random, schema, as_of, zone);
  std::vector<tests::Lead> leads;
  for (std::size_t i = 0; i < count; ++i) leads.push_back(generator.lead(i + 1));
  return leads;
}

}  // namespace assay::agree
