# Every external library, found once. All are Debian packages; scripts/install-dependencies names them.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(ZLIB REQUIRED)

# assay_external(name HEADER header NAMES library... [SUFFIXES folder...] [THREADS]): the target assay_external_<name> for a library
# without CMake files of its own. Static first: a process that loads fewer shared libraries starts sooner.
function(assay_external name)
  cmake_parse_arguments(ARG "THREADS" "HEADER" "NAMES;SUFFIXES" ${ARGN})
  string(TOUPPER ${name} upper)
  find_path(${upper}_INCLUDE_DIR ${ARG_HEADER} PATH_SUFFIXES ${ARG_SUFFIXES} REQUIRED)
  find_library(${upper}_LIBRARY NAMES ${ARG_NAMES} REQUIRED)
  mark_as_advanced(${upper}_INCLUDE_DIR ${upper}_LIBRARY)
  add_library(assay_external_${name} INTERFACE)
  target_include_directories(assay_external_${name} SYSTEM INTERFACE ${${upper}_INCLUDE_DIR})
  target_link_libraries(assay_external_${name} INTERFACE ${${upper}_LIBRARY})
  if(ARG_THREADS)
    target_link_libraries(assay_external_${name} INTERFACE Threads::Threads)
  endif()
endfunction()

assay_external(utf8proc HEADER utf8proc.h NAMES libutf8proc.a utf8proc)
assay_external(re2 HEADER re2/re2.h NAMES libre2.a re2 THREADS)
assay_external(zstd HEADER zstd.h NAMES libzstd.a zstd)
assay_external(antlr4 HEADER antlr4-runtime.h SUFFIXES antlr4-runtime NAMES libantlr4-runtime.a antlr4-runtime THREADS)
# Debian's static libraries of these two are for programs only: what is loaded by others (libassay.so) takes the shared ones.
foreach(name re2 antlr4)
  string(TOUPPER ${name} upper)
  find_library(${upper}_SHARED_LIBRARY NAMES ${name} ${name}-runtime)
  mark_as_advanced(${upper}_SHARED_LIBRARY)
  if(${upper}_SHARED_LIBRARY)
    set_target_properties(assay_external_${name} PROPERTIES INTERFACE_LINK_LIBRARIES
      "$<IF:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,SHARED_LIBRARY>,${${upper}_SHARED_LIBRARY},${${upper}_LIBRARY}>;Threads::Threads")
  endif()
endforeach()
find_program(ANTLR4_PROGRAM antlr4 REQUIRED)

# LLVM looks for a line editor that none of the parts we link needs; not finding it would read like a fault of this machine.
set(CMAKE_DISABLE_FIND_PACKAGE_LibEdit ON)
# The program knows the folder where several LLVMs are installed. A plain 19 does not match Debian's 19.1.
find_program(LLVM_CONFIG_PROGRAM NAMES llvm-config-19 llvm-config)
if(LLVM_CONFIG_PROGRAM)
  execute_process(COMMAND ${LLVM_CONFIG_PROGRAM} --cmakedir OUTPUT_VARIABLE llvm_cmake_folder OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
find_package(LLVM 19.1 REQUIRED CONFIG HINTS ${llvm_cmake_folder})

if(ASSAY_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
if(ASSAY_BUILD_BENCH)
  find_package(benchmark REQUIRED)
endif()
