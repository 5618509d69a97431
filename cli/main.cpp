// The program `assay`: finds the verb and hands it the rest of the command line.
#include <algorithm>
#include <csignal>
#include <exception>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.h"
#include "cli/verbs.h"
#include "runtime/arrow_files/formats.h"
#include "runtime/arrow_files/load.h"
#include "runtime/text/nearest.h"

namespace assay::cli {
namespace {

constexpr Verb all_verbs[] = {
    {"new", "a first policy, leads to try it on, a test, a CI job", make_project},
    {"check", "errors and lints of policies", check},
    {"fmt", "the one layout, in place", format},
    {"test", "the tests inside policies", test},
    {"score", "scores leads by a policy", score},
    {"explain", "why a lead has its score, and what is missing to the next stage", explain},
    {"sign", "binds who agreed to what the policy means now", sign},
    {"emit", "a policy as an object file, for programs that score without the compiler", emit},
    {"dump", "what a policy becomes on its way to native code", dump},
};

constexpr std::string_view page_begin =
    "Assay scores leads by rules that marketing and sales write down together.\n\n"
    "  assay VERB [ARGUMENT...]\n\n"
    "Verbs\n";

constexpr std::string_view page_end =
    "\nassay VERB --help tells more about a verb, assay --version which libraries decide about results.\n\n"
    "Example\n"
    "  assay score policy.assay leads.csv --activities activities.csv --as-of 2026-11-22\n";

int show_help() {
  std::string page(page_begin);
  for (const Verb& verb : verbs()) page += fmt::format("  {:<8}  {}\n", verb.name, verb.summary);
  page += page_end;
  if (arrow_files::arrow_version().empty()) page += "\nThis assay was built without Parquet and Arrow files.\n";
  write_output(page);
  return Done;
}

int unknown_verb(const std::string& name) {
  std::vector<std::string_view> names{"--help", "--version"};
  for (const Verb& verb : verbs()) names.push_back(verb.name);
  const char* what = name.starts_with('-') ? "option" : "verb";
  write_error(
      fmt::format("assay: there is no {} '{}'{}\nassay --help shows what there is.\n", what, name, text::did_you_mean(name, names)));
  return WrongUse;
}

int run(const Words& words) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") return show_help();
  if (words[0] == "--version" || words[0] == "-V") return show_version(words);
  for (const Verb& verb : verbs()) {
    if (verb.name == words[0]) return verb.run(Words(words.begin() + 1, words.end()));
  }
  return unknown_verb(words[0]);
}

int report_fault(std::string_view what) {
  write_error(fmt::format(
      "assay: a fault of ours: {}\nPlease report it with the policy, the command line, and what assay --version prints.\n", what));
  return OurFault;
}

// A failed assertion or a crash ends here. Only what a signal handler may do: the message is made before.
extern "C" void on_fault(int) {
  static constexpr std::string_view message =
      "assay: a fault of ours. Please report it with the policy, the command line, and what assay --version prints.\n";
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, message.data(), message.size());
  _exit(OurFault);
}

// The handler has a stack of its own, so that it can still speak when the other one is used up.
void handle_signals() {
  static char stack[64 * 1024];
  stack_t own{};
  own.ss_sp = stack;
  own.ss_size = sizeof stack;
  sigaltstack(&own, nullptr);
  struct sigaction action{};
  action.sa_handler = on_fault;
  action.sa_flags = SA_ONSTACK;
  for (const int fault : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigaction(fault, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

std::span<const Verb> verbs() { return all_verbs; }

}  // namespace assay::cli

int main(int count, char** words) {
  using namespace assay::cli;
  handle_signals();
  try {
    assay::arrow_files::add_formats();
    return run(Words(words + 1, words + count));
  } catch (const std::exception& exception) {
    return report_fault(exception.what());
  }
}
