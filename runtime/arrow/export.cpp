#include "runtime/arrow/export.h"

#include "runtime/io/route_target.h"

namespace assay::arrow {
namespace {

using io::OutputKind;

// Texts in the layout of utf8.
class Texts {
 public:
  // Beyond 2 GiB in one batch, which no reader makes, texts are left empty.
  void push(std::string_view text) {
    if (bytes_.size() + text.size() > INT32_MAX) text = {};
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
  }
  ArrayNode finish() {
    ArrayNode node;
    node.length = static_cast<std::int64_t>(offsets_.size() - 1);
    node.buffers.push_back(nullptr);
    node.own(std::move(offsets_));
    node.own(std::move(bytes_));
    return node;
  }

 private:
  std::vector<std::int32_t> offsets_{0};
  std::vector<char> bytes_;
};

// Bits that say which rows are known, as the first buffer of a node.
class Known {
 public:
  explicit Known(std::size_t rows) : bits_((rows + 7) / 8 + 1, 0) {}
  void push(bool known) {
    if (known) {
      bits_[rows_ >> 3] = static_cast<std::uint8_t>(bits_[rows_ >> 3] | 1 << (rows_ & 7));
    } else {
      ++nulls_;
    }
    ++rows_;
  }
  void finish(ArrayNode& node) {
    node.length = static_cast<std::int64_t>(rows_);
    node.null_count = nulls_;
    if (nulls_ > 0) return node.own(std::move(bits_));
    node.buffers.push_back(nullptr);
  }

 private:
  std::vector<std::uint8_t> bits_;
  std::size_t rows_ = 0;
  std::int64_t nulls_ = 0;
};

// A plain text column of the batch. Copied: looked at, it would hold the whole input as long as the result lives.
ArrayNode texts_of(const runtime::TextColumn& column, std::size_t rows, bool empty_is_null) {
  Known known(rows);
  Texts texts;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string_view text = column.value(row);
    known.push(!empty_is_null || !text.empty());
    texts.push(text);
  }
  ArrayNode node;
  known.finish(node);
  ArrayNode values = texts.finish();
  node.buffers.insert(node.buffers.end(), values.buffers.begin() + 1, values.buffers.end());
  node.owners.insert(node.owners.end(), values.owners.begin(), values.owners.end());
  return node;
}

ArrayNode points_of(const io::OutputColumn& column, const runtime::Result& result) {
  ArrayNode node;
  Known known(result.rows);
  std::vector<double> values(result.rows);
  for (std::size_t row = 0; row < result.rows; ++row) {
    runtime::Points points = 0;
    const bool is_known = io::OutputColumns::points(column, result, row, points);
    known.push(is_known);
    if (is_known) values[row] = runtime::points_to_double(points);
  }
  known.finish(node);
  node.own(std::move(values));
  return node;
}

ArrayNode lists_of(const io::OutputColumns& columns, const io::OutputColumn& column, const runtime::Result& result) {
  ArrayNode node;
  std::vector<std::int32_t> offsets{0};
  Texts elements;
  std::vector<std::string_view> texts;
  std::size_t count = 0;
  for (std::size_t row = 0; row < result.rows; ++row) {
    columns.texts(column, result, row, texts);
    for (const std::string_view text : texts) elements.push(text);
    count += texts.size();
    offsets.push_back(static_cast<std::int32_t>(count));
  }
  node.length = static_cast<std::int64_t>(result.rows);
  node.buffers.push_back(nullptr);
  node.own(std::move(offsets));
  node.children.push_back(elements.finish());
  return node;
}

SchemaNode list_of(SchemaNode element, const std::string& name) { return {"+l", name, false, {std::move(element)}, {}}; }

}  // namespace

// All texts that a column can hold, in the layout of utf8.
struct ResultExporter::Dictionary {
  std::vector<std::int32_t> offsets{0};
  std::string bytes;

  void add(std::string_view text) {
    bytes += text;
    offsets.push_back(static_cast<std::int32_t>(bytes.size()));
  }
};

ResultExporter::ResultExporter(const runtime::ResultSchema& schema, const io::WriterOptions& options) : columns_(schema, options) {
  for (const io::OutputColumn& column : columns_.columns()) {
    auto dictionary = std::make_shared<Dictionary>();
    if (column.kind == OutputKind::grade) {
      for (const std::string& label : schema.grades[column.index].labels) dictionary->add(label);
    } else if (column.kind == OutputKind::stage) {
      for (const std::string& stage : schema.stages) dictionary->add(stage);
      dictionary->add("excluded");
    } else if (column.kind == OutputKind::route) {
      for (const runtime::RouteInfo& route : schema.routes) {
        first_targets_.push_back(static_cast<std::int32_t>(dictionary->offsets.size() - 1));
        for (const std::string& target : route.targets) dictionary->add(target);
      }
    } else {
      dictionary = nullptr;
    }
    dictionaries_.push_back(std::move(dictionary));
  }
}

ResultExporter::~ResultExporter() = default;

