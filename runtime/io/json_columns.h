// Makes rows of JSON objects: the cell of a column is the value of the key that suits its need best, as headers do for the columns of a
// file (decision 0041).
//
// Each object is matched by itself. Members of a nested object are called by their path (`company.name`); where two keys suit equally well
// the less deep one does, and of a key that an object has twice the last counts. A key that is not there is an empty cell, and so is null.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/io/dictionary.h"
#include "runtime/io/json_tokens.h"
#include "runtime/io/rows.h"

namespace assay::io {

// The memory of a block of rows, but for their texts.
struct JsonCells {
  std::vector<std::uint32_t> marks;
  std::vector<std::uint64_t> lines;
  std::vector<std::uint8_t> misfits;
};

// What some rows told of the names in their file that no row before them had told.
struct NewNames {
  struct Key {
    std::vector<std::string> keys;  // as written, from the outermost object on
    std::uint64_t line = 0;
  };
  std::vector<Key> keys;
  std::vector<std::pair<std::size_t, std::string>> found;  // columns, and the names by which they were found
};

class JsonColumns final : public ColumnIndex {
 public:
  explicit JsonColumns(std::string file) : file_(std::move(file)) {}

  // Columns for the same questions, which have seen no object yet. While nobody asks for more, others may use this meanwhile.
  std::unique_ptr<JsonColumns> like_this() const;

  // What the file begins with: the keys of the objects near its start, perhaps repeated; never called where the first value is no object.
  void begins_with(std::vector<std::string> keys);

  bool nests() const override { return true; }
  Match find(const ColumnNeed& need) override;
  std::size_t column_of_name(std::size_t i) override;
  const std::vector<std::string>& first_names() const override { return first_names_; }
  bool starts_with(std::size_t column) const override;
  const std::string& file() const override { return file_; }
  const std::string& name_of(std::size_t column) const override { return found_[column]; }
  std::vector<std::string> names() const override;

  // What columns made by like_this have met since the last time; and the other side of it: a failure when there are too many names.
  NewNames take_new_names() { return std::exchange(new_names_, {}); }
  std::optional<Failure> learn(const NewNames& names);

  // Begins a block whose objects lie in `bytes`.
  void start(const char* bytes, std::size_t size);

  enum class Outcome : std::uint8_t {
    row,
    repeated,  // a row, whose object has a key twice that was asked for
    broken,    // no row: the object is wrong (or, with the cursor at its end, cut off)
    tied,      // no row: two keys suit a column equally well, or there are too many keys; see fault()
  };
  // A row of the object that the cursor stands before.
  Outcome add(JsonCursor& cursor, std::uint64_t line);
  // A row of missing values.
  void add_missing(std::uint64_t line);
  // Makes all of the last row missing.
  void spoil_last();

  std::size_t rows() const { return lines_.size(); }
  const std::string& fault() const { return fault_; }
  const std::string& repeated_key() const { return repeated_key_; }

  // Texts that had escapes: the caller puts them behind the bytes of the block, `size` bytes after where they start.
  const std::string& unescaped() const { return unescaped_; }
  // Rows of the block, which lie in `cells`; whoever calls sets bytes, first_row, begin and end.
  void finish(RowBlock& block, JsonCells& cells);

 private:
  struct Wanted {
    ColumnNeed need;
    std::vector<std::string> loose_names;
  };
  // A name that a column asks for, and its rank among the column's names, those that are compared loosely last.
  struct Asked {
    std::uint32_t column = 0;
    std::uint32_t place = 0;
  };
  struct Target {
    std::uint32_t column = 0;
    std::uint32_t rank = 0;  // of several keys in one object that with the lowest does
  };
  struct Key;
  // The keys of objects at one place, in the order in which they first came.
  struct KeySet {
    TextDictionary texts;  // as written
    std::vector<std::unique_ptr<Key>> keys;
    Key* first = nullptr;  // of an object before
  };
  struct Key {
    JsonKeyText text;
    const Key* around = nullptr;  // of the object that it is in
    Key* next = nullptr;          // what came behind it in an object before, and mostly comes again
    bool asked_for = false;
    bool named = false;     // its columns have been found
    bool is_plain = false;  // short, goes into one column at most, and nothing inside is asked for
    std::vector<Target> targets;
    std::unique_ptr<KeySet> members;  // null: nothing inside is asked for
    std::string path;
  };

  bool read_object(JsonCursor& cursor, KeySet& keys, const Key* around, std::uint32_t depth);
  Key** read_plain_members(JsonCursor& cursor, Key** expected);
  bool read_member(JsonCursor& cursor, Key& key, std::uint32_t depth);
  Key* take_key(JsonCursor& cursor, KeySet& keys, Key*& expected, const Key* around, std::uint32_t depth);
  Key* key_called(KeySet& keys, std::string_view raw, const Key* around, std::uint32_t depth);
  void tell_of(const Key& key);
  void want(Wanted wanted);
  void match(Key& key, std::uint32_t depth) const;
  void offer(Key& key, const JsonValue& value);
  void put(const Target& target, const JsonValue& value);
  void collect_names(const KeySet& keys, std::vector<std::string>& names) const;

  std::string file_;
  std::vector<std::string> first_names_;
  bool starts_with_object_ = false;
  std::vector<Wanted> wanted_;
  std::unordered_map<std::string, std::size_t> wanted_by_names_;
  std::unordered_map<std::string, std::vector<Asked>> asked_exactly_;
  std::map<std::string, std::vector<Asked>> asked_loosely_;  // in order: a path stands behind the key that it begins with
  std::vector<std::string> found_;                           // per wanted column: its name in the file; empty: not yet
  bool tells_ = false;
  NewNames new_names_;
  KeySet keys_;
  std::size_t key_count_ = 0;

  const char* bytes_ = nullptr;
  std::uint32_t size_ = 0;
  std::string unescaped_;
  std::vector<std::uint32_t> marks_;
  std::uint32_t* row_marks_ = nullptr;  // of the last row
  std::vector<std::uint64_t> lines_;
  std::vector<std::size_t> misfit_marks_;
  std::vector<std::uint32_t> ranks_;                       // of the row's cells
  std::vector<const Key*> cell_keys_;                      // of the row's cells that have a rank
  std::uint32_t unescaped_begin_ = 0, unescaped_end_ = 0;  // of the value that is offered
  std::string repeated_key_;
  std::string fault_;
};

}  // namespace assay::io
