// Whole programs in the object cache, by the text of their policy: a policy that was compiled before is scored with at once, without being
// read. Only policies that consist of one file and the standard library are kept, since nothing else is part of the key (decision 0076).
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/emit/llvm/emit.h"
#include "compiler/syntax/ast.h"

namespace assay::compile {

using Settings = std::vector<std::pair<std::string, std::string>>;

// Empty: programs of this build cannot be kept.
std::string key_of_program(const source::Source& source, const Settings& settings);

// Whether the key names all that the program was made of.
bool is_whole(const syntax::Ast& ast, const source::Sources& sources);

// Null: not there.
std::shared_ptr<runtime::Program> find_program(const object_cache::ObjectCache& cache, const std::string& key);

void keep_program(const object_cache::ObjectCache& cache, const std::string& key, const std::string& image,
                  const std::vector<std::string>& objects, std::size_t functions);

}  // namespace assay::compile
