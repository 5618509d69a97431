// What a generated policy has declared so far, by what can be asked of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::agree {

struct Choice {
  std::string name;
  std::vector<std::string> labels;  // as a policy writes them
};

// An activity's attributes; the first is its object.
struct Attribute {
  std::string name;
  enum class Type : std::uint8_t { Text, Url, Label, Integer, Number, YesNo, Date, Time } type = Type::Text;
  std::vector<std::string> labels;
};

struct Verb {
  std::string name;
  std::vector<Attribute> attributes;
};

struct Declared {
  std::vector<std::string> texts, emails, urls, integers, numbers, yes_nos, dates, times, text_lists;
  std::vector<Choice> choices;
  std::vector<Verb> verbs;
  std::vector<std::string> lists, page_lists;   // of texts, of patterns of pages
  std::vector<std::string> conditions, values;  // defines
  std::vector<std::string> number_settings, whole_settings, text_settings;
  std::vector<std::string> tables;
  std::vector<std::string> sections;
  std::vector<Choice> grades;
  std::vector<std::string> stages;
  std::vector<std::string> dates_near;  // date literals around as-of
};

// What may be asked where: each level and all before it.
enum class Level : std::uint8_t { Fields, Sections, Score, Grades, Stages };

}  // namespace assay::agree
