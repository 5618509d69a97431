# assay_embed(target NAMESPACE name FOLDER folder PATTERN pattern): the files of a folder as texts inside the program, so that it needs no
# files beside it. The sources of the target see, in namespace assay::<name>,
#   extern const std::pair<std::string_view, std::string_view> embedded_files[];  // file name without its ending, text; sorted by name
#   extern const std::size_t embedded_file_count;
# Run as a script (cmake -P) with OUTPUT, NAMESPACE, PATTERN and FILES (with | between them) set, it writes that source. The files stand in the
# command, so that it also runs again when one of them is removed.
if(CMAKE_SCRIPT_MODE_FILE)
  string(REPLACE "|" ";" files "${FILES}")
  list(LENGTH files count)
  set(source "// Generated from ${PATTERN} by cmake/AssayEmbed.cmake.\n#include <cstddef>\n#include <string_view>\n#include <utility>\n\n")
  string(APPEND source "namespace assay::${NAMESPACE} {\n\nusing EmbeddedFile = std::pair<std::string_view, std::string_view>;\n")
  string(APPEND source "extern const EmbeddedFile embedded_files[];\nextern const std::size_t embedded_file_count;\n\n")
  string(APPEND source "const EmbeddedFile embedded_files[] = {\n")
  foreach(path ${files})
    get_filename_component(name ${path} NAME_WE)
    file(READ ${path} text)
    string(APPEND source "    {\"${name}\", R\"~~~~(${text})~~~~\"},\n")
  endforeach()
  string(APPEND source "    {},\n};\nconst std::size_t embedded_file_count = ${count};\n\n}  // namespace assay::${NAMESPACE}\n")
  file(WRITE ${OUTPUT} "${source}")
  return()
endif()

set(ASSAY_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})
function(assay_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE;FOLDER;PATTERN" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${ARG_FOLDER}/${ARG_PATTERN})
  list(SORT files)
  list(JOIN files "|" listed)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded_${ARG_NAMESPACE}.cpp)
  add_custom_command(OUTPUT ${output} DEPENDS ${files} ${ASSAY_EMBED_SCRIPT} VERBATIM
    COMMENT "Embedding ${ARG_PATTERN}"
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DNAMESPACE=${ARG_NAMESPACE} -DPATTERN=${ARG_PATTERN} "-DFILES=${listed}"
            -P ${ASSAY_EMBED_SCRIPT})
  target_sources(${target} PRIVATE ${output})
endfunction()
