// A program as bytes, so that it can be kept in a file or inside an object and scored with later, without the compiler: what the policy
// asks of its data, what its results are called, and the steps. Its native functions are not in it.
//
// An image is for the build that wrote it or one with the same layout: `image_layout` is a number made of the types of all fields, and
// changes with any of them. What it is not: a format for other programs, or for other kinds of machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/native/native_program.h"

namespace assay::native {

// Of this build.
std::uint64_t image_layout();

// The image of a program; functions and owner of `parts` are left out. Prepared or not makes no difference.
std::string write_image(const Parts& parts);

// The program of an image, prepared, without functions; nullopt for bytes that are none of this layout. Never more than the bytes hold is
// believed, but what is well-formed is not checked further: who reads images from files sees to it that they are whole.
std::optional<Parts> read_image(std::string_view bytes);

}  // namespace assay::native
