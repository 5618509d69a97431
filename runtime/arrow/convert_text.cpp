// Columns of texts and of lists of texts; ids and columns that pass through.
#include <algorithm>

#include "runtime/arrow/cell_reader.h"
#include "runtime/arrow/converters.h"
#include "runtime/arrow/integers.h"
#include "runtime/arrow/json_text.h"
#include "runtime/arrow/known_bits.h"
#include "runtime/arrow/text_dictionary.h"
#include "runtime/io/text_values.h"
#include "runtime/io/values.h"
#include "runtime/text/fold.h"
#include "runtime/text/utf8.h"

namespace assay::arrow {
namespace {

constexpr const char* too_much_text = "more than 2 GiB of text in one batch";

bool has_room(const io::TextValues& values, std::string_view text) { return values.plain_bytes() + text.size() < INT32_MAX; }

// The offsets of the rows of a text column, where they can be used as they are: 32 bits, rows that follow each other.
const std::int32_t* usable_offsets(const ArrayView& view, const Rows& rows) {
  if (rows.selected || !view.dictionary.empty() || view.type->kind != Kind::text || rows.count == 0) return nullptr;
  const auto* offsets = static_cast<const std::int32_t*>(view.buffer(1)) + view.offset + rows.first;
  return reinterpret_cast<std::uintptr_t>(offsets) % alignof(std::int32_t) == 0 ? offsets : nullptr;
}

// Whether a plain text column can be looked at without a copy: `fits(row, text)` says it of each text.
template <class Fits>
bool look_at_texts(const ArrayView& view, const Rows& rows, runtime::TextColumn& column, const Fits& fits) {
  const std::int32_t* offsets = usable_offsets(view, rows);
  if (offsets == nullptr || offsets[0] < 0) return false;
  for (std::int64_t i = 0; i < rows.count; ++i) {
    if (offsets[i] > offsets[i + 1]) return false;
  }
  const auto* bytes = static_cast<const char*>(view.buffer(2));
  const auto size = static_cast<std::size_t>(offsets[rows.count] - offsets[0]);
  if (size > 0 && bytes == nullptr) return false;
  if (size > 0 && !text::is_valid_utf8({bytes + offsets[0], size})) return false;
  column = {};
  column.offsets = offsets;
  column.bytes = bytes != nullptr ? bytes : "";
  column.values = static_cast<std::size_t>(rows.count);
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const std::string_view text = column.value(static_cast<std::size_t>(i));
    if (!text.empty() && text::is_continuation(text.front())) return false;
    if (text.size() > io::longest_cell || !fits(rows.first + i, text)) return false;
  }
  return true;
}

class TextConverter final : public Converter {
 public:
  explicit TextConverter(const runtime::FieldSpec& field)
      : missing_(field.missing), dictionary_(missing_), values_(io::TextValues::Shape::dictionary_while_it_pays) {
    for (const std::string& word : field.missing) {
      const std::size_t length = text::fold(word).size();
      if (length < 64) word_lengths_ |= std::uint64_t{1} << length;
    }
  }

  Malformed convert(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, Faults& faults,
                    runtime::Column& column, Owners& owners) override {
    known_.start(rows.count);
    Malformed why;
    const bool has_dictionary = !view.dictionary.empty() && view.dictionary[0].type->is_text() && view.dictionary[0].length > 0;
    if (has_dictionary && dictionary_.take(view.dictionary[0], array)) {
      why = take_codes(view, rows, faults, column, owners);
    } else if (look_at(view, rows, column.text)) {
      owners.push_back(array);
    } else {
      known_.start(rows.count);
      why = copy(view, rows, faults, column, owners);
    }
    if (!why) known_.finish(column, owners);
    return why;
  }

 private:
  // ASCII keeps its length when it is folded, so most texts are of no word's length.
  bool is_missing_word(std::string_view text) const {
    const bool is_of_a_length = text.size() >= 64 || ((word_lengths_ >> text.size()) & 1) != 0;
    return missing_.any() && (is_of_a_length || !is_ascii(text)) && missing_.contain(text);
  }

  static bool is_ascii(std::string_view text) {
    std::uint64_t signs = 0;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) signs |= text::load<std::uint64_t>(text.data() + at);
    return !text::has_high_bit(signs | text::load_bytes(text.data() + at, text.size() - at));
  }

  bool look_at(const ArrayView& view, const Rows& rows, runtime::TextColumn& column) {
    return look_at_texts(view, rows, column, [&](std::int64_t row, std::string_view text) {
      if (!view.known(row) || text.empty()) return true;
      if (!is_trimmed(text)) return false;
      if (!is_missing_word(text)) known_.set(row - rows.first);
      return true;
    });
  }

