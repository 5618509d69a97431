#include "runtime/io/json_columns.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "runtime/text/fold.h"

namespace assay::io {
namespace {

constexpr std::uint32_t no_rank = UINT32_MAX;
constexpr std::uint32_t depths = JsonCursor::most_depth + 1;

bool fits(JsonKind kind, Takes takes) {
  if (kind == JsonKind::object) return takes == Takes::object || takes == Takes::anything;
  if (kind == JsonKind::list) return takes == Takes::list || takes == Takes::anything;
  return true;
}

}  // namespace

void JsonColumns::begins_with(std::vector<std::string> keys) {
  starts_with_object_ = true;
  std::unordered_set<std::string> known;
  for (const std::string& key : keys) {
    const std::string name(text::trim(key));
    if (first_names_.size() < RowReader::most_columns && known.insert(name).second) first_names_.push_back(name);
  }
}

ColumnIndex::Match JsonColumns::find(const ColumnNeed& need) {
  Wanted wanted{need, {}};
  if (!need.mapped.empty()) wanted.need.names = {need.mapped};
  for (std::string& name : wanted.need.names) {
    name = std::string(text::trim(name));
    wanted.loose_names.push_back(loose_key(name));
  }
  std::string question(1, static_cast<char>(wanted.need.takes));
  for (const std::string& name : wanted.need.names) question.append(name).push_back('\0');
  const auto [known, is_new] = wanted_by_names_.emplace(std::move(question), wanted_.size());
  if (is_new) want(std::move(wanted));
  return {known->second, std::nullopt};
}

void JsonColumns::want(Wanted wanted) {
  const auto column = static_cast<std::uint32_t>(wanted_.size());
  const auto ask = [&](auto& asked, const std::vector<std::string>& names, std::size_t before) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i].empty()) continue;
      std::vector<Asked>& of_name = asked[names[i]];
      const bool is_again = !of_name.empty() && of_name.back().column == column;
      if (!is_again) of_name.push_back({column, static_cast<std::uint32_t>(before + i)});
    }
  };
  ask(asked_exactly_, wanted.need.names, 0);
  ask(asked_loosely_, wanted.loose_names, wanted.need.names.size());
  wanted_.push_back(std::move(wanted));
  found_.emplace_back();
}

std::size_t JsonColumns::column_of_name(std::size_t i) { return *find({first_names_[i], {first_names_[i]}, "", Takes::anything}).column; }

bool JsonColumns::starts_with(std::size_t column) const {
  if (!starts_with_object_) return true;
  const std::vector<std::string>& names = wanted_[column].loose_names;
  return std::any_of(first_names_.begin(), first_names_.end(), [&](const std::string& first) {
    const std::string loose = loose_key(first);
    // A path begins with the key of the object around it.
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return !loose.empty() && name.starts_with(loose); });
  });
}

void JsonColumns::collect_names(const KeySet& keys, std::vector<std::string>& names) const {
  for (const auto& key : keys.keys) {
    // Another spelling of a key that a column is known by already is no name of its own.
    const auto is_known_by = [&](const Target& target) { return found_[target.column] == key->path; };
    const bool is_own = key->targets.empty() || std::any_of(key->targets.begin(), key->targets.end(), is_known_by);
    const bool is_leaf = key->members == nullptr || key->members->keys.empty() || !key->targets.empty();
    if (is_own && is_leaf) names.push_back(key->path);
    if (key->members != nullptr) collect_names(*key->members, names);
  }
}

std::vector<std::string> JsonColumns::names() const {
  std::vector<std::string> names;
  collect_names(keys_, names);
  return names;
}

std::unique_ptr<JsonColumns> JsonColumns::like_this() const {
  auto columns = std::make_unique<JsonColumns>(file_);
  columns->wanted_ = wanted_;
  columns->wanted_by_names_ = wanted_by_names_;
  columns->asked_exactly_ = asked_exactly_;
  columns->asked_loosely_ = asked_loosely_;
  columns->found_.resize(wanted_.size());
  columns->tells_ = true;
  return columns;
}

std::optional<Failure> JsonColumns::learn(const NewNames& names) {
  for (const NewNames::Key& each : names.keys) {
    KeySet* keys = &keys_;
    const Key* key = nullptr;
    for (const std::string& raw : each.keys) {
      key = key_called(*keys, raw, key, static_cast<std::uint32_t>(&raw - each.keys.data()));
      if (key == nullptr) return Failure{fmt::format("{} line {}: {}", file_, each.line, fault_)};
      keys = key->members.get();
    }
  }
  for (const auto& [column, name] : names.found) {
    if (found_[column].empty()) found_[column] = name;
  }
  return std::nullopt;
}

void JsonColumns::start(const char* bytes, std::size_t size) {
  bytes_ = bytes;
  size_ = static_cast<std::uint32_t>(size);
  unescaped_.clear();
  marks_.clear();
  lines_.clear();
  misfit_marks_.clear();
}

