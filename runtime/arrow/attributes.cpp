#include "runtime/arrow/attributes.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/arrow/text_dictionary.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::arrow {
namespace {

constexpr const char* too_long = "the different values of an attribute together are longer than 2 GiB";

// Whether a row would be an empty cell in a text file: then its value may stand elsewhere.
bool is_empty_cell(const ArrayView& view, std::int64_t row) {
  if (!view.known(row)) return true;
  const ArrayView* at = &view;
  if (resolve(at, row) == Found::nothing) return true;
  std::string_view bytes;
  if (at->type->is_text() || at->type->is_bytes()) return bytes_at(*at, row, bytes) && text::trim(bytes).empty();
  double number = 0;
  return float_at(*at, row, number) && number != number;
}

// Not of texts. False when there is no room for more distinct ones in a list.
bool set_value(io::SlotColumn& slot, std::size_t row, const runtime::Column& column, std::size_t i, std::vector<std::string>& elements) {
  switch (column.storage) {
    case runtime::Storage::Integer: slot.set_integer(row, column.integers[i]); return true;
    case runtime::Storage::Number: slot.set_number(row, column.numbers[i]); return true;
    case runtime::Storage::Truth: slot.set_code(row, runtime::bit(column.truths, i)); return true;
    case runtime::Storage::Label: slot.set_code(row, column.labels[i]); return true;
    case runtime::Storage::Text: break;
    case runtime::Storage::TextList:
      elements.clear();
      for (std::int32_t each = column.list_offsets[i]; each < column.list_offsets[i + 1]; ++each)
        elements.emplace_back(column.text.at_row(static_cast<std::size_t>(each)));
      return slot.set_list(row, elements);
  }
  return true;
}

}  // namespace

std::optional<io::Failure> AttributeImporter::match(io::HeaderIndex& index, const std::vector<NamedColumn>& columns, SourceColumn* json,
                                                    SourceColumn* object, io::FileReport& file) {
  file_ = &file;
  json_ = json;
  object_ = object;
  for (const auto& targets : intake_.plan.targets) {
    auto& of_activity = attributes_.emplace_back();
    for (const io::AttributeTarget& target : targets) {
      if (target.slot < 0) continue;
      if (auto why = match_attribute(target, &target == targets.data(), index, columns, of_activity.emplace_back())) return why;
    }
  }
  find_usual();
  return std::nullopt;
}

std::optional<io::Failure> AttributeImporter::match_attribute(const io::AttributeTarget& target, bool is_first, io::HeaderIndex& index,
                                                              const std::vector<NamedColumn>& columns, Attribute& into) {
  const runtime::AttributeSpec& spec = *target.spec;
  into.spec = std::make_unique<runtime::FieldSpec>();
  into.spec->name = spec.name;
  into.spec->type = spec.type;
  into.spec->labels = spec.labels;
  into.spec->format = spec.format;
  into.spec->missing = spec.missing;
  into.slot = intake_.table.slots[static_cast<std::size_t>(target.slot)].get();
  into.queue = std::make_unique<io::TextQueue>(*into.slot);
  into.reader = std::make_unique<io::AttributeReader>(spec, *into.queue, intake_.plan.zone);
  into.loose_name = io::loose_key(spec.name);
  into.is_first = is_first;
  std::vector<std::string> inside;
  for (const std::string& name : io::names_of(io::ActivityColumn::attributes)) inside.push_back(name + "." + spec.name);
  const io::ColumnNeed needs[] = {{"activity." + spec.name, {spec.name}, io::mapped_column(options_, spec.name)},
                                  {"activity." + spec.name, inside, ""}};
  for (const io::ColumnNeed& need : needs) {
    const auto match = index.find(need);
    if (match.failure) return match.failure;
    if (!match.column) continue;
    needed_.push_back(*match.column);
    const io::MatchedColumn matched{spec.name, index.name_of(*match.column)};
    const auto same = [&](const io::MatchedColumn& each) { return each.field == matched.field && each.column == matched.column; };
    if (std::none_of(file_->matched.begin(), file_->matched.end(), same)) file_->matched.push_back(matched);
    into.columns.push_back({std::make_unique<SourceColumn>(columns[*match.column],
                                                           Faults(intake_.findings.bad_activities, source_, spec.name, matched.column)),
                            make_converter(*into.spec, intake_.plan.zone)});
  }
  return std::nullopt;
}

