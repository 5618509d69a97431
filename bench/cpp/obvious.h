// What every generated program of bench/obvious_cpp.py shares: columns of the leads and what rules ask of them.
// Numbers are parsed while reading; texts are views into the file; activities lie by lead. Nothing is shared between rules.
#pragma once
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
using namespace std::string_view_literals;

struct Activity {
  std::int64_t time;  // seconds since 1970
  std::string_view object;
  int kind;
};

struct Column {
  std::vector<std::string_view> texts;
  std::vector<std::int64_t> numbers;
};

// One row of the columns.
struct Lead {
  const std::vector<Column>& columns;
  std::size_t row;
  const Activity *begin, *end;

  bool known(int column) const { return !columns[column].texts[row].empty(); }
  std::int64_t number(int column) const { return columns[column].numbers[row]; }
  std::string_view text(int column) const { return columns[column].texts[row]; }
};

inline void lower(std::string_view text, std::string& into) {
  into.assign(text);
  for (char& sign : into) {
    if (sign >= 'A' && sign <= 'Z') sign += 32;
  }
}

inline bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

inline std::int64_t count_of(const Lead& lead, int kind, std::int64_t after, std::string_view prefix) {
  return std::count_if(lead.begin, lead.end,
                       [&](const Activity& each) { return each.kind == kind && each.time > after && each.object.starts_with(prefix); });
}
