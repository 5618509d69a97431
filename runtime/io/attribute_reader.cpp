#include "runtime/io/attribute_reader.h"

namespace assay::io {

AttributeReader::AttributeReader(const runtime::AttributeSpec& spec, TextQueue& texts, const calendar::Zone& zone)
    : slot_(texts.slot()),
      texts_(texts),
      storage_(runtime::storage_of(spec.type)),
      parser_({spec.type, &spec.labels, spec.format, ""}, zone),
      missing_(spec.missing),
      takes_texts_(storage_ == runtime::Storage::Text && !missing_.any()) {
  if (storage_ == runtime::Storage::Truth) empty_ = parser_.empty_yes_no();
}

AttributeReader::Outcome AttributeReader::set_code(std::size_t row, std::int32_t verdict) {
  if (verdict >= 0) slot_.set_code(row, verdict);
  return verdict == VerdictCache::bad ? Outcome::bad : Outcome::fine;
}

AttributeReader::Outcome AttributeReader::set(std::size_t row, std::string_view text) {
  if (missing_.any() && missing_.contain(text)) return Outcome::fine;
  switch (storage_) {
    case runtime::Storage::Integer: {
      std::int64_t value = 0;
      if (!parser_.integer(text, value)) return Outcome::bad;
      slot_.set_integer(row, value);
      return Outcome::fine;
    }
    case runtime::Storage::Number: {
      const auto value = parser_.number(text);
      if (value) slot_.set_number(row, *value);
      return value ? Outcome::fine : Outcome::bad;
    }
    case runtime::Storage::Text: return slot_.set_text(row, text) ? Outcome::fine : Outcome::no_room;
    case runtime::Storage::Label:
      return set_code(row, verdicts_.of(text, [&](std::string_view each) { return parser_.label(each).value_or(VerdictCache::bad); }));
    case runtime::Storage::Truth:
      return set_code(row, verdicts_.of(text, [&](std::string_view each) -> std::int32_t {
        const auto parsed = parser_.yes_no(each);
        return parsed ? std::int32_t{*parsed} : VerdictCache::bad;
      }));
    case runtime::Storage::TextList:
      if (!parser_.list(text, elements_)) return Outcome::bad;
      return slot_.set_list(row, elements_) ? Outcome::fine : Outcome::no_room;
  }
  return Outcome::fine;
}

void AttributeReader::set_empty(std::size_t row) {
  if (empty_) slot_.set_code(row, *empty_);
}

}  // namespace assay::io
