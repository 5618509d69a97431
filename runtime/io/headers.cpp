#include "runtime/io/headers.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "runtime/text/fold.h"
#include "runtime/text/nearest.h"

namespace assay::io {

std::string loose_key(std::string_view name) {
  std::string key = text::fold(name);
  std::erase_if(key, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '_' || c == '-' || c == '.'; });
  return key;
}

HeaderIndex::HeaderIndex(std::string file, std::vector<std::string> headers, bool numbered)
    : file_(std::move(file)), headers_(std::move(headers)), numbered_(numbered) {
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    headers_[i] = std::string(text::trim(headers_[i]));
    if (numbered_ || headers_[i].empty()) continue;
    exact_[headers_[i]].push_back(i);
    loose_[loose_key(headers_[i])].push_back(i);
  }
}

HeaderIndex::Match HeaderIndex::find(const ColumnNeed& need) {
  if (!need.mapped.empty()) return find_mapped(need);
  for (const std::string& name : need.names) {
    if (const auto found = exact_.find(std::string(text::trim(name))); found != exact_.end()) return one_of(need, found->second);
  }
  for (const std::string& name : need.names) {
    if (const auto found = loose_.find(loose_key(name)); found != loose_.end()) return one_of(need, found->second);
  }
  return {};
}

HeaderIndex::Match HeaderIndex::one_of(const ColumnNeed& need, const std::vector<std::size_t>& columns) const {
  if (columns.size() == 1) return {columns.front(), std::nullopt};
  const std::string& first = headers_[columns[0]];
  const std::string& second = headers_[columns[1]];
  const std::string which = first == second ? fmt::format("columns {} and {} are both called \"{}\"", columns[0] + 1, columns[1] + 1, first)
                                            : fmt::format("columns \"{}\" and \"{}\" fit equally well", first, second);
  return {std::nullopt, Failure{fmt::format("{}: {}; --map {}=COLUMN decides which one is {} (a number counts columns from 1)", file_,
                                            which, need.name, need.name)}};
}

HeaderIndex::Match HeaderIndex::find_mapped(const ColumnNeed& need) {
  const ColumnNeed named{need.name, {need.mapped}, ""};
  if (!numbered_) {
    Match match = find(named);
    if (match.column || match.failure) return match;
  }
  std::size_t number = 0;
  const char* end = need.mapped.data() + need.mapped.size();
  const auto [rest, error] = std::from_chars(need.mapped.data(), end, number);
  if (error == std::errc() && rest == end && number >= 1 && number <= headers_.size()) return {number - 1, std::nullopt};
  return {std::nullopt, Failure{fmt::format("{} has no column \"{}\", which --map names for {}{}", file_, need.mapped, need.name,
                                            text::did_you_mean(need.mapped, headers_))}};
}

Failure nothing_to_keep(const ColumnIndex& index, const std::string& name) {
  const std::vector<std::string>& names = index.first_names();
  if (std::count(names.begin(), names.end(), name) > 1) {
    return Failure{
        fmt::format("{} has several columns called \"{}\"; --keep takes a number, too, which counts columns from 1", index.file(), name)};
  }
  return Failure{fmt::format("{} has no single column \"{}\" to keep{}", index.file(), name, text::did_you_mean(name, names))};
}

}  // namespace assay::io
