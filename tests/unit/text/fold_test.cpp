#include "runtime/text/fold.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <utf8proc.h>

#include "runtime/text/utf8.h"

namespace assay::text {
namespace {

std::string utf8(char32_t c) {
  std::string text;
  append_utf8(c, text);
  return text;
}

TEST(Fold, FoldsWhatUnicodeCallsTheSame) {
  EXPECT_EQ(fold("CMO"), "cmo");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("STRASSE"), "strasse");
  EXPECT_EQ(fold("GRÖẞE"), "grösse");
  EXPECT_EQ(fold("ﬁnance"), "finance");
  EXPECT_EQ(fold("Ⅳ"), "iv");
  EXPECT_EQ(fold("İstanbul"), "i\u0307stanbul");
  EXPECT_EQ(fold("ΣΑΣ"), "σασ");
  EXPECT_EQ(fold("σας"), "σασ");
  EXPECT_EQ(fold("ǅ"), "dž");
  EXPECT_EQ(fold("ＣＭＯ　ｘ"), "cmo x");
  EXPECT_EQ(fold("ｶﾞ"), "ガ");
  EXPECT_EQ(fold("Å"), "å");
  EXPECT_EQ(fold("\u2126"), "ω");
  EXPECT_EQ(fold("E\u0301lan"), "élan");
  EXPECT_EQ(fold("q\u0307\u0323"), "q\u0323\u0307");
  EXPECT_EQ(fold("\u1112\u1161\u11AB"), "한");
  EXPECT_EQ(fold("가"), "가");
}

TEST(Fold, DropsIgnorableCharacters) {
  EXPECT_EQ(fold("co\u00ADop"), "coop");
  EXPECT_EQ(fold("a\u200Bb"), "ab");
  EXPECT_EQ(fold("Ｄ\u200DＥ"), "de");
  EXPECT_EQ(fold("x\uFE0F"), "x");
  EXPECT_EQ(fold("\uFEFFid"), "id");
}

TEST(Fold, SettlesTheOrderOfMarksBeforeTheIotaSubscriptBecomesALetter) {
  EXPECT_EQ(fold("\u0345"), "ι");
  EXPECT_EQ(fold("α\u0345\u0301"), fold("ᾴ"));
  EXPECT_EQ(fold("ᾳ\u0301"), fold("ᾴ"));
}

TEST(Fold, TrimsWhiteSpaceThatFoldingMakes) {
  EXPECT_EQ(fold("  CMO\t"), "cmo");
  EXPECT_EQ(fold("\u00A0CMO\u3000"), "cmo");
  EXPECT_EQ(fold("\u200B CMO \u200B"), "cmo");
  EXPECT_EQ(fold("a  b"), "a  b");
  EXPECT_EQ(fold(" \u2003 "), "");
}

TEST(Fold, KeepsBytesThatAreNotUtf8) {
  EXPECT_EQ(fold("A\xFFẞ"), "a\xFFss");
  EXPECT_EQ(fold("\xC3"), "\xC3");
  EXPECT_EQ(fold("E\u0301\x80Z"), "é\x80z");
}

TEST(Fold, ReusesItsMemory) {
  std::string out(100, 'x');
  const char* before = out.data();
  fold_into("Head of Sales", out);
  EXPECT_EQ(out, "head of sales");
  EXPECT_EQ(out.data(), before);
}

TEST(Fold, IsIdempotentForEveryCodePoint) {
  for (char32_t c = 1; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string once = fold(utf8(c));
    ASSERT_EQ(fold(once), once) << "U+" << std::hex << static_cast<std::uint32_t>(c);
  }
}

// Short texts fold piece by piece and long ones eight bytes at a time: both ways must agree at every length and place.
TEST(Fold, IsTheSameAtEveryPlaceOfAText) {
  for (std::size_t before = 0; before < 20; ++before) {
    for (const std::string_view letter : {"Q", "ß", "É", "E\u0301", "𝐀"}) {
      const std::string text = std::string(before, 'X') + std::string(letter) + std::string(20 - before, 'Z');
      const std::string wanted = std::string(before, 'x') + fold(letter) + std::string(20 - before, 'z');
      EXPECT_EQ(fold(text), wanted);
    }
  }
}

// The folder of shared conformance data; tests that need it skip where it is not.
std::filesystem::path unicode_folder() {
  const char* configured = std::getenv("ASSAY_SHARED");
  return std::filesystem::path(configured != nullptr ? configured : "../shared") / "data" / "conformance" / "unicode";
}

std::string text_of_hex(std::string_view code_points) {
  std::string text;
  for (std::size_t at = 0; at < code_points.size();) {
    const std::size_t end = std::min(code_points.find(' ', at), code_points.size());
    if (end > at) append_utf8(static_cast<char32_t>(std::stoul(std::string(code_points.substr(at, end - at)), nullptr, 16)), text);
    at = end + 1;
  }
  return text;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = std::min(line.find(';', at), line.size());
    fields.push_back(line.substr(at, end - at));
    at = end + 1;
  }
  return fields;
}