void JsonColumns::add_missing(std::uint64_t line) {
  marks_.resize(marks_.size() + 2 * wanted_.size(), 0);
  lines_.push_back(line);
}

void JsonColumns::spoil_last() {
  const std::size_t first = marks_.size() - 2 * wanted_.size();
  std::fill(marks_.begin() + static_cast<std::ptrdiff_t>(first), marks_.end(), 0);
  std::erase_if(misfit_marks_, [&](std::size_t mark) { return mark >= first; });
}

JsonColumns::Outcome JsonColumns::add(JsonCursor& cursor, std::uint64_t line) {
  ranks_.assign(wanted_.size(), no_rank);
  cell_keys_.resize(wanted_.size());
  repeated_key_.clear();
  fault_.clear();
  add_missing(line);
  row_marks_ = marks_.data() + marks_.size() - 2 * wanted_.size();
  if (read_object(cursor, keys_, nullptr, 0)) return repeated_key_.empty() ? Outcome::row : Outcome::repeated;
  spoil_last();
  marks_.resize(marks_.size() - 2 * wanted_.size());
  lines_.pop_back();
  return fault_.empty() ? Outcome::broken : Outcome::tied;
}

bool JsonColumns::read_object(JsonCursor& cursor, KeySet& keys, const Key* around, std::uint32_t depth) {
  if (!cursor.take('{')) return false;
  if (cursor.take('}')) return true;
  for (Key** expected = &keys.first;;) {
    expected = read_plain_members(cursor, expected);
    Key* const key = take_key(cursor, keys, *expected, around, depth);
    if (key == nullptr) return false;
    if (key->asked_for ? !read_member(cursor, *key, depth) : !cursor.skip_value()) return false;
    if (!cursor.take(',')) return cursor.take('}');
    expected = &key->next;
  }
}

// Members whose keys are those that are expected and whose values are plain, as nearly all are; at least one is left. A copy of the cursor
// that no call sees stays in registers. Returns what is expected behind them.
JsonColumns::Key** JsonColumns::read_plain_members(JsonCursor& cursor, Key** expected) {
  JsonCursor here = cursor;
  JsonValue value;
  for (Key* key = *expected; key != nullptr && key->is_plain; key = *expected) {
    JsonCursor behind = here;
    if (!behind.take_plain_member(key->text, value)) break;
    if (key->asked_for) {
      const Target target = key->targets.front();
      if (!key->named || ranks_[target.column] != no_rank) break;
      ranks_[target.column] = target.rank;
      cell_keys_[target.column] = key;
      const bool is_nothing = value.kind == JsonKind::nothing;
      const auto begin = static_cast<std::uint32_t>(value.raw.data() - bytes_);
      std::uint32_t* const mark = row_marks_ + std::size_t{2} * target.column;
      mark[0] = is_nothing ? 0 : begin - 1;
      mark[1] = is_nothing ? 0 : static_cast<std::uint32_t>(begin + value.raw.size());
    }
    here = behind;
    expected = &key->next;
  }
  cursor = here;
  return expected;
}

// The key that is expected, or the one behind it (one is missing), or any other, which will be expected here. Null where there is none.
JsonColumns::Key* JsonColumns::take_key(JsonCursor& cursor, KeySet& keys, Key*& expected, const Key* around, std::uint32_t depth) {
  if (expected != nullptr) {
    if (cursor.take_expected_key(expected->text.quoted())) return expected;
    if (expected->next != nullptr && cursor.take_expected_key(expected->next->text.quoted())) return expected->next;
  }
  JsonValue name;
  if (!cursor.take_text(name) || !cursor.take(':')) return nullptr;
  Key* const key = key_called(keys, name.raw, around, depth);
  if (key != nullptr) expected = key;
  return key;
}

bool JsonColumns::read_member(JsonCursor& cursor, Key& key, std::uint32_t depth) {
  JsonValue value;
  if (cursor.sign() != '{' || key.members == nullptr) {
    if (!cursor.take_value(value)) return false;
    if (!key.targets.empty()) offer(key, value);
    return fault_.empty();
  }
  JsonCursor inside = cursor;
  if (!cursor.take_value(value)) return false;
  if (!key.targets.empty()) offer(key, value);
  // What is inside has been checked, its depth too.
  if (fault_.empty()) read_object(inside, *key.members, &key, depth + 1);
  return fault_.empty();
}

JsonColumns::Key* JsonColumns::key_called(KeySet& keys, std::string_view raw, const Key* around, std::uint32_t depth) {
  const auto code = static_cast<std::size_t>(keys.texts.code_of(raw));
  if (code == keys.keys.size()) {
    if (++key_count_ > RowReader::most_columns) {
      fault_ = fmt::format("more than {} different keys", RowReader::most_columns);
      return nullptr;
    }
    auto key = std::make_unique<Key>();
    key->text = JsonKeyText(fmt::format("\"{}\"", raw));
    key->around = around;
    key->path = around == nullptr || around->path.empty() ? "" : around->path + ".";
    unescape(raw, key->path);
    match(*key, depth);
    key->asked_for = !key->targets.empty() || key->members != nullptr;
    key->is_plain = key->text.is_short() && key->targets.size() <= 1 && key->members == nullptr;
    keys.keys.push_back(std::move(key));
    if (tells_) tell_of(*keys.keys.back());
  }
  return keys.keys[code].get();
}

