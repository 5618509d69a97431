#include "runtime/schema.h"

#include <array>

namespace assay::runtime {

Storage storage_of(Type type) {
  switch (type) {
    case Type::YesNo: return Storage::Truth;
    case Type::Integer:
    case Type::Date:
    case Type::Time: return Storage::Integer;
    case Type::Number: return Storage::Number;
    case Type::Text:
    case Type::Email:
    case Type::Url:
    case Type::Phone: return Storage::Text;
    case Type::Label: return Storage::Label;
    case Type::TextList: return Storage::TextList;
  }
  return Storage::Text;
}

const char* name_of(Type type) {
  switch (type) {
    case Type::YesNo: return "yes/no";
    case Type::Integer: return "integer";
    case Type::Number: return "number";
    case Type::Text: return "text";
    case Type::Email: return "email";
    case Type::Url: return "url";
    case Type::Phone: return "phone";
    case Type::Date: return "date";
    case Type::Time: return "time";
    case Type::Label: return "one of";
    case Type::TextList: return "list of text";
  }
  return "";
}

std::int32_t Schema::field(const std::string& name) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

std::int32_t Schema::activity(const std::string& name) const {
  for (std::size_t i = 0; i < activities.size(); ++i) {
    if (activities[i].name == name) return static_cast<std::int32_t>(i);
  }
  return -1;
}

void assign_attribute_slots(Schema& schema) {
  constexpr std::size_t storages = 6;
  std::array<std::vector<std::int32_t>, storages> slots_of;
  schema.slots.clear();
  for (ActivitySpec& activity : schema.activities) {
    std::array<std::size_t, storages> taken{};
    for (AttributeSpec& attribute : activity.attributes) {
      attribute.slot = -1;
      if (!attribute.used) continue;
      const Storage storage = storage_of(attribute.type);
      auto& slots = slots_of[static_cast<std::size_t>(storage)];
      std::size_t& next = taken[static_cast<std::size_t>(storage)];
      if (next == slots.size()) {
        slots.push_back(static_cast<std::int32_t>(schema.slots.size()));
        schema.slots.push_back(storage);
      }
      attribute.slot = slots[next++];
    }
  }
}

}  // namespace assay::runtime
