// The quick way through a column of texts: each text is asked once what its number is, and rows are numbered in loops that do not branch by
// what is in them. Rows with anything that is not usual are left, to be read one by one. Reports nothing. For one thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "runtime/arrow/convert.h"
#include "runtime/arrow/text_dictionary.h"
#include "runtime/io/dictionary.h"
#include "runtime/io/short_texts.h"

namespace assay::arrow {

// Whether the rows of a column are texts that lie behind each other and are all UTF-8; each for itself may yet begin inside a sign.
bool plain_texts(const ArrayView& view, const Rows& rows);

class TextNumbers {
 public:
  // What a row has instead of a number.
  static constexpr std::int32_t empty = -1, left = -2;

  // Gives the numbers of up to TextDictionary::most_at_once trimmed texts; less than 0: that one has none, and its rows are left. A text
  // may be asked for again.
  using Texts = std::span<const io::TextDictionary::Keyed>;
  using NumbersOf = std::function<void(Texts texts, std::int32_t* numbers)>;

  explicit TextNumbers(NumbersOf numbers_of) : numbers_of_(std::move(numbers_of)) {}

  // Forgets all numbers.
  void clear();

  // The numbers of the rows; `empty` also where `wanted` has 0: nobody is asked about the texts there. False for a column of another form.
  // `array` is what the view points into.
  bool read(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, const std::uint8_t* wanted,
            std::int32_t* numbers);

 private:
  // Texts that are looked for together, and the rows that they stand in.
  struct Gathered;

  bool read_codes(const ArrayView& view, const std::shared_ptr<const void>& array, const Rows& rows, std::int32_t* numbers);
  std::int32_t number_entry(std::int64_t index);
  void read_plain(const ArrayView& view, const Rows& rows, std::int32_t* numbers);
  void learn(const Gathered& gathered, std::int32_t* numbers);

  NumbersOf numbers_of_;
  std::vector<std::uint8_t> asked_;  // per row: wanted and known
  std::vector<std::uint64_t> words_;

  io::ShortTexts texts_;  // of plain columns

  // Of columns with a dictionary.
  io::MissingWords no_words_{std::vector<std::string>()};
  TextDictionaryView dictionary_{no_words_};
  std::uint64_t numbered_ = 0;          // the dictionary that of_entry_ is about
  std::vector<std::int32_t> of_entry_;  // numbers; behind that of the last entry stand `empty` and `left`
  std::vector<std::int64_t> indices_;
};

}  // namespace assay::arrow
