// The verbs of the command line, one source file each. A verb takes the words behind its name, talks to the user, and returns the exit
// code. It has no logic of its own: it reads options, calls a library, and shows what came of it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::cli {

using Words = std::vector<std::string>;

enum ExitCode : int {
  Done = 0,
  Found = 1,     // errors, lints, failing tests, too much bad data, a layout that would change
  WrongUse = 2,  // an unknown option, an unreadable file, a policy that does not compile where another verb needed it
  OurFault = 3,
};

int check(const Words& words);
int dump(const Words& words);
int emit(const Words& words);
int explain(const Words& words);
int format(const Words& words);
int make_project(const Words& words);
int score(const Words& words);
int sign(const Words& words);
int test(const Words& words);
int show_version(const Words& words);

struct Verb {
  std::string_view name;
  std::string_view summary;
  int (*run)(const Words& words);
};

// In the order in which the help page shows them.
std::span<const Verb> verbs();

}  // namespace assay::cli
