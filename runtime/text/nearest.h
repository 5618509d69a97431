// "Did you mean": the known names closest to one that is not known.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::text {

// Steps (insert, delete, replace, swap two neighbours) that turn one text into the other, over Unicode code points, ASCII case
// ignored. Gives up beyond `limit` and returns limit + 1.
std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit);

// The nearest of the candidates, or an empty text if none is near enough to be a slip of the pen (one step for words of up to
// four letters, two up to eight, three beyond). Of equally near ones the first in the order of the candidates.
std::string nearest(std::string_view name, std::span<const std::string> candidates);
std::string nearest(std::string_view name, std::span<const std::string_view> candidates);

// "; did you mean 'title'?" to end a message with, or an empty text if nothing is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);
std::string did_you_mean(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace assay::text
