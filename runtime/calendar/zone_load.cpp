// Finding zones in the system's folder of time zone files: the folder that the variable TZDIR names, else the usual one.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "runtime/calendar/zone.h"
#include "runtime/calendar/zone_file.h"

namespace assay::calendar {

namespace {

std::filesystem::path zone_folder() {
  const char* configured = std::getenv("TZDIR");
  return configured != nullptr && *configured != 0 ? configured : "/usr/share/zoneinfo";
}

// Names are paths below the folder; nothing may lead out of it or into the copies that count leap seconds.
bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.starts_with("right/") || name.starts_with("posix/")) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
  });
}

// Files of the folder that hold a zone and are none that people name.
bool is_alias_of_the_machine(std::string_view name) { return name == "localtime" || name == "posixrules" || name == "Factory"; }

std::string read_file(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return {};
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

bool starts_like_a_zone(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  char magic[4] = {};
  file.read(magic, sizeof(magic));
  return std::string_view(magic, sizeof(magic)) == "TZif";
}

}  // namespace

std::optional<Zone> load_zone(std::string_view name) {
  Zone zone;
  if (name == "UTC") return zone;
  if (!is_zone_name(name) || is_alias_of_the_machine(name)) return std::nullopt;
  const std::optional<ZoneData> data = read_zone_data(read_file(zone_folder() / name));
  if (!data) return std::nullopt;
  zone.name_ = name;
  zone.first_offset_ = data->first_offset * microseconds_per_second;
  zone.repeats_ = data->repeats;
  for (const OffsetChange& change : data->changes) {
    // Some files begin with a change at the beginning of time.
    if (change.at < INT64_MIN / microseconds_per_second) {
      zone.first_offset_ = change.offset * microseconds_per_second;
    } else {
      zone.transitions_.push_back({change.at * microseconds_per_second, change.offset * microseconds_per_second, 0});
    }
  }
  zone.index_transitions();
  return zone;
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names{"UTC"};
  std::error_code error;
  const std::filesystem::path folder = zone_folder();
  using Walk = std::filesystem::recursive_directory_iterator;
  for (Walk at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().lexically_relative(folder).generic_string();
    if (at->is_directory(error)) {
      if (name == "right" || name == "posix") at.disable_recursion_pending();
      continue;
    }
    if (name != "UTC" && is_zone_name(name) && !is_alias_of_the_machine(name) && starts_like_a_zone(at->path())) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string tzdata_version() {
  std::ifstream source(zone_folder() / "tzdata.zi");
  std::string line;
  constexpr std::string_view mark = "# version ";
  if (std::getline(source, line) && line.starts_with(mark)) return line.substr(mark.size());
  std::ifstream version(zone_folder() / "+VERSION");
  line.clear();
  std::getline(version, line);
  return line;
}

}  // namespace assay::calendar
