// The main function of the programs that bench/obvious_cpp.py writes: LEADS ACTIVITIES SCORES; see there.
// Reads files without quotes only, as bench/workload.py writes them.
#pragma once
#include "obvious.h"

inline std::string whole(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Splits the next line off `rest`.
inline std::vector<std::string_view> cells(std::string_view& rest) {
  std::vector<std::string_view> made;
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  for (std::size_t comma; (comma = line.find(',')) != std::string_view::npos; line.remove_prefix(comma + 1))
    made.push_back(line.substr(0, comma));
  made.push_back(line);
  return made;
}

inline std::int64_t integer(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Seconds since 1970 of 2026-11-01T10:20:30Z.
inline std::int64_t seconds(std::string_view text) {
  std::tm time{};
  time.tm_year = static_cast<int>(integer(text.substr(0, 4))) - 1900;
  time.tm_mon = static_cast<int>(integer(text.substr(5, 2))) - 1;
  time.tm_mday = static_cast<int>(integer(text.substr(8, 2)));
  return timegm(&time) + integer(text.substr(11, 2)) * 3600 + integer(text.substr(14, 2)) * 60 + integer(text.substr(17, 2));
}

inline double milliseconds(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

inline std::vector<Column> read_leads(std::string_view rest) {
  const auto names = cells(rest);
  std::vector<Column> read(std::size(columns));
  std::vector<std::size_t> places;
  for (const char* name : columns) places.push_back(std::find(names.begin(), names.end(), name) - names.begin());
  while (!rest.empty()) {
    const auto row = cells(rest);
    for (std::size_t i = 0; i < places.size(); ++i) {
      read[i].texts.push_back(row[places[i]]);
      read[i].numbers.push_back(integer(row[places[i]]));
    }
  }
  return read;
}

// The activities by lead; those of row r are at [first[r], first[r + 1]).
inline std::vector<Activity> read_activities(std::string_view rest, const Column& ids, std::vector<std::size_t>& first) {
  std::unordered_map<std::string_view, std::size_t> rows;
  for (std::size_t i = 0; i < ids.texts.size(); ++i) rows[ids.texts[i]] = i;
  cells(rest);
  std::vector<std::pair<std::size_t, Activity>> all;
  while (!rest.empty()) {
    const auto row = cells(rest);
    const auto kind = std::find(std::begin(kinds), std::end(kinds), row[1]) - std::begin(kinds);
    all.push_back({rows.at(row[0]), {seconds(row[3]), row[2], static_cast<int>(kind)}});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Activity> sorted;
  for (const auto& [row, activity] : all) {
    ++first[row + 1];
    sorted.push_back(activity);
  }
  for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
  return sorted;
}

int main(int, char** arguments) {
  const std::string leads = whole(arguments[1]), events = READS_ACTIVITIES ? whole(arguments[2]) : "";
  const std::vector<Column> read = read_leads(leads);
  const std::size_t rows = read[0].texts.size();
  std::vector<std::size_t> first(rows + 1);
  const std::vector<Activity> activities = READS_ACTIVITIES ? read_activities(events, read[0], first) : std::vector<Activity>();
  std::puts("ready");
  std::fflush(stdout);
  std::vector<std::int64_t> scores(rows);
  bool written = false;
  for (int sign; (sign = std::getchar()) != EOF;) {
    if (sign != '\n') continue;
    const double wall = milliseconds(CLOCK_MONOTONIC), cpu = milliseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (std::size_t i = 0; i < rows; ++i) scores[i] = score({read, i, activities.data() + first[i], activities.data() + first[i + 1]});
    const double cpu_end = milliseconds(CLOCK_PROCESS_CPUTIME_ID), wall_end = milliseconds(CLOCK_MONOTONIC);
    if (!written) {
      std::ofstream file(arguments[3]);
      for (const std::int64_t each : scores) file << each << '\n';
      written = true;
    }
    std::printf("%.4f %.4f\n", wall_end - wall, cpu_end - cpu);
    std::fflush(stdout);
  }
}
