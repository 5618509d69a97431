#include "runtime/arrow/records.h"

#include <numeric>

#include <fmt/format.h>

namespace assay::arrow {
namespace {

io::Failure stream_failure(ArrowArrayStream* stream, int code, const std::string& source) {
  const char* why = stream->get_last_error != nullptr ? stream->get_last_error(stream) : nullptr;
  if (why != nullptr && *why != '\0') return {fmt::format("{}: {}", source, why)};
  return {fmt::format("{}: the Arrow stream failed with code {}", source, code)};
}

}  // namespace

std::optional<io::Failure> read_record_type(OwnedStream& stream, const std::string& source, DataType& into) {
  if (!stream || stream->get_schema == nullptr || stream->get_next == nullptr)
    return io::Failure{fmt::format("{}: not an Arrow stream: it is released or has no functions", source)};
  ArrowSchema schema{};
  if (const int code = stream->get_schema(stream.get(), &schema); code != 0) return stream_failure(stream.get(), code, source);
  const OwnedSchema owned(&schema);
  if (auto why = parse_type(*owned.get(), source, into)) return why;
  if (into.kind == Kind::structure) return std::nullopt;
  return io::Failure{fmt::format("{}: an Arrow stream of records is needed, not one of {}", source, words_for(into))};
}

std::optional<io::Failure> read_array(OwnedStream& stream, const std::string& source, SharedArray& into) {
  ArrowArray array{};
  if (const int code = stream->get_next(stream.get(), &array); code != 0) return stream_failure(stream.get(), code, source);
  into = array.release != nullptr ? std::make_shared<OwnedArray>(&array) : nullptr;
  return std::nullopt;
}

namespace {

class StreamRecords final : public RecordSource {
 public:
  StreamRecords(OwnedStream stream, std::string source) : stream_(std::move(stream)), source_(std::move(source)) {}

  std::optional<io::Failure> type(DataType& into) override {
    auto why = read_record_type(stream_, source_, into);
    columns_ = into.children.size();
    return why;
  }
  std::optional<io::Failure> open(std::vector<std::size_t>& columns, OwnedStream& into) override {
    columns.resize(columns_);
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    into = std::move(stream_);
    return std::nullopt;
  }

 private:
  OwnedStream stream_;
  std::string source_;
  std::size_t columns_ = 0;
};

}  // namespace

std::unique_ptr<RecordSource> records_of(OwnedStream stream, const std::string& source) {
  return std::make_unique<StreamRecords>(std::move(stream), source);
}

}  // namespace assay::arrow
