// `assay new [DIR]`: writes a first project, from the files of cli/new that are embedded in the program (decision 0052).
#include <cstring>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/options.h"

namespace assay::starter {

extern const std::pair<std::string_view, std::string_view> embedded_files[];
extern const std::size_t embedded_file_count;

}  // namespace assay::starter

namespace assay::cli {
namespace {

constexpr std::string_view example =
    "  assay new leads          # the folder is made where there is none\n"
    "  cd leads && assay test policy.assay";

struct ProjectFile {
  std::string_view embedded;  // its name in cli/new, without ending
  std::string_view path;      // in the project
};

// In the order in which they are named to the user.
constexpr ProjectFile project_files[] = {
    {"policy", "policy.assay"},       {"cases", "cases.csv"},  {"leads", "leads.csv"},
    {"activities", "activities.csv"}, {"README", "README.md"}, {"workflow", ".github/workflows/assay.yml"},
};

std::string_view text_of(const ProjectFile& file) {
  for (std::size_t i = 0; i < starter::embedded_file_count; ++i) {
    if (starter::embedded_files[i].first == file.embedded) return starter::embedded_files[i].second;
  }
  return {};
}

int fail(std::string_view message) {
  write_error(fmt::format("assay new: {}\n", message));
  return WrongUse;
}

// Files of the project that are there already.
std::string in_the_way(const std::filesystem::path& folder) {
  std::string found;
  for (const ProjectFile& file : project_files) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(folder / file.path, ignored))) {
      found += fmt::format("{}{}", found.empty() ? "" : ", ", file.path);
    }
  }
  return found;
}

std::string next_steps(const std::string& folder) {
  std::string text = folder == "." ? "Wrote a first project here:\n" : fmt::format("Wrote a first project into {}:\n", folder);
  for (const ProjectFile& file : project_files) text += fmt::format("  {}\n", file.path);
  text += "\nNext:\n";
  if (folder != ".") text += fmt::format("  cd {}\n", folder);
  return text +
         "  assay test policy.assay\n"
         "  assay score policy.assay leads.csv --activities activities.csv --as-of 2026-11-22\n"
         "  assay explain policy.assay leads.csv --activities activities.csv --as-of 2026-11-22 --id 101\n"
         "Then open policy.assay and change it to what you agree on.\n";
}

int write_project(const std::string& name, const Terminal& terminal) {
  const std::filesystem::path folder(name);
  if (const std::string found = in_the_way(folder); !found.empty()) {
    return fail(fmt::format("{} {} there already; nothing was written", found, found.find(',') == std::string::npos ? "is" : "are"));
  }
  for (const ProjectFile& file : project_files) {
    const std::filesystem::path target = folder / file.path;
    std::error_code error;
    if (target.has_parent_path()) std::filesystem::create_directories(target.parent_path(), error);
    if (error) return fail(fmt::format("cannot make the folder {}: {}", target.parent_path().string(), std::strerror(error.value())));
    const std::string problem = write_file(target.string(), text_of(file));
    if (!problem.empty()) return fail(problem);
  }
  if (!terminal.quiet) write_output(next_steps(name));
  return Done;
}

}  // namespace

int make_project(const Words& words) {
  Options options("new", "[DIR] [OPTION...]",
                  "Writes a first project: a policy with its tests, leads and activities to try it on, and a job for GitHub Actions.\n"
                  "It overwrites nothing.",
                  std::string(example));
  std::vector<std::string> folders;
  options.arguments(folders);
  if (const auto exit_code = options.parse(words)) return *exit_code;
  if (folders.size() > 1) return options.wrong_use("takes one folder");
  return write_project(folders.empty() ? "." : folders.front(), options.terminal());
}

}  // namespace assay::cli
