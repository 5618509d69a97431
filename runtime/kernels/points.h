// Steps that make points: what a rule gives, sums of constant points, the rounding of a computed total, decay.
// Points are int64 in units of 1/10000 (runtime/points.h).
#pragma once

#include <optional>

#include "runtime/kernels/columns.h"
#include "runtime/points.h"

namespace assay::kernels {

using runtime::Points;

// ir::Decay in the runtime's words.
struct DecaySpec {
  enum class Kind : std::uint8_t { None, Halving, Fading, Losing, Expiring } kind = Kind::None;
  calendar::Duration period;
  double share = 0;
};

// The factor for an activity at `time`.
double decay_factor(const DecaySpec& decay, std::int64_t time, const Run& run);

struct PointBounds {
  std::optional<Points> at_most, at_least;  // the upper one first
  Points apply(Points points) const;
};

// How many points a rule gives before decay: a constant, or a slot that may be missing.
struct PointsSource {
  double constant = 0;
  ValueKind kind = ValueKind::Number;  // of the slot: Number or Integer
  Values slot;                         // invalid: the constant
  std::optional<double> at(const Block& block, std::size_t row) const;
};

// A `when` rule whose points are not the same for all leads: fires where the condition holds, the points are known and, with a decay, the
// time is.
struct GivePoints {
  Offset condition;
  PointsSource points;
  DecaySpec decay;
  Values decay_time;
  PointBounds bounds;
  Offset fired;
  Offset to;  // Points; 0 where it does not fire
};

// Adds points of slots exactly; what int64 cannot hold stays at its ends.
struct AddPoints {
  std::vector<Offset> points;
  PointBounds bounds;
  Offset to;
};

// Of the rules of a section that fire, the first or the one with the most points (of equals the first) stays as it is; the others do not
// fire.
struct KeepWinner {
  struct Rival {
    Offset fired;   // in and out
    Offset points;  // likewise: 0 where the rule loses
  };
  bool first = false;
  std::vector<Rival> rivals;
};

// A number rounded as points are.
struct RoundToPoints {
  Values from;
  Values to;  // Points
};

void run(const GivePoints& step, Block& block);
void run(const AddPoints& step, Block& block);
void run(const KeepWinner& step, Block& block);
void run(const RoundToPoints& step, Block& block);

}  // namespace assay::kernels
