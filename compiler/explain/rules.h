// The sections of a lead's score with their rules and bounds, and the rules outside of sections. Private to compiler/explain.
#pragma once

#include "compiler/explain/lead_view.h"

namespace assay::explain {

std::vector<SectionEntry> explain_sections(const LeadView& view);

// Vetoes and labels that are statements of their own.
std::vector<RuleEntry> explain_statements(const LeadView& view);

}  // namespace assay::explain
