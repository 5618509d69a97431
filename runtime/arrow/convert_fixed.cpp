// Columns whose values have a fixed width: integers, dates, times, numbers, labels, yes/no.
#include <algorithm>
#include <cmath>

#include "runtime/arrow/cell_reader.h"
#include "runtime/arrow/converters.h"
#include "runtime/arrow/integers.h"
#include "runtime/arrow/known_bits.h"
#include "runtime/io/values.h"
#include "runtime/io/verdict_cache.h"
#include "runtime/text/fold.h"

namespace assay::arrow {
namespace {

enum class Verdict : std::uint8_t { unasked, known, missing, bad };

io::ValueSpec spec_of(const runtime::FieldSpec& field) { return {field.type, &field.labels, field.format, field.separator}; }

// Rows that follow each other in an array of plain values, without a dictionary or runs.
bool is_plain(const ArrayView& view, const Rows& rows) {
  return !rows.selected && view.dictionary.empty() && view.type->kind != Kind::run_end_encoded && view.type->kind != Kind::null;
}

// Whether a typed value, spelled, could be one of the words that mean "missing": digits, signs, true and false.
bool may_be_typed(const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    const std::string folded = text::fold(word);
    return folded == "true" || folded == "false" || folded.find_first_of("0123456789") != std::string::npos;
  });
}

// The loop of all these columns. What a value of the array, or a text, is worth is the derived class's.
template <class Value>
class FixedConverter : public Converter {
 public:
  FixedConverter(const runtime::FieldSpec& field, const calendar::Zone& zone)
      : missing_(field.missing), parser_(spec_of(field), zone), zone_(zone), typed_words_(may_be_typed(field.missing)) {}

  Malformed convert(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, Faults& faults,
                    runtime::Column& column, Owners& owners) override {
    known_.start(rows.count);
    if (!typed_words_ && is_plain(view, rows) && look_at(view, rows, column)) {
      known_.take(view, rows.first, rows.count);
      owners.push_back(array);
      known_.finish(column, owners);
      return std::nullopt;
    }
    values_ = recycler_.take();
    values_->assign(static_cast<std::size_t>(rows.count) + 1, Value{});
    if (!typed_words_ && copy(view, rows, values_->data())) {
      known_.take_rows(view, rows);
    } else if (auto why = fill(view, rows, faults)) {
      return why;
    }
    known_.finish(column, owners);
    finish(std::move(values_), rows.count, column, owners);
    return std::nullopt;
  }

 protected:
  // Lets the column point at the array's own values; false where their layout does not allow it.
  virtual bool look_at(const ArrayView&, const Rows&, runtime::Column&) { return false; }
  // Copies the array's values, of rows that are missing anything; false where they are not those of the field.
  virtual bool copy(const ArrayView&, const Rows&, Value*) { return false; }
  // The value of a row that is there, where it needs no text; unasked: it needs one.
  virtual Verdict direct(const ArrayView& view, std::int64_t row, Value& value) = 0;
  virtual bool of_text(std::string_view text, Value& value) = 0;
  virtual bool of_empty(Value&) { return false; }
  virtual void finish(std::shared_ptr<std::vector<Value>> values, std::int64_t count, runtime::Column& column, Owners& owners) = 0;

  io::MissingWords missing_;
  io::ValueParser parser_;
  const calendar::Zone& zone_;

