# Every external library, found once. All are Debian packages; scripts/install-dependencies names them.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(date REQUIRED)
find_package(ZLIB REQUIRED)

find_path(UTF8PROC_INCLUDE_DIR utf8proc.h REQUIRED)
find_library(UTF8PROC_LIBRARY NAMES libutf8proc.a utf8proc REQUIRED)
add_library(assay_external_utf8proc INTERFACE)
target_include_directories(assay_external_utf8proc SYSTEM INTERFACE ${UTF8PROC_INCLUDE_DIR})
target_link_libraries(assay_external_utf8proc INTERFACE ${UTF8PROC_LIBRARY})

find_library(RE2_LIBRARY NAMES libre2.a re2 REQUIRED)
add_library(assay_external_re2 INTERFACE)
target_link_libraries(assay_external_re2 INTERFACE ${RE2_LIBRARY} Threads::Threads)

find_library(ZSTD_LIBRARY NAMES libzstd.a zstd REQUIRED)
add_library(assay_external_zstd INTERFACE)
target_link_libraries(assay_external_zstd INTERFACE ${ZSTD_LIBRARY})

find_library(VECTORSCAN_LIBRARY NAMES libhs.a hs REQUIRED)
add_library(assay_external_vectorscan INTERFACE)
target_link_libraries(assay_external_vectorscan INTERFACE ${VECTORSCAN_LIBRARY})

find_program(ANTLR4_PROGRAM antlr4 REQUIRED)
find_path(ANTLR4_INCLUDE_DIR antlr4-runtime.h PATH_SUFFIXES antlr4-runtime REQUIRED)
find_library(ANTLR4_LIBRARY NAMES libantlr4-runtime.a antlr4-runtime REQUIRED)
add_library(assay_external_antlr4 INTERFACE)
target_include_directories(assay_external_antlr4 SYSTEM INTERFACE ${ANTLR4_INCLUDE_DIR})
target_link_libraries(assay_external_antlr4 INTERFACE ${ANTLR4_LIBRARY} Threads::Threads)

# A plain 19 does not match Debian's 19.1; the folder is a hint for machines with several LLVMs.
find_package(LLVM 19.1 REQUIRED CONFIG HINTS /usr/lib/llvm-19/lib/cmake/llvm)

if(ASSAY_BUILD_TESTS)
  find_package(GTest REQUIRED)
endif()
if(ASSAY_BUILD_BENCH)
  find_package(benchmark REQUIRED)
endif()
