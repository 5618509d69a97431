// Parts of addresses of pages and of email addresses, and patterns held against addresses of pages.
// Percent-escapes stay as they are. A malformed value has no parts; it stays a text for every other comparison.
//  - "https://www.X.com:8080/a?b#c": host "www.X.com", path "/a", query "b". User names and ports belong to no part.
//  - "x.com/a" has no scheme: a bare host needs a dot. "/a?b" is relative: path "/a", no host. "//x.com/a" has host "x.com".
//  - Malformed: empty, white space inside, a bare host without a dot, an empty host behind a scheme.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/text/pattern.h"

namespace assay::text {

/// Views into the text that was parsed, spelled as there (compare folded). A part that is not there is nullopt.
struct UrlParts {
  std::optional<std::string_view> host;
  std::string_view path;
  std::optional<std::string_view> query;
};

/// The parts of an address, white space around it ignored; nullopt when it is malformed.
std::optional<UrlParts> parse_url(std::string_view text);

/// The domain of an email address, a view into `text`: one `@`, no white space, something before the `@`, no empty label behind it.
/// A domain needs no dot ("admin@intranet" has one): the language asks for none.
std::optional<std::string_view> email_domain(std::string_view text);

/// What patterns see of an address, folded: the path, and host and path without scheme, `www.` and port.
struct UrlSubject {
  bool well_formed = false;
  std::string path;
  std::string host_and_path;
};

/// Fills `out` (which keeps its memory) from the text of an address; a malformed one has `well_formed` false and matches no pattern.
void url_subject_into(std::string_view text, UrlSubject& out);

/// A pattern of `in`, `like`, objects and table rows held against an address: one that starts with `/` against the path, any
/// other against host and path; its own scheme and `www.` are dropped; "x.com" also is "x.com/".
class UrlPattern {
 public:
  explicit UrlPattern(std::string_view text);

  bool matches(const UrlSubject& subject) const;

  bool is_of_path() const { return is_of_path_; }
  const Pattern& pattern() const { return pattern_; }

 private:
  bool is_of_path_;
  Pattern pattern_;
};

}  // namespace assay::text
