#include "compiler/compile/kept_program.h"

#include <algorithm>

#include "runtime/calendar/zone.h"
#include "runtime/native/byte_stream.h"
#include "runtime/native/program_image.h"

namespace assay::compile {

std::string key_of_program(const source::Source& source, const Settings& settings) {
  const std::string identity = object_cache::build_identity();
  if (identity.empty()) return {};
  native::ByteWriter key;
  for (const std::string_view part : {std::string_view("program"), std::string_view(identity)}) key.text(part);
  key.text(emit::this_machine());
  key.text(calendar::tzdata_version());
  key.text(source.name());
  key.text(source.bytes());
  for (const auto& [name, value] : settings) {
    key.text(name);
    key.text(value);
  }
  return key.take();
}

bool is_whole(const syntax::Ast& ast, const source::Sources& sources) {
  for (std::size_t file = 1; file < sources.size(); ++file) {
    if (!sources[source::FileId{static_cast<std::uint32_t>(file)}].name().starts_with("stdlib/")) return false;
  }
  return std::none_of(ast.statements.begin(), ast.statements.end(), [](const syntax::Statement& statement) {
    const auto* use = std::get_if<syntax::Use>(&statement);
    const auto* list = std::get_if<syntax::List>(&statement);
    const auto* table = std::get_if<syntax::Table>(&statement);
    return (use && use->is_path) || (list && list->file) || (table && table->file);
  });
}

std::shared_ptr<runtime::Program> find_program(const object_cache::ObjectCache& cache, const std::string& key) {
  const std::optional<std::string> kept = cache.find(key);
  if (!kept) return nullptr;
  native::ByteReader reader(*kept);
  std::optional<native::Parts> parts = native::read_image(reader.text());
  const auto functions = reader.scalar<std::uint64_t>();
  std::vector<std::string> objects;
  while (!reader.at_end()) objects.emplace_back(reader.text());
  if (!parts || !reader.ok()) return nullptr;
  return emit::load(std::move(*parts), objects, functions);
}

void keep_program(const object_cache::ObjectCache& cache, const std::string& key, const std::string& image,
                  const std::vector<std::string>& objects, std::size_t functions) {
  native::ByteWriter value;
  value.text(image);
  value.scalar(std::uint64_t{functions});
  for (const std::string& object : objects) value.text(object);
  cache.keep(key, value.take());
}

}  // namespace assay::compile
