#include "runtime/text/url.h"

#include <algorithm>

#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::text {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool has_white_space(std::string_view text) {
  for (std::size_t position = 0; position < text.size();) {
    const auto byte = static_cast<unsigned char>(text[position]);
    if (byte > 0x20 && byte < 0x80) {
      ++position;
    } else if (is_white_space(decode_next(text, position))) {
      return true;
    }
  }
  return false;
}

// Length of `scheme://` at the start, 0 when there is none. A pattern may leave the scheme open: `*://`.
std::size_t scheme_length(std::string_view text, bool is_pattern) {
  std::size_t i = 0;
  if (is_pattern && text.starts_with("*://")) return 4;
  if (text.empty() || !is_letter(text[0])) return 0;
  while (i < text.size() && (is_letter(text[i]) || is_digit(text[i]) || text[i] == '+' || text[i] == '.' || text[i] == '-')) ++i;
  return text.substr(i).starts_with("://") ? i + 3 : 0;
}

// The host within `[user@]host[:port]`; nullopt when the port is no number. Addresses in brackets keep their colons.
std::optional<std::string_view> host_within(std::string_view authority) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || authority.ends_with(']')) return authority;
  if (!std::all_of(authority.begin() + static_cast<std::ptrdiff_t>(colon) + 1, authority.end(), is_digit)) return std::nullopt;
  return authority.substr(0, colon);
}

// Cuts `?query` and `#fragment` off; an empty query is none.
std::optional<std::string_view> take_query(std::string_view& text) {
  text = text.substr(0, text.find('#'));
  const std::size_t mark = text.find('?');
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string_view query = text.substr(mark + 1);
  text = text.substr(0, mark);
  if (query.empty()) return std::nullopt;
  return query;
}

}  // namespace

std::optional<UrlParts> parse_url(std::string_view text) {
  text = trim(text);
  if (text.empty() || has_white_space(text)) return std::nullopt;
  UrlParts parts;
  const std::size_t scheme = scheme_length(text, false);
  const bool has_authority_mark = scheme > 0 || text.starts_with("//");
  parts.query = take_query(text);
  if (!has_authority_mark && text.starts_with('/')) {
    parts.path = text;
    return parts;
  }
  text.remove_prefix(std::min(text.size(), scheme > 0 ? scheme : has_authority_mark ? 2 : 0));
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view authority = text.substr(0, slash);
  const std::optional<std::string_view> host = host_within(authority);
  if (!host || host->empty()) return std::nullopt;
  const bool is_host_by_its_dot =
      host->find('.') != std::string_view::npos && host->front() != '.' && authority.find('@') == std::string_view::npos;
  if (!has_authority_mark && !is_host_by_its_dot) return std::nullopt;
  parts.host = host;
  parts.path = slash < text.size() ? text.substr(slash) : std::string_view("/");
  return parts;
}

std::optional<std::string_view> email_domain(std::string_view text) {
  text = trim(text);
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) return std::nullopt;
  if (has_white_space(text)) return std::nullopt;
  const std::string_view domain = text.substr(at + 1);
  if (domain.empty() || domain.front() == '.' || domain.back() == '.') return std::nullopt;
  if (domain.find("..") != std::string_view::npos) return std::nullopt;
  return domain;
}

void url_subject_into(std::string_view text, UrlSubject& out) {
  out.path.clear();
  out.host_and_path.clear();
  const std::optional<UrlParts> parts = parse_url(text);
  out.well_formed = parts.has_value();
  out.is_root_of_host = parts && parts->host && parts->path == "/";
  if (!parts) return;
  fold_into(parts->path, out.path);
  if (parts->host) {
    fold_into(*parts->host, out.host_and_path);
    if (out.host_and_path.starts_with("www.")) out.host_and_path.erase(0, 4);
  }
  out.host_and_path += out.path;
}

UrlPattern::UrlPattern(std::string_view text) : is_of_path_(false), pattern_(std::string_view()) {
  const std::string folded = fold(text);
  std::string_view rest = folded;
  is_of_path_ = rest.starts_with('/');
  if (!is_of_path_) {
    rest.remove_prefix(scheme_length(rest, true));
    if (rest.starts_with("www.")) rest.remove_prefix(4);
  }
  pattern_ = Pattern::of_folded(rest);
}

bool UrlPattern::matches(const UrlSubject& subject) const {
  if (!subject.well_formed) return false;
  if (is_of_path_) return pattern_.matches(subject.path);
  return pattern_.matches(subject.host_and_path) || (subject.is_root_of_host && pattern_.matches(subject.bare_host()));
}

}  // namespace assay::text
