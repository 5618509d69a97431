#include "runtime/arrow/view.h"

#include <algorithm>

#include <fmt/format.h>

namespace assay::arrow {
namespace {

constexpr std::int64_t longest = std::int64_t{1} << 48;

// How many buffers an array of a kind has; -1: those of views, at least 3.
std::int64_t buffers_of(Kind kind) {
  switch (kind) {
    case Kind::null:
    case Kind::run_end_encoded: return 0;
    case Kind::structure:
    case Kind::fixed_list: return 1;
    case Kind::boolean:
    case Kind::int8:
    case Kind::int16:
    case Kind::int32:
    case Kind::int64:
    case Kind::uint8:
    case Kind::uint16:
    case Kind::uint32:
    case Kind::uint64:
    case Kind::float16:
    case Kind::float32:
    case Kind::float64:
    case Kind::decimal:
    case Kind::date_days:
    case Kind::date_millis:
    case Kind::time32:
    case Kind::time64:
    case Kind::timestamp:
    case Kind::duration:
    case Kind::interval:
    case Kind::fixed_binary:
    case Kind::list:
    case Kind::large_list:
    case Kind::map: return 2;
    case Kind::text:
    case Kind::large_text:
    case Kind::binary:
    case Kind::large_binary:
    case Kind::list_view:
    case Kind::large_list_view: return 3;
    case Kind::text_view:
    case Kind::binary_view: return -1;
    case Kind::any_union: return -2;
  }
  return 0;
}

class Checker {
 public:
  explicit Checker(const std::string& source) : source_(source) {}

  std::optional<io::Failure> check(const ArrowArray& array, const DataType& type, bool whole, ArrayView& into) {
    type_ = &type;
    if (array.length < 0 || array.offset < 0 || array.length > longest || array.offset > longest)
      return fault(fmt::format("its length is {} and its offset {}", array.length, array.offset));
    if (auto why = check_buffers(array, type)) return why;
    if (array.n_children != static_cast<std::int64_t>(type.children.size()))
      return fault(fmt::format("it has {} children instead of {}", array.n_children, type.children.size()));
    for (std::int64_t i = 0; i < array.n_children; ++i) {
      if (array.children == nullptr || array.children[i] == nullptr) return fault("a child is not there");
    }
    if ((array.dictionary != nullptr) != (type.dictionary != nullptr)) return fault("its dictionary is not as the schema says");
    into = ArrayView{};
    into.type = &type;
    into.array = &array;
    into.length = array.length;
    into.offset = array.offset;
    const bool has_validity = array.n_buffers > 0 && type.kind != Kind::any_union && array.null_count != 0;
    if (has_validity && array.buffers[0] != nullptr)
      into.validity.push_back({static_cast<const std::uint8_t*>(array.buffers[0]), array.offset});
    return whole || type.kind != Kind::structure ? check_below(array, type, into) : std::nullopt;
  }

 private:
  std::optional<io::Failure> fault(const std::string& why) const {
    return io::Failure{fmt::format("{}: the Arrow column \"{}\" ({}) is malformed: {}", source_, type_->name, words_for(*type_), why)};
  }

  std::optional<io::Failure> check_buffers(const ArrowArray& array, const DataType& type) const {
    const std::int64_t needed = buffers_of(type.kind);
    const bool right = needed >= 0 ? array.n_buffers == needed : needed == -1 ? array.n_buffers >= 3 : array.n_buffers >= 1;
    if (!right) return fault(fmt::format("it has {} buffers", array.n_buffers));
    if (array.n_buffers > 0 && array.buffers == nullptr) return fault("it has no buffers");
    if (array.length == 0) return std::nullopt;
    // The bytes of texts may be nowhere when all texts are empty, so what they need is checked where they are read.
    const bool needs_values = needed >= 2 || needed == -1;
    if (needs_values && array.buffers[1] == nullptr && !(type.kind == Kind::fixed_binary && type.width == 0))
      return fault("the buffer of its values is not there");
    const bool is_list_view = type.kind == Kind::list_view || type.kind == Kind::large_list_view;
    if (is_list_view && array.buffers[2] == nullptr) return fault("the buffer of its sizes is not there");
    if (array.null_count > 0 && needed != 0 && needed != -2 && array.buffers[0] == nullptr)
      return fault(fmt::format("it has {} nulls and no validity", array.null_count));
    return std::nullopt;
  }