// The data may be of a later Unicode version than the library: whether it knows all characters.
bool is_known(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (utf8proc_category(static_cast<utf8proc_int32_t>(decode_next(text, at))) == UTF8PROC_CATEGORY_CN) return false;
  }
  return true;
}

TEST(Fold, AgreesWithUnicodesCaseFolding) {
  std::ifstream file(unicode_folder() / "CaseFolding.txt");
  if (!file) GTEST_SKIP() << "no conformance data";
  int checked = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = fields_of(line);
    const std::string original = text_of_hex(fields[0]), wanted = text_of_hex(fields[2].substr(1));
    if ((fields[1] != " C" && fields[1] != " F") || !is_known(original) || !is_known(wanted)) continue;
    ++checked;
    EXPECT_EQ(fold(original), fold(wanted)) << line;
    EXPECT_TRUE(fields[1] == " F" || fold(original) != original) << line;
  }
  EXPECT_GT(checked, 1400);
}

TEST(Fold, MakesAllNormalisationFormsEqual) {
  std::ifstream file(unicode_folder() / "NormalizationTest.txt");
  if (!file) GTEST_SKIP() << "no conformance data";
  int checked = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#' || line[0] == '@') continue;
    std::vector<std::string> forms = fields_of(line);
    forms.resize(5);
    for (std::string& form : forms) form = text_of_hex(form);
    if (!std::all_of(forms.begin(), forms.end(), is_known)) continue;
    ++checked;
    for (const std::string& form : forms) EXPECT_EQ(fold(form), fold(forms[0])) << line;
  }
  EXPECT_GT(checked, 15'000);
}

TEST(Trim, TakesUnicodeWhiteSpace) {
  EXPECT_EQ(trim("  a b \r\n"), "a b");
  EXPECT_EQ(trim("\u00A0\u2003a\u3000\u2029"), "a");
  EXPECT_EQ(trim("\u200Ba"), "\u200Ba");
  EXPECT_EQ(trim("\u0085"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("é"), "é");
}

TEST(Utf8, KnowsWhatIsValid) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("Größe 😀 ガ"));
  for (const std::string_view bad :
       {"\x80", "\xC0\x80", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
    const std::string longer = std::string(70, 'a') + std::string(bad) + std::string(70, 'b');
    EXPECT_FALSE(is_valid_utf8(longer));
    EXPECT_EQ(first_invalid_utf8(longer), 70u);
  }
  EXPECT_EQ(first_invalid_utf8("äb"), 3u);
}

TEST(Utf8, DecodesBackwardsAsForwards) {
  const std::string text = "aé€😀\xFF\x80z";
  std::vector<char32_t> forwards, backwards;
  for (std::size_t at = 0; at < text.size();) forwards.push_back(decode_next(text, at));
  for (std::size_t at = text.size(); at > 0;) backwards.insert(backwards.begin(), decode_previous(text, at));
  EXPECT_EQ(forwards, backwards);
  EXPECT_EQ(forwards.size(), 7u);
}

TEST(Length, CountsCodePoints) {
  EXPECT_EQ(length(""), 0);
  EXPECT_EQ(length("Größe"), 5);
  EXPECT_EQ(length("😀e\u0301"), 3);
}

}  // namespace
}  // namespace assay::text