 private:
  Malformed fill(const ArrayView& view, const Rows& rows, Faults& faults) {
    const bool keeps_verdicts = !view.dictionary.empty() && view.dictionary[0].length <= 4 * rows.count + 1024;
    if (keeps_verdicts) {
      verdicts_.assign(static_cast<std::size_t>(view.dictionary[0].length), Verdict::unasked);
      of_values_.resize(verdicts_.size());
    }
    for (std::int64_t i = 0; i < rows.count; ++i) {
      Value& value = (*values_)[static_cast<std::size_t>(i)];
      const ArrayView* at = &view;
      std::int64_t row = rows.at(i);
      switch (resolve(at, row)) {
        case Found::malformed: return malformed_value;
        case Found::nothing:
          if (of_empty(value)) known_.set(i);
          continue;
        case Found::value: break;
      }
      const bool is_value_of_dictionary = keeps_verdicts && at == &view.dictionary[0];
      const auto number = static_cast<std::size_t>(row);
      if (is_value_of_dictionary && verdicts_[number] == Verdict::known) {
        value = of_values_[number];
        known_.set(i);
        continue;
      }
      if (is_value_of_dictionary && verdicts_[number] == Verdict::missing) continue;
      Verdict verdict = Verdict::bad;
      if (!judge(*at, row, rows.number(i), faults, value, verdict)) return malformed_value;
      if (verdict == Verdict::known) known_.set(i);
      if (!is_value_of_dictionary) continue;
      verdicts_[number] = verdict;
      of_values_[number] = value;
    }
    return std::nullopt;
  }

  // False: malformed. A bad value is reported.
  bool judge(const ArrayView& view, std::int64_t row, std::uint64_t number, Faults& faults, Value& value, Verdict& verdict) {
    verdict = typed_words_ ? Verdict::unasked : direct(view, row, value);
    if (verdict == Verdict::known || verdict == Verdict::missing) return true;
    verdict = Verdict::bad;
    std::string_view text;
    switch (cells_.take_resolved(view, row, number, faults, parser_.expected(), text)) {
      case Taken::malformed: return false;
      case Taken::bad: return true;
      case Taken::empty: verdict = of_empty(value) ? Verdict::known : Verdict::missing; return true;
      case Taken::text: break;
    }
    if (missing_.any()) {
      verdict = missing_.contain(text) ? Verdict::missing : direct(view, row, value);
      if (verdict == Verdict::known || verdict == Verdict::missing) return true;
    }
    verdict = of_text(text, value) ? Verdict::known : Verdict::bad;
    if (verdict == Verdict::bad) faults.add(number, text, parser_.expected());
    return true;
  }

  const bool typed_words_;  // values have to be spelled to know whether they are missing
  KnownBits known_;
  CellReader cells_;
  io::Recycler<std::vector<Value>> recycler_;
  std::shared_ptr<std::vector<Value>> values_;
  std::vector<Verdict> verdicts_;  // per value of the dictionary
  std::vector<Value> of_values_;
};

template <class Value>
const Value* aligned_values(const ArrayView& view, std::int64_t first) {
  const auto* values = static_cast<const Value*>(view.buffer(1)) + view.offset + first;
  return reinterpret_cast<std::uintptr_t>(values) % alignof(Value) == 0 ? values : nullptr;
}

class IntegerConverter final : public FixedConverter<std::int64_t> {
 public:
  IntegerConverter(const runtime::FieldSpec& field, const calendar::Zone& zone) : FixedConverter(field, zone), type_(field.type) {}

 protected:
  bool look_at(const ArrayView& view, const Rows& rows, runtime::Column& column) override {
    const bool is_whole = type_ == runtime::Type::Integer && view.type->kind == Kind::int64;
    const bool is_instant = type_ == runtime::Type::Time && is_moment(view) && view.type->kind != Kind::date_millis &&
                            view.type->has_zone && view.type->per_second == 1'000'000;
    if ((!is_whole && !is_instant) || rows.count == 0 || view.buffer(1) == nullptr) return false;
    column.integers = aligned_values<std::int64_t>(view, rows.first);
    return column.integers != nullptr && (is_whole || all_in_calendar(column.integers, rows.count));
  }

  bool copy(const ArrayView& view, const Rows& rows, std::int64_t* values) override {
    return type_ == runtime::Type::Integer && view.dictionary.empty() && integers_of(view, rows, values);
  }

