// Runs a fuzz target without libFuzzer: all files of its corpus, then mutations of them, the same ones in every run (decision 0080).
//
//   replay_NAME [--mutations N] [--seed N] FILE-OR-FOLDER...
//
// A finding ends the process; the input that led to it is then in NAME-finding in the current folder, and is run again by naming it alone
// with --mutations 0. An input that needs more than ten seconds of the processor counts as one. The last line says "N passed, 0 failed": N
// inputs.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;
using assay::agree::Random;

constexpr int most_seconds_of_one_input = 10;

std::string current;
std::string finding_path;

// Only calls that are allowed in a handler of signals.
extern "C" void keep_finding(int signal) {
  const int file = ::open(finding_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0 && ::write(file, current.data(), current.size()) >= 0) ::close(file);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

// Of the processor, so that other work on the machine is no finding; 0: without end.
void give_time(int seconds) {
  const itimerval time{.it_interval = {}, .it_value = {.tv_sec = seconds, .tv_usec = 0}};
  ::setitimer(ITIMER_PROF, &time, nullptr);
}

void run(std::string input) {
  current = std::move(input);
  give_time(most_seconds_of_one_input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
  give_time(0);
}

std::vector<std::string> read_corpus(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path))
      files.emplace_back(path);
    else
      for (const auto& each : fs::recursive_directory_iterator(path))
        if (each.is_regular_file()) files.push_back(each.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const fs::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t mutations = 1000, seed = 1;
  std::vector<std::string> paths;
  CLI::App app("A fuzz target over its corpus and mutations of it");
  app.add_option("--mutations", mutations, "inputs that are made");
  app.add_option("--seed", seed, "of the mutations");
  app.add_option("paths", paths, "files and folders");
  CLI11_PARSE(app, argc, argv);
  finding_path = fs::path(argv[0]).filename().string() + "-finding";
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPROF}) ::signal(signal, keep_finding);

  std::vector<std::string> corpus = read_corpus(paths);
  corpus.emplace_back();
  std::uint64_t passed = 0;
  for (const std::string& input : corpus) run(input), ++passed;
  Random random(seed);
  for (std::uint64_t i = 0; i < mutations; ++i, ++passed) {
    std::string input = random.pick(corpus);
    for (std::size_t changes = 1 + random.below(4); changes > 0; --changes) assay::fuzz::mutate(random, corpus, input);
    run(std::move(input));
  }
  fmt::print("{} passed, 0 failed\n", passed);
}
