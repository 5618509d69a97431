// Changes of an input of a fuzz target, from random numbers alone. Inputs are taken for bytes, and sometimes for lines and words: most of
// what is written of policies and tables is then still right, and the change lies deep in what is read (decision 0120).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "tests/agree/random.h"

namespace assay::fuzz {

// The largest input, in bytes.
inline constexpr std::size_t most_bytes = 4096;

// One change of `input`: bytes, words or lines that go, come twice or are taken from another input of `corpus`, which is not empty.
void mutate(agree::Random& random, const std::vector<std::string>& corpus, std::string& input);

// Puts a line or a word of `other` into `input`.
void mix(agree::Random& random, const std::string& other, std::string& input);

}  // namespace assay::fuzz
