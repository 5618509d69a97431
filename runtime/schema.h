// What a policy asks of its data: lead fields, activities with their attributes, the time zone.
//
// Made by the checker, read by readers (which columns to look for, how to convert cells) and by engines (which column holds what).
// Not here: header matching and cell conversion (runtime/io), policies (compiler/ir).
//
// Invariant: an index into Schema::fields is also the index of the field's Column in every Batch; an attribute's `slot` is the index of its
// Column in every ActivityBatch. Attributes of different activities may share a slot of the same storage, since a row is of one activity.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::runtime {

enum class Type : std::uint8_t { YesNo, Integer, Number, Text, Email, Url, Phone, Date, Time, Label, TextList };

// How values of a type lie in memory. Integer: int64 (integers; dates as days, times as microseconds since 1970-01-01T00:00Z).
enum class Storage : std::uint8_t { Truth, Integer, Number, Text, Label, TextList };

Storage storage_of(Type type);
const char* name_of(Type type);  // as written in a policy: "yes/no", "list of text", "one of"

struct FieldSpec {
  std::string name;
  Type type = Type::Text;
  std::vector<std::string> labels;   // Label: as written in the policy; a code is an index into it
  std::vector<std::string> from;     // header names, in order of preference
  std::vector<std::string> missing;  // values that mean "missing", compared as texts are
  std::string format;                // as written; empty: the type's usual spelling
  std::string separator;             // TextList: empty means ";"
  bool used = false;                 // the policy reads it; readers may leave the others out
  bool from_prelude = false;         // not declared by the policy itself: an unmatched one is not worth a word in the report
};

struct AttributeSpec {
  std::string name;
  Type type = Type::Text;
  std::vector<std::string> labels;
  std::string format;
  std::vector<std::string> missing;
  std::int32_t slot = -1;  // Column in ActivityBatch::attributes; -1: not used by the policy
  bool used = false;
};

struct ActivitySpec {
  std::string name;
  std::vector<AttributeSpec> attributes;
  std::vector<std::string> from;  // kinds in the data beside its own name
  bool merging_overlaps = false;  // docs/language/activities.md: rejoining counts as one attendance
  bool from_prelude = false;
};

struct Schema {
  std::string timezone = "UTC";  // IANA name, known to exist
  std::vector<FieldSpec> fields;
  std::vector<ActivitySpec> activities;
  std::int32_t id_field = -1;             // the field that holds the lead's id; -1: row numbers
  std::int32_t current_stage_field = -1;  // -1: every lead starts as `lead`
  std::vector<Storage> slots;             // storage of each Column of ActivityBatch::attributes; made by assign_attribute_slots
  bool needs_activities = false;          // some rule asks for activities

  // Index of a field or activity by name, -1 if there is none.
  std::int32_t field(const std::string& name) const;
  std::int32_t activity(const std::string& name) const;
};

// Gives each used attribute its slot and fills Schema::slots: per storage, the first used attribute of each activity takes that storage's
// first slot, and so on.
void assign_attribute_slots(Schema& schema);

}  // namespace assay::runtime
