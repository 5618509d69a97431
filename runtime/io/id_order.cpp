#include "runtime/io/id_order.h"

namespace assay::io {

void RisingIds::follow(std::string_view id) {
  if (!last_ || (repeats_ == Repeats::allowed && *last_ == id)) return;
  for (const IdOrder order : id_orders) {
    if (!comes_before(order, *last_, id)) rise_[static_cast<std::size_t>(order)] = false;
  }
}

void RisingIds::note(std::string_view id) {
  if (last_ && *last_ == id && repeats_ == Repeats::allowed) return;
  follow(id);
  if (!first_) first_.emplace(id);
  if (!last_) last_.emplace();
  last_->assign(id);
}

void RisingIds::append(const RisingIds& later) {
  if (!later.first_) return;
  follow(*later.first_);
  for (std::size_t i = 0; i < rise_.size(); ++i) rise_[i] &= later.rise_[i];
  if (!first_) first_ = later.first_;
  last_ = later.last_;
}

}  // namespace assay::io
