#include "runtime/arrow/records.h"

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

}  // namespace assay::arrow
