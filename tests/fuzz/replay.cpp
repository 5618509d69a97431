// Runs a fuzz target without libFuzzer: all files of its corpus, then mutations of them, the same ones in every run.
//
//   replay_NAME [--mutations N] [--seconds S] [--seed N] FILE-OR-FOLDER...
//
// A finding ends the process; the input that led to it is then in NAME-finding in the current folder, and is run again by naming it alone
// with --mutations 0. An input that takes longer than ten seconds counts as one. The last line says "N passed, 0 failed": N inputs.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "tests/agree/random.h"
#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;
using assay::agree::Random;

constexpr unsigned most_seconds_of_one_input = 10;
constexpr std::size_t most_bytes = 4096;

std::string current;
std::string finding_path;

// Only calls that are allowed in a handler of signals.
extern "C" void keep_finding(int signal) {
  const int file = ::open(finding_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file >= 0 && ::write(file, current.data(), current.size()) >= 0) ::close(file);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void run(std::string input) {
  current = std::move(input);
  ::alarm(most_seconds_of_one_input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
  ::alarm(0);
}

std::vector<std::string> read_corpus(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path)) files.emplace_back(path);
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

// One change: a byte, a piece that goes or comes twice, or a piece of another input.
void mutate(Random& random, const std::vector<std::string>& corpus, std::string& input) {
  const std::size_t at = random.below(input.size() + 1);
  const std::size_t length = std::min(1 + random.below(random.chance(20) ? 64 : 6), input.size() - at);
  switch (random.below(6)) {
    case 0: input.erase(at, length); break;
    case 1: input.insert(at, input.substr(at, length)); break;
    case 2: input.insert(at, 1, static_cast<char>(random.below(256))); break;
    case 3: {
      const std::string& other = random.pick(corpus);
      input.replace(at, random.below(length + 1), other.substr(random.below(other.size() + 1), 1 + random.below(40)));
      break;
    }
    case 4: input.insert(at, random.pick({"\"", "\n", ",", "0", "-", "\xFF", "\\", "(", "[", "{", " ", "\r\n", "9999999999999999999", "\xC3\xA4"})); break;
    default:
      if (at < input.size()) input[at] = static_cast<char>(input[at] ^ 1 << random.below(8));
  }
  if (input.size() > most_bytes) input.resize(most_bytes);
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t mutations = 1000, seed = 1;
  double seconds = 1e9;
  std::vector<std::string> paths;
  CLI::App app("A fuzz target over its corpus and mutations of it");
  app.add_option("--mutations", mutations, "inputs that are made");
  app.add_option("--seconds", seconds, "stop after so long");
  app.add_option("--seed", seed, "of the mutations");
  app.add_option("paths", paths, "files and folders");
  CLI11_PARSE(app, argc, argv);
  finding_path = fs::path(argv[0]).filename().string() + "-finding";
  for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGALRM}) ::signal(signal, keep_finding);

  std::vector<std::string> corpus = read_corpus(paths);
  corpus.emplace_back();
  std::uint64_t passed = 0;
  for (const std::string& input : corpus) run(input), ++passed;
  Random random(seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  for (std::uint64_t i = 0; i < mutations && std::chrono::steady_clock::now() < end; ++i, ++passed) {
    std::string input = random.pick(corpus);
    for (std::size_t changes = 1 + random.below(4); changes > 0; --changes) mutate(random, corpus, input);
    run(std::move(input));
  }
  fmt::print("{} passed, 0 failed\n", passed);
}
