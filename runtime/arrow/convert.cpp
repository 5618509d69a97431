#include "runtime/arrow/convert.h"

#include "runtime/arrow/converters.h"

namespace assay::arrow {

void Faults::add(std::uint64_t row, std::string_view found, const std::string& expected) {
  io::Counted& cells = io::DataReport::bad_column(*columns_, field_, column_, expected).cells;
  io::Place place;
  if (cells.wants_sample()) place = {source_, row, 0};
  cells.add(place, found);
}

std::unique_ptr<Converter> make_converter(const runtime::FieldSpec& field, const calendar::Zone& zone) {
  switch (runtime::storage_of(field.type)) {
    case runtime::Storage::Text: return make_text_converter(field);
    case runtime::Storage::TextList: return make_list_converter(field, zone);
    case runtime::Storage::Truth:
    case runtime::Storage::Integer:
    case runtime::Storage::Number:
    case runtime::Storage::Label: break;
  }
  return make_fixed_converter(field, zone);
}

}  // namespace assay::arrow
