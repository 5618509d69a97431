#include "runtime/arrow/leads.h"

#include <algorithm>

#include "runtime/arrow/nested.h"

namespace assay::arrow {
namespace {

// A batch with more text than this in one column is cut shorter, so that 32-bit offsets reach.
constexpr std::int64_t most_batch_text = std::int64_t{64} << 20;

template <class Offset>
std::int64_t bytes_between(const ArrayView& view, std::int64_t first, std::int64_t last) {
  return static_cast<std::int64_t>(view.value<Offset>(1, last)) - static_cast<std::int64_t>(view.value<Offset>(1, first));
}

// Bytes of text in rows of a column, where its layout tells.
std::int64_t text_bytes(const ArrayView& view, std::int64_t first, std::int64_t last) {
  if (!view.dictionary.empty()) return 0;
  const Kind kind = view.type->kind;
  if (kind == Kind::text || kind == Kind::binary) return bytes_between<std::int32_t>(view, first, last);
  if (kind == Kind::large_text || kind == Kind::large_binary) return bytes_between<std::int64_t>(view, first, last);
  return 0;
}

}  // namespace

LeadStream::LeadStream(OwnedStream stream, const io::LeadRequest& request)
    : LeadStream(records_of(std::move(stream), request.path), request) {}
LeadStream::LeadStream(std::unique_ptr<RecordSource> records, const io::LeadRequest& request)
    : records_(std::move(records)), leads_{request, {}, {}, {}} {}
LeadStream::~LeadStream() = default;

bool LeadStream::fail(std::optional<io::Failure> why) {
  failure_ = std::move(why);
  return false;
}

bool LeadStream::open() {
  const io::LeadRequest& request = leads_.request;
  DataType all;
  if (auto why = records_->type(all)) return fail(why);
  leads_.columns = named_columns(all);
  if (auto why = match_leads(leads_.columns, request, leads_.matched)) return fail(why);
  texts_ = needed_columns();
  if (auto why = open_needed(*records_, texts_, request.path, leads_.columns, stream_, leads_.type)) return fail(why);
  if (!leads_.matched.nested) return true;
  nested_ = std::make_unique<NestedImporter>(leads_.columns[*leads_.matched.nested], request);
  auto why = nested_->match();
  return !why || fail(why);
}

std::vector<std::size_t> LeadStream::needed_columns() const {
  const MatchedLeads& matched = leads_.matched;
  std::vector<std::size_t> needed;
  for (const MatchedLeads::Field& each : matched.fields) needed.push_back(each.column);
  if (matched.id) needed.push_back(*matched.id);
  if (matched.nested) needed.push_back(*matched.nested);
  for (const std::size_t column : matched.kept) {
    if (column < leads_.columns.size()) needed.push_back(column);
  }
  return needed;
}

// The next array that has rows. False at the end and on failure.
bool LeadStream::next_array() {
  const std::string& path = leads_.request.path;
  while (at_ == length_) {
    if (auto why = read_array(stream_, path, array_)) return fail(why);
    if (!array_) {
      if (nested_) nested_->finish();
      return false;
    }
    ArrayView all;
    if (auto why = view_of(*array_->get(), leads_.type, path, false, all)) return fail(why);
    views_.resize(texts_.size());
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (auto why = view_of_column(all, leads_.columns[texts_[i]], path, views_[i])) return fail(why);
    }
    if (nested_) {
      if (auto why = nested_->look_at(all, array_)) return fail(why);
    }
    at_ = 0;
    length_ = all.length;
  }
  return true;
}

std::int64_t LeadStream::rows_that_fit(std::int64_t count) const {
  for (const ArrayView& view : views_) {
    while (count > 1 && text_bytes(view, at_, at_ + count) > most_batch_text) count /= 2;
  }
  return count;
}

std::shared_ptr<const io::LeadRows> LeadStream::take(std::size_t most_rows) {
  if (failure_ || !next_array()) return nullptr;
  auto taken = std::make_shared<RecordRows>();
  taken->array = array_;
  taken->first_row = rows_ + 1;
  taken->rows.first = at_;
  taken->rows.first_number = rows_ + 1;
  taken->rows.count = rows_that_fit(std::min<std::int64_t>(length_ - at_, static_cast<std::int64_t>(most_rows)));
  taken->count = static_cast<std::size_t>(taken->rows.count);
  if (nested_) failure_ = nested_->add(taken->rows);
  if (failure_) return nullptr;
  at_ += taken->rows.count;
  rows_ += taken->count;
  return taken;
}

std::unique_ptr<io::LeadFileConverter> LeadStream::make_converter(io::DataReport& report) const {
  return std::make_unique<RecordConverter>(leads_, report);
}

}  // namespace assay::arrow
