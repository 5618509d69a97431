// Prints what the parser makes of many policies at once, for tests in Python: print_trees POLICY...
//
// Beside each policy that can be read, a file POLICY.tree then holds what `assay dump --stage ast` prints of it; beside others there is
// none. `dump` takes one policy at a time, and thousands of starts take minutes under a sanitizer.
#include <fstream>
#include <iterator>
#include <string>

#include "compiler/syntax/parse.h"
#include "compiler/syntax/print.h"

using namespace assay;

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string path = argv[i];
    std::ifstream file(path, std::ios::binary);
    if (!file) return 1;
    source::Sources sources;
    diag::Sink sink;
    const syntax::Ast ast = syntax::parse(sources.add(path, {std::istreambuf_iterator<char>(file), {}}), sink);
    if (!sink.has_errors()) std::ofstream(path + ".tree", std::ios::binary) << syntax::print(ast);
  }
}
