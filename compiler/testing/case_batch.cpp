#include "compiler/testing/case_batch.h"

#include <algorithm>
#include <deque>

#include "runtime/text/fold.h"

namespace assay::testing {

namespace {

using runtime::Column;
using runtime::Storage;

// The memory of a batch. Deques do not move what they hold, so columns can point into it.
struct Memory {
  std::deque<std::vector<std::uint64_t>> bits;
  std::deque<std::vector<std::int64_t>> integers;
  std::deque<std::vector<double>> numbers;
  std::deque<std::vector<std::int32_t>> indices;
  std::deque<std::string> bytes;
  std::vector<std::int16_t> kinds;
  std::vector<std::int64_t> times;
};

// One column, filled value by value; nullptr stands for missing.
class ColumnBuilder {
 public:
  ColumnBuilder(Memory& memory, Storage storage, const std::vector<std::string>* labels)
      : memory_(memory), storage_(storage), labels_(labels) {}

  void add(const ir::GivenValue* value) {
    const bool known = value != nullptr && !std::holds_alternative<std::monostate>(*value);
    push_bit(validity_, known);
    switch (storage_) {
      case Storage::Truth: push_bit(truths_, known && std::get<bool>(*value)); break;
      case Storage::Integer: integers_.push_back(known ? std::get<std::int64_t>(*value) : 0); break;
      case Storage::Number: numbers_.push_back(known ? std::get<double>(*value) + 0.0 : 0); break;
      case Storage::Label: codes_.push_back(known ? code_of(std::get<std::string>(*value)) : 0); break;
      case Storage::Text: add_text(known ? std::get<std::string>(*value) : std::string()); break;
      case Storage::TextList:
        if (known) {
          for (const std::string& text : std::get<std::vector<std::string>>(*value)) add_text(text);
        }
        list_offsets_.push_back(static_cast<std::int32_t>(offsets_.size() - 1));
        break;
    }
    ++rows_;
  }

  Column finish() {
    Column column;
    column.storage = storage_;
    column.validity = keep(memory_.bits, std::move(validity_));
    switch (storage_) {
      case Storage::Truth: column.truths = keep(memory_.bits, std::move(truths_)); break;
      case Storage::Integer: column.integers = keep(memory_.integers, std::move(integers_)); break;
      case Storage::Number: column.numbers = keep(memory_.numbers, std::move(numbers_)); break;
      case Storage::Label: column.labels = keep(memory_.indices, std::move(codes_)); break;
      case Storage::TextList: column.list_offsets = keep(memory_.indices, std::move(list_offsets_)); [[fallthrough]];
      case Storage::Text: column.text = finish_text(); break;
    }
    return column;
  }

  runtime::TextColumn finish_text() {
    runtime::TextColumn text;
    text.values = offsets_.size() - 1;
    text.offsets = keep(memory_.indices, std::move(offsets_));
    text.bytes = memory_.bytes.emplace_back(std::move(bytes_)).data();
    return text;
  }

 private:
  template <typename Element>
  static const Element* keep(std::deque<std::vector<Element>>& kept, std::vector<Element> values) {
    values.push_back(Element{});  // a column without rows points somewhere, too
    return kept.emplace_back(std::move(values)).data();
  }

  void push_bit(std::vector<std::uint64_t>& words, bool bit) const {
    if (rows_ % 64 == 0) words.push_back(0);
    if (bit) runtime::set_bit(words.data(), rows_);
  }

  void add_text(const std::string& text) {
    bytes_ += text;
    offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
  }

  std::int32_t code_of(const std::string& label) const {
    const auto found = std::find(labels_->begin(), labels_->end(), label);
    return static_cast<std::int32_t>(found - labels_->begin());
  }

