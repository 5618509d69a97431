// The work of one space while it is planned: items with what each of them needs, later put in order.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "compiler/plan/plan.h"

namespace assay::plan {

using ItemId = std::uint32_t;
inline constexpr ItemId no_item = UINT32_MAX;

struct Item {
  enum class Group : std::uint8_t { Kernel, Rows, Words } group = Group::Kernel;
  std::variant<kernels::Step, Statement> work;
  std::vector<ItemId> needs;
  bool once = false;         // per session, not per block
  std::uint32_t weight = 1;  // roughly how much code it becomes
};

// A slot and the item that fills it; constants are slots of no item only inside native functions.
struct Made {
  Values slot;
  ItemId item = no_item;
};

// Puts the items in order: those of the session into `once`, the others into `per_block`; statements become functions of bounded size.
void put_in_order(const std::vector<Item>& items, std::uint32_t space, std::vector<kernels::Step>& once,
                  std::vector<kernels::Step>& per_block, std::vector<Function>& functions);

}  // namespace assay::plan
