// Steps that bring columns into a frame, padded and aligned, and that fill slots which are the same for every row.
#pragma once

#include <string>

#include "runtime/kernels/frame.h"

namespace assay::kernels {

// A column of `integer`, `date`, `time` (int64) or `number` (double), both 8 bytes wide.
struct GatherValues {
  std::uint32_t column;
  Values to;
};

struct GatherYesNo {
  std::uint32_t column;
  Values to;
};

struct GatherLabels {
  std::uint32_t column;
  Values to;
};

struct GatherTexts {
  std::uint32_t column;
  Values to;
};

struct GatherLists {
  std::uint32_t column;
  Values to;
};

// Only whether the column's value is known.
struct GatherKnown {
  std::uint32_t column;
  Offset to;
};

// Whether an activity is of a declared kind (activity frames).
struct GatherKind {
  std::int32_t activity;
  Offset to;
};

// The same value in every row: once per session.
struct FillInteger {
  std::int64_t value;
  Values to;
};

struct FillNumber {
  double value;
  Values to;
};

struct FillText {
  std::string value;
  Values to;
};

struct FillAsOf {
  Values to;
};

// Known in no row.
struct FillMissing {
  Values to;
};

enum class ValueKind : std::uint8_t { Truth, YesNo, Number, Integer, Text, List };

// Brings a slot of the leads into the frame of their activities. Of a truth only `values` are used.
struct Spread {
  ValueKind kind;
  Values from;  // in the lead frame
  Values to;
};

void run(const GatherValues& step, Block& block);
void run(const GatherYesNo& step, Block& block);
void run(const GatherLabels& step, Block& block);
void run(const GatherTexts& step, Block& block);
void run(const GatherLists& step, Block& block);
void run(const GatherKnown& step, Block& block);
void run(const GatherKind& step, Block& block);
void run(const FillInteger& step, Block& block);
void run(const FillNumber& step, Block& block);
void run(const FillText& step, Block& block);
void run(const FillAsOf& step, Block& block);
void run(const FillMissing& step, Block& block);
void run(const Spread& step, Block& block);

// Copies `rows` bits from bit `first` of `from` (nullptr: all ones) to the start of `to`.
void copy_bits(const std::uint64_t* from, std::size_t first, std::size_t rows, std::uint64_t* to);

}  // namespace assay::kernels