std::optional<io::Failure> AttributeImporter::look_at(const ArrayView& record) {
  for (auto& of_activity : attributes_) {
    for (Attribute& attribute : of_activity) {
      for (Typed& each : attribute.columns) {
        if (auto why = view_of_column(record, *each.source->column, source_, each.source->view)) return why;
        each.source->is_plain.reset();
      }
    }
  }
  return std::nullopt;
}

// Which attributes have a quick way.
void AttributeImporter::find_usual() {
  usual_.emplace(attributes_.size());
  for (std::size_t kind = 0; kind < attributes_.size(); ++kind) {
    for (Attribute& attribute : attributes_[kind]) {
      const NamedColumn* const own = attribute.columns.empty() ? nullptr : attribute.columns[0].source->column;
      const bool has_object = attribute.is_first && object_ != nullptr && object_->column != own;
      const bool has_more = attribute.columns.size() > 1 || json_ != nullptr || has_object;
      if (own != nullptr && UsualAttributes::takes(*attribute.spec)) {
        const io::CellUse use = has_more ? io::CellUse::value_or_left : io::CellUse::value;
        usual_->add(kind, *own, attribute.columns[0].source->view, *attribute.slot, use);
      } else if (own != nullptr || has_more) {
        usual_->leave(kind);
      }
    }
  }
}

// Reads what is usual, and notes the rows of each kind that are left.
void AttributeImporter::leave_rows(const Rows& rows, std::size_t base) {
  const std::int16_t* const kinds = intake_.table.kinds.data() + base;
  is_left_.resize(static_cast<std::size_t>(rows.count));
  usual_->read(array_, rows, kinds, base, is_left_.data());
  rows_of_kind_.resize(attributes_.size());
  for (auto& each : rows_of_kind_) each.clear();
  for (std::size_t row = 0; row < is_left_.size(); ++row) {
    if (is_left_[row] != 0 && kinds[row] >= 0)
      rows_of_kind_[static_cast<std::size_t>(kinds[row])].push_back(static_cast<std::uint32_t>(row));
  }
}

Malformed AttributeImporter::read(const std::shared_ptr<const void>& array, const Rows& rows, std::size_t base) {
  array_ = array;
  leave_rows(rows, base);
  for (std::size_t kind = 0; kind < attributes_.size(); ++kind) {
    if (rows_of_kind_[kind].empty()) continue;
    for (Attribute& attribute : attributes_[kind]) {
      // The rows of the kind, counted from the first of `rows` and not among those that `rows` selects.
      open_ = rows_of_kind_[kind];
      for (Typed& each : attribute.columns) {
        if (auto why = read_typed(attribute, each, rows, base)) return why;
      }
      if (auto why = read_texts(attribute, rows, base)) return why;
    }
  }
  return std::nullopt;
}

// Sets the open rows that have a value in the column; those whose cell is empty stay open.
Malformed AttributeImporter::read_typed(Attribute& attribute, Typed& column, const Rows& rows, std::size_t base) {
  if (open_.empty() || read_plain(attribute, *column.source, rows, base)) return std::nullopt;
  std::vector<std::uint32_t> selected;
  for (const std::uint32_t row : open_) selected.push_back(static_cast<std::uint32_t>(rows.relative(row)));
  Rows some = rows;
  some.count = static_cast<std::int64_t>(selected.size());
  some.selected = selected.data();
  runtime::Column values;
  values.storage = runtime::storage_of(attribute.spec->type);
  Owners owners;
  if (auto why = column.converter->convert(column.source->view, array_, some, column.source->faults, values, owners)) return why;
  std::vector<std::uint32_t> still_open;
  std::vector<std::string> elements;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (values.known(i) && values.storage == runtime::Storage::Text) {
      if (!set_entry(*attribute.slot, base + open_[i], values.text, i, column)) return too_long;
    } else if (values.known(i)) {
      if (!set_value(*attribute.slot, base + open_[i], values, i, elements)) return too_long;
    } else if (is_empty_cell(column.source->view, some.at(static_cast<std::int64_t>(i)))) {
      still_open.push_back(open_[i]);
    }
  }
  open_.swap(still_open);
  return std::nullopt;
}

