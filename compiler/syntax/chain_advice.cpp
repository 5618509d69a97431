#include "compiler/syntax/chain_advice.h"

#include <fmt/format.h>

namespace assay::syntax {

namespace {

// More of the same in one line is no policy that anybody reads.
constexpr std::size_t most_repeated = 5;

// `trial then login then login then login within 14 days`
std::string repeated(const CountedChain& chain) {
  std::string line;
  for (std::size_t part = 0; part < chain.parts.size(); ++part) {
    for (std::size_t times = part == chain.counted ? *chain.number : 1; times > 0; --times)
      line += (line.empty() ? "" : " then ") + chain.parts[part];
  }
  if (!chain.within.empty()) line += " within " + chain.within;
  return chain.window.empty() ? line : line + " " + chain.window;
}

// `login on at least 3 days since time of last trial`
std::string counted_since(const CountedChain& chain) {
  const std::string counted = chain.parts[1] + " " + chain.count;
  if (!chain.within.empty())
    return fmt::format("{0} between (time of last {1}) and (time of last {1}) + {2}", counted, chain.parts[0], chain.within);
  const bool alone = chain.parts[0].find(' ') == std::string::npos;
  return fmt::format("{} since {}last {}", counted, alone ? "" : "time of ", chain.parts[0]);
}

}  // namespace

std::vector<std::string> ways_to_count(const CountedChain& chain) {
  std::vector<std::string> lines;
  if (chain.number && *chain.number > 1 && *chain.number <= most_repeated) {
    const bool days = chain.count.starts_with("on ");
    lines.push_back(fmt::format("write the activity as often{}: {}", days ? ", on whichever days" : "", repeated(chain)));
  }
  if (chain.parts.size() == 2 && chain.counted == 1 && chain.window.empty())
    lines.push_back(fmt::format("or count since the latest '{}': {}", chain.parts[0], counted_since(chain)));
  if (lines.empty()) lines.emplace_back("ask for the count by itself, joined by and");
  if (lines.front().starts_with("or ")) lines.front().erase(0, 3);
  return lines;
}

}  // namespace assay::syntax
