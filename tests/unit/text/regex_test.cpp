#include "runtime/text/regex.h"

#include <gtest/gtest.h>

namespace assay::text {
namespace {

bool found(std::string_view expression, std::string_view text) {
  const Regex::Compiled compiled = Regex::compile(expression);
  return compiled.regex && compiled.regex->matches(text);
}

TEST(Regex, SearchesAnywhereWithoutCase) {
  EXPECT_TRUE(found("cmo", "Acting CMO"));
  EXPECT_TRUE(found("\\bco", "the Co-op"));
  EXPECT_FALSE(found("^vp\\b", "SVP sales"));
  EXPECT_TRUE(found("s{2}", "STRASSE"));
  EXPECT_TRUE(found("é", "ÉLAN"));
  EXPECT_TRUE(found("^.$", "ß"));
}

TEST(Regex, KeepsCaseWhenAsked) {
  EXPECT_TRUE(found("(?-i)CMO", "CMO"));
  EXPECT_FALSE(found("(?-i)CMO", "cmo"));
}

TEST(Regex, SaysWhyItDoesNotCompile) {
  const Regex::Compiled compiled = Regex::compile("a(b");
  EXPECT_EQ(compiled.regex, nullptr);
  EXPECT_NE(compiled.error.find("missing"), std::string::npos) << compiled.error;
  EXPECT_EQ(Regex::compile("(x{1000}){1000}").regex, nullptr);
}

}  // namespace
}  // namespace assay::text
