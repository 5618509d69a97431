# Run as a script (cmake -P) with TOKENS and OUTPUT set: the token types that ANTLR has numbered, and the keywords that are spelled in one way,
# as a header without ANTLR, so that what reads right policies need not know it.
file(STRINGS ${TOKENS} lines)
set(types "")
set(keywords "")
foreach(line ${lines})
  if(line MATCHES "^([A-Z_]+)=([0-9]+)$")
    string(APPEND types "  ${CMAKE_MATCH_1} = ${CMAKE_MATCH_2},\n")
    set(name_${CMAKE_MATCH_2} ${CMAKE_MATCH_1})
  elseif(line MATCHES "^'([a-z]+)'=([0-9]+)$")
    string(APPEND keywords "    {\"${CMAKE_MATCH_1}\", WordType::${name_${CMAKE_MATCH_2}}},\n")
  endif()
endforeach()
if(types STREQUAL "" OR keywords STREQUAL "")
  message(FATAL_ERROR "${TOKENS} does not look like what ANTLR writes: see cmake/WordTypes.cmake")
endif()
file(WRITE ${OUTPUT} "// Generated from grammar/AssayLexer.g4 by cmake/WordTypes.cmake.
#pragma once

#include <cstdint>
#include <string_view>

namespace assay::syntax {

// The tokens of the grammar under its names and numbers.
enum class WordType : std::uint8_t {
  END_OF_FILE = 0,
${types}};

struct Keyword {
  std::string_view spelling;
  WordType type;
};

inline constexpr Keyword keywords[] = {
${keywords}};

}  // namespace assay::syntax
")
