#include "runtime/arrow/type.h"

#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace assay::arrow {
namespace {

constexpr int deepest = 64;
constexpr std::int64_t most_children = 100'000;

struct Row {
  std::string_view format;
  Kind kind;
  std::string_view words;
};

// Formats that are their whole text, and those that begin so and go on with an argument.
constexpr Row whole[] = {
    {"n", Kind::null, "nothing but nulls"},
    {"b", Kind::boolean, "yes or no"},
    {"c", Kind::int8, "an 8-bit integer"},
    {"C", Kind::uint8, "an unsigned 8-bit integer"},
    {"s", Kind::int16, "a 16-bit integer"},
    {"S", Kind::uint16, "an unsigned 16-bit integer"},
    {"i", Kind::int32, "a 32-bit integer"},
    {"I", Kind::uint32, "an unsigned 32-bit integer"},
    {"l", Kind::int64, "a 64-bit integer"},
    {"L", Kind::uint64, "an unsigned 64-bit integer"},
    {"e", Kind::float16, "a 16-bit number"},
    {"f", Kind::float32, "a 32-bit number"},
    {"g", Kind::float64, "a 64-bit number"},
    {"z", Kind::binary, "bytes"},
    {"Z", Kind::large_binary, "bytes"},
    {"vz", Kind::binary_view, "bytes"},
    {"u", Kind::text, "a text"},
    {"U", Kind::large_text, "a text"},
    {"vu", Kind::text_view, "a text"},
    {"tdD", Kind::date_days, "a date"},
    {"tdm", Kind::date_millis, "a date"},
    {"tts", Kind::time32, "a time of day"},
    {"ttm", Kind::time32, "a time of day"},
    {"ttu", Kind::time64, "a time of day"},
    {"ttn", Kind::time64, "a time of day"},
    {"tDs", Kind::duration, "a duration"},
    {"tDm", Kind::duration, "a duration"},
    {"tDu", Kind::duration, "a duration"},
    {"tDn", Kind::duration, "a duration"},
    {"tiM", Kind::interval, "an interval"},
    {"tiD", Kind::interval, "an interval"},
    {"tin", Kind::interval, "an interval"},
    {"+l", Kind::list, "a list"},
    {"+L", Kind::large_list, "a list"},
    {"+vl", Kind::list_view, "a list"},
    {"+vL", Kind::large_list_view, "a list"},
    {"+s", Kind::structure, "a struct"},
    {"+m", Kind::map, "a map"},
    {"+r", Kind::run_end_encoded, "run-end encoded"},
};
constexpr Row with_argument[] = {
    {"d:", Kind::decimal, "a decimal"},  {"w:", Kind::fixed_binary, "bytes"},  {"tss:", Kind::timestamp, "a time"},
    {"tsm:", Kind::timestamp, "a time"}, {"tsu:", Kind::timestamp, "a time"},  {"tsn:", Kind::timestamp, "a time"},
    {"+w:", Kind::fixed_list, "a list"}, {"+ud:", Kind::any_union, "a union"}, {"+us:", Kind::any_union, "a union"},
};

std::int64_t units_per_second(char unit) {
  switch (unit) {
    case 'm': return 1'000;
    case 'u': return 1'000'000;
    case 'n': return 1'000'000'000;
    default: return 1;
  }
}

// "19,4" or "19,4,256": digits, digits behind the point, bits.
bool parse_decimal(std::string_view text, DataType& into) {
  std::int32_t numbers[3] = {0, 0, 128};
  for (int i = 0; i < 3 && !text.empty(); ++i) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), numbers[i]);
    if (error != std::errc()) return false;
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    if (text.starts_with(',')) text.remove_prefix(1);
  }
  into.scale = numbers[1];
  into.width = numbers[2] / 8;
  const bool usual = numbers[2] == 32 || numbers[2] == 64 || numbers[2] == 128 || numbers[2] == 256;
  return text.empty() && usual && numbers[0] >= 1 && numbers[0] <= 76 && into.scale >= -76 && into.scale <= 76;
}

bool parse_width(std::string_view text, DataType& into) {
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), into.width);
  return error == std::errc() && rest == text.data() + text.size() && into.width >= 0;
}

bool parse_argument(std::string_view argument, DataType& into) {
  if (into.kind == Kind::decimal) return parse_decimal(argument, into);
  if (into.kind == Kind::fixed_binary || into.kind == Kind::fixed_list) return parse_width(argument, into);
  into.has_zone = into.kind == Kind::timestamp && !argument.empty();
  return true;
}

bool parse_format(std::string_view format, DataType& into) {
  for (const Row& row : whole) {
    if (row.format != format) continue;
    into.kind = row.kind;
    into.per_second = units_per_second(format.back());
    return true;
  }
  for (const Row& row : with_argument) {
    if (!format.starts_with(row.format)) continue;
    into.kind = row.kind;
    if (into.kind == Kind::timestamp) into.per_second = units_per_second(format[2]);
    return parse_argument(format.substr(row.format.size()), into);
  }
  return false;
}

// How many children a kind has; -1: any number.
std::int64_t children_of(Kind kind) {
  switch (kind) {
    case Kind::structure:
    case Kind::any_union: return -1;
    case Kind::list:
    case Kind::large_list:
    case Kind::list_view:
    case Kind::large_list_view:
    case Kind::fixed_list:
    case Kind::map: return 1;
    case Kind::run_end_encoded: return 2;
    default: return 0;
  }
}

std::optional<io::Failure> parse_at(const ArrowSchema& schema, const std::string& source, int depth, DataType& into) {
  const auto fault = [&](std::string why) { return io::Failure{fmt::format("{}: not an Arrow schema: {}", source, why)}; };
  if (depth > deepest) return fault(fmt::format("nested more than {} deep", deepest));
  if (schema.format == nullptr) return fault("a column without a format");
  into = DataType{};
  into.name = schema.name != nullptr ? schema.name : "";
  if (!parse_format(schema.format, into))
    return fault(fmt::format("column \"{}\" has the unknown format \"{}\"", into.name, schema.format));
  const std::int64_t needed = children_of(into.kind);
  if (schema.n_children < 0 || schema.n_children > most_children || (needed >= 0 && schema.n_children != needed) ||
      (schema.n_children > 0 && schema.children == nullptr)) {
    return fault(fmt::format("column \"{}\" ({}) has {} children", into.name, words_for(into), schema.n_children));
  }
  for (std::int64_t i = 0; i < schema.n_children; ++i) {
    if (schema.children[i] == nullptr) return fault(fmt::format("a child of column \"{}\" is not there", into.name));
    if (auto why = parse_at(*schema.children[i], source, depth + 1, into.children.emplace_back())) return why;
  }
  if (schema.dictionary == nullptr) return std::nullopt;
  if (into.kind < Kind::int8 || into.kind > Kind::uint64)
    return fault(fmt::format("the dictionary of \"{}\" is not asked by integers", into.name));
  auto values = std::make_shared<DataType>();
  if (auto why = parse_at(*schema.dictionary, source, depth + 1, *values)) return why;
  into.dictionary = std::move(values);
  return std::nullopt;
}

}  // namespace

std::optional<io::Failure> parse_type(const ArrowSchema& schema, const std::string& source, DataType& into) {
  return parse_at(schema, source, 0, into);
}

std::string words_for(const DataType& type) {
  if (type.dictionary) return words_for(*type.dictionary);
  for (const Row& row : whole) {
    if (row.kind == type.kind) return std::string(row.words);
  }
  for (const Row& row : with_argument) {
    if (row.kind == type.kind) return std::string(row.words);
  }
  return "";
}

}  // namespace assay::arrow
