// Errors and texts on their way to the caller.
#include <cstdlib>
#include <cstring>

#include "bindings/c/handles.h"

namespace assay::c_api {

assay_status report(Outcome outcome, assay_error** error) noexcept {
  if (outcome.status == ASSAY_OK || error == nullptr) return outcome.status;
  *error = new (std::nothrow) assay_error{outcome.status, std::move(outcome.message), std::move(outcome.diagnostics)};
  return outcome.status;
}

Outcome outcome_of_exception() noexcept {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return {ASSAY_NO_MEMORY, {}, {}};
  } catch (const std::exception& exception) {
    return {ASSAY_FAULT, exception.what(), "[]"};
  } catch (...) {
    return {ASSAY_FAULT, {}, {}};
  }
}

char* text_for_caller(std::string_view text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) throw std::bad_alloc();
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

}  // namespace assay::c_api

assay_status assay_error_status(const assay_error* error) { return error == nullptr ? ASSAY_OK : error->status; }

const char* assay_error_message(const assay_error* error) {
  if (error == nullptr) return "";
  if (error->status == ASSAY_NO_MEMORY) return "there is not enough memory";
  return error->message.c_str();
}

const char* assay_error_diagnostics(const assay_error* error) {
  return error == nullptr || error->diagnostics.empty() ? "[]" : error->diagnostics.c_str();
}

void assay_error_free(assay_error* error) { delete error; }

void assay_text_free(char* text) { std::free(text); }
