// How many fields each struct of a program has, so that program_image.cpp can walk through all of them. Internal to this folder.
//
// Whoever adds a field to one of these structs changes its number here and nothing else: a number that is not right does not compile. The
// two structs with fields that are made of the others (AtomSet, SumWeights) are walked by program_image.cpp itself (decision 0078).
#pragma once

#include "runtime/kernels/block_program.h"

namespace assay::native {

template <typename Struct>
inline constexpr int field_count = 0;

// clang-format off: a struct is a line
template <> inline constexpr int field_count<kernels::Values> = 2;
template <> inline constexpr int field_count<calendar::Duration> = 2;

template <> inline constexpr int field_count<kernels::CallNative> = 1;
template <> inline constexpr int field_count<kernels::GatherValues> = 2;
template <> inline constexpr int field_count<kernels::GatherYesNo> = 2;
template <> inline constexpr int field_count<kernels::GatherLabels> = 2;
template <> inline constexpr int field_count<kernels::GatherTexts> = 2;
template <> inline constexpr int field_count<kernels::GatherLists> = 2;
template <> inline constexpr int field_count<kernels::GatherKnown> = 2;
template <> inline constexpr int field_count<kernels::GatherKind> = 2;
template <> inline constexpr int field_count<kernels::FillInteger> = 2;
template <> inline constexpr int field_count<kernels::FillNumber> = 2;
template <> inline constexpr int field_count<kernels::FillText> = 2;
template <> inline constexpr int field_count<kernels::FillAsOf> = 1;
template <> inline constexpr int field_count<kernels::FillMissing> = 1;
template <> inline constexpr int field_count<kernels::Spread> = 3;
template <> inline constexpr int field_count<kernels::CompareValues> = 5;

template <> inline constexpr int field_count<kernels::OwnedAtom> = 2;
template <> inline constexpr int field_count<kernels::TextPoints> = 2;
template <> inline constexpr int field_count<kernels::MatchTexts> = 8;
template <> inline constexpr int field_count<kernels::MatchLists> = 5;
template <> inline constexpr int field_count<kernels::MatchLabels> = 6;
template <> inline constexpr int field_count<kernels::TakePart> = 3;
template <> inline constexpr int field_count<kernels::ChooseText> = 3;
template <> inline constexpr int field_count<kernels::ChooseText::Case> = 2;
template <> inline constexpr int field_count<kernels::ElseText> = 4;
template <> inline constexpr int field_count<kernels::RelateTexts> = 5;
template <> inline constexpr int field_count<kernels::MeasureText> = 3;
template <> inline constexpr int field_count<kernels::MapDates> = 4;
template <> inline constexpr int field_count<kernels::MapPairs> = 4;

template <> inline constexpr int field_count<kernels::DecaySpec> = 3;
template <> inline constexpr int field_count<kernels::PointBounds> = 2;
template <> inline constexpr int field_count<kernels::PointsSource> = 3;
template <> inline constexpr int field_count<kernels::GivePoints> = 7;
template <> inline constexpr int field_count<kernels::AddPoints> = 3;
template <> inline constexpr int field_count<kernels::KeepWinner> = 2;
template <> inline constexpr int field_count<kernels::KeepWinner::Rival> = 2;
template <> inline constexpr int field_count<kernels::RoundToPoints> = 2;
template <> inline constexpr int field_count<kernels::SumWeights::Weight> = 2;

template <> inline constexpr int field_count<kernels::TakeStep> = 8;
template <> inline constexpr int field_count<kernels::TakeStep::Required> = 2;
template <> inline constexpr int field_count<kernels::TakeStep::Transition> = 4;
template <> inline constexpr int field_count<kernels::StoreResults> = 8;
template <> inline constexpr int field_count<kernels::StoreResults::Flag> = 2;
template <> inline constexpr int field_count<kernels::StoreResults::Sum> = 2;
template <> inline constexpr int field_count<kernels::StoreResults::Choice> = 2;
template <> inline constexpr int field_count<kernels::StoreResults::RuleResult> = 5;
template <> inline constexpr int field_count<kernels::ChooseFirst> = 2;
template <> inline constexpr int field_count<kernels::AtLeastOf> = 3;
template <> inline constexpr int field_count<kernels::LookUp> = 5;

template <> inline constexpr int field_count<kernels::AttributeRef> = 4;
template <> inline constexpr int field_count<kernels::ActivityFilter> = 4;
template <> inline constexpr int field_count<kernels::Classifier> = 2;
template <> inline constexpr int field_count<kernels::WindowBound> = 5;
template <> inline constexpr int field_count<kernels::Aggregate> = 5;
template <> inline constexpr int field_count<kernels::Aggregate::Threshold> = 2;
template <> inline constexpr int field_count<kernels::ForEach> = 10;
template <> inline constexpr int field_count<kernels::LimitedCount> = 3;
template <> inline constexpr int field_count<kernels::WindowedPhrase> = 4;
template <> inline constexpr int field_count<kernels::ActivityChain> = 6;
template <> inline constexpr int field_count<kernels::ActivityChain::Part> = 4;
template <> inline constexpr int field_count<kernels::ActivityPass> = 9;
template <> inline constexpr int field_count<kernels::BlockProgram> = 5;

template <> inline constexpr int field_count<runtime::FieldSpec> = 9;
template <> inline constexpr int field_count<runtime::AttributeSpec> = 7;
template <> inline constexpr int field_count<runtime::ActivitySpec> = 5;
template <> inline constexpr int field_count<runtime::Schema> = 7;
template <> inline constexpr int field_count<runtime::ActivityReach> = 1;
template <> inline constexpr int field_count<runtime::RuleInfo> = 6;
template <> inline constexpr int field_count<runtime::SectionInfo> = 6;
template <> inline constexpr int field_count<runtime::GradeInfo> = 2;
template <> inline constexpr int field_count<runtime::RouteInfo> = 1;
template <> inline constexpr int field_count<runtime::ResultSchema> = 15;
// clang-format on

// Calls `visit` with every field of the struct, in the order of their declaration.
template <typename Struct, typename Visit>
void for_each_field(Struct& all, Visit&& visit) {
  constexpr int count = field_count<std::remove_const_t<Struct>>;
  static_assert(count > 0, "a struct without its row in image_fields.h");
  const auto each = [&](auto&... fields) { (visit(fields), ...); };
  if constexpr (count == 1) {
    auto& [a] = all;
    each(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = all;
    each(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = all;
    each(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = all;
    each(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = all;
    each(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = all;
    each(a, b, c, d, e, f);
  } else if constexpr (count == 7) {
    auto& [a, b, c, d, e, f, g] = all;
    each(a, b, c, d, e, f, g);
  } else if constexpr (count == 8) {
    auto& [a, b, c, d, e, f, g, h] = all;
    each(a, b, c, d, e, f, g, h);
  } else if constexpr (count == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = all;
    each(a, b, c, d, e, f, g, h, i);
  } else if constexpr (count == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = all;
    each(a, b, c, d, e, f, g, h, i, j);
  } else {
    static_assert(count == 15, "one more case for structs of so many fields");
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = all;
    each(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  }
}

}  // namespace assay::native
