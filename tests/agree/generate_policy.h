// A random well-typed policy as text, statement by statement so that a failing one can be shrunk.
#pragma once

#include <string>
#include <vector>

#include "tests/agree/random.h"
#include "tests/agree/vocabulary.h"

namespace assay::agree {

struct GeneratedPolicy {
  Setting setting;                      // its time zone, and an as-of worth a try
  std::vector<std::string> statements;  // each on lines of its own; any may be left out, though what is left may then not check

  std::string text() const;
};

GeneratedPolicy generate_policy(Random& random);

}  // namespace assay::agree
