# Run as a script (cmake -P) with SOURCE and CLASS set: ANTLR's generated source builds the tables of the grammar before main() begins, in
# every verb and every program that links the library; this moves it into the constructor, where the first use builds them.
file(READ ${SOURCE} text)
set(before "\n${CLASS}::Initializer ${CLASS}::_init;\n")
string(FIND "${text}" "${before}" definition)
string(REGEX MATCH "\n${CLASS}::${CLASS}\\([^)]*\\) : [A-Za-z]+\\(input\\) {\n" constructor "${text}")
if(definition EQUAL -1 OR constructor STREQUAL "")
  message(FATAL_ERROR "${SOURCE} does not look like what ANTLR 4.9 writes: see cmake/LazyGrammarTables.cmake")
endif()
string(REPLACE "${before}" "\n" text "${text}")
string(REPLACE "${constructor}" "${constructor}  static const Initializer tables;\n" text "${text}")
file(WRITE ${SOURCE} "${text}")
