#include "tests/fuzz/read_leads.h"

#include <string>

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"
#include "tests/fuzz/target.h"
#include "tests/support/columns.h"

namespace assay::fuzz {
namespace {

constexpr std::int64_t as_of = 1'790'000'000'000'000;

// A file in memory, under a path that every reader can open.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    must(::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()), "files in memory take all bytes");
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

runtime::Schema make_schema() {
  using runtime::Type;
  runtime::Schema schema;
  const auto add = [&](const char* name, Type type) { schema.fields.push_back({.name = name, .type = type, .used = true}); };
  for (const Type type :
       {Type::YesNo, Type::Integer, Type::Number, Type::Email, Type::Url, Type::Phone, Type::Date, Type::Time, Type::TextList})
    add(runtime::name_of(type), type);
  // Not used as a field: a malformed id would be reported as both, in an order that depends on the batches.
  schema.fields.push_back({.name = "id", .type = Type::Text, .used = false});
  schema.id_field = static_cast<std::int32_t>(schema.fields.size()) - 1;
  schema.fields.push_back({.name = "label", .type = Type::Label, .labels = {"a", "b"}, .missing = {"-"}, .used = true});
  schema.activities.push_back(
      {.name = "visited",
       .attributes = {{.name = "page", .type = Type::Url, .used = true}, {.name = "seconds", .type = Type::Number, .used = true}}});
  schema.activities.push_back(
      {.name = "attended", .attributes = {{.name = "topics", .type = Type::TextList, .used = true}}, .merging_overlaps = true});
  schema.needs_activities = true;
  runtime::assign_attribute_slots(schema);
  return schema;
}

void append_value(const runtime::Column& column, std::size_t row, std::string& out) {
  if (!column.known(row)) {
    out += "|-";
    return;
  }
  switch (column.storage) {
    case runtime::Storage::Truth: out += runtime::bit(column.truths, row) ? "|yes" : "|no"; break;
    case runtime::Storage::Integer: out += fmt::format("|{}", column.integers[row]); break;
    case runtime::Storage::Number: out += fmt::format("|{}", column.numbers[row]); break;
    case runtime::Storage::Text: out.append("|").append(column.text.at_row(row)); break;
    case runtime::Storage::Label: out += fmt::format("|#{}", column.labels[row]); break;
    case runtime::Storage::TextList:
      for (std::int32_t i = column.list_offsets[row]; i < column.list_offsets[row + 1]; ++i)
        out.append(";").append(column.text.at_row(static_cast<std::size_t>(i)));
      break;
  }
}

void append_activities(const runtime::ActivityBatch& activities, std::string& out) {
  for (std::size_t i = 0; i < activities.size(); ++i) {
    out += fmt::format("\n  {} {}", activities.kinds[i], activities.times[i]);
    for (const runtime::Column& column : activities.attributes) append_value(column, i, out);
  }
}

// All values of the leads and their activities, and what the report counts.
std::string all_leads(const std::vector<std::string>& files, io::LeadOptions options) {
  const io::NestedOptions nested{.as_of = as_of, .input = {}, .beside = nullptr};
  if (options.open || options.input.format->nests) options.nested = &nested;
  options.keep = {"all"};
  io::DataReport report;
  std::string out;
  io::LeadReader reader(schema_of_all_types(), files, options, report);
  io::LeadBatch leads;
  std::string activities;
  for (bool more = reader.open() && reader.next(leads); more; more = reader.next(leads)) {
    for (std::size_t row = 0; row < leads.batch.rows; ++row) {
      out.append("\n").append(leads.batch.ids.at_row(row));
      for (const runtime::Column& column : leads.batch.columns) append_value(column, row, out);
      for (const runtime::TextColumn& kept : leads.kept) out.append("|").append(kept.at_row(row));
    }
    if (leads.has_activities) append_activities(leads.activities, activities);
  }
  // Rows before a failure depend on where the batches end; of arrays its message names the rows of the batch.
  if (reader.failure()) return options.open ? "a failure" : reader.failure()->message;
  io::report_as_json(report);
  io::report_as_text(report);
  // Not the texts: the order of the columns in them depends on where the chunks end.
  return out + activities + fmt::format("\n{} rows, {} bad, {} repeated", report.lead_rows, report.bad_count(), report.repeated_ids.count);
}

void must_be_same(const std::string& whole, const std::string& pieces, const char* promise) {
  if (pieces != whole) fmt::print(stderr, "at once:\n{}\n\nin pieces:\n{}\n\n", whole, pieces);
  must(pieces == whole, promise);
}

// The activities of two leads; why there are none where they could not be read.
std::string all_activities(const std::function<bool(io::ActivityStore&)>& load, std::size_t memory) {
  io::DataReport report;
  io::ActivityStore store(schema_of_all_types(), as_of, report);
  if (memory > 0) store.limit_memory(memory);
  if (!load(store) || !store.finish()) return store.failure() ? store.failure()->message : "";
  const runtime::Batch leads =
      tests::make_batch(schema_of_all_types(), {{.id = "1", .fields = {}, .activities = {}}, {.id = "", .fields = {}, .activities = {}}});
  runtime::ActivityBatch joined;
  must(!store.join(leads, joined), "joining does not fail");
  must(!store.count_unasked(report), "counting does not fail");
  io::report_as_text(report);
  std::string out = fmt::format("{} rows, {} bad", store.rows(), report.bad_count());
  append_activities(joined, out);
  return out;
}

constexpr std::size_t whole_bytes = std::size_t{16} << 10, piece_bytes = 64, piece_rows = 3;

}  // namespace

const runtime::Schema& schema_of_all_types() {
  static const runtime::Schema schema = make_schema();
  return schema;
}

void read_as_leads(std::string_view bytes, std::string_view format) {
  const MemoryFile file(bytes);
  io::LeadOptions options;
  options.input.format = io::reader_named(format);
  options.input.chunk_bytes = whole_bytes;
  options.batch_rows = whole_bytes;
  const std::string whole = all_leads({file.path()}, options);
  options.input.chunk_bytes = piece_bytes;
  options.batch_rows = piece_rows;
  must_be_same(whole, all_leads({file.path()}, options), "leads do not depend on sizes of chunks and batches");
}

void read_as_leads(io::LeadOptions options) {
  const std::string whole = all_leads({"fuzz"}, options);
  options.batch_rows = piece_rows;
  must_be_same(whole, all_leads({"fuzz"}, options), "leads do not depend on sizes of batches");
}

void read_as_activities(std::string_view bytes, std::string_view format) {
  const MemoryFile file(bytes);
  io::InputOptions options;
  options.format = io::reader_named(format);
  options.chunk_bytes = whole_bytes;
  read_as_activities([&](io::ActivityStore& store) {
    const bool loaded = store.load(file.path(), options);
    options.chunk_bytes = piece_bytes;
    return loaded;
  });
}

void read_as_activities(const std::function<bool(io::ActivityStore&)>& load) {
  const std::string whole = all_activities(load, 0);
  must_be_same(whole, all_activities(load, 1), "activities depend neither on sizes of chunks nor on memory");
}

}  // namespace assay::fuzz
