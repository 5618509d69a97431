// The converters behind make_converter. Internal.
#pragma once

#include "runtime/arrow/convert.h"

namespace assay::arrow {

// Null for fields of texts and lists.
std::unique_ptr<Converter> make_fixed_converter(const runtime::FieldSpec& field, const calendar::Zone& zone);
std::unique_ptr<Converter> make_text_converter(const runtime::FieldSpec& field);
std::unique_ptr<Converter> make_list_converter(const runtime::FieldSpec& field, const calendar::Zone& zone);

}  // namespace assay::arrow
