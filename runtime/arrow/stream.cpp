#include "runtime/arrow/stream.h"

#include <cerrno>

namespace assay::arrow {
namespace {

struct OwnStream {
  StreamSource source;
  std::string error;
};

OwnStream& own_of(ArrowArrayStream* stream) { return *static_cast<OwnStream*>(stream->private_data); }

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  OwnStream& own = own_of(stream);
  *out = ArrowSchema{};
  if (own.error.empty()) own.error = own.source.schema(out);
  return own.error.empty() ? 0 : EIO;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  OwnStream& own = own_of(stream);
  *out = ArrowArray{};
  if (own.error.empty()) own.error = own.source.next(out);
  return own.error.empty() ? 0 : EIO;
}

const char* get_last_error(ArrowArrayStream* stream) {
  const std::string& error = own_of(stream).error;
  return error.empty() ? nullptr : error.c_str();
}

void release(ArrowArrayStream* stream) {
  delete &own_of(stream);
  stream->release = nullptr;
  stream->private_data = nullptr;
}

}  // namespace

OwnedStream make_stream(StreamSource source) {
  ArrowArrayStream stream{get_schema, get_next, get_last_error, release, new OwnStream{std::move(source), ""}};
  return OwnedStream(&stream);
}

}  // namespace assay::arrow
