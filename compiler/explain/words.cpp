#include "compiler/explain/words.h"

#include <cmath>

#include <fmt/format.h>

#include "runtime/calendar/parse.h"
#include "runtime/numbers.h"

namespace assay::explain {
namespace {

// Bytes of a text that are shown; cut between characters.
constexpr std::size_t longest_text = 120;
constexpr std::size_t most_items = 8;

std::string quoted(const std::string& text) {
  if (text.size() <= longest_text) return '"' + text + '"';
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return '"' + text.substr(0, end) + "…\"";
}

std::string list_words(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < most_items; ++i) out += (i == 0 ? "" : ", ") + quoted(items[i]);
  if (items.size() > most_items) out += fmt::format(" and {} more", items.size() - most_items);
  return items.empty() ? "empty" : out;
}

void add(std::string& out, const std::string& words) { out += (out.empty() ? "" : ", ") + words; }

// A part of a comparison that is a value, or the values that it was computed from.
void add_values(const Part& part, const calendar::Zone& zone, std::string& out) {
  if (part.value) {
    const std::string is = part.text + " is " + value_words(*part.value, zone);
    if (out.find(is) == std::string::npos) add(out, is);
    // What a number was computed from tells more; what a text was taken from does not.
    if (part.asks_activities || (part.value->kind != Shown::Kind::Missing && part.value->kind != Shown::Kind::Number)) return;
  }
  for (const Part& inner : part.parts) {
    if (!inner.verdict) add_values(inner, zone, out);
  }
}

}  // namespace

std::string value_words(const Shown& value, const calendar::Zone& zone) {
  switch (value.kind) {
    case Shown::Kind::Missing: return "missing";
    case Shown::Kind::Truth:
    case Shown::Kind::Number:
    case Shown::Kind::Word: return value.text;
    case Shown::Kind::Text: return quoted(value.text);
    case Shown::Kind::Time: return time_words(value.time, zone);
    case Shown::Kind::List: return list_words(value.items);
  }
  return {};
}

std::string time_words(std::int64_t time, const calendar::Zone& zone) {
  const calendar::LocalTime local = zone.to_local(time);
  const std::int64_t seconds = calendar::time_of_day(local) / calendar::microseconds_per_second;
  std::string out = fmt::format("{} {:02}:{:02}", calendar::day_to_text(calendar::day_of(local)), seconds / 3600, seconds / 60 % 60);
  if (seconds % 60 != 0) out += fmt::format(":{:02}", seconds % 60);
  return out;
}

std::string age_words(std::int64_t time, std::int64_t as_of) {
  const double hours = static_cast<double>(as_of - time) / (3600.0 * calendar::microseconds_per_second);
  const auto counted = [](double count, const char* unit) {
    const double rounded = count < 10 ? std::round(count * 10) / 10 : std::round(count);
    return fmt::format("{} {}{} ago", runtime::number_to_text(rounded), unit, rounded == 1 ? "" : "s");
  };
  if (hours * 60 < 1) return "just now";
  if (hours < 1) return counted(std::round(hours * 60), "minute");
  return hours < 48 ? counted(std::round(hours), "hour") : counted(hours / 24, "day");
}

std::string times_words(double count) {
  if (count == 0) return "never";
  return count == 1 ? "once" : runtime::number_to_text(count) + " times";
}

std::string found_words(const Part& part, const calendar::Zone& zone) {
  std::string out;
  if (part.value) add(out, "is " + value_words(*part.value, zone));
  for (const Part& inner : part.parts) {
    if (!inner.verdict || inner.value) add_values(inner, zone, out);
  }
  if (!part.entry.empty()) {
    const bool from_list = !part.list.empty();
    add(out, (from_list ? "which is in " + part.list + " as " : "which fits ") + quoted(part.entry));
  }
  if (part.asks_activities && part.parts.empty()) {
    const std::size_t count = part.activities.size() + part.more_activities;
    if (count == 0) add(out, "has not happened");
    if (part.outside_window) {
      add(out, fmt::format("the last one was {}",
                           part.outside_window->time ? "on " + time_words(*part.outside_window->time, zone) : "at an unknown time"));
    }
  }
  return out == part.text ? "" : out;
}

std::string deciding_words(const Part& part, const calendar::Zone& zone) {
  if (part.form == Part::Form::Not && part.parts.size() == 1) {
    const std::string inner = deciding_words(part.parts.front(), zone);
    return inner.empty() ? part.parts.front().text : part.parts.front().text + ": " + inner;
  }
  const std::size_t count = part.activities.size() + part.more_activities;
  if (!part.asks_activities || count == 0 || !part.parts.empty()) return found_words(part, zone);
  std::string out = "happened " + times_words(static_cast<double>(count));
  if (part.activities.back().time) out += (count == 1 ? ", on " : ", the last on ") + time_words(*part.activities.back().time, zone);
  return out;
}

}  // namespace assay::explain
