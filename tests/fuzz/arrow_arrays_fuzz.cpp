// Malformed Arrow arrays as leads, with activities inside them, and as activities. The input chooses types, lengths, offsets, indices and
// bits; buffers are as long as the largest of them says (what the interface cannot tell, view.h), so that every read beyond one is a fault
// of ours.
#include <cstring>
#include <vector>

#include "runtime/arrow/activities.h"
#include "runtime/arrow/leads.h"
#include "runtime/arrow/own_arrays.h"
#include "runtime/arrow/stream.h"
#include "tests/fuzz/read_leads.h"
#include "tests/fuzz/target.h"

using namespace assay;
using fuzz::Choices;

namespace {

constexpr std::int64_t most_rows = 16;

struct Made {
  arrow::SchemaNode type;
  arrow::ArrayNode rows;
};

std::vector<std::uint8_t> some_bytes(Choices& choices, std::size_t count) {
  std::vector<std::uint8_t> bytes(count);
  const std::string_view given = choices.take(count);
  std::memcpy(bytes.data(), given.data(), given.size());
  return bytes;
}

void add_validity(Choices& choices, arrow::ArrayNode& rows) {
  if (choices.below(2) == 0) {
    rows.buffers.push_back(nullptr);
  } else {
    rows.own(some_bytes(choices, most_rows / 8));
  }
  rows.null_count = static_cast<std::int64_t>(choices.below(4)) - 1;
}

// Offsets that may fall and be negative, and never pass the end of `size` values.
template <class Offset>
std::vector<Offset> some_offsets(Choices& choices, std::size_t size) {
  std::vector<Offset> offsets;
  Offset last = 0;
  for (std::int64_t i = 0; i <= most_rows; ++i) {
    last = static_cast<Offset>(last + static_cast<std::int8_t>(choices.byte()) % 8);
    if (last > static_cast<Offset>(size)) last = static_cast<Offset>(size);
    offsets.push_back(last);
  }
  return offsets;
}

Made make_column(Choices& choices, int depth);

void make_fixed(Choices& choices, Made& made) {
  static constexpr struct {
    const char* format;
    std::size_t width;
  } kinds[] = {{"b", 1},       {"c", 1},           {"C", 1},   {"s", 2},   {"S", 2},    {"i", 4},
               {"I", 4},       {"l", 8},           {"L", 8},   {"e", 2},   {"f", 4},    {"g", 8},
               {"d:9,2", 16},  {"d:40,3,256", 32}, {"tdD", 4}, {"tdm", 8}, {"tss:", 8}, {"tsn:Europe/Berlin", 8},
               {"tsu:UTC", 8}, {"w:3", 3},         {"ttm", 4}, {"tDs", 8}};
  const auto& kind = kinds[choices.below(std::size(kinds))];
  made.type.format = kind.format;
  add_validity(choices, made.rows);
  made.rows.own(some_bytes(choices, kind.width * most_rows));
}

template <class Offset>
void make_text(Choices& choices, Made& made, const char* format) {
  made.type.format = format;
  add_validity(choices, made.rows);
  std::vector<std::uint8_t> bytes = some_bytes(choices, 24);
  made.rows.own(some_offsets<Offset>(choices, bytes.size()));
  made.rows.own(std::move(bytes));
}

void make_views(Choices& choices, Made& made) {
  made.type.format = choices.below(2) ? "vu" : "vz";
  add_validity(choices, made.rows);
  made.rows.own(some_bytes(choices, 16 * most_rows));
  made.rows.own(some_bytes(choices, 32));
  made.rows.own(std::vector<std::int64_t>{32});
}

void make_dictionary(Choices& choices, Made& made, int depth) {
  make_fixed(choices, made);
  Made values = make_column(choices, depth + 1);
  made.type.dictionary.push_back(std::move(values.type));
  made.rows.dictionary.push_back(std::move(values.rows));
}

template <class Offset>
void make_list(Choices& choices, Made& made, const char* format, int depth) {
  made.type.format = format;
  add_validity(choices, made.rows);
  made.rows.own(some_offsets<Offset>(choices, most_rows));
  Made elements = make_column(choices, depth + 1);
  made.type.children.push_back(std::move(elements.type));
  made.rows.children.push_back(std::move(elements.rows));
}

void make_struct(Choices& choices, Made& made, int depth) {
  static const char* const names[] = {"activity", "time", "page", "topics", "attributes", "object"};
  made.type.format = "+s";
  add_validity(choices, made.rows);
  for (std::size_t count = choices.below(4); count > 0; --count) {
    Made child = make_column(choices, depth + 1);
    child.type.name = names[choices.below(std::size(names))];
    made.type.children.push_back(std::move(child.type));
    made.rows.children.push_back(std::move(child.rows));
  }
}

void make_runs(Choices& choices, Made& made, int depth) {
  made.type.format = "+r";
  Made ends, values = make_column(choices, depth + 1);
  ends.type = {"i", "run_ends", false, {}, {}};
  ends.rows.length = static_cast<std::int64_t>(choices.below(most_rows + 1));
  ends.rows.buffers.push_back(nullptr);
  ends.rows.own(some_offsets<std::int32_t>(choices, 64));
  values.type.name = "values";
  made.type.children = {std::move(ends.type), std::move(values.type)};
  made.rows.children = {std::move(ends.rows), std::move(values.rows)};
}

Made make_column(Choices& choices, int depth) {
  Made made;
  switch (choices.below(depth < 4 ? 10 : 5)) {
    case 0: make_fixed(choices, made); break;
    case 1: make_text<std::int32_t>(choices, made, "u"); break;
    case 2: make_text<std::int64_t>(choices, made, choices.below(2) ? "U" : "Z"); break;
    case 3: make_text<std::int32_t>(choices, made, "z"); break;
    case 4: make_views(choices, made); break;
    case 5: make_dictionary(choices, made, depth); break;
    case 6: make_list<std::int32_t>(choices, made, "+l", depth); break;
    case 7: make_list<std::int64_t>(choices, made, "+L", depth); break;
    case 8: make_struct(choices, made, depth); break;
    case 9: make_runs(choices, made, depth); break;
  }
  made.rows.length = static_cast<std::int64_t>(choices.below(most_rows + 1));
  return made;
}

// Lies about numbers that can be checked.
void break_struct(Choices& choices, ArrowArray& array) {
  ArrowArray* at = &array;
  while (at->n_children > 0 && choices.below(3) != 0) at = at->children[choices.below(static_cast<std::size_t>(at->n_children))];
  switch (choices.below(12)) {
    case 0: at->length = -1; break;
    case 1: at->offset = -1; break;
    case 2: at->length = INT64_MAX; break;
    case 3: at->offset = INT64_MAX - 1; break;
    case 4: at->n_buffers = choices.below(4); break;
    case 5: at->null_count = INT64_MIN; break;
    case 6: at->dictionary = nullptr; break;
    // A view into the rest of the rows, which is no lie.
    case 7: at->offset = at->length > 0 ? 1 : 0, at->length -= at->offset; break;
    default: break;
  }
}

std::string some_name(Choices& choices) {
  static const char* const others[] = {"activities", "lead",    "activity", "time",       "activity id",
                                       "page",       "seconds", "topics",   "attributes", "object"};
  const runtime::Schema& schema = fuzz::schema_of_all_types();
  const std::size_t name = choices.below(schema.fields.size() + std::size(others));
  return name < schema.fields.size() ? schema.fields[name].name : others[name - schema.fields.size()];
}

Made make_records(Choices& choices) {
  Made all;
  all.type.format = "+s";
  all.rows.buffers.push_back(nullptr);
  all.rows.length = static_cast<std::int64_t>(choices.below(most_rows + 1));
  for (std::size_t count = 1 + choices.below(4); count > 0; --count) {
    Made column = make_column(choices, 0);
    column.type.name = some_name(choices);
    all.type.children.push_back(std::move(column.type));
    all.rows.children.push_back(std::move(column.rows));
  }
  return all;
}

// One array of records, the same each time; `choices` say what is broken about it.
arrow::OwnedStream stream_of(const Made& records, const Choices& choices) {
  arrow::StreamSource source;
  source.schema = [&](ArrowSchema* out) { return arrow::give(records.type, out), ""; };
  source.next = [&, given = 0](ArrowArray* out) mutable {
    if (given++ > 0) return "";
    arrow::give(records.rows, out);
    Choices left = choices;
    break_struct(left, *out);
    return "";
  };
  return arrow::make_stream(std::move(source));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  Choices choices(bytes, size);
  const bool as_leads = choices.below(2) == 0;
  const Made records = make_records(choices);
  if (as_leads) {
    io::LeadOptions options;
    options.open = [&](const io::LeadRequest& request) {
      return std::make_unique<arrow::LeadStream>(stream_of(records, choices), request);
    };
    fuzz::read_as_leads(std::move(options));
  } else {
    const io::InputOptions options;
    fuzz::read_as_activities(
        [&](io::ActivityStore& store) { return !arrow::load_activities(stream_of(records, choices), "fuzz", options, store); });
  }
  return 0;
}