  Verdict direct(const ArrayView& view, std::int64_t row, std::int64_t& value) override {
    switch (type_) {
      case runtime::Type::Date: return date_at(view, row, value);
      case runtime::Type::Time: return time_at(view, row, value);
      default: return whole_at(view, row, value);
    }
  }
  bool of_text(std::string_view text, std::int64_t& value) override { return parser_.integer(text, value); }
  void finish(std::shared_ptr<std::vector<std::int64_t>> values, std::int64_t, runtime::Column& column, Owners& owners) override {
    column.integers = values->data();
    owners.push_back(std::move(values));
  }

 private:
  static Verdict whole_at(const ArrayView& view, std::int64_t row, std::int64_t& value) {
    if (integer_at(view, row, value)) return Verdict::known;
    value = 0;
    if (view.type->kind == Kind::uint64) return Verdict::bad;
    double number = 0;
    if (!float_at(view, row, number)) return Verdict::unasked;
    if (!std::isfinite(number)) return Verdict::missing;
    if (number != std::floor(number) || number < -0x1p63 || number >= 0x1p63) return Verdict::bad;
    value = static_cast<std::int64_t>(number);
    return Verdict::known;
  }

  static bool is_moment(const ArrayView& view) { return view.type->kind == Kind::timestamp || view.type->kind == Kind::date_millis; }
  static bool in_calendar(std::int64_t days) { return days >= calendar::first_day && days <= calendar::last_day; }
  static bool in_calendar_as_time(std::int64_t local) {
    return local >= calendar::local_time(calendar::first_day) &&
           local < calendar::local_time(calendar::last_day) + calendar::microseconds_per_day;
  }

  Verdict date_at(const ArrayView& view, std::int64_t row, std::int64_t& value) const {
    if (view.type->kind == Kind::date_days) {
      value = view.value<std::int32_t>(1, row);
      return in_calendar(value) ? Verdict::known : Verdict::missing;
    }
    if (!is_moment(view)) return Verdict::unasked;
    if (!microseconds_at(view, row, value) || !in_calendar_as_time(value)) return Verdict::missing;
    value = view.type->has_zone ? zone_.local_day(value) : calendar::day_of(value);
    return in_calendar(value) ? Verdict::known : Verdict::missing;
  }

  // Also of rows that are missing, whose values may be anything: then each is looked at.
  static bool all_in_calendar(const std::int64_t* instants, std::int64_t count) {
    const auto [first, last] = std::minmax_element(instants, instants + count);
    return in_calendar_as_time(*first) && in_calendar_as_time(*last);
  }

  Verdict time_at(const ArrayView& view, std::int64_t row, std::int64_t& value) const {
    if (view.type->kind == Kind::date_days) {
      value = view.value<std::int32_t>(1, row);
      if (!in_calendar(value)) return Verdict::missing;
      value = zone_.start_of_day(static_cast<calendar::Day>(value));
      return Verdict::known;
    }
    if (!is_moment(view)) return Verdict::unasked;
    if (!microseconds_at(view, row, value) || !in_calendar_as_time(value)) return Verdict::missing;
    if (!view.type->has_zone) value = zone_.to_instant(value);
    return Verdict::known;
  }

  runtime::Type type_;
};

class NumberConverter final : public FixedConverter<double> {
 public:
  using FixedConverter::FixedConverter;

