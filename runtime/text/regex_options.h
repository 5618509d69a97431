// The one set of RE2 options of the language, shared by regex.cpp and text_set's own sets. Includes RE2: for sources only.
#pragma once

#include <re2/re2.h>

namespace assay::text {

// Caseless, UTF-8, silent, at most 8 MiB of memory for a program and its automata.
re2::RE2::Options regex_options();

}  // namespace assay::text
