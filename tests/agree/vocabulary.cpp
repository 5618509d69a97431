#include "tests/agree/vocabulary.h"

#include <limits>

namespace assay::agree {

using calendar::microseconds_per_day;
using calendar::microseconds_per_second;

const std::vector<std::string>& words() {
  static const std::vector<std::string> all = {"CMO",
                                               "cmo",
                                               "ＣＭＯ",
                                               "C M O",
                                               "VP Marketing",
                                               "vp  marketing",
                                               "VP-Marketing",
                                               "Head of Sales",
                                               "head of sales, EMEA",
                                               "boss",
                                               "big boss",
                                               "Straße",
                                               "STRASSE",
                                               "strasse",
                                               "ﬁne",
                                               "fine",
                                               "élan",
                                               "e\u0301lan",
                                               "ÉLAN",
                                               "İstanbul",
                                               "i̇stanbul",
                                               "istanbul",
                                               "ISTANBUL",
                                               "σας",
                                               "ΣΑΣ",
                                               "σασ",
                                               "Ǆ",
                                               "ǆ",
                                               "हिन्दी",
                                               "हि",
                                               "가",
                                               "\u1100\u1161",
                                               "ガ",
                                               "ｶﾞ",
                                               "q\u0323\u0307",
                                               "q\u0307\u0323",
                                               "1",
                                               "１",
                                               "12",
                                               "100%",
                                               "x?y",
                                               "a b",
                                               "a\u00a0b",
                                               "a\u00adb",
                                               "de",
                                               "DE",
                                               "ss",
                                               "ß",
                                               "none",
                                               "A",
                                               "b",
                                               "😀",
                                               "\u200b",
                                               "co-op",
                                               "coop",
                                               "ångström",
                                               "Å",
                                               "iv",
                                               "Ⅳ",
                                               "a\u2028b",
                                               "-",
                                               "a;b",
                                               "a long text that goes on and on so that it does not fit into any small buffer of any "
                                               "engine, with the word market in it and more behind"};
  return all;
}

const std::vector<std::string>& patterns() {
  static const std::vector<std::string> all = {"*",  "c*", "*o",   "*boss", "*ss*", "stra*", "head of *", "*s*s*", "co*op", "*　*",
                                               "é*", "*σ", "*हि*", "a*b",   "**",   "＊o",   "*i*",       "v*g",   "*1",    "*\u0307*"};
  return all;
}

const std::vector<std::string>& urls() {
  static const std::vector<std::string> all = {"/",
                                               "/pricing",
                                               "/Pricing/EU?utm=1",
                                               "/blog/a",
                                               "/café",
                                               "/caf%C3%A9",
                                               "https://example.com",
                                               "https://example.com/",
                                               "http://WWW.Example.com:8080/pricing#top",
                                               "https://shop.example.com/pricing/?a=b/c",
                                               "example.com/pricing",
                                               "www.example.com",
                                               "//example.com/x",
                                               "not a url",
                                               "localhost",
                                               "https://",
                                               "https://u:p@example.com/blog/a",
                                               "https://xn--strae-oqa.de/",
                                               "HTTPS://EXAMPLE.COM/PREISE",
                                               "?a=b",
                                               "#top",
                                               "/a*b"};
  return all;
}

const std::vector<std::string>& url_patterns() {
  static const std::vector<std::string> all = {"/",
                                               "/*",
                                               "/pricing*",
                                               "/preise",
                                               "*/pricing*",
                                               "example.com",
                                               "example.com/*",
                                               "*example*",
                                               "*.example.com/*",
                                               "www.example.com/pricing",
                                               "https://example.com/pri*",
                                               "shop.*",
                                               "/blog/*",
                                               "*",
                                               "/caf*",
                                               "/*e*"};
  return all;
}

const std::vector<std::string>& emails() {
  static const std::vector<std::string> all = {"a@gmail.com", "A@GMAIL.COM", "b@example.co.uk", "c@straße.de", "d@strasse.de", "no-at",
                                               "two@@x.de",   "e@localhost", "f@a..b",          "@x.de",       "g h@x.de",     "i@web.de"};
  return all;
}

const std::vector<std::string>& domains() {
  static const std::vector<std::string> all = {"gmail.com", "*.co.uk", "strasse.de", "web.*", "*", "localhost"};
  return all;
}

const std::vector<std::string>& expressions() {
  static const std::vector<std::string> all = {"\\bco", "^vp",  "(?-i)CMO",      "[äöü]", "\\d+", "ss$",
                                               "^.$",   "s.*s", "(?-i)^[a-z]+$", "हि",    "\\s"};
  return all;
}

const std::vector<std::int64_t>& integers() {
  static const std::vector<std::int64_t> all = {0,
                                                1,
                                                2,
                                                3,
                                                5,
                                                7,
                                                12,
                                                30,
                                                49,
                                                50,
                                                51,
                                                99,
                                                100,
                                                199,
                                                999,
                                                1000,
                                                -1,
                                                -2,
                                                -50,
                                                4611686018427387904,
                                                9007199254740993,
                                                std::numeric_limits<std::int64_t>::max(),
                                                std::numeric_limits<std::int64_t>::min()};
  return all;
}

const std::vector<double>& numbers() {
  static const std::vector<double> all = {0,
                                          0.5,
                                          -0.5,
                                          1,
                                          1.5,
                                          2,
                                          2.5,
                                          -2.5,
                                          5,
                                          7,
                                          12.25,
                                          30,
                                          50,
                                          99.99,
                                          100,
                                          0.1,
                                          0.3,
                                          1000000.125,
                                          123456789012345678.0,
                                          1e308,
                                          -1e308,
                                          5e-324,
                                          0.00005,
                                          9007199254740992.0,
                                          1.0 / 3};
  return all;
}

const std::vector<std::string>& number_literals() {
  static const std::vector<std::string> all = {"0",   "1",     "2",   "3",   "5",     "7",   "12",  "30",   "50",
                                               "100", "1_000", "2.5", "0.5", "12.25", "30%", "0.1", "99.99"};
  return all;
}

const std::vector<std::string>& point_literals() {
  static const std::vector<std::string> all = {"+1",       "+2.5",     "+20",       "-10",  "-0.25",    "+7",   "+0",
                                               "+0.00005", "+0.12345", "+33.3333",  "-3",   "+15",      "+5",   "+0.03125",
                                               "-1.00015", "+0.1",     "-33.33335", "+100", "-0.00005", "+12.5"};
  return all;
}

const std::vector<WrittenDuration>& durations() {
  constexpr std::int64_t minute = 60 * microseconds_per_second, hour = 60 * minute, day = microseconds_per_day;
  static const std::vector<WrittenDuration> all = {{"10 minutes", {0, 10 * minute}},
                                                   {"36 hours", {0, 36 * hour}},
                                                   {"1 day", {0, day}},
                                                   {"2 days", {0, 2 * day}},
                                                   {"7 days", {0, 7 * day}},
                                                   {"30 days", {0, 30 * day}},
                                                   {"90 days", {0, 90 * day}},
                                                   {"1 week", {0, 7 * day}},
                                                   {"1 month", {1, 0}},
                                                   {"2 months", {2, 0}},
                                                   {"1 quarter", {3, 0}},
                                                   {"1 year", {12, 0}},
                                                   {"1 second", {0, microseconds_per_second}}};
  return all;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = [] {
    std::vector<Setting> made;
    for (const char* zone : {"UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata",
                             "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca"}) {
      // 2024-02-29 13:37:11, 2024-03-31 01:30, 2025-12-31 23:59:59.999999, 2026-03-29 01:00, 2026-10-25 00:30, 2026-11-22 12:00, 2018-11-04
      // 03:10 (UTC)
      for (const std::int64_t as_of :
           {1709213831000000, 1711848600000000, 1767225599999999, 1774746000000000, 1792888200000000, 1795348800000000, 1541301000000000}) {
        made.push_back({zone, as_of});
      }
    }
    return made;
  }();
  return all;
}

}  // namespace assay::agree
