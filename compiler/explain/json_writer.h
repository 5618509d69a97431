// JSON on one line, keys in the order in which they are written. Private to compiler/explain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/io/json.h"

namespace assay::explain {

class JsonWriter {
 public:
  void begin_object() { open('{'); }
  void begin_array() { open('['); }
  void end_object() { close('}'); }
  void end_array() { close(']'); }

  void key(std::string_view name) {
    separate();
    io::append_json_text(name, out_);
    out_ += ':';
    first_ = true;
  }
  void text(std::string_view value) {
    separate();
    io::append_json_text(value, out_);
  }
  // Numbers, true, false, null.
  void raw(std::string_view value) {
    separate();
    out_ += value;
  }
  void null() { raw("null"); }

  std::string take() { return std::move(out_); }

 private:
  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }
  void open(char sign) {
    separate();
    out_ += sign;
    first_ = true;
  }
  void close(char sign) {
    out_ += sign;
    first_ = false;
  }

  std::string out_;
  bool first_ = true;
};

}  // namespace assay::explain