  Malformed take_codes(const ArrayView& view, const Rows& rows, Faults& faults, runtime::Column& column, Owners& owners) {
    codes_ = recycler_.take();
    codes_->assign(static_cast<std::size_t>(rows.count) + 1, 0);
    if (!copy_codes(view, rows)) {
      if (auto why = look_up_codes(view, rows, faults)) return why;
    }
    column.text = dictionary_.column();
    column.text.indices = codes_->data();
    owners.push_back(dictionary_.owner());
    owners.push_back(std::move(codes_));
    return std::nullopt;
  }

  // Where any index stands for a text that is known. False where that is not so; then nothing has changed.
  bool copy_codes(const ArrayView& view, const Rows& rows) {
    if (!dictionary_.all_known()) return false;
    const auto length = static_cast<std::uint64_t>(view.dictionary[0].length);
    indices_.resize(static_cast<std::size_t>(rows.count));
    if (!integers_of(view, rows, indices_.data())) return false;
    for (std::int64_t i = 0; !view.validity.empty() && i < rows.count; ++i) {
      if (!view.known(rows.at(i))) indices_[static_cast<std::size_t>(i)] = 0;
    }
    bool outside = false;
    for (const std::int64_t index : indices_) outside |= static_cast<std::uint64_t>(index) >= length;
    if (outside) return false;
    std::transform(indices_.begin(), indices_.end(), codes_->begin(), [](std::int64_t index) { return static_cast<std::int32_t>(index); });
    known_.take_rows(view, rows);
    return true;
  }

  Malformed look_up_codes(const ArrayView& view, const Rows& rows, Faults& faults) {
    for (std::int64_t i = 0; i < rows.count; ++i) {
      const std::int64_t row = rows.at(i);
      if (!view.known(row)) continue;
      const std::int64_t index = dictionary_index(view, row);
      if (index < 0 || index >= view.dictionary[0].length) return malformed_value;
      switch (dictionary_.state(index)) {
        case TextDictionaryView::State::known: known_.set(i); break;
        case TextDictionaryView::State::missing: break;
        case TextDictionaryView::State::malformed: return malformed_value;
        case TextDictionaryView::State::too_long:
          faults.add(rows.number(i), dictionary_.column().value(static_cast<std::size_t>(index)), "a text of at most 16 MiB");
          break;
      }
      (*codes_)[static_cast<std::size_t>(i)] = static_cast<std::int32_t>(index);
    }
    return std::nullopt;
  }

  Malformed copy(const ArrayView& view, const Rows& rows, Faults& faults, runtime::Column& column, Owners& owners) {
    static const std::string expected = "a text";
    values_.start();
    for (std::int64_t i = 0; i < rows.count; ++i) {
      std::string_view text;
      const Taken taken = cells_.take(view, rows, i, faults, expected, text);
      if (taken == Taken::malformed) return malformed_value;
      if (taken != Taken::text) text = {};
      if (!has_room(values_, text)) return too_much_text;
      values_.push(text);
      if (!text.empty() && !is_missing_word(text)) known_.set(i);
    }
    column.text = values_.finish(owners);
    return std::nullopt;
  }

  io::MissingWords missing_;
  std::uint64_t word_lengths_ = 0;  // bit n: a folded word has n bytes
  TextDictionaryView dictionary_;
  KnownBits known_;
  CellReader cells_;
  io::TextValues values_;
  io::Recycler<std::vector<std::int32_t>> recycler_;
  std::shared_ptr<std::vector<std::int32_t>> codes_;
  std::vector<std::int64_t> indices_;
};

class ListConverter final : public Converter {
 public:
  ListConverter(const runtime::FieldSpec& field, const calendar::Zone& zone)
      : missing_(field.missing),
        parser_({field.type, &field.labels, field.format, field.separator}, zone),
        values_(io::TextValues::Shape::dictionary_while_it_pays) {}

  Malformed convert(const ArrayView& view, const std::shared_ptr<const void>&, const Rows& rows, Faults& faults, runtime::Column& column,
                    Owners& owners) override {
    known_.start(rows.count);
    values_.start();
    offsets_ = recycler_.take();
    offsets_->assign(1, 0);
    for (std::int64_t i = 0; i < rows.count; ++i) {
      bool is_known = false;
      if (auto why = take(view, rows, i, faults, is_known)) return why;
      if (is_known) known_.set(i);
      for (std::size_t each = 0; is_known && each < count_; ++each) {
        if (!has_room(values_, elements_[each]) || values_.count() >= INT32_MAX) return too_much_text;
        values_.push(elements_[each]);
      }
      offsets_->push_back(static_cast<std::int32_t>(values_.count()));
    }
    column.text = values_.finish(owners);
    column.list_offsets = offsets_->data();
    owners.push_back(std::move(offsets_));
    known_.finish(column, owners);
    return std::nullopt;
  }

