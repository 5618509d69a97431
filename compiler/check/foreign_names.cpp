#include "compiler/check/foreign_names.h"

#include <algorithm>
#include <cctype>
#include <span>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace assay::check {

namespace {

// Words that mean the same, and what to write, where {} is the argument.
using Row = std::pair<std::string_view, std::string_view>;

constexpr Row functions[] = {
    {" count countif countifs count_of number_of times ", "how often an activity happened: times {}"},
    {" sum total avg average mean sumif ", "numbers of activities: sum of minutes of attended; sections are added by +"},
    {" lower upper lcase ucase tolower toupper lowercase uppercase casefold ", "upper and lower case are the same: compare {} as it is"},
    {" trim strip ltrim rtrim ", "blanks around a text never count: compare {} as it is"},
    {" len length strlen char_length ", "write length of {}"},
    {" domain host path query year month weekday ", "write the part before of, without parentheses: domain of email"},
    {" days day datediff date_diff days_since dayssince age timedelta ", "write days since created, or days between A and B"},
    {" now today getdate current_date ", "write today or now, without parentheses"},
    {" if iif iff case ifs ", "write two rules: when C: +10, and on the next line otherwise: +5"},
    {" coalesce ifnull nvl isnull_or default ", "write title else \"none\""},
    {" isnull isblank isempty is_null is_empty isna ", "write {} is missing"},
    {" has exists not_null notnull isnotnull ", "write has {}"},
    {" contains includes instr find search ", "write title contains \"x\""},
    {" ispickval ", "write {} = \"Open\""},
    {" vlookup hlookup lookup xlookup index ", "points by one or two values stand in a table: table fit by country, employees"},
    {" startswith starts_with begins beginswith ", "write title starts with \"x\""},
    {" endswith ends_with ", "write title ends with \"x\""},
    {" regex regexp regexp_like matches match ", "write title matches /…/"},
    {" in any oneof one_of ", "write country in \"DE\", \"AT\""},
    {" and all or ", "conditions are joined by the words and, or"},
    {" not ", "write not {}"},
    {" date to_date parse_date datetime ", "dates stand as they are: 2026-11-22"},
    {" int integer number float to_number cast text str ", "the type stands at the field: employees: integer"},
    {" ceiling roundup ", "write ceil({})"},
    {" trunc truncate rounddown int ", "write floor({})"},
    {" pow power sqrt exp log ln mod ", "there are +, -, *, / and min, max, abs, round, floor, ceil"},
    {" concat concatenate join ", "texts are compared, never joined"},
};

// Names that nobody declares, as other languages and English have them; without their underscores.
constexpr Row values[] = {
    {" empty null nil none blank undefined unset nothing na ", "write: title is missing, or: has title"},
    {" unknown unspecified ", "write: title is missing; the word itself stands in quotes: \"unknown\""},
    {" known present available filled provided specified existing ", "write: has title"},
    {" time duration ", "write days since, compared with a number: days since created > 30"},
    {" true on ", "write yes"},
    {" false off ", "write no"},
    {" not and or yes no is in ", "words of the language are written in small letters: and, or, not, yes"},
    {" never ", "write not before the activity: not visited"},
    {" either both ", "leave it out: conditions are joined by and, or by or"},
    {" inactive ", "write not active"},
    {" yesterday ", "write today - 1 day, or behind an activity: in last 1 day"},
    {" tomorrow ", "write today + 1 day"},
    {" a an two three four five six seven eight nine ten twelve thirty sixty ninety ", "numbers are written in digits: 3 days, 1 week"},
    {" day week month ", "days with an activity are counted so: for each day with visited"},
    {" quarter year hour ", "days, weeks and months with an activity are counted so: for each day with visited"},
    {" domain host path query length ", "a part is taken with of: domain of email"},
    {" monday tuesday wednesday thursday friday saturday sunday ", "days of the week are numbers: 1 is Monday, 7 is Sunday"},
    {" january february march april may june july august september october november december ", "months are numbers: 1 is January"},
};

constexpr Row parts[] = {
    {" count number amount frequency total ", "how often an activity happened: times {}"},
    {" age recency ", "write days since {}"},
    {" day hour minute hours minutes days quarter week ", "there are year of, month of and weekday of"},
    {" list any all one none some ", "one of several is asked by in: country in \"DE\", \"AT\""},
    {" value part ", "leave it out: {}"},
    {" size len ", "write length of {}"},
    {" member element ", "write in, behind what is asked for: title in {}"},
    {" upper lower trim uppercase lowercase ", "upper and lower case are the same: compare {} as it is"},
    {" tld ", "compare the end: domain of email ends with \".de\""},
    {" user local name username ", "compare the beginning: email starts with \"info@\""},
    {" score points section ", "a section's name alone is its score"},
    {" stage status ", "a stage's name alone is the question"},
    {" label value_of outcome ", "the latest value of an attribute: last outcome of called"},
};

std::string advice(std::span<const Row> rows, std::string name, const std::string& argument) {
  for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Row& one) { return one.first.find(" " + name + " ") != std::string_view::npos; });
  return row == rows.end() ? std::string{} : fmt::format(fmt::runtime(row->second), argument);
}

}  // namespace

std::string advice_for_function(const std::string& name, const std::string& argument) { return advice(functions, name, argument); }
std::string advice_for_part(const std::string& name, const std::string& argument) { return advice(parts, name, argument); }

std::string advice_for_name(std::string name) {
  std::erase(name, '_');
  return advice(values, std::move(name), {});
}

}  // namespace assay::check
