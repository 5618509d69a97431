#include "runtime/io/activity_names.h"

#include "runtime/batch.h"
#include "runtime/io/headers.h"
#include "runtime/text/fold.h"

namespace assay::io {
namespace {

// Headers are compared without case, spaces, `_`, `-` and `.`, so one spelling of each is enough.
constexpr VendorColumn columns[] = {
    {ActivityColumn::lead, "lead"},
    {ActivityColumn::lead, "lead id"},          // Marketo
    {ActivityColumn::lead, "contact id"},       // HubSpot, Dynamics
    {ActivityColumn::lead, "prospect id"},      // Pardot (Account Engagement)
    {ActivityColumn::lead, "WhoId"},            // Salesforce tasks and events
    {ActivityColumn::lead, "LeadOrContactId"},  // Salesforce campaign members
    {ActivityColumn::lead, "Lead or Contact ID"},
    {ActivityColumn::lead, "regarding object id"},  // Dynamics
    {ActivityColumn::lead, "vid"},                  // HubSpot, older exports
    {ActivityColumn::lead, "object id"},            // HubSpot events
    {ActivityColumn::lead, "record id"},
    {ActivityColumn::lead, "person id"},
    {ActivityColumn::lead, "user id"},
    {ActivityColumn::activity, "activity"},
    {ActivityColumn::activity, "activity type"},  // Marketo, Pardot
    {ActivityColumn::activity, "activity name"},
    {ActivityColumn::activity, "activity type id"},  // Marketo, bulk extract
    {ActivityColumn::activity, "activity type name"},
    {ActivityColumn::activity, "activity type code"},  // Dynamics
    {ActivityColumn::activity, "event type"},          // HubSpot
    {ActivityColumn::activity, "event name"},
    {ActivityColumn::activity, "event"},
    {ActivityColumn::activity, "engagement type"},
    {ActivityColumn::activity, "TaskSubtype"},  // Salesforce
    {ActivityColumn::activity, "kind"},
    {ActivityColumn::activity, "type"},
    {ActivityColumn::time, "time"},
    {ActivityColumn::time, "activity date"},  // Marketo, Salesforce
    {ActivityColumn::time, "activity time"},
    {ActivityColumn::time, "activity date time"},  // Salesforce
    {ActivityColumn::time, "occurred at"},         // HubSpot
    {ActivityColumn::time, "event time"},
    {ActivityColumn::time, "event date"},
    {ActivityColumn::time, "timestamp"},
    {ActivityColumn::time, "actual end"},  // Dynamics
    {ActivityColumn::time, "created at"},
    {ActivityColumn::time, "created date"},  // Salesforce
    {ActivityColumn::time, "created on"},    // Dynamics
    {ActivityColumn::time, "created"},       // HubSpot email events
    {ActivityColumn::time, "date"},
    {ActivityColumn::activity_id, "activity id"},
    {ActivityColumn::activity_id, "marketoGUID"},
    {ActivityColumn::activity_id, "event id"},
    {ActivityColumn::activity_id, "id"},
    {ActivityColumn::object, "object"},
    {ActivityColumn::object, "primary attribute value"},  // Marketo
    {ActivityColumn::object, "asset name"},
    {ActivityColumn::object, "subject"},  // Salesforce, Dynamics
    {ActivityColumn::object, "page url"},
    {ActivityColumn::attributes, "attributes"},
    {ActivityColumn::attributes, "properties"},  // HubSpot
};

void claim(std::unordered_map<std::string, std::int16_t>& claims, std::string key, std::int16_t activity) {
  // Of two that claim one kind (an error for the policy's own) the first has it.
  claims.emplace(std::move(key), activity);
}

}  // namespace

std::string_view name_of(ActivityColumn column) {
  switch (column) {
    case ActivityColumn::lead: return "lead";
    case ActivityColumn::activity: return "activity";
    case ActivityColumn::time: return "time";
    case ActivityColumn::activity_id: return "activity_id";
    case ActivityColumn::object: return "object";
    case ActivityColumn::attributes: return "attributes";
  }
  return "";
}

std::span<const VendorColumn> vendor_columns() { return columns; }

std::vector<std::string> names_of(ActivityColumn column) {
  std::vector<std::string> names;
  names.emplace_back(name_of(column));
  for (const VendorColumn& each : columns) {
    if (each.column == column) names.emplace_back(each.header);
  }
  return names;
}

KindMatcher::KindMatcher(const runtime::Schema& schema) {
  for (std::size_t i = 0; i < schema.activities.size(); ++i) {
    const runtime::ActivitySpec& activity = schema.activities[i];
    std::vector<std::string> names = activity.from;
    names.push_back(activity.name);
    for (const std::string& name : names) {
      claim(activity.from_prelude ? prelude_exact_ : exact_, std::string(text::trim(name)), static_cast<std::int16_t>(i));
      claim(activity.from_prelude ? prelude_loose_ : loose_, loose_key(name), static_cast<std::int16_t>(i));
    }
  }
}

std::int16_t KindMatcher::match(std::string_view kind) const {
  const std::string exact(kind);
  const std::string loose = loose_key(kind);
  for (const auto& [claims, key] : {std::pair{&exact_, &exact}, {&loose_, &loose}, {&prelude_exact_, &exact}, {&prelude_loose_, &loose}}) {
    if (const auto found = claims->find(*key); found != claims->end()) return found->second;
  }
  return runtime::ActivityBatch::unknown_kind;
}

}  // namespace assay::io
