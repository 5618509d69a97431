// The class of an activity: the list of filters that it passes (decision 0034).
//
// Kind and text say which filters are left; that is worked out when a text is first met and kept by the text's number. Filters that ask for
// more (residuals) are settled per activity by which of the residuals hold, and that, too, is worked out once for each combination.
// Activities that are ignored have the class that passes nothing. Internal to the activity pass.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "runtime/kernels/activities.h"
#include "runtime/kernels/value_numbers.h"

namespace assay::kernels {

class ActivityClasses {
 public:
  using ClassId = std::uint32_t;

  void set_up(const ActivityPass& pass, std::size_t kinds);

  // What filters ask beyond kind and text: a bitmap for each, whose first bit is that of activity `first`.
  struct Residuals {
    const std::vector<std::vector<std::uint64_t>>* bits = nullptr;
    std::size_t first = 0;
  };

  // Numbers the texts of activities of the block: those that may be asked about next.
  void start(const Block& block, std::span<const std::uint32_t> activities, Residuals residuals);

  // The class of activity number `index` of these. Classes are numbered from 0 as they are found.
  ClassId of(std::size_t index, std::uint32_t activity) {
    const std::uint32_t known = view().known(index, activity);
    return known < first_open ? known : find(index, activity);
  }

  std::size_t size() const { return filters_.size(); }
  const std::vector<std::uint32_t>& filters(ClassId id) const { return filters_[id]; }

  // Where the classes of a kind's activities are looked up.
  struct Look {
    const std::uint32_t* numbers = nullptr;  // per activity given to `start`
    const std::uint32_t* known = nullptr;    // by number; 0: without a text
  };
  // What a loop over many activities keeps in registers.
  struct View {
    const std::int16_t* kinds;
    const Look* looks;

    // The class, or a number beyond all classes where `of` must find it.
    std::uint32_t known(std::size_t index, std::uint32_t activity) const {
      const Look& look = looks[kinds[activity] + 1];
      return look.known[look.numbers[index]];
    }
  };
  View view() const { return {block_kinds_, looks_.data()}; }

 private:
  // What is kept by a text's number: a class, or from here on an open case (its index behind `first_open`), or nothing yet.
  static constexpr std::uint32_t first_open = std::uint32_t{1} << 31;
  static constexpr std::uint32_t unknown = UINT32_MAX;
  static constexpr std::size_t most_kept_residuals = 10;

  struct Kind {
    std::int32_t classifier = -1;
    std::vector<std::uint32_t> known_by_number{unknown};
    std::vector<std::uint32_t> plain;                 // filters of the kind that ask for no text
    std::vector<std::vector<std::uint32_t>> of_atom;  // the others, by their first atom
  };
  struct Column {
    const runtime::Column* column = nullptr;
    ValueNumbers numbers;
    std::vector<std::uint32_t> numbers_of;  // per activity given to `start`; missing texts have the number 0
  };
  // Filters that are left by kind and text, where some of them ask for residuals.
  struct OpenCase {
    std::vector<std::uint32_t> filters, residuals;
    std::vector<ClassId> by_outcome;  // by the bits of the residuals, where these are few
  };

  void number_texts(Column& column, std::int32_t classifier, const Block& block, std::span<const std::uint32_t> activities);
  ClassId find(std::size_t index, std::uint32_t activity);
  ClassId settle(OpenCase& open, std::uint32_t activity);
  std::uint32_t classify(const Kind& kind, std::uint32_t number, std::uint32_t activity);
  std::uint32_t case_of(std::vector<std::uint32_t> filters);
  ClassId class_of(std::vector<std::uint32_t> filters);

  const ActivityPass* pass_ = nullptr;
  std::vector<Kind> kinds_;      // first: unknown kinds
  std::vector<Look> looks_;      // likewise
  std::vector<Column> columns_;  // per classifier
  std::vector<std::uint32_t> no_numbers_;
  const std::int16_t* block_kinds_ = nullptr;
  Residuals residuals_;
  std::vector<OpenCase> open_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> cases_;  // index of the open case
  std::map<std::vector<std::uint32_t>, ClassId> classes_;
  std::vector<std::vector<std::uint32_t>> filters_;  // per class
  text::MatchScratch scratch_;
  std::vector<std::uint32_t> atoms_;
};

}  // namespace assay::kernels
