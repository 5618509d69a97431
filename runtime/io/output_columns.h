// What the columns of the output are and what each holds for a row; the writers only spell it. Names and order: docs/language/outcomes.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/io/leads.h"
#include "runtime/io/writers.h"
#include "runtime/result.h"

namespace assay::io {

enum class OutputKind : std::uint8_t { id, score, section, grade, stage, excluded, missing, segments, tags, route, reasons, kept };

struct OutputColumn {
  OutputKind kind;
  std::size_t index = 0;  // of the section, grade or kept column
  std::string name;
};

// One contribution to a score: a rule's, or a bound's of a section where it bites. The points of a section's reasons add up to the section.
struct Reason {
  std::string_view rule;  // id; of a bound, the section's name
  runtime::Points points = 0;
  std::string_view text;
  std::int32_t line = 0;
};

class OutputColumns {
 public:
  OutputColumns(const runtime::ResultSchema& schema, const WriterOptions& options);

  const std::vector<OutputColumn>& columns() const { return columns_; }
  const runtime::ResultSchema& schema() const { return *schema_; }

  // Of score or section columns: the points of a row; false where they are missing.
  static bool points(const OutputColumn& column, const runtime::Result& result, std::size_t row, runtime::Points& points);

  // Of columns with one text: empty where it is missing.
  std::string_view text(const OutputColumn& column, const LeadBatch& leads, const runtime::Result& result, std::size_t row) const;

  // Of columns with several texts (excluded, missing, segments, tags), in the order of the result.
  void texts(const OutputColumn& column, const runtime::Result& result, std::size_t row, std::vector<std::string_view>& texts) const;

  void reasons(const runtime::Result& result, std::size_t row, std::vector<Reason>& reasons) const;

 private:
  // Sections' rules that may give points, and how their bounds read.
  struct SectionReasons {
    std::vector<std::size_t> rules;
    std::string upper, lower;
  };

  const runtime::ResultSchema* schema_;
  std::vector<OutputColumn> columns_;
  std::vector<SectionReasons> sections_;
};

// `+20`, `-2.5`.
void append_signed_points(runtime::Points points, std::string& out);

}  // namespace assay::io
