#include "runtime/arrow/nested.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/arrow/cells.h"

namespace assay::arrow {

NestedImporter::NestedImporter(const NamedColumn& column, const io::LeadRequest& request)
    : column_(column),
      request_(request),
      importer_(request.nested->rows(), request.nested->input_options(), fmt::format("{} (activities of its leads)", request.path)) {}

std::optional<io::Failure> NestedImporter::match() { return importer_.match(column_.type->children[0], true); }

std::optional<io::Failure> NestedImporter::look_at(const ArrayView& all, const SharedArray& array) {
  array_ = array;
  return view_of_column(all, column_, request_.path, lists_);
}

std::optional<io::Failure> NestedImporter::find_elements(const Rows& rows) {
  const auto count = static_cast<std::size_t>(rows.count);
  begins_.assign(count, 0);
  ends_.assign(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t row = rows.at(static_cast<std::int64_t>(i));
    if (!lists_.known(row) || elements_at(lists_, row, begins_[i], ends_[i])) continue;
    return io::Failure{fmt::format("{}: the Arrow column \"{}\" is malformed in row {}: offsets that fall or leave its elements",
                                   request_.path, column_.name, rows.number(static_cast<std::int64_t>(i)))};
  }
  return std::nullopt;
}

std::optional<io::Failure> NestedImporter::add(const Rows& rows) {
  if (auto why = find_elements(rows)) return why;
  std::int64_t low = INT64_MAX, high = 0;
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    if (begins_[i] == ends_[i]) continue;
    low = std::min(low, begins_[i]);
    high = std::max(high, ends_[i]);
  }
  if (low >= high) return std::nullopt;
  if (high - low > UINT32_MAX) return io::Failure{fmt::format("{}: the activities of one batch lie too far apart", request_.path)};
  selected_.clear();
  leads_.clear();
  numbers_.assign(static_cast<std::size_t>(high - low), 0);
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    for (std::int64_t element = begins_[i]; element < ends_[i]; ++element) {
      selected_.push_back(static_cast<std::uint32_t>(element - low));
      leads_.push_back(static_cast<std::int32_t>(i));
      numbers_[static_cast<std::size_t>(element - low)] = rows.number(static_cast<std::int64_t>(i));
    }
  }
  Rows elements;
  elements.first = low;
  elements.count = static_cast<std::int64_t>(selected_.size());
  elements.selected = selected_.data();
  elements.numbers = numbers_.data();
  any_ = true;
  return importer_.add(lists_.children[0], array_, elements, leads_.data());
}

void NestedImporter::finish() {
  if (any_) request_.report.activities.push_back(importer_.file());
  any_ = false;
}

}  // namespace assay::arrow
