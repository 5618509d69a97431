// Whether a policy is the one that the departments agreed to (docs/language/files.md): what `assay sign` writes down beside it, and what
// `assay check --agreed` finds. Not here: reading and writing the file, which the verbs do (decision 0051).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diag.h"
#include "compiler/ir/ir.h"
#include "compiler/syntax/ast.h"

namespace assay::agreement {

// `agreed by marketing on 2026-11-02`, bound to what the policy meant then.
struct Signature {
  std::string department;
  std::string date;         // ISO
  std::string fingerprint;  // ir::fingerprint
};

// The file that holds a policy's signatures: beside it, named after it.
std::string signatures_file(const std::string& policy_file);

// One per line; lines that begin with `#` and those that are none are passed over, so that a damaged signature is one that is not there.
std::vector<Signature> parse_signatures(std::string_view text);
std::string print_signatures(const std::vector<Signature>& signatures);

// Of the departments that the policy's head names (of `only`, where it is not empty), as of now.
std::vector<Signature> sign(const syntax::Ast& ast, const ir::Policy& policy, const std::string& only);

// The old signatures with the new ones in the place of their departments'.
std::vector<Signature> renewed(std::vector<Signature> old, const std::vector<Signature>& signatures);

// Reports what is not as it was agreed: nobody agreed, an agreement without a signature of that date, a meaning that has changed since.
void check_agreed(const syntax::Ast& ast, const ir::Policy& policy, const std::vector<Signature>& signatures, diag::Sink& sink);

}  // namespace assay::agreement
