// Parts of addresses of pages and of email addresses, and patterns held against addresses of pages (decision 0014).
// Percent-escapes stay as they are. A malformed value has no parts; it stays a text for every other comparison.
//  - "https://me@www.X.com:8080/a?b#c": host "www.X.com", path "/a", query "b". User names, ports and fragments belong to no part.
//  - "x.com/a" has no scheme: such a bare host needs a dot. "/a?b" is relative: path "/a", no host. "//x.com/a" has host "x.com".
//  - Malformed: empty, white space inside, a bare host without a dot, an empty host behind a scheme, a port that is no number.
// A malformed value compared with url patterns is unknown, neither matched nor known not to match.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/text/pattern.h"

namespace assay::text {

// Views into the text that was parsed, spelled as there. A part that is not there, or is an empty query, is nullopt.
struct UrlParts {
  std::optional<std::string_view> host;
  std::string_view path;
  std::optional<std::string_view> query;
};

// The parts of an address, white space around it ignored; nullopt when it is malformed.
std::optional<UrlParts> parse_url(std::string_view text);

// The domain of an email address, a view into `text`: one `@`, no white space, something before the `@`, no empty label behind it.
// A domain needs no dot ("admin@intranet" has one): the language asks for none.
std::optional<std::string_view> email_domain(std::string_view text);

// What patterns see of an address, folded: the path, and host and path without scheme, `www.` and port (a relative address: its
// path alone).
struct UrlSubject {
  bool well_formed = false;
  bool is_root_of_host = false;  // "x.com/": patterns see it without the final `/`, too
  std::string path;
  std::string host_and_path;

  // `host_and_path` without the final `/`, where `is_root_of_host`.
  std::string_view bare_host() const { return std::string_view(host_and_path).substr(0, host_and_path.size() - 1); }
};

// Fills `out` (which keeps its memory) from the text of an address; of a malformed one `well_formed` is false and the rest empty.
void url_subject_into(std::string_view text, UrlSubject& out);

// A pattern of `in`, `like`, objects and table rows held against an address: one that starts with `/` against the path, any
// other against host and path; its own scheme and `www.` are dropped; "x.com" also is "x.com/".
class UrlPattern {
 public:
  // From the text as the author wrote it.
  explicit UrlPattern(std::string_view text);

  // False, too, for a malformed address: ask `subject.well_formed` to tell unknown from false.
  bool matches(const UrlSubject& subject) const;

  bool is_of_path() const { return is_of_path_; }
  const Pattern& pattern() const { return pattern_; }

 private:
  bool is_of_path_;
  Pattern pattern_;
};

}  // namespace assay::text
