#include "runtime/native/program_image.h"

#include <array>
#include <optional>
#include <type_traits>
#include <utility>

#include "runtime/native/byte_stream.h"
#include "runtime/native/image_fields.h"

namespace assay::native {
namespace {

using kernels::Step;

constexpr std::string_view magic = "ASSAYPRG";
// Counts what the layout number cannot see: a field that keeps its type and means something else.
constexpr std::uint64_t meaning_version = 1;

template <typename T>
inline constexpr bool is_vector = false;
template <typename T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <typename T>
inline constexpr bool is_optional = false;
template <typename T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <typename T>
inline constexpr bool is_scalar = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// Calls `visit` with what an image holds of a struct: all fields but those that `prepare` makes of the others.
template <typename Struct, typename Visit>
void for_each_kept(Struct& all, Visit& visit) {
  if constexpr (std::is_same_v<std::remove_const_t<Struct>, kernels::AtomSet>) {
    visit(all.atoms);
  } else if constexpr (std::is_same_v<std::remove_const_t<Struct>, kernels::SumWeights>) {
    visit(all.weights);
    visit(all.base);
    visit(all.added);
    visit(all.bounds);
    visit(all.to);
  } else {
    for_each_field(all, visit);
  }
}

struct Write {
  ByteWriter& out;

  template <typename T>
  void operator()(const T& value) {
    if constexpr (is_scalar<T>) {
      out.scalar(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      out.text(value);
    } else if constexpr (std::is_same_v<T, Step>) {
      out.size(value.index());
      std::visit([this](const auto& step) { (*this)(step); }, value);
    } else if constexpr (is_vector<T>) {
      out.size(value.size());
      for (const auto& each : value) (*this)(each);
    } else if constexpr (is_optional<T>) {
      out.scalar(value.has_value());
      if (value) (*this)(*value);
    } else {
      for_each_kept(value, *this);
    }
  }
};

struct Read {
  ByteReader& in;

  template <typename T>
  void operator()(T& value) {
    if constexpr (is_scalar<T>) {
      value = in.scalar<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = in.text();
    } else if constexpr (std::is_same_v<T, Step>) {
      step(value, std::make_index_sequence<std::variant_size_v<Step>>());
    } else if constexpr (is_vector<T>) {
      const std::size_t count = in.size();
      for (std::size_t i = 0; i < count && in.ok(); ++i) (*this)(value.emplace_back());
    } else if constexpr (is_optional<T>) {
      if (in.scalar<bool>()) (*this)(value.emplace());
    } else {
      for_each_kept(value, *this);
    }
  }

 private:
  template <std::size_t... kinds>
  void step(Step& value, std::index_sequence<kinds...>) {
    const std::size_t kind = in.scalar<std::uint64_t>();
    const bool known = ((kind == kinds ? ((*this)(value.emplace<kinds>()), true) : false) || ...);
    if (!known) in.fail();
  }
};

// Goes through types instead of values: each is visited once as one of its kind, in the order of the fields.
struct Layout {
  std::uint64_t number = meaning_version;

  template <typename T>
  void operator()(const T& value) {
    if constexpr (is_scalar<T>) {
      add(sizeof(T) * 4 + (std::is_enum_v<T> ? 0 : std::is_floating_point_v<T> ? 1 : std::is_signed_v<T> ? 2 : 3));
    } else if constexpr (std::is_same_v<T, std::string>) {
      add(101);
    } else if constexpr (std::is_same_v<T, Step>) {
      alternatives(std::make_index_sequence<std::variant_size_v<Step>>());
    } else if constexpr (is_vector<T>) {
      add(102);
      (*this)(typename T::value_type{});
    } else if constexpr (is_optional<T>) {
      add(103);
      (*this)(typename T::value_type{});
    } else {
      add(104);
      for_each_kept(value, *this);
      add(105);
    }
  }

 private:
  void add(std::uint64_t kind) { number = (number ^ kind) * 0x100000001b3; }
  template <std::size_t... kinds>
  void alternatives(std::index_sequence<kinds...>) {
    ((*this)(std::variant_alternative_t<kinds, Step>{}), ...);
  }
};

}  // namespace

std::uint64_t image_layout() {
  static const std::uint64_t number = [] {
    Layout layout;
    layout(runtime::Schema{});
    layout(runtime::ResultSchema{});
    layout(kernels::BlockProgram{});
    return layout.number;
  }();
  return number;
}

std::string write_image(const Parts& parts) {
  ByteWriter out;
  out.text(magic);
  out.scalar(image_layout());
  Write write{out};
  write(parts.schema);
  write(parts.result_schema);
  write(parts.program);
  return out.take();
}

std::optional<Parts> read_image(std::string_view bytes) {
  ByteReader in(bytes);
  if (in.text() != magic || in.scalar<std::uint64_t>() != image_layout()) return std::nullopt;
  Parts parts{.schema = {}, .result_schema = {}, .program = {}, .functions = {}, .owner = nullptr};
  Read read{in};
  read(parts.schema);
  read(parts.result_schema);
  read(parts.program);
  if (!in.ok() || !in.at_end()) return std::nullopt;
  parts.program.prepare();
  return parts;
}

}  // namespace assay::native
