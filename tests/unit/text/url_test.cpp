#include "runtime/text/url.h"

#include <gtest/gtest.h>

namespace assay::text {
namespace {

struct Parts {
  std::string_view host, path, query;
  friend bool operator==(const Parts&, const Parts&) = default;
  friend void PrintTo(const Parts& p, std::ostream* out) { *out << p.host << " | " << p.path << " | " << p.query; }
};

// "-" for what is missing; a malformed address has no path.
Parts parts_of(std::string_view text) {
  const std::optional<UrlParts> parts = parse_url(text);
  if (!parts) return {"-", "-", "-"};
  return {parts->host.value_or("-"), parts->path, parts->query.value_or("-")};
}

TEST(Url, HasParts) {
  EXPECT_EQ(parts_of("https://www.Example.com:8080/Pricing/EU?utm=1#top"), (Parts{"www.Example.com", "/Pricing/EU", "utm=1"}));
  EXPECT_EQ(parts_of("https://x.com"), (Parts{"x.com", "/", "-"}));
  EXPECT_EQ(parts_of("HTTPS://x.com?a=b"), (Parts{"x.com", "/", "a=b"}));
  EXPECT_EQ(parts_of("https://x.com/a?b?c/d"), (Parts{"x.com", "/a", "b?c/d"}));
  EXPECT_EQ(parts_of("https://me:secret@x.com/"), (Parts{"x.com", "/", "-"}));
  EXPECT_EQ(parts_of("http://[::1]:80/x"), (Parts{"[::1]", "/x", "-"}));
  EXPECT_EQ(parts_of("https://straße.example/ﬁn"), (Parts{"straße.example", "/ﬁn", "-"}));
  EXPECT_EQ(parts_of("http://localhost/x"), (Parts{"localhost", "/x", "-"}));
  EXPECT_EQ(parts_of("  https://x.com/caf%C3%A9 "), (Parts{"x.com", "/caf%C3%A9", "-"}));
  EXPECT_EQ(parts_of("https://x.com/a?#f"), (Parts{"x.com", "/a", "-"}));
}

TEST(Url, WithoutSchemeNeedsADot) {
  EXPECT_EQ(parts_of("example.com/pricing"), (Parts{"example.com", "/pricing", "-"}));
  EXPECT_EQ(parts_of("www.example.com"), (Parts{"www.example.com", "/", "-"}));
  EXPECT_EQ(parts_of("//x.com/a"), (Parts{"x.com", "/a", "-"}));
  for (const std::string_view bad : {"example", "pricing/eu", "not a url", "", " ", "https://", "https:///a", "?x=1", "#top", "./a",
                                     "mailto:a@b.com", "a@b.com", "javascript:alert(1)", "https://x.com/a b", "x.com:http"}) {
    EXPECT_EQ(parts_of(bad), (Parts{"-", "-", "-"})) << bad;
  }
}

TEST(Url, MayBeRelative) {
  EXPECT_EQ(parts_of("/pricing?x=1"), (Parts{"-", "/pricing", "x=1"}));
  EXPECT_EQ(parts_of("/"), (Parts{"-", "/", "-"}));
  EXPECT_EQ(parts_of("/a#b?c"), (Parts{"-", "/a", "-"}));
}

bool like(std::string_view url, std::string_view pattern) {
  UrlSubject subject;
  url_subject_into(url, subject);
  return UrlPattern(pattern).matches(subject);
}

TEST(UrlPattern, OfAPathSeesThePath) {
  EXPECT_TRUE(like("https://x.com/pricing?a=1", "/pricing"));
  EXPECT_TRUE(like("/Pricing/de?x=1", "/pricing*"));
  EXPECT_TRUE(like("https://x.com", "/"));
  EXPECT_FALSE(like("https://x.com/pricing/", "/pricing"));
  EXPECT_TRUE(like("/CAFÉ", "/café"));
  EXPECT_FALSE(like("/caf%C3%A9", "/café"));
}

TEST(UrlPattern, OfAHostSeesHostAndPath) {
  EXPECT_TRUE(like("http://EXAMPLE.com/pricing/#top", "example.com/*"));
  EXPECT_TRUE(like("https://www.example.com:443/pricing", "example.com/pricing"));
  EXPECT_TRUE(like("https://shop.example.com/cart/1", "*.example.com/*"));
  EXPECT_FALSE(like("https://example.com/cart/1", "*.example.com/*"));
  EXPECT_TRUE(like("/eu/pricing/x", "*/pricing/*"));
  EXPECT_FALSE(like("/pricing", "example.com/pricing"));
}

TEST(UrlPattern, LosesItsOwnSchemeAndWww) {
  EXPECT_TRUE(like("https://example.com/pricing", "http://www.example.com/pricing"));
  EXPECT_TRUE(like("www.example.com/blog/a", "www.example.com/blog/*"));
  EXPECT_TRUE(like("https://x.com/a", "*://x.com/*"));
}

TEST(UrlPattern, OfABareHostAlsoIsItsRoot) {
  EXPECT_TRUE(like("https://x.com", "x.com"));
  EXPECT_TRUE(like("https://x.com/", "x.com"));
  EXPECT_TRUE(like("x.com", "x.com/"));
  EXPECT_TRUE(like("https://shop.x.com/", "*.x.com"));
  EXPECT_FALSE(like("https://x.com/a", "x.com"));
}

TEST(UrlPattern, NeverMatchesAMalformedAddress) {
  for (const std::string_view pattern : {"*", "/*", "not a url", "*url*"}) EXPECT_FALSE(like("not a url", pattern));
}

TEST(Email, HasADomain) {
  EXPECT_EQ(email_domain("b@GMAIL.COM"), "GMAIL.COM");
  EXPECT_EQ(email_domain(" ü@straße.de "), "straße.de");
  EXPECT_EQ(email_domain("admin@intranet"), "intranet");
  EXPECT_EQ(email_domain("d@mail.example.co.uk"), "mail.example.co.uk");
  for (const std::string_view bad :
       {"", "nobody", "x@", "@y.com", "a@b@c.com", "a b@c.com", "a@b c.com", "a@b..com", "a@.com", "a@b.com.", "@"}) {
    EXPECT_EQ(email_domain(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace assay::text
