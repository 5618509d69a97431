// Diagnostics as text for people and as JSON for machines. Both are sorted by place and end with a line end unless there is nothing
// to tell. What it is not: it decides neither the exit code nor where the text goes.
#pragma once

#include <string>
#include <string_view>

#include "compiler/diag/diag.h"
#include "compiler/source/source.h"

namespace assay::diag {

struct RenderOptions {
  bool color = false;
};

// The layout of messages: head line, place, the source line with the label under it, help.
std::string render_text(const Sink& sink, const source::Sources& sources, RenderOptions options = {});

// A JSON array: code, level, message, file, line, column, end {line, column}, labels, help, edits.
std::string render_json(const Sink& sink, const source::Sources& sources);

// Workflow commands of GitHub Actions, one line per diagnostic.
std::string render_github(const Sink& sink, const source::Sources& sources);

// For code scanning (SARIF 2.1.0): the results of one policy, separated by commas, and the document around the results of all.
std::string render_sarif_results(const Sink& sink, const source::Sources& sources);
std::string sarif_log(std::string_view results);

}  // namespace assay::diag