void JsonColumns::tell_of(const Key& key) {
  NewNames::Key& told = new_names_.keys.emplace_back();
  told.line = lines_.empty() ? 0 : lines_.back();
  for (const Key* each = &key; each != nullptr; each = each->around) {
    told.keys.emplace(told.keys.begin(), each->text.raw());
  }
}

// Ranks as HeaderIndex looks: all names exactly, then all names loosely; among keys that suit equally well, the less deep one.
void JsonColumns::match(Key& key, std::uint32_t depth) const {
  const std::string exact(text::trim(key.path));
  const std::string loose = loose_key(exact);
  const auto add = [&](const Asked& asked) {
    const bool is_there =
        std::any_of(key.targets.begin(), key.targets.end(), [&](const Target& each) { return each.column == asked.column; });
    if (!is_there) key.targets.push_back({asked.column, asked.place * depths + depth});
  };
  if (const auto same = asked_exactly_.find(exact); same != asked_exactly_.end())
    std::for_each(same->second.begin(), same->second.end(), add);
  if (const auto alike = asked_loosely_.find(loose); alike != asked_loosely_.end()) {
    std::for_each(alike->second.begin(), alike->second.end(), add);
  }
  std::sort(key.targets.begin(), key.targets.end(), [](const Target& a, const Target& b) { return a.column < b.column; });
  const auto longer = asked_loosely_.upper_bound(loose);
  if (longer != asked_loosely_.end() && longer->first.starts_with(loose)) key.members = std::make_unique<KeySet>();
}

void JsonColumns::offer(Key& key, const JsonValue& value) {
  unescaped_begin_ = unescaped_end_ = 0;
  for (const Target& target : key.targets) {
    std::uint32_t& rank = ranks_[target.column];
    if (target.rank > rank) continue;
    if (target.rank == rank) {
      const Key& other = *cell_keys_[target.column];
      if (other.path != key.path) {
        const std::string& asked = wanted_[target.column].need.name;
        fault_ = fmt::format("keys \"{}\" and \"{}\" fit equally well; --map {}=KEY decides which one is {}", other.path, key.path, asked,
                             asked);
        return;
      }
      repeated_key_ = key.path;
    }
    if (rank != no_rank) std::erase(misfit_marks_, marks_.size() - 2 * (wanted_.size() - target.column));
    rank = target.rank;
    cell_keys_[target.column] = &key;
    if (!key.named && found_[target.column].empty()) {
      found_[target.column] = key.path;
      if (tells_) new_names_.found.emplace_back(target.column, key.path);
    }
    put(target, value);
  }
  key.named = true;
}

void JsonColumns::put(const Target& target, const JsonValue& value) {
  std::uint32_t* const mark = row_marks_ + std::size_t{2} * target.column;
  if (value.kind == JsonKind::nothing) {
    mark[0] = mark[1] = 0;
    return;
  }
  const bool is_plain = value.kind != JsonKind::list && value.kind != JsonKind::object;
  if (!is_plain && !fits(value.kind, wanted_[target.column].need.takes)) {
    misfit_marks_.push_back(static_cast<std::size_t>(mark - marks_.data()));
  }
  auto begin = static_cast<std::uint32_t>(value.raw.data() - bytes_);
  auto end = static_cast<std::uint32_t>(begin + value.raw.size());
  if (value.escaped) {
    if (unescaped_end_ == 0) {
      unescaped_begin_ = size_ + static_cast<std::uint32_t>(unescaped_.size());
      unescape(value.raw, unescaped_);
      unescaped_end_ = size_ + static_cast<std::uint32_t>(unescaped_.size());
    }
    begin = unescaped_begin_;
    end = unescaped_end_;
  }
  mark[0] = begin - 1;
  mark[1] = end;
}

void JsonColumns::finish(RowBlock& block, JsonCells& cells) {
  cells.misfits.clear();
  if (!misfit_marks_.empty()) {
    cells.misfits.resize(marks_.size());
    for (const std::size_t mark : misfit_marks_) cells.misfits[mark] = 1;
  }
  // A block has a mark even where nobody asked for anything.
  if (marks_.empty()) marks_.push_back(0);
  cells.marks.swap(marks_);
  cells.lines.swap(lines_);
  block.marks = cells.marks.data();
  block.stride = 2 * wanted_.size();
  block.step = 2;
  block.rows = cells.lines.size();
  block.quoted = false;
  block.lines = cells.lines.data();
  block.misfits = misfit_marks_.empty() ? nullptr : cells.misfits.data();
  block.valid_utf8 = misfit_marks_.empty();
}

}  // namespace assay::io
