// The errors of the C++ interface, and how it calls functions of assay.h. Included by policy.h; who embeds includes that.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <assay.h>

namespace assay {

class Error : public std::runtime_error {
 public:
  Error(assay_status status, const std::string& message, std::string diagnostics = "[]")
      : std::runtime_error(message), status_(status), diagnostics_(std::move(diagnostics)) {}

  assay_status status() const { return status_; }
  // Of a policy that does not compile: a JSON array of diagnostics.
  const std::string& diagnostics() const { return diagnostics_; }

 private:
  assay_status status_;
  std::string diagnostics_;
};

namespace detail {

// Throws what a call reported. By reference: the call that sets the error stands in the same list of arguments.
inline void check(assay_status status, assay_error* const& reported) {
  if (status == ASSAY_OK) return;
  const std::unique_ptr<assay_error, void (*)(assay_error*)> error(reported, assay_error_free);
  throw Error(status, assay_error_message(error.get()), assay_error_diagnostics(error.get()));
}

// Calls a function of assay.h that makes a text.
template <typename Function, typename... Arguments>
std::string text_of(Function function, const Arguments&... arguments) {
  char* made = nullptr;
  assay_error* error = nullptr;
  check(function(arguments..., &made, &error), error);
  const std::unique_ptr<char, void (*)(char*)> text(made, assay_text_free);
  return text.get();
}

}  // namespace detail

}  // namespace assay
