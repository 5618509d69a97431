#include "cli/diff.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include <fmt/format.h>

namespace assay::cli {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t context = 3;
constexpr std::size_t most_comparisons = 16'000'000;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// One line of the difference: ' ' in both texts, '-' only before, '+' only after.
struct Step {
  char sign;
  std::string_view line;
};

// What is longest in common, by the usual table of lengths of common ends.
void compare_middle(std::span<const std::string_view> before, std::span<const std::string_view> after, std::vector<Step>& steps) {
  const std::size_t width = after.size() + 1;
  const bool too_large = before.size() * after.size() > most_comparisons;
  std::vector<std::uint32_t> common(too_large ? 0 : (before.size() + 1) * width);
  for (std::size_t i = too_large ? 0 : before.size(); i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      common[i * width + j] =
          before[i] == after[j] ? common[(i + 1) * width + j + 1] + 1 : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    const bool both = i < before.size() && j < after.size();
    if (both && !too_large && before[i] == after[j]) {
      steps.push_back({' ', before[i++]});
      ++j;
    } else if (i < before.size() && (!both || too_large || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
      steps.push_back({'-', before[i++]});
    } else {
      steps.push_back({'+', after[j++]});
    }
  }
}

std::vector<Step> compare(const Lines& before, const Lines& after) {
  const std::size_t shorter = std::min(before.size(), after.size());
  std::size_t begin = 0, end = 0;
  while (begin < shorter && before[begin] == after[begin]) ++begin;
  while (end < shorter - begin && before[before.size() - 1 - end] == after[after.size() - 1 - end]) ++end;
  std::vector<Step> steps;
  for (std::size_t i = 0; i < begin; ++i) steps.push_back({' ', before[i]});
  compare_middle(std::span(before).subspan(begin, before.size() - begin - end), std::span(after).subspan(begin, after.size() - begin - end),
                 steps);
  for (std::size_t i = before.size() - end; i < before.size(); ++i) steps.push_back({' ', before[i]});
  return steps;
}

// Steps [from, to) with their heading; `old_line` and `new_line` are the lines, from 1, that the first of them stands on.
std::string hunk(std::span<const Step> steps, std::size_t old_line, std::size_t new_line) {
  std::size_t old_count = 0, new_count = 0;
  std::string body;
  for (const Step& step : steps) {
    old_count += step.sign != '+';
    new_count += step.sign != '-';
    body += step.sign;
    body += step.line;
    if (!step.line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
  }
  return fmt::format("@@ -{},{} +{},{} @@\n{}", old_count == 0 ? old_line - 1 : old_line, old_count,
                     new_count == 0 ? new_line - 1 : new_line, new_count, body);
}

}  // namespace

std::string unified_diff(std::string_view name, std::string_view before, std::string_view after) {
  if (before == after) return "";
  const std::vector<Step> steps = compare(lines_of(before), lines_of(after));
  std::string text = fmt::format("--- {}\n+++ {}\n", name, name);
  std::size_t old_line = 1, new_line = 1, at = 0;
  const auto advance_to = [&](std::size_t target) {
    for (; at < target; ++at) {
      old_line += steps[at].sign != '+';
      new_line += steps[at].sign != '-';
    }
  };
  const auto next_change = [&](std::size_t from) {
    while (from < steps.size() && steps[from].sign == ' ') ++from;
    return from;
  };
  for (std::size_t change = next_change(0); change < steps.size();) {
    std::size_t end = change + 1;
    for (std::size_t next = next_change(end); next < steps.size() && next - end <= 2 * context; next = next_change(end)) end = next + 1;
    advance_to(std::max(at, change > context ? change - context : 0));
    const std::size_t stop = std::min(steps.size(), end + context);
    text += hunk(std::span(steps).subspan(at, stop - at), old_line, new_line);
    advance_to(stop);
    change = next_change(end);
  }
  return text;
}

}  // namespace assay::cli