 private:
  // Fills the first `count_` elements.
  Malformed take(const ArrayView& view, const Rows& rows, std::int64_t i, Faults& faults, bool& is_known) {
    count_ = 0;
    const ArrayView* at = &view;
    std::int64_t row = rows.at(i);
    switch (resolve(at, row)) {
      case Found::nothing: return std::nullopt;
      case Found::malformed: return malformed_value;
      case Found::value: break;
    }
    if (at->type->is_list()) return take_elements(*at, row, rows.number(i), faults, is_known);
    std::string_view text;
    switch (cells_.take_resolved(*at, row, rows.number(i), faults, parser_.expected(), text)) {
      case Taken::malformed: return malformed_value;
      case Taken::bad:
      case Taken::empty: return std::nullopt;
      case Taken::text: break;
    }
    if (missing_.contain(text)) return std::nullopt;
    is_known = parser_.list(text, elements_);
    if (!is_known) faults.add(rows.number(i), text, parser_.expected());
    count_ = elements_.size();
    return std::nullopt;
  }

  Malformed take_elements(const ArrayView& view, std::int64_t row, std::uint64_t number, Faults& faults, bool& is_known) {
    std::int64_t begin = 0, end = 0;
    if (!elements_at(view, row, begin, end)) return malformed_value;
    Rows elements{begin, end - begin, nullptr, 1, nullptr};
    is_known = true;
    for (std::int64_t i = 0; i < elements.count; ++i) {
      const ArrayView* at = &view.children[0];
      std::int64_t element = begin + i;
      const Found found = resolve(at, element);
      if (found == Found::malformed) return malformed_value;
      if (found == Found::nothing) continue;
      std::string_view text;
      switch (cells_.take_resolved(*at, element, number, faults, parser_.expected(), text)) {
        case Taken::malformed: return malformed_value;
        case Taken::bad: is_known = false; return std::nullopt;
        case Taken::empty: continue;
        case Taken::text: break;
      }
      if (count_ == elements_.size()) elements_.emplace_back();
      elements_[count_++] = text;
    }
    return std::nullopt;
  }

  io::MissingWords missing_;
  io::ValueParser parser_;
  KnownBits known_;
  CellReader cells_;
  std::vector<std::string> elements_;
  std::size_t count_ = 0;
  io::TextValues values_;
  io::Recycler<std::vector<std::int32_t>> recycler_;
  std::shared_ptr<std::vector<std::int32_t>> offsets_;
};

}  // namespace

struct TextCopier::State {
  bool trim;
  CellReader cells;
  std::string json;
  io::TextValues values{io::TextValues::Shape::plain};

  // The text of a value; nested ones pass through as JSON. False: malformed.
  bool take(const ArrayView& view, std::int64_t row, std::uint64_t number, Faults& faults, std::string_view& text) {
    static const std::string expected = "a text";
    const bool is_nested = view.type->is_list() || view.type->kind == Kind::structure || view.type->kind == Kind::map;
    if (is_nested && !trim) {
      json.clear();
      if (!append_json(view, row, json)) return false;
      text = json;
      return true;
    }
    const Taken taken = cells.take_resolved(view, row, number, faults, expected, text);
    if (taken == Taken::bad) text = {};
    // What passes through keeps its white space.
    if (taken != Taken::bad && !trim && (view.type->is_text() || view.type->is_bytes())) bytes_at(view, row, text);
    return taken != Taken::malformed;
  }
};

TextCopier::TextCopier(bool trim) : state_(std::make_unique<State>()) { state_->trim = trim; }
TextCopier::~TextCopier() = default;

Malformed TextCopier::copy(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, Faults& faults,
                           runtime::TextColumn& column, Owners& owners) {
  const auto fits = [&](std::int64_t row, std::string_view text) {
    return view.known(row) ? !state_->trim || text.empty() || is_trimmed(text) : text.empty();
  };
  if (look_at_texts(view, rows, column, fits)) {
    owners.push_back(array);
    return std::nullopt;
  }
  io::TextValues& values = state_->values;
  values.start();
  for (std::int64_t i = 0; i < rows.count; ++i) {
    const ArrayView* at = &view;
    std::int64_t row = rows.at(i);
    const Found found = resolve(at, row);
    std::string_view text;
    if (found == Found::malformed || (found == Found::value && !state_->take(*at, row, rows.number(i), faults, text)))
      return malformed_value;
    if (!has_room(values, text)) return too_much_text;
    values.push(text);
  }
  column = values.finish(owners);
  return std::nullopt;
}

std::unique_ptr<Converter> make_text_converter(const runtime::FieldSpec& field) { return std::make_unique<TextConverter>(field); }

std::unique_ptr<Converter> make_list_converter(const runtime::FieldSpec& field, const calendar::Zone& zone) {
  return std::make_unique<ListConverter>(field, zone);
}

}  // namespace assay::arrow
