// What stands at a place of a source as one line of words, for people: white space as one blank, comments left out.
#pragma once

#include <string>

#include "compiler/source/source.h"

namespace assay::source {

std::string words(const Sources& sources, Span span);

}  // namespace assay::source
