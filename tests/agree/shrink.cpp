#include "tests/agree/shrink.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace assay::agree {

using tests::Cell;

namespace {

// Leaves out runs of items, long ones first, as long as `still_fails` says yes to what is left.
template <typename Item, typename StillFails>
void leave_out(std::vector<Item>& items, StillFails still_fails) {
  for (std::size_t run = items.size(); run > 0; run /= 2) {
    for (std::size_t at = 0; at < items.size();) {
      const std::vector<Item> before = items;
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at),
                  items.begin() + static_cast<std::ptrdiff_t>(std::min(at + run, items.size())));
      if (still_fails()) continue;
      items = before;
      at += run;
    }
  }
}

template <typename Spec>
std::vector<std::int32_t> positions(const std::vector<Spec>& wanted, const std::vector<Spec>& had) {
  std::vector<std::int32_t> found;
  for (const Spec& each : wanted) {
    found.push_back(-1);
    for (std::size_t i = 0; i < had.size(); ++i) {
      if (had[i].name == each.name) found.back() = static_cast<std::int32_t>(i);
    }
  }
  return found;
}

std::vector<Cell> picked(const std::vector<Cell>& cells, const std::vector<std::int32_t>& which) {
  std::vector<Cell> out;
  for (const std::int32_t at : which)
    out.push_back(at >= 0 && static_cast<std::size_t>(at) < cells.size() ? cells[static_cast<std::size_t>(at)] : Cell{});
  return out;
}

std::string cell_text(const Cell& cell) {
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth ? "yes" : "no";
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *integer);
  if (const auto* number = std::get_if<double>(&cell)) return fmt::format("{}", *number);
  if (const auto* text = std::get_if<std::string>(&cell)) return '"' + *text + '"';
  if (const auto* list = std::get_if<std::vector<std::string>>(&cell)) return fmt::format("{}", *list);
  return "missing";
}

template <typename Spec>
std::string cells_text(const std::vector<Spec>& specs, const std::vector<Cell>& cells) {
  std::string out;
  for (std::size_t i = 0; i < specs.size() && i < cells.size(); ++i) {
    if (!std::holds_alternative<std::monostate>(cells[i])) out += fmt::format(" {} {}", specs[i].name, cell_text(cells[i]));
  }
  return out;
}

}  // namespace

std::vector<tests::Lead> leads_for(const Case& generated, const runtime::Schema& schema) {
  const auto fields = positions(schema.fields, generated.schema.fields);
  const auto old_kinds = positions(generated.schema.activities, schema.activities);
  std::vector<tests::Lead> leads = generated.leads;
  for (tests::Lead& lead : leads) {
    lead.fields = picked(lead.fields, fields);
    for (tests::Activity& activity : lead.activities) {
      if (activity.kind < 0) continue;
      const auto old = static_cast<std::size_t>(activity.kind);
      activity.kind = static_cast<std::int16_t>(old_kinds[old]);
      if (activity.kind < 0) continue;
      const auto& wanted = schema.activities[static_cast<std::size_t>(activity.kind)].attributes;
      activity.attributes = picked(activity.attributes, positions(wanted, generated.schema.activities[old].attributes));
    }
  }
  return leads;
}

Case shrink(Case failing, const Fails& fails) {
  const auto still_fails = [&] { return fails(failing).has_value(); };
  leave_out(failing.leads, still_fails);
  leave_out(failing.policy.statements, still_fails);
  leave_out(failing.leads, still_fails);
  for (std::size_t i = 0; i < failing.leads.size() && i < 4; ++i) {
    leave_out(failing.leads[i].activities, still_fails);
    for (Cell& cell : failing.leads[i].fields) {
      const Cell before = std::exchange(cell, Cell{});
      if (!still_fails()) cell = before;
    }
  }
  leave_out(failing.policy.statements, still_fails);
  return failing;
}

std::string description(const Case& generated) {
  std::string out = fmt::format("{}as of {} microseconds since 1970\n", generated.policy.text(), generated.policy.setting.as_of);
  for (const tests::Lead& lead : generated.leads) {
    out += fmt::format("lead {}:{}\n", lead.id, cells_text(generated.schema.fields, lead.fields));
    for (const tests::Activity& activity : lead.activities) {
      const bool known = activity.kind >= 0;
      const auto& spec = known ? generated.schema.activities[static_cast<std::size_t>(activity.kind)] : runtime::ActivitySpec{};
      out += fmt::format("  {} at {}{}\n", known ? spec.name : "(unknown kind)", activity.time,
                         cells_text(spec.attributes, activity.attributes));
    }
  }
  return out;
}

}  // namespace assay::agree