  Memory& memory_;
  Storage storage_;
  const std::vector<std::string>* labels_;
  std::size_t rows_ = 0;
  std::vector<std::uint64_t> validity_, truths_;
  std::vector<std::int64_t> integers_;
  std::vector<double> numbers_;
  std::vector<std::int32_t> codes_, offsets_{0}, list_offsets_{0};
  std::string bytes_;
};

// The values of the fields, the stage put into its field.
std::vector<ir::GivenValue> field_values(const ir::Policy& policy, const ir::TestCase& test) {
  std::vector<ir::GivenValue> values(policy.schema.fields.size());
  for (const ir::GivenField& given : test.fields) values[static_cast<std::size_t>(given.field)] = given.value;
  if (!test.stage.empty() && policy.schema.current_stage_field >= 0) {
    const auto field = static_cast<std::size_t>(policy.schema.current_stage_field);
    const std::vector<std::string>& labels = policy.schema.fields[field].labels;
    const std::string stage = text::fold(test.stage);
    const auto label = std::find_if(labels.begin(), labels.end(), [&](const std::string& each) { return text::fold(each) == stage; });
    const bool is_label = policy.schema.fields[field].type == runtime::Type::Label;
    if (!is_label) values[field] = test.stage;
    if (label != labels.end()) values[field] = *label;
  }
  return values;
}

std::string id_of(const ir::Policy& policy, const std::vector<ir::GivenValue>& values) {
  if (policy.schema.id_field < 0) return {};
  const auto* id = std::get_if<std::string>(&values[static_cast<std::size_t>(policy.schema.id_field)]);
  return id == nullptr ? std::string() : *id;
}

// Without a time first, then by time; equal times in the order of the test.
std::vector<ir::GivenActivity> ordered_activities(const ir::Policy& policy, const ir::TestCase& test) {
  std::vector<ir::GivenActivity> activities;
  for (ir::GivenActivity activity : test.activities) {
    time_by_begin(policy, activity);
    if (activity.time <= test.as_of) activities.push_back(std::move(activity));
  }
  merge_overlaps(policy, activities);
  std::stable_sort(activities.begin(), activities.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  return activities;
}

const ir::GivenValue* attribute_of(const ir::GivenActivity& activity, std::int32_t attribute) {
  for (const auto& [index, value] : activity.attributes) {
    if (index == attribute) return &value;
  }
  return nullptr;
}

// The activity's value for a slot: of the attribute that has the slot.
const ir::GivenValue* value_in_slot(const ir::Policy& policy, const ir::GivenActivity& activity, std::int32_t slot) {
  const auto& attributes = policy.schema.activities[static_cast<std::size_t>(activity.activity)].attributes;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (attributes[i].slot == slot) return attribute_of(activity, static_cast<std::int32_t>(i));
  }
  return nullptr;
}

// Labels of attributes share a slot with those of other activities: their codes are those of the attribute's own set.
Column label_column(const ir::Policy& policy, Memory& memory, const std::vector<ir::GivenActivity>& activities, std::int32_t slot) {
  ColumnBuilder codes(memory, Storage::Integer, nullptr);
  for (const ir::GivenActivity& activity : activities) {
    const ir::GivenValue* label = value_in_slot(policy, activity, slot);
    if (label == nullptr || !std::holds_alternative<std::string>(*label)) {
      codes.add(nullptr);
      continue;
    }
    const auto& attributes = policy.schema.activities[static_cast<std::size_t>(activity.activity)].attributes;
    const auto spec = std::find_if(attributes.begin(), attributes.end(), [&](const auto& each) { return each.slot == slot; });
    const auto code = std::find(spec->labels.begin(), spec->labels.end(), std::get<std::string>(*label)) - spec->labels.begin();
    const ir::GivenValue value = static_cast<std::int64_t>(code);
    codes.add(&value);
  }
  Column column = codes.finish();
  std::vector<std::int32_t>& labels = memory.indices.emplace_back();
  for (std::size_t i = 0; i < activities.size(); ++i) labels.push_back(static_cast<std::int32_t>(column.integers[i]));
  labels.push_back(0);
  column.storage = Storage::Label;
  column.integers = nullptr;
  column.labels = labels.data();
  return column;
}

void add_activities(const ir::Policy& policy, const std::vector<ir::GivenActivity>& activities, Memory& memory,
                    runtime::ActivityBatch& batch) {
  for (const ir::GivenActivity& activity : activities) {
    memory.kinds.push_back(static_cast<std::int16_t>(activity.activity));
    memory.times.push_back(activity.time);
  }
  batch.offsets = {0, static_cast<std::int64_t>(activities.size())};
  memory.kinds.push_back(0);
  memory.times.push_back(0);
  batch.kinds = memory.kinds.data();
  batch.times = memory.times.data();
  for (std::size_t i = 0; i < policy.schema.slots.size(); ++i) {
    const auto slot = static_cast<std::int32_t>(i);
    if (policy.schema.slots[i] == Storage::Label) {
      batch.attributes.push_back(label_column(policy, memory, activities, slot));
      continue;
    }
    ColumnBuilder column(memory, policy.schema.slots[i], nullptr);
    for (const ir::GivenActivity& activity : activities) column.add(value_in_slot(policy, activity, slot));
    batch.attributes.push_back(column.finish());
  }
}

}  // namespace

CaseBatch make_case_batch(const ir::Policy& policy, const ir::TestCase& test) {
  const auto memory = std::make_shared<Memory>();
  CaseBatch made;
  const std::vector<ir::GivenValue> values = field_values(policy, test);
  made.id = id_of(policy, values);
  made.batch.rows = 1;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const runtime::FieldSpec& spec = policy.schema.fields[i];
    ColumnBuilder column(*memory, runtime::storage_of(spec.type), &spec.labels);
    column.add(&values[i]);
    made.batch.columns.push_back(column.finish());
  }
  ColumnBuilder ids(*memory, Storage::Text, nullptr);
  const ir::GivenValue id = made.id;
  ids.add(&id);
  made.batch.ids = ids.finish_text();
  add_activities(policy, ordered_activities(policy, test), *memory, made.activities);
  made.batch.owners.push_back(memory);
  made.activities.owners.push_back(memory);
  return made;
}

}  // namespace assay::testing