  std::optional<io::Failure> check_below(const ArrowArray& array, const DataType& type, ArrayView& into) {
    for (std::size_t i = 0; i < type.children.size(); ++i) {
      if (type.kind == Kind::structure) {
        if (auto why = view_of_child(into, i, source_, true, into.children.emplace_back())) return why;
      } else if (auto why = check(*array.children[i], type.children[i], true, into.children.emplace_back())) {
        return why;
      }
    }
    type_ = &type;
    if (type.kind == Kind::fixed_list && into.children[0].length / std::max(type.width, 1) < array.length + array.offset && type.width > 0)
      return fault(
          fmt::format("{} lists of {} do not fit the {} elements", array.length + array.offset, type.width, into.children[0].length));
    if (type.kind == Kind::run_end_encoded && into.children[0].length > into.children[1].length)
      return fault(fmt::format("{} runs have {} values", into.children[0].length, into.children[1].length));
    if (!type.dictionary) return std::nullopt;
    auto why = check(*array.dictionary, *type.dictionary, true, into.dictionary.emplace_back());
    return why;
  }

  const std::string& source_;
  const DataType* type_ = nullptr;
};

}  // namespace

void copy_bits(const Bits& from, std::int64_t first, std::int64_t count, std::uint64_t* to) {
  const std::int64_t words = (count + 63) / 64;
  if (from.bytes == nullptr) {
    std::fill_n(to, words, ~std::uint64_t{0});
    if ((count & 63) != 0) to[words - 1] = (std::uint64_t{1} << (count & 63)) - 1;
    return;
  }
  const std::int64_t begin = from.offset + first;
  const auto shift = static_cast<unsigned>(begin & 7);
  for (std::int64_t word = 0; word < words; ++word) {
    const std::int64_t bits = std::min<std::int64_t>(64, count - word * 64);
    const std::int64_t bytes = (shift + bits + 7) / 8;  // up to 9
    const std::uint8_t* source = from.bytes + (begin >> 3) + word * 8;
    std::uint64_t low = 0;
    std::memcpy(&low, source, static_cast<std::size_t>(std::min<std::int64_t>(bytes, 8)));
    std::uint64_t value = low >> shift;
    if (bytes > 8) value |= std::uint64_t{source[8]} << (64 - shift);
    if (bits < 64) value &= (std::uint64_t{1} << bits) - 1;
    to[word] = value;
  }
}

std::optional<io::Failure> view_of(const ArrowArray& array, const DataType& type, const std::string& source, bool whole, ArrayView& into) {
  return Checker(source).check(array, type, whole, into);
}

std::optional<io::Failure> view_of_child(const ArrayView& parent, std::size_t child, const std::string& source, bool whole,
                                         ArrayView& into) {
  const DataType& type = parent.type->children[child];
  if (auto why = Checker(source).check(*parent.array->children[child], type, whole, into)) return why;
  if (into.length < parent.length + parent.offset) {
    return io::Failure{fmt::format("{}: the Arrow column \"{}\" is malformed: {} rows where {} are needed", source, type.name, into.length,
                                   parent.length + parent.offset)};
  }
  // The struct's rows begin `offset` rows into its children; its own validity counts from its own start.
  into.offset += parent.offset;
  for (Bits& each : into.validity) each.offset += parent.offset;
  into.length = parent.length;
  into.validity.insert(into.validity.end(), parent.validity.begin(), parent.validity.end());
  return std::nullopt;
}

}  // namespace assay::arrow
