// Random well-typed conditions, numbers and phrases over what a policy has declared. Everything compound stands in parentheses.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/agree/declared.h"
#include "tests/agree/random.h"

namespace assay::agree {

class ExpressionWriter {
 public:
  ExpressionWriter(Random& random, const Declared& declared) : random_(random), declared_(declared) {}

  std::string condition(Level level, int depth);
  // Of fields alone: no phrases, so that a rule with decay may ask for it beside its one phrase.
  std::string field_condition();
  std::string number(Level level, int depth);

  std::string phrase(bool with_count);
  std::string phrase_of(const Verb& verb, bool with_count);
  std::string chain(bool all_same);

  std::string text_literal();  // quoted
  std::string date_literal();
  std::string duration(bool exact_only = false, bool whole_days = false);
  std::string joined(const std::vector<std::string>& pool, std::size_t most);  // quoted, with commas
  static std::string quoted(const std::string& text);

 private:
  using Makers = std::vector<std::function<std::string()>>;

  std::string one_of(const Makers& makers) { return random_.pick(makers)(); }
  void add_field_conditions(Makers& makers);
  void add_activity_conditions(Makers& makers);
  void add_result_conditions(Makers& makers, Level level);
  std::string compound(Level level, int depth);
  std::string text_condition(const std::string& subject);
  std::string text_values();
  std::string url_condition(const std::string& subject);
  std::string number_condition(const std::string& subject);
  std::string label_condition(const Choice& choice, const std::string& subject);
  std::string yes_no_condition(const std::string& subject);
  std::string date_condition(const std::string& subject);
  std::string time_condition(const std::string& subject);
  std::string list_condition(const std::string& subject);
  std::string edge_condition();
  std::string attribute_condition(const Attribute& attribute);
  std::string part(const Verb& verb);
  std::string object(const Attribute& attribute);
  std::string count(const Verb& verb);
  std::string window();
  std::string comparison() { return random_.pick({"=", "!=", "<", "<=", ">", ">="}); }
  std::string simple_number();
  void add_activity_numbers(Makers& makers);

  Random& random_;
  const Declared& declared_;
};

}  // namespace assay::agree