// Sets the text at i; each entry of a dictionary is looked for among the slot's texts once. False when there is no room for more of them.
bool AttributeImporter::set_entry(io::SlotColumn& slot, std::size_t row, const runtime::TextColumn& texts, std::size_t i, Typed& column) {
  if (texts.indices == nullptr || texts.dictionary == 0) return slot.set_text(row, texts.at_row(i));
  if (column.dictionary != texts.dictionary || column.texts != slot.texts()) {
    column.dictionary = texts.dictionary;
    column.texts = slot.texts();
    column.codes.clear();
  }
  if (column.codes.size() < texts.values) column.codes.resize(texts.values, -1);
  std::int32_t& code = column.codes[static_cast<std::size_t>(texts.indices[i])];
  if (code >= 0) {
    slot.set_code(row, code);
    return true;
  }
  if (!slot.set_text(row, texts.at_row(i))) return false;
  code = slot.code(row);
  return true;
}

// Texts that can be looked at where they lie. False where that is not so: then nothing has changed that reading them again would not.
bool AttributeImporter::read_plain(Attribute& attribute, SourceColumn& source, const Rows& rows, std::size_t base) {
  if (attribute.slot->storage() != runtime::Storage::Text) return false;
  if (!source.is_plain) source.is_plain = plain_texts(source.view, rows);
  if (!*source.is_plain) return false;
  const ArrayView& view = source.view;
  const auto* const bytes = static_cast<const char*>(view.buffer(2));
  const std::int64_t last = view.value<std::int32_t>(1, rows.first + rows.count);
  std::vector<std::uint32_t> still_open;
  for (const std::uint32_t each : open_) {
    const std::int64_t row = rows.at(each);
    const std::int64_t begin = view.value<std::int32_t>(1, row), end = view.value<std::int32_t>(1, row + 1);
    if (begin == end || !view.known(row)) {
      still_open.push_back(each);
      continue;
    }
    std::string_view text(bytes + begin, static_cast<std::size_t>(end - begin));
    if (text.size() > io::longest_cell || text::is_continuation(text.front())) return false;
    if (!is_trimmed(text)) text = text::trim(text);
    // Eight bytes of a short text are read at once where all of them are among those of the rows.
    const io::TextKey key = text.data() + io::TextKey::longest_inline <= bytes + last ? io::TextKey::padded(text) : io::TextKey(text);
    if (text.empty()) {
      still_open.push_back(each);
    } else if (attribute.reader->set_later(base + each, text, key) != io::AttributeReader::Outcome::fine) {
      return false;
    }
  }
  if (!attribute.queue->finish()) return false;
  open_.swap(still_open);
  return true;
}

bool AttributeImporter::set_text(Attribute& attribute, SourceColumn& source, std::uint64_t number, std::string_view text, std::size_t row) {
  switch (attribute.reader->set(row, text)) {
    case io::AttributeReader::Outcome::fine: return true;
    case io::AttributeReader::Outcome::bad: source.faults.add(number, text, attribute.reader->expected()); return true;
    case io::AttributeReader::Outcome::no_room: break;
  }
  return false;
}

// From JSON, else (the first attribute) from `object`.
Malformed AttributeImporter::read_texts(Attribute& attribute, const Rows& rows, std::size_t base) {
  const bool has_object = attribute.is_first && object_ != nullptr;
  if (json_ == nullptr && !has_object) return std::nullopt;
  static const std::string json_expected = "a JSON object";
  for (const std::uint32_t row : open_) {
    std::string_view text;
    std::optional<std::string_view> found;
    if (json_ != nullptr) {
      const Taken taken = cells_.take(json_->view, rows, row, json_->faults, json_expected, text);
      if (taken == Taken::malformed) return malformed_value;
      members_.clear();
      if (taken == Taken::text && !members_.read(text)) json_->faults.add(rows.number(row), text, json_expected);
      found = members_.find(attribute.spec->name, attribute.loose_name);
    }
    if (found) {
      if (!set_text(attribute, *json_, rows.number(row), *found, base + row)) return too_long;
      continue;
    }
    if (!has_object) continue;
    const Taken taken = cells_.take(object_->view, rows, row, object_->faults, attribute.reader->expected(), text);
    if (taken == Taken::malformed) return malformed_value;
    if (taken == Taken::text && !set_text(attribute, *object_, rows.number(row), text, base + row)) return too_long;
  }
  return std::nullopt;
}

}  // namespace assay::arrow
