// The options of one verb: declared, read, and shown as a help page with an example. Every verb knows --help, --color and --quiet.
// Hides CLI11, which takes seconds to compile. What it is not: it checks no values beyond closed sets and whole numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"
#include "cli/verbs.h"

namespace assay::cli {

class Options {
 public:
  // `usage` is shown behind the verb's name, `example` at the end of the page.
  Options(std::string verb, std::string usage, std::string summary, std::string example);
  ~Options();

  // `names` are like "-o,--output"; `placeholder` stands for the value on the help page. What `into` holds before is the default.
  void flag(const std::string& names, bool& into, const std::string& help);
  // `--name` alone, which writes "all", or `--name=one` of the allowed words.
  void flag(const std::string& name, const std::vector<std::string>& allowed, std::string& into, const std::string& help);
  void value(const std::string& names, const std::string& placeholder, std::string& into, const std::string& help);
  void number(const std::string& names, const std::string& placeholder, std::optional<std::int64_t>& into, const std::string& help);
  void choice(const std::string& names, const std::vector<std::string>& allowed, std::string& into, const std::string& help);
  // May be given several times; with `several`, one mention takes all words up to the next option.
  void values(const std::string& names, const std::string& placeholder, std::vector<std::string>& into, const std::string& help,
              bool several = false);
  // The words that belong to no option, and all words behind `--`.
  void arguments(std::vector<std::string>& into);

  // Reads the words. Nullopt: go on; else the exit code, and help or error have been shown.
  std::optional<int> parse(const Words& words);

  // Says what is wrong with the command line, and where help is; returns the exit code.
  int wrong_use(std::string_view message) const;

  // As --color and --quiet want it; valid after parse().
  const Terminal& terminal() const { return terminal_; }

 private:
  struct Row {
    std::string names, placeholder, help;
  };
  struct Parser;

  std::string help_page() const;
  std::optional<int> reject_unknown(const std::vector<std::string>& unknown) const;

  std::string verb_, usage_, summary_, example_;
  std::vector<Row> rows_;
  std::unique_ptr<Parser> parser_;
  std::vector<std::string>* arguments_ = nullptr;
  Terminal terminal_;
  std::string color_ = "auto";
  bool help_ = false;
};

}  // namespace assay::cli