SchemaNode ResultExporter::schema_of(const io::OutputColumn& column) const {
  switch (column.kind) {
    case OutputKind::id: return {"u", column.name, false, {}, {}};
    case OutputKind::kept: return {"u", column.name, true, {}, {}};
    case OutputKind::score:
    case OutputKind::section: return {"g", column.name, true, {}, {}};
    case OutputKind::grade:
    case OutputKind::stage:
    case OutputKind::route: return {"i", column.name, true, {}, {{"u", "", false, {}, {}}}};
    case OutputKind::excluded:
    case OutputKind::missing:
    case OutputKind::segments:
    case OutputKind::tags: return list_of({"u", "item", false, {}, {}}, column.name);
    case OutputKind::reasons: {
      SchemaNode reason{"+s", "item", false, {}, {}};
      reason.children = {
          {"u", "rule", false, {}, {}}, {"g", "points", false, {}, {}}, {"u", "reason", false, {}, {}}, {"i", "line", false, {}, {}}};
      return list_of(std::move(reason), column.name);
    }
  }
  return {};
}

void ResultExporter::schema(ArrowSchema* out) const {
  SchemaNode all{"+s", "", false, {}, {}};
  for (const io::OutputColumn& column : columns_.columns()) all.children.push_back(schema_of(column));
  give(std::move(all), out);
}

std::int32_t ResultExporter::code_at(const io::OutputColumn& column, const io::LeadBatch& leads, const runtime::Result& result,
                                     std::size_t row) const {
  if (column.kind == OutputKind::grade) return result.grades[column.index][row];
  const runtime::ResultSchema& schema = columns_.schema();
  if (column.kind == OutputKind::stage) {
    const std::int32_t stage = result.stages[row];
    return stage == runtime::Result::excluded_stage ? static_cast<std::int32_t>(schema.stages.size()) : stage;
  }
  const std::int32_t route = result.routes[row];
  if (route == runtime::Result::no_route) return -1;
  const auto& targets = schema.routes[static_cast<std::size_t>(route)].targets;
  const std::size_t target = targets.size() == 1 ? 0 : io::route_target(leads.batch.ids.value(row), targets.size());
  return first_targets_[static_cast<std::size_t>(route)] + static_cast<std::int32_t>(target);
}

ArrayNode ResultExporter::codes_of(std::size_t number, const io::LeadBatch& leads, const runtime::Result& result) const {
  const std::shared_ptr<const Dictionary>& texts = dictionaries_[number];
  ArrayNode dictionary;
  dictionary.length = static_cast<std::int64_t>(texts->offsets.size() - 1);
  dictionary.buffers = {nullptr, texts->offsets.data(), texts->bytes.data()};
  dictionary.owners.push_back(texts);

  ArrayNode node;
  Known known(result.rows);
  std::vector<std::int32_t> codes(result.rows);
  for (std::size_t row = 0; row < result.rows; ++row) {
    const std::int32_t code = code_at(columns_.columns()[number], leads, result, row);
    known.push(code >= 0);
    codes[row] = std::max(code, 0);
  }
  known.finish(node);
  node.own(std::move(codes));
  node.dictionary.push_back(std::move(dictionary));
  return node;
}

ArrayNode ResultExporter::reasons_of(const runtime::Result& result) const {
  std::vector<std::int32_t> offsets{0}, lines;
  std::vector<double> points;
  Texts rules, texts;
  std::vector<io::Reason> reasons;
  for (std::size_t row = 0; row < result.rows; ++row) {
    columns_.reasons(result, row, reasons);
    for (const io::Reason& each : reasons) {
      rules.push(each.rule);
      points.push_back(runtime::points_to_double(each.points));
      texts.push(each.text);
      lines.push_back(each.line);
    }
    offsets.push_back(static_cast<std::int32_t>(lines.size()));
  }
  ArrayNode reason;
  reason.length = static_cast<std::int64_t>(lines.size());
  reason.buffers.push_back(nullptr);
  ArrayNode of_points, of_lines;
  of_points.length = of_lines.length = reason.length;
  of_points.buffers.push_back(nullptr);
  of_points.own(std::move(points));
  of_lines.buffers.push_back(nullptr);
  of_lines.own(std::move(lines));
  reason.children.push_back(rules.finish());
  reason.children.push_back(std::move(of_points));
  reason.children.push_back(texts.finish());
  reason.children.push_back(std::move(of_lines));

  ArrayNode node;
  node.length = static_cast<std::int64_t>(result.rows);
  node.buffers.push_back(nullptr);
  node.own(std::move(offsets));
  node.children.push_back(std::move(reason));
  return node;
}

ArrayNode ResultExporter::column_of(std::size_t number, const io::LeadBatch& leads, const runtime::Result& result) const {
  const io::OutputColumn& column = columns_.columns()[number];
  switch (column.kind) {
    case OutputKind::id: return texts_of(leads.batch.ids, result.rows, false);
    case OutputKind::kept: return texts_of(leads.kept[column.index], result.rows, true);
    case OutputKind::score:
    case OutputKind::section: return points_of(column, result);
    case OutputKind::grade:
    case OutputKind::stage:
    case OutputKind::route: return codes_of(number, leads, result);
    case OutputKind::excluded:
    case OutputKind::missing:
    case OutputKind::segments:
    case OutputKind::tags: return lists_of(columns_, column, result);
    case OutputKind::reasons: return reasons_of(result);
  }
  return {};
}

void ResultExporter::batch(const io::LeadBatch& leads, const runtime::Result& result, ArrowArray* out) const {
  ArrayNode all;
  all.length = static_cast<std::int64_t>(result.rows);
  all.buffers.push_back(nullptr);
  for (std::size_t i = 0; i < columns_.columns().size(); ++i) all.children.push_back(column_of(i, leads, result));
  give(std::move(all), out);
}

}  // namespace assay::arrow
