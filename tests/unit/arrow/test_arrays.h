// Arrow arrays made by hand, and what a LeadStream makes of them.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "runtime/arrow/leads.h"
#include "runtime/arrow/own_arrays.h"
#include "runtime/arrow/stream.h"
#include "tests/unit/io/test_data.h"

namespace assay::arrow {

// A column: its type and its rows.
struct TestColumn {
  SchemaNode type;
  ArrayNode rows;
};

inline std::vector<std::uint8_t> bits_of(const std::string& zeros_and_ones) {
  std::vector<std::uint8_t> bits(zeros_and_ones.size() / 8 + 1, 0);
  for (std::size_t i = 0; i < zeros_and_ones.size(); ++i)
    bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (zeros_and_ones[i] == '1') << (i % 8));
  return bits;
}

// The first buffer: which rows are known ("101"); empty: all.
inline void set_known(ArrayNode& rows, const std::string& known) {
  if (known.empty()) {
    rows.buffers.push_back(nullptr);
    return;
  }
  rows.own(bits_of(known));
  rows.null_count = -1;
}

template <class Value>
TestColumn fixed(const std::string& name, const std::string& format, std::vector<Value> values, const std::string& known = "") {
  TestColumn column{{format, name, true, {}, {}}, {}};
  column.rows.length = static_cast<std::int64_t>(values.size());
  set_known(column.rows, known);
  column.rows.own(std::move(values));
  return column;
}

// Yes and no as "10".
inline TestColumn truths(const std::string& name, const std::string& values, const std::string& known = "") {
  TestColumn column = fixed(name, "b", bits_of(values), known);
  column.rows.length = static_cast<std::int64_t>(values.size());
  return column;
}

template <class Offset>
void own_texts(ArrayNode& rows, const std::vector<std::string>& texts) {
  std::vector<Offset> offsets{0};
  std::string bytes;
  for (const std::string& text : texts) {
    bytes += text;
    offsets.push_back(static_cast<Offset>(bytes.size()));
  }
  rows.length = static_cast<std::int64_t>(texts.size());
  rows.own(std::move(offsets));
  rows.own(std::vector<char>(bytes.begin(), bytes.end()));
}

// format: u or z; U or Z with 64-bit offsets.
inline TestColumn texts(const std::string& name, const std::vector<std::string>& values, const std::string& known = "",
                        const std::string& format = "u") {
  TestColumn column{{format, name, true, {}, {}}, {}};
  set_known(column.rows, known);
  if (format == "U" || format == "Z") {
    own_texts<std::int64_t>(column.rows, values);
  } else {
    own_texts<std::int32_t>(column.rows, values);
  }
  return column;
}

// Views as Arrow has them: short texts inside, longer ones in one more buffer.
inline TestColumn text_views(const std::string& name, const std::vector<std::string>& values) {
  TestColumn column{{"vu", name, true, {}, {}}, {}};
  std::vector<char> views(values.size() * 16, 0), bytes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    char* at = views.data() + i * 16;
    const auto size = static_cast<std::int32_t>(values[i].size());
    std::memcpy(at, &size, 4);
    std::memcpy(at + 4, values[i].data(), std::min<std::size_t>(values[i].size(), size > 12 ? 4 : 12));
    if (size <= 12) continue;
    const auto offset = static_cast<std::int32_t>(bytes.size());
    std::memcpy(at + 12, &offset, 4);
    bytes.insert(bytes.end(), values[i].begin(), values[i].end());
  }
  column.rows.length = static_cast<std::int64_t>(values.size());
  column.rows.buffers.push_back(nullptr);
  column.rows.own(std::move(views));
  const auto size = static_cast<std::int64_t>(bytes.size());
  column.rows.own(std::move(bytes));
  column.rows.own(std::vector<std::int64_t>{size});
  return column;
}

template <class Index>
TestColumn dictionary(const std::string& format, std::vector<Index> indices, TestColumn values, const std::string& known = "") {
  TestColumn column = fixed(values.type.name, format, std::move(indices), known);
  column.type.dictionary.push_back(std::move(values.type));
  column.rows.dictionary.push_back(std::move(values.rows));
  return column;
}

inline TestColumn list(std::vector<std::int32_t> offsets, TestColumn elements, const std::string& known = "") {
  TestColumn column{{"+l", elements.type.name, true, {std::move(elements.type)}, {}}, {}};
  column.rows.length = static_cast<std::int64_t>(offsets.size()) - 1;
  set_known(column.rows, known);
  column.rows.own(std::move(offsets));
  column.rows.children.push_back(std::move(elements.rows));
  return column;
}

