// JSON inside cells: scalars read as the text that a cell would hold. simdjson is included in json.cpp only (and for UTF-8 in csv.cpp).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::io {

// The scalars of a JSON array as trimmed texts, empty ones and null left out; false when the text is no such array.
bool json_array_elements(std::string_view text, std::vector<std::string>& elements);

// One member of a JSON object: a scalar as its text (numbers as written, true, false), an array as its JSON; null and objects do not occur.
struct JsonMember {
  std::string key;
  std::string text;
};

// Reads JSON objects one after the other, keeping its memory.
class JsonObjectReader {
 public:
  JsonObjectReader();
  ~JsonObjectReader();
  JsonObjectReader(JsonObjectReader&&) noexcept;
  JsonObjectReader& operator=(JsonObjectReader&&) noexcept;

  // The members of an object, null ones and nested objects left out, into `members`; false when the text is no JSON object.
  bool read(std::string_view text, std::vector<JsonMember>& members);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends a text in quotes with what JSON wants escaped. The text is UTF-8.
void append_json_text(std::string_view text, std::string& out);

}  // namespace assay::io