 protected:
  bool look_at(const ArrayView& view, const Rows& rows, runtime::Column& column) override {
    if (view.type->kind != Kind::float64 || rows.count == 0) return false;
    const double* values = aligned_values<double>(view, rows.first);
    if (values == nullptr) return false;
    // All finite and none -0.0: the exponent is not full, the bits are not those of -0.0.
    bool fine = true;
    for (std::int64_t i = 0; i < rows.count; ++i) {
      std::uint64_t bits;
      std::memcpy(&bits, values + i, sizeof bits);
      fine &= (bits & 0x7FF0'0000'0000'0000u) != 0x7FF0'0000'0000'0000u && bits != 0x8000'0000'0000'0000u;
    }
    if (fine) column.numbers = values;
    return fine;
  }

  Verdict direct(const ArrayView& view, std::int64_t row, double& value) override {
    std::int64_t whole = 0;
    if (integer_at(view, row, whole)) {
      value = static_cast<double>(whole);
    } else if (view.type->kind == Kind::uint64) {
      value = static_cast<double>(view.value<std::uint64_t>(1, row));
    } else if (!float_at(view, row, value)) {
      return Verdict::unasked;
    }
    if (!std::isfinite(value)) {
      value = 0;
      return Verdict::missing;
    }
    if (value == 0) value = 0;
    return Verdict::known;
  }
  bool of_text(std::string_view text, double& value) override {
    const auto parsed = parser_.number(text);
    value = parsed.value_or(0);
    return parsed.has_value();
  }
  void finish(std::shared_ptr<std::vector<double>> values, std::int64_t, runtime::Column& column, Owners& owners) override {
    column.numbers = values->data();
    owners.push_back(std::move(values));
  }
};

class LabelConverter final : public FixedConverter<std::int32_t> {
 public:
  using FixedConverter::FixedConverter;

 protected:
  Verdict direct(const ArrayView&, std::int64_t, std::int32_t&) override { return Verdict::unasked; }
  bool of_text(std::string_view text, std::int32_t& value) override {
    value = texts_.of(text, [&](std::string_view each) { return parser_.label(each).value_or(io::VerdictCache::bad); });
    if (value >= 0) return true;
    value = 0;
    return false;
  }
  void finish(std::shared_ptr<std::vector<std::int32_t>> values, std::int64_t, runtime::Column& column, Owners& owners) override {
    column.labels = values->data();
    owners.push_back(std::move(values));
  }

 private:
  io::VerdictCache texts_;
};

class TruthConverter final : public FixedConverter<std::uint8_t> {
 public:
  TruthConverter(const runtime::FieldSpec& field, const calendar::Zone& zone)
      : FixedConverter(field, zone), empty_(parser_.empty_yes_no()) {}

 protected:
  Verdict direct(const ArrayView& view, std::int64_t row, std::uint8_t& value) override {
    if (view.type->kind != Kind::boolean) return Verdict::unasked;
    value = Bits{static_cast<const std::uint8_t*>(view.buffer(1)), view.offset}.at(row);
    return Verdict::known;
  }
  bool of_text(std::string_view text, std::uint8_t& value) override {
    const std::int32_t verdict = texts_.of(text, [&](std::string_view each) -> std::int32_t {
      const auto parsed = parser_.yes_no(each);
      return parsed ? std::int32_t{*parsed} : io::VerdictCache::bad;
    });
    value = verdict == 1;
    return verdict >= 0;
  }
  bool of_empty(std::uint8_t& value) override {
    value = empty_.value_or(false);
    return empty_.has_value();
  }
  void finish(std::shared_ptr<std::vector<std::uint8_t>> values, std::int64_t count, runtime::Column& column, Owners& owners) override {
    const std::shared_ptr<std::vector<std::uint64_t>> words = recycler_.take();
    words->assign(runtime::words_for(static_cast<std::size_t>(count)) + 1, 0);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) (*words)[i >> 6] |= std::uint64_t{(*values)[i]} << (i & 63);
    column.truths = words->data();
    owners.push_back(words);
  }

 private:
  std::optional<bool> empty_;
  io::VerdictCache texts_;
  io::Recycler<std::vector<std::uint64_t>> recycler_;
};

}  // namespace

std::unique_ptr<Converter> make_fixed_converter(const runtime::FieldSpec& field, const calendar::Zone& zone) {
  switch (runtime::storage_of(field.type)) {
    case runtime::Storage::Truth: return std::make_unique<TruthConverter>(field, zone);
    case runtime::Storage::Integer: return std::make_unique<IntegerConverter>(field, zone);
    case runtime::Storage::Number: return std::make_unique<NumberConverter>(field, zone);
    case runtime::Storage::Label: return std::make_unique<LabelConverter>(field, zone);
    case runtime::Storage::Text:
    case runtime::Storage::TextList: break;
  }
  return nullptr;
}

}  // namespace assay::arrow