inline TestColumn record(const std::string& name, std::vector<TestColumn> columns, const std::string& known = "") {
  TestColumn all{{"+s", name, true, {}, {}}, {}};
  all.rows.length = columns.empty() ? 0 : columns.front().rows.length;
  set_known(all.rows, known);
  for (TestColumn& each : columns) {
    all.type.children.push_back(std::move(each.type));
    all.rows.children.push_back(std::move(each.rows));
  }
  return all;
}

// A stream of the batches, which all have the type of the first.
inline OwnedStream stream_of(std::vector<TestColumn> batches) {
  auto type = std::make_shared<SchemaNode>(batches.front().type);
  auto rest = std::make_shared<std::vector<TestColumn>>(std::move(batches));
  auto next = std::make_shared<std::size_t>(0);
  StreamSource source;
  source.schema = [type](ArrowSchema* out) {
    give(*type, out);
    return std::string();
  };
  source.next = [rest, next](ArrowArray* out) {
    if (*next < rest->size()) give((*rest)[(*next)++].rows, out);
    return std::string();
  };
  return make_stream(std::move(source));
}

// The batches of a stream of leads, cut off and converted by one thread.
class LeadBatches {
 public:
  LeadBatches(LeadStream& leads, io::DataReport& report) : leads_(leads), report_(report) {}

  bool open() {
    const bool opened = leads_.open();
    if (opened) converter_ = leads_.make_converter(report_);
    failure_ = leads_.failure();
    return opened;
  }
  bool next(io::LeadBatch& into, std::size_t most_rows) {
    into = {};
    const auto rows = failure_ ? nullptr : leads_.take(most_rows);
    failure_ = rows ? converter_->convert(*rows, into) : failure_ ? failure_ : leads_.failure();
    return rows && !failure_;
  }
  const std::optional<io::Failure>& failure() const { return failure_; }

 private:
  LeadStream& leads_;
  io::DataReport& report_;
  std::unique_ptr<io::LeadFileConverter> converter_;
  std::optional<io::Failure> failure_;
};

// What a stream of leads is read as, over all batches.
struct ReadLeads {
  std::string ids;                   // joined by |
  std::vector<std::string> columns;  // words_of per field
  std::vector<std::size_t> batches;
  std::vector<std::string> kept;
  std::string failure;
  io::DataReport report;
};

inline ReadLeads read_leads(const runtime::Schema& schema, OwnedStream stream, const io::LeadOptions& options = {}) {
  ReadLeads read;
  const calendar::Zone zone = calendar::load_zone(schema.timezone).value_or(calendar::Zone());
  LeadStream leads(std::move(stream), {"test", schema, options, zone, read.report});
  read.columns.resize(schema.fields.size());
  io::LeadBatch batch;
  LeadBatches all(leads, read.report);
  bool more = all.open();
  read.kept.resize(leads.kept_names().size());
  while (more && all.next(batch, options.batch_rows)) {
    const runtime::Batch& rows = batch.batch;
    read.batches.push_back(rows.rows);
    const auto append = [](std::string& all, const std::string& text, const char* between) { all += (all.empty() ? "" : between) + text; };
    for (std::size_t row = 0; row < rows.rows && rows.ids.offsets; ++row) append(read.ids, std::string(rows.ids.value(row)), "|");
    for (std::size_t i = 0; i < schema.fields.size(); ++i) append(read.columns[i], io::words_of(rows.columns[i], rows.rows), " ");
    for (std::size_t i = 0; i < read.kept.size(); ++i) {
      for (std::size_t row = 0; row < rows.rows; ++row) append(read.kept[i], std::string(batch.kept[i].value(row)), "|");
    }
  }
  if (all.failure()) read.failure = all.failure()->message;
  return read;
}

// The words of a field of this kind, read from one column.
inline ReadLeads read_field(runtime::FieldSpec spec, TestColumn column, const io::LeadOptions& options = {},
                            const std::string& timezone = "UTC") {
  runtime::Schema schema;
  schema.timezone = timezone;
  spec.name = column.type.name;
  schema.fields = {std::move(spec)};
  std::vector<TestColumn> batches;
  batches.push_back(record("", {std::move(column)}));
  return read_leads(schema, stream_of(std::move(batches)), options);
}

}  // namespace assay::arrow
