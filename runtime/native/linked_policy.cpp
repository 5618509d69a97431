#include "runtime/native/linked_policy.h"

#include "runtime/native/native_program.h"
#include "runtime/native/program_image.h"

namespace assay::native {

std::shared_ptr<runtime::Program> load(const LinkedPolicy& policy) {
  if (policy.version != linked_policy_version) return nullptr;
  std::optional<Parts> parts = read_image({policy.image, policy.image_bytes});
  if (!parts) return nullptr;
  parts->functions.assign(policy.functions, policy.functions + policy.function_count);
  return make_program(std::move(*parts));
}

}  // namespace assay::native
