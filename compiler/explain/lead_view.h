// The evaluated lead that an explanation is made from, and its values and activities as they are shown. Private to compiler/explain.
#pragma once

#include <span>
#include <string>

#include "compiler/explain/explanation.h"
#include "compiler/interpret/evaluation.h"
#include "compiler/source/source.h"

namespace assay::explain {

using Activity = interpret::Evaluation::Activity;

struct LeadView {
  const ir::Policy& policy;
  const source::Sources& sources;
  const interpret::Model& model;
  interpret::Evaluation& lead;
  const runtime::ActivityBatch* activities;
  std::int64_t as_of;

  std::string words(source::Span span) const;
  Place place(source::Span span) const;

  Shown value(ir::ExprId expression) const;
  // The value as a number; nothing where it is missing or none.
  std::optional<double> number(ir::ExprId expression) const;

  // With those of its attributes that the policy reads and the data has.
  ShownActivity activity(Activity activity) const;
};

}  // namespace assay::explain
