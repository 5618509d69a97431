#include "compiler/plan/items.h"

#include <algorithm>
#include <cassert>

namespace assay::plan {
namespace {

constexpr std::size_t statements_per_function = 64;
constexpr std::uint32_t weight_per_function = 400;

// Levels: an item comes after the levels of what it needs; statements of one form may share a level with what they need, in order.
class Ordering {
 public:
  explicit Ordering(const std::vector<Item>& items) : items_(items), levels_(items.size(), unknown), order_(items.size()) {
    for (ItemId id = 0; id < items.size(); ++id) visit(id);
  }

  std::vector<ItemId> sorted() const {
    std::vector<ItemId> ids(items_.size());
    for (ItemId id = 0; id < ids.size(); ++id) ids[id] = id;
    std::ranges::sort(ids, {}, [&](ItemId id) { return std::tuple(levels_[id], items_[id].group, order_[id]); });
    return ids;
  }

 private:
  static constexpr std::uint32_t unknown = UINT32_MAX, open = UINT32_MAX - 1;

  void visit(ItemId start) {
    std::vector<std::pair<ItemId, std::size_t>> stack{{start, 0}};
    if (levels_[start] != unknown) return;
    levels_[start] = open;
    while (!stack.empty()) {
      auto& [id, next] = stack.back();
      const std::vector<ItemId>& needs = items_[id].needs;
      if (next < needs.size()) {
        const ItemId need = needs[next++];
        if (need == no_item || levels_[need] < open) continue;
        assert(levels_[need] == unknown && "an item that needs itself");
        levels_[need] = open;
        stack.push_back({need, 0});
        continue;
      }
      levels_[id] = level_of(items_[id]);
      order_[id] = count_++;
      stack.pop_back();
    }
  }

  std::uint32_t level_of(const Item& item) const {
    std::uint32_t level = 0;
    for (const ItemId need : item.needs) {
      if (need == no_item) continue;
      const bool shares = items_[need].group == item.group && item.group != Item::Group::Kernel;
      level = std::max(level, levels_[need] + (shares ? 0 : 1));
    }
    return level;
  }

  const std::vector<Item>& items_;
  std::vector<std::uint32_t> levels_, order_;
  std::uint32_t count_ = 0;
};

// Collects statements into functions.
class FunctionWriter {
 public:
  FunctionWriter(std::uint32_t space, std::vector<kernels::Step>& steps, std::vector<Function>& functions)
      : space_(space), steps_(steps), functions_(functions) {}

  void add(const Item& item) {
    if (item.group == Item::Group::Kernel) {
      is_open_ = false;
      steps_.push_back(std::get<kernels::Step>(item.work));
      return;
    }
    const auto form = item.group == Item::Group::Words ? Function::Form::Words : Function::Form::Rows;
    const bool fits = is_open_ && functions_.back().form == form && functions_.back().statements.size() < statements_per_function &&
                      weight_ + item.weight <= weight_per_function;
    if (!fits) {
      steps_.push_back(kernels::CallNative{static_cast<std::uint32_t>(functions_.size())});
      functions_.push_back({form, space_, {}});
      weight_ = 0;
      is_open_ = true;
    }
    functions_.back().statements.push_back(std::get<Statement>(item.work));
    weight_ += item.weight;
  }

 private:
  const std::uint32_t space_;
  std::vector<kernels::Step>& steps_;
  std::vector<Function>& functions_;
  std::uint32_t weight_ = 0;
  bool is_open_ = false;
};

}  // namespace

void put_in_order(const std::vector<Item>& items, std::uint32_t space, std::vector<kernels::Step>& once,
                  std::vector<kernels::Step>& per_block, std::vector<Function>& functions) {
  const std::vector<ItemId> order = Ordering(items).sorted();
  for (const bool is_once : {true, false}) {
    FunctionWriter writer(space, is_once ? once : per_block, functions);
    for (const ItemId id : order) {
      if (items[id].once == is_once) writer.add(items[id]);
    }
  }
}

}  // namespace assay::plan
