#include "cli/score_options.h"

#include <charconv>
#include <thread>

#include <fmt/format.h>
#include <glob.h>
#include <unistd.h>

#include "runtime/arrow_files/load.h"
#include "runtime/io/readers.h"
#include "runtime/text/nearest.h"

namespace assay::cli {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// A million leads on a screen help nobody; whoever wants them all says --format table.
constexpr std::uint64_t rows_shown_on_a_terminal = 50;

// What the options hold before it is checked.
struct Raw {
  std::vector<std::string> arguments, activities, set, map, keep;
  std::string delimiter, encoding, input_format, format, max_bad, memory, no_header;
  std::optional<std::int64_t> threads, limit;
};

// "csv, tsv or ndjson"
std::string input_formats() {
  std::string names;
  for (std::size_t i = 0; i < io::readers().size(); ++i) {
    names += (i == 0 ? "" : i + 1 == io::readers().size() ? " or " : ", ") + io::readers()[i].name;
  }
  if (arrow_files::arrow_version().empty()) names += " (this build lacks parquet and arrow)";
  return names;
}

std::string output_formats() {
  std::vector<std::string_view> names;
  for (const io::WriterFormat& each : io::writers()) names.push_back(each.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

void declare_files(Options& declared, Raw& raw, ScoreOptions& options) {
  declared.arguments(raw.arguments);
  declared.values("--activities", "FILE...", raw.activities, "what the leads did; several files or patterns", true);
  declared.value("--as-of", "TIME", options.as_of, "as of this date (its end) or time; default: now");
  declared.values("--set", "NAME=VALUE", raw.set, "change a setting of the policy for this run");
}

void declare_input(Options& declared, Raw& raw) {
  declared.values("--map", "lead.FIELD=COLUMN", raw.map, "take a field (or activity.FIELD) from this column");
  declared.value("--delimiter", "SIGN", raw.delimiter, "between the cells of CSV files; default: told from the first line");
  declared.value("--encoding", "NAME", raw.encoding, "utf-8, utf-16, latin-1 or windows-1252; default: utf-8");
  declared.flag("--no-header", {"leads", "activities"}, raw.no_header,
                "CSV files without a header line (=leads, =activities: only those); --map names columns by number");
  declared.value("--input-format", "FORMAT", raw.input_format, fmt::format("{}; default: told by the names of the files", input_formats()));
}

void declare(Options& declared, Raw& raw, ScoreOptions& options) {
  declare_files(declared, raw, options);
  declared.value("-o,--output", "FILE", options.output, "write here; the name's ending tells the format");
  declared.value("--format", "FORMAT", raw.format, fmt::format("{}; default: table on a terminal, else csv", output_formats()));
  declared.flag("--explain", options.run.explain, "add the reasons of every score");
  declared.values("--keep", "COLUMN,...|all", raw.keep, "pass these columns of the leads through");
  declared.number("--limit", "N", raw.limit, "score only the first N leads");
  declared.number("--threads", "N", raw.threads, "default: as many as the machine runs at once");
  declared.value("--memory", "SIZE", raw.memory, "for activities; what does not fit goes to temporary files; default: 768MiB");
  declared.choice("--engine", {"auto", "native", "interpreter"}, options.engine,
                  "all give the same; default: auto, the interpreter until native code is ready");
  declare_input(declared, raw);
  declared.value("--max-bad", "N|N%", raw.max_bad, "fail, and write no row, beyond so many bad cells and rows");
  declared.value("--report", "FILE.json", options.report, "write the data report for machines");
  declared.choice("--timings", {"json", "text"}, options.timings, "say where the time went");
  declared.flag("--spreadsheet", options.run.spreadsheet, "a leading ' before cells that a spreadsheet would run");
}

// NAME=VALUE; both sides may be anything but empty names.
std::optional<std::pair<std::string, std::string>> split_pair(const std::string& text) {
  const std::size_t sign = text.find('=');
  if (sign == std::string::npos || sign == 0) return std::nullopt;
  return std::pair(text.substr(0, sign), text.substr(sign + 1));
}

// Each reader below says what is wrong, or nothing.
using Problem = std::optional<std::string>;

Problem read_files(const Raw& raw, ScoreOptions& options) {
  if (raw.arguments.empty()) return "needs a policy and leads";
  if (raw.arguments.size() == 1) return fmt::format("needs leads behind the policy {}", raw.arguments[0]);
  const std::string& first = raw.arguments[0];
  if (!first.ends_with(".assay") && raw.arguments[1].ends_with(".assay"))
    return fmt::format("the policy stands before the leads: {} {}", raw.arguments[1], first);
  options.policy = raw.arguments[0];
  options.run.leads = expand_patterns({raw.arguments.begin() + 1, raw.arguments.end()});
  options.run.activities = expand_patterns(raw.activities);
  return std::nullopt;
}

Problem read_settings(const Raw& raw, ScoreOptions& options) {
  for (const std::string& text : raw.set) {
    const auto pair = split_pair(text);
    if (!pair) return fmt::format("--set needs NAME=VALUE, not '{}'", text);
    options.settings.push_back(*pair);
  }
  return std::nullopt;
}

Problem read_map(const Raw& raw, ScoreOptions& options) {
  for (const std::string& text : raw.map) {
    const auto pair = split_pair(text);
    const std::size_t point = pair ? pair->first.find('.') : std::string::npos;
    const bool names_side = point != std::string::npos;
    const std::string side = names_side ? pair->first.substr(0, point) : "lead";
    if (!pair || (side != "lead" && side != "activity")) {
      return fmt::format("--map needs lead.FIELD=COLUMN (or FIELD=COLUMN) or activity.FIELD=COLUMN, not '{}'", text);
    }
    Pairs& into = side == "lead" ? options.run.lead_options.input.map : options.run.activity_options.map;
    into.emplace_back(names_side ? pair->first.substr(point + 1) : pair->first, pair->second);
  }
  return std::nullopt;
}

template <class Formats>
Problem unknown_format(std::string_view option, const std::string& written, const Formats& formats) {
  std::vector<std::string_view> names;
  for (const auto& format : formats) names.push_back(format.name);
  return fmt::format("{} is one of {}, not '{}'{}", option, fmt::join(names, ", "), written, text::did_you_mean(written, names));
}

Problem read_layout(const Raw& raw, ScoreOptions& options) {
  io::InputOptions input;
  const std::string sign = raw.delimiter == "tab" || raw.delimiter == "\\t" ? "\t" : raw.delimiter;
  if (sign.size() > 1) return fmt::format("--delimiter needs one sign or 'tab', not '{}'", raw.delimiter);
  if (!raw.input_format.empty()) {
    input.format = io::reader_named(raw.input_format);
    if (input.format == nullptr) return unknown_format("--input-format", raw.input_format, io::readers());
  }
  if (!sign.empty()) input.delimiter = sign[0];
  if (!raw.encoding.empty()) {
    const auto encoding = io::encoding_of(raw.encoding);
    if (!encoding) return fmt::format("--encoding is one of utf-8, utf-16, latin-1, windows-1252, not '{}'", raw.encoding);
    input.encoding = *encoding;
  }
  for (io::InputOptions* into : {&options.run.lead_options.input, &options.run.activity_options}) {
    input.map = std::move(into->map);
    *into = input;
  }
  options.run.lead_options.input.header = raw.no_header.empty() || raw.no_header == "activities";
  options.run.activity_options.header = raw.no_header.empty() || raw.no_header == "leads";
  return std::nullopt;
}

// "512MiB", "2GB", "100000"; nullopt for anything else.
std::optional<std::size_t> size_of(const std::string& text) {
  constexpr std::pair<std::string_view, double> units[] = {{"", 1},          {"KB", 1e3},      {"MB", 1e6},         {"GB", 1e9},
                                                           {"KIB", 1024},    {"MIB", 1048576}, {"GIB", 1073741824}, {"M", 1048576},
                                                           {"G", 1073741824}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string unit;
  for (const char* at = end; at != text.data() + text.size(); ++at) {
    if (*at != ' ') unit += static_cast<char>(*at >= 'a' && *at <= 'z' ? *at - 32 : *at);
  }
  for (const auto& [name, bytes] : units) {
    if (error == std::errc() && unit == name && number * bytes >= 1 && number * bytes < 9e18)
      return static_cast<std::size_t>(number * bytes);
  }
  return std::nullopt;
}

Problem read_limits(const Raw& raw, ScoreOptions& options) {
  if (raw.limit) options.run.lead_options.limit = static_cast<std::uint64_t>(*raw.limit);
  const unsigned all = std::max(1u, std::thread::hardware_concurrency());
  if (raw.threads && (*raw.threads == 0 || *raw.threads > 1024)) return "--threads needs a number from 1 to 1024";
  options.run.threads = raw.threads ? static_cast<unsigned>(*raw.threads) : all;
  options.run.lead_options.input.threads = options.run.activity_options.threads = options.run.threads;
  if (!raw.memory.empty()) {
    const auto size = size_of(raw.memory);
    if (!size) return fmt::format("--memory needs a size like 512MiB or 2GB, not '{}'", raw.memory);
    options.run.memory = *size;
  }
  if (!raw.max_bad.empty()) {
    const auto limit = io::bad_limit_of(raw.max_bad);
    if (!limit) return fmt::format("--max-bad needs a number or a share like 1%, not '{}'", raw.max_bad);
    options.run.bad_limit = *limit;
  }
  return std::nullopt;
}

Problem read_format(const Raw& raw, const Terminal& terminal, ScoreOptions& options) {
  const bool to_file = !options.output.empty() && options.output != "-";
  options.run.format = io::writer_named(raw.format);
  if (!raw.format.empty() && options.run.format == nullptr) {
    return unknown_format("--format", raw.format, io::writers());
  }
  if (raw.format.empty() && to_file) {
    options.run.format = io::writer_for_file(options.output);
    if (options.run.format == nullptr)
      return fmt::format("the name {} does not tell the format: it ends in none of .csv, .tsv, .ndjson, .parquet and .arrow; --format does",
                         options.output);
  }
  if (options.run.format == nullptr && terminal.out_is_terminal) options.run.table_rows = rows_shown_on_a_terminal;
  if (options.run.format == nullptr) options.run.format = io::writer_named(terminal.out_is_terminal ? "table" : "csv");
  return std::nullopt;
}

// `--keep a,b --keep c` are three columns.
void read_keep(const Raw& raw, ScoreOptions& options) {
  for (const std::string& text : raw.keep) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      if (end > begin) options.run.lead_options.keep.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
}

Problem read_input(const Raw& raw, ScoreOptions& options) {
  Problem problem = read_files(raw, options);
  if (!problem) problem = read_settings(raw, options);
  if (!problem) problem = read_map(raw, options);
  return problem ? problem : read_layout(raw, options);
}

}  // namespace

ReadScoreOptions read_input_options(Options& declared, const Words& words) {
  Raw raw;
  ReadScoreOptions read;
  declare_files(declared, raw, read.options);
  declare_input(declared, raw);
  read.exit_code = declared.parse(words);
  if (read.exit_code) return read;
  if (const Problem problem = read_input(raw, read.options)) read.exit_code = declared.wrong_use(*problem);
  return read;
}

ReadScoreOptions read_score_options(Options& declared, const Words& words) {
  Raw raw;
  ReadScoreOptions read;
  declare(declared, raw, read.options);
  read.exit_code = declared.parse(words);
  if (read.exit_code) return read;
  Problem problem = read_input(raw, read.options);
  if (!problem) problem = read_limits(raw, read.options);
  if (!problem) problem = read_format(raw, declared.terminal(), read.options);
  read_keep(raw, read.options);
  if (problem) read.exit_code = declared.wrong_use(*problem);
  return read;
}

std::vector<std::string> expand_patterns(const std::vector<std::string>& names) {
  std::vector<std::string> files;
  for (const std::string& name : names) {
    glob_t found{};
    const bool is_pattern = name.find_first_of("*?[") != std::string::npos && access(name.c_str(), F_OK) != 0;
    if (is_pattern && glob(name.c_str(), 0, nullptr, &found) == 0) {
      files.insert(files.end(), found.gl_pathv, found.gl_pathv + found.gl_pathc);
    } else {
      files.push_back(name);
    }
    globfree(&found);
  }
  return files;
}

}  // namespace assay::cli
