// JSON inside cells: scalars read as the text that a cell would hold.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::io {

// One member of a JSON object: a scalar as its text (numbers as written, true, false), an array as its JSON; null and objects do not occur.
struct JsonMember {
  std::string key;
  std::string text;
};

// Reads the JSON of cells one after the other, keeping its memory. It is strict: false where a text is not JSON of the kind all through.
class JsonCellReader {
 public:
  JsonCellReader();
  ~JsonCellReader();
  JsonCellReader(JsonCellReader&&) noexcept;
  JsonCellReader& operator=(JsonCellReader&&) noexcept;

  // Appends the scalars of an array as trimmed texts, empty ones and null left out.
  bool read_array(std::string_view text, std::vector<std::string>& elements);

  // The members of an object, null ones and nested objects left out, in their order.
  bool read_object(std::string_view text, std::vector<JsonMember>& members);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Appends a text in quotes with what JSON wants escaped. The text is UTF-8.
void append_json_text(std::string_view text, std::string& out);

}  // namespace assay::io
