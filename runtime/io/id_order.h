// The orders in which exports bring ids: as texts, or as the numbers they are. Files of leads and of activities that are in one of them can
// be read side by side.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::io {

enum class IdOrder {
  bytes,             // "10" before "9"
  length_and_bytes,  // "9" before "10": numbers without zeros in front, also behind a prefix
};

inline constexpr std::array<IdOrder, 2> id_orders = {IdOrder::bytes, IdOrder::length_and_bytes};

inline bool comes_before(IdOrder order, std::string_view a, std::string_view b) {
  if (order == IdOrder::length_and_bytes && a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

enum class Repeats { allowed, refused };

// Which orders ids that come one after the other keep to.
class RisingIds {
 public:
  // Refused: an id that comes twice keeps to no order.
  explicit RisingIds(Repeats repeats) : repeats_(repeats) {}

  // The next id.
  void note(std::string_view id);
  // Ids that were noted elsewhere, behind those noted here.
  void append(const RisingIds& later);

  bool rise(IdOrder order) const { return rise_[static_cast<std::size_t>(order)]; }
  bool rise_at_all() const { return rise(IdOrder::bytes) || rise(IdOrder::length_and_bytes); }
  // The last id; none where nothing was noted.
  const std::optional<std::string>& last() const { return last_; }

 private:
  // What becomes of the orders when this id follows the last.
  void follow(std::string_view id);

  Repeats repeats_;
  std::array<bool, id_orders.size()> rise_ = {true, true};
  std::optional<std::string> first_, last_;
};

}  // namespace assay::io
