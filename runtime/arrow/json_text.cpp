#include "runtime/arrow/json_text.h"

#include "runtime/arrow/cells.h"
#include "runtime/io/json.h"

namespace assay::arrow {
namespace {

bool is_bare(Kind kind) { return kind >= Kind::boolean && kind <= Kind::decimal; }

bool append_list(const ArrayView& view, std::int64_t row, std::string& out) {
  std::int64_t begin = 0, end = 0;
  if (!elements_at(view, row, begin, end)) return false;
  out += '[';
  for (std::int64_t element = begin; element < end; ++element) {
    if (element > begin) out += ',';
    if (!append_json(view.children[0], element, out)) return false;
  }
  out += ']';
  return true;
}

bool append_struct(const ArrayView& view, std::int64_t row, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < view.children.size(); ++i) {
    if (i > 0) out += ',';
    io::append_json_text(view.children[i].type->name, out);
    out += ':';
    if (!append_json(view.children[i], row, out)) return false;
  }
  out += '}';
  return true;
}

bool append_single(const ArrayView& view, std::int64_t row, std::string& out) {
  std::string scratch;
  std::string_view text;
  switch (spell(view, row, scratch, text)) {
    case Spelling::malformed: return false;
    case Spelling::no_text:
    case Spelling::not_utf8:
    case Spelling::too_long: out += "null"; return true;
    case Spelling::text: break;
  }
  if (!is_bare(view.type->kind)) {
    io::append_json_text(text, out);
  } else {
    out += text.empty() ? "null" : text;
  }
  return true;
}

}  // namespace

bool append_json(const ArrayView& view, std::int64_t row, std::string& out) {
  const ArrayView* at = &view;
  const Found found = resolve(at, row);
  if (found == Found::malformed) return false;
  if (found == Found::nothing) {
    out += "null";
    return true;
  }
  if (at->type->is_list() || at->type->kind == Kind::map) return append_list(*at, row, out);
  if (at->type->kind == Kind::structure) return append_struct(*at, row, out);
  return append_single(*at, row, out);
}

}  // namespace assay::arrow
