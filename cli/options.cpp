#include "cli/options.h"

#include <algorithm>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "runtime/text/nearest.h"

namespace assay::cli {

struct Options::Parser {
  CLI::App app;
  std::vector<std::string> names;  // every long and short name, for suggestions
};

namespace {

// Reports of the parser, in the words of this program.
std::string explain(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::string option = text.substr(0, text.find_first_of(":  "));
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) return fmt::format("{} needs a value, and one only", option);
  return text;
}

}  // namespace

Options::Options(std::string verb, std::string usage, std::string summary, std::string example)
    : verb_(std::move(verb)),
      usage_(std::move(usage)),
      summary_(std::move(summary)),
      example_(std::move(example)),
      parser_(std::make_unique<Parser>()) {
  parser_->app.set_help_flag();
  parser_->app.allow_extras();
}

Options::~Options() = default;

void Options::flag(const std::string& names, bool& into, const std::string& help) {
  rows_.push_back({names, "", help});
  parser_->app.add_flag(names, into);
}

void Options::flag(const std::string& name, const std::vector<std::string>& allowed, std::string& into, const std::string& help) {
  rows_.push_back({name, "", help});
  parser_->app.add_flag(name + "{all}", into)->check([allowed, name](const std::string& text) {
    const bool known = text == "all" || std::find(allowed.begin(), allowed.end(), text) != allowed.end();
    return known ? std::string() : fmt::format("{} stands alone, or with ={}, not ={}", name, fmt::join(allowed, " or ="), text);
  });
}

void Options::value(const std::string& names, const std::string& placeholder, std::string& into, const std::string& help) {
  rows_.push_back({names, placeholder, help});
  parser_->app.add_option(names, into);
}

void Options::number(const std::string& names, const std::string& placeholder, std::optional<std::int64_t>& into, const std::string& help) {
  rows_.push_back({names, placeholder, help});
  const auto read = [&into, names](const std::string& text) {
    std::int64_t number = 0;
    if (!CLI::detail::lexical_cast(text, number) || number < 0) return false;
    into = number;
    return true;
  };
  parser_->app.add_option_function<std::string>(names, [read, names](const std::string& text) {
    if (!read(text)) throw CLI::ValidationError(fmt::format("{} needs a whole number, not '{}'", names, text));
  });
}

void Options::choice(const std::string& names, const std::vector<std::string>& allowed, std::string& into, const std::string& help) {
  rows_.push_back({names, fmt::format("{}", fmt::join(allowed, "|")), help});
  parser_->app.add_option_function<std::string>(names, [&into, allowed, names](const std::string& text) {
    if (std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
      throw CLI::ValidationError(
          fmt::format("{} is one of {}, not '{}'{}", names, fmt::join(allowed, ", "), text, text::did_you_mean(text, allowed)));
    }
    into = text;
  });
}

void Options::values(const std::string& names, const std::string& placeholder, std::vector<std::string>& into, const std::string& help,
                     bool several) {
  rows_.push_back({names, placeholder, help});
  parser_->app.add_option(names, into)->allow_extra_args(several);
}

void Options::arguments(std::vector<std::string>& into) {
  arguments_ = &into;
  parser_->app.add_option("arguments", into);
}

std::optional<int> Options::parse(const Words& words) {
  bool quiet = false;
  choice("--color", {"auto", "always", "never"}, color_, "colours; auto: on terminals, and never where NO_COLOR is set");
  flag("-q,--quiet", quiet, "say only what went wrong");
  flag("-h,--help", help_, "this page");
  const auto end_of_options = std::find(words.begin(), words.end(), "--");
  std::vector<std::string> reversed(words.begin(), end_of_options);
  std::reverse(reversed.begin(), reversed.end());
  try {
    parser_->app.parse(std::move(reversed));
  } catch (const CLI::ParseError& error) {
    return wrong_use(explain(error));
  }
  if (end_of_options != words.end() && arguments_ != nullptr) arguments_->insert(arguments_->end(), end_of_options + 1, words.end());
  terminal_ = make_terminal(color_, quiet);
  if (help_) {
    write_output(help_page());
    return Done;
  }
  return reject_unknown(parser_->app.remaining());
}

std::optional<int> Options::reject_unknown(const std::vector<std::string>& unknown) const {
  if (unknown.empty()) return std::nullopt;
  const std::string name = unknown.front().substr(0, unknown.front().find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : parser_->app.get_options()) {
    for (const std::string& text : option->get_lnames()) known.push_back("--" + text);
  }
  if (name.empty() || name.front() != '-') return wrong_use(fmt::format("'{}' is one word too many", unknown.front()));
  return wrong_use(fmt::format("there is no option '{}'{}", name, text::did_you_mean(name, known)));
}

int Options::wrong_use(std::string_view message) const {
  write_error(fmt::format("assay {}: {}\nassay {} --help shows what there is.\n", verb_, message, verb_));
  return WrongUse;
}

std::string Options::help_page() const {
  std::string page = fmt::format("{}\n\n  assay {} {}\n\nOptions\n", summary_, verb_, usage_);
  std::vector<std::string> left;
  std::size_t width = 0;
  for (const Row& row : rows_) {
    std::string names = row.names;
    if (const std::size_t comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
    left.push_back(row.placeholder.empty() ? names : names + " " + row.placeholder);
    if (left.back().size() <= 34) width = std::max(width, left.back().size());
  }
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const bool own_line = left[i].size() > width;
    page += fmt::format("  {:<{}}", left[i], width);
    page += own_line ? fmt::format("\n  {:<{}}", "", width) : "";
    page += fmt::format("  {}\n", rows_[i].help);
  }
  return page + fmt::format("\nExample\n{}\n", example_);
}

}  // namespace assay::cli
