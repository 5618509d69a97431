# What can be switched, and the flags that every target of the project is compiled with.
option(ASSAY_BUILD_TESTS "Build the tests" ON)
option(ASSAY_BUILD_BENCH "Build the benchmarks" OFF)
option(ASSAY_PORTABLE "Kernels and generated code for the oldest processor only, to test that results do not depend on it" OFF)
option(ASSAY_BUILD_FUZZERS "Build the libFuzzer targets (clang only)" OFF)
set(ASSAY_SANITIZE "" CACHE STRING "Sanitizers, for example address,undefined")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# A library does not wait for those that it depends on, only who links them does.
set(CMAKE_OPTIMIZE_DEPENDENCIES ON)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()

# Results may not depend on the optimiser: no contraction of a*b+c, no fast-math anywhere.
add_compile_options(-Wall -Wextra -Werror=switch -Werror=return-type -ffp-contract=off -ffunction-sections -fdata-sections)
add_link_options(-Wl,--gc-sections -Wl,--build-id)

if(ASSAY_SANITIZE)
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ASSAY_SANITIZE})
endif()

if(ASSAY_BUILD_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
