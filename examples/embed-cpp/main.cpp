// Scores leads and their activities through the C++ interface and prints what `assay score` prints for the files beside it.
#include <cstdio>
#include <fstream>
#include <sstream>

#include <assay/policy.h>

#include "text_table.h"

namespace {

// A small CSV file without quotes, each column as texts.
assay::Batch read_csv(const std::string& path) {
  std::ifstream file(path);
  std::vector<TextColumn> columns;
  std::string line, cell;
  std::int64_t rows = -1;
  for (; std::getline(file, line); ++rows) {
    line += ',';
    std::istringstream cells(line);
    for (std::size_t i = 0; std::getline(cells, cell, ','); ++i) {
      if (rows < 0) {
        columns.emplace_back().name = cell;
      } else {
        columns[i].push(cell);
      }
    }
  }
  return TextTable::batch_of(std::move(columns), rows);
}

// Columns are as assay_policy_output_schema says: texts, doubles, and codes of a dictionary.
void print_value(const ArrowSchema& schema, const ArrowArray& array, std::int64_t row) {
  const std::string format = schema.format;
  if (schema.dictionary != nullptr) {
    print_value(*schema.dictionary, *array.dictionary, static_cast<const std::int32_t*>(array.buffers[1])[row]);
  } else if (format == "g") {
    std::printf("%g", static_cast<const double*>(array.buffers[1])[row]);
  } else {
    const auto* offsets = static_cast<const std::int32_t*>(array.buffers[1]);
    std::printf("%.*s", offsets[row + 1] - offsets[row], static_cast<const char*>(array.buffers[2]) + offsets[row]);
  }
}

void print(assay::Stream scores) {
  const assay::Schema schema = scores.schema();
  const std::int64_t columns = schema->n_children;
  for (std::int64_t i = 0; i < columns; ++i) std::printf("%s%s", i == 0 ? "" : ",", schema->children[i]->name);
  std::printf("\n");
  for (assay::Array batch = scores.next(); !batch.empty(); batch = scores.next()) {
    for (std::int64_t row = 0; row < batch->length; ++row) {
      for (std::int64_t i = 0; i < columns; ++i) {
        if (i > 0) std::printf(",");
        print_value(*schema->children[i], *batch->children[i], row);
      }
      std::printf("\n");
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: embed policy.assay leads.csv activities.csv\n");
    return 2;
  }
  try {
    const assay::Policy policy = assay::Policy::from_file(argv[1]);
    assay::ScoreOptions options;
    options.as_of = "2026-11-22";
    assay::ScoredStream scored = policy.score(assay::stream_of(read_csv(argv[2])), options, assay::stream_of(read_csv(argv[3])));
    print(std::move(scored.scores));
    std::fprintf(stderr, "%s\n", scored.run.report().c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
