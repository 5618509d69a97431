#include "runtime/run/stages.h"

#include "runtime/text/fold.h"

namespace assay::run {

StageCounter::StageCounter(const runtime::Program& program) : program_(program), leads_(program.result_schema().stages.size() + 1) {
  for (const std::string& stage : program.result_schema().stages) folded_stages_.insert(text::fold(stage));
}

void StageCounter::count(const runtime::Result& result) {
  if (!program_.result_schema().has_stages) return;
  for (std::size_t row = 0; row < result.rows; ++row) {
    const std::int32_t stage = result.stages[row];
    ++leads_[stage == runtime::Result::excluded_stage ? leads_.size() - 1 : static_cast<std::size_t>(stage)];
  }
}

std::vector<StageCount> StageCounter::counts() const {
  std::vector<StageCount> counts;
  const runtime::ResultSchema& schema = program_.result_schema();
  if (!schema.has_stages) return counts;
  for (std::size_t i = 0; i < schema.stages.size(); ++i) counts.push_back({schema.stages[i], leads_[i]});
  counts.push_back({"excluded", leads_.back()});
  return counts;
}

void StageCounter::look_for_unknown(const runtime::Batch& batch, const std::string& file, io::DataReport& report) const {
  const std::int32_t field = program_.schema().current_stage_field;
  if (field < 0 || !program_.result_schema().has_stages) return;
  const runtime::Column& column = batch.columns[static_cast<std::size_t>(field)];
  if (column.absent || column.storage != runtime::Storage::Text) return;
  std::vector<std::int8_t> known;  // per value of a dictionary: 1 known, 0 unknown, -1 not asked yet
  if (column.text.indices) known.assign(column.text.values, -1);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (!column.known(row)) continue;
    const std::string_view value = column.text.at_row(row);
    std::int8_t fresh = -1;
    std::int8_t& verdict = column.text.indices ? known[static_cast<std::size_t>(column.text.indices[row])] : fresh;
    if (verdict < 0) verdict = folded_stages_.contains(text::fold(value)) ? 1 : 0;
    if (verdict == 0) report.unknown_stages.add({file, batch.first_row + row, 0}, value);
  }
}

}  // namespace assay::run
