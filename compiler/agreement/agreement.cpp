#include "compiler/agreement/agreement.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/ir/fingerprint.h"

namespace assay::agreement {
namespace {

std::string date_of(const syntax::Agreement& agreement) {
  return fmt::format("{:04}-{:02}-{:02}", agreement.on.year, agreement.on.month, agreement.on.day);
}

std::vector<syntax::Agreement> agreements_of(const syntax::Ast& ast) {
  return ast.policy ? ast.policy->agreements : std::vector<syntax::Agreement>();
}

// The words of a line; departments are names and hold no blanks.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words(1);
  for (const char letter : line) {
    if (letter != ' ' && letter != '\t' && letter != '\r') {
      words.back() += letter;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

constexpr std::string_view heading =
    "# Written by `assay sign`: who agreed, and to which meaning of the policy. `assay check --agreed` compares.\n";

}  // namespace

std::string signatures_file(const std::string& policy_file) { return policy_file + ".signed"; }

std::vector<Signature> parse_signatures(std::string_view text) {
  std::vector<Signature> signatures;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::vector<std::string> words = words_of(text.substr(begin, end - begin));
    if (words.size() == 3 && !words[0].starts_with('#')) signatures.push_back({words[0], words[1], words[2]});
    begin = end + 1;
  }
  return signatures;
}

std::string print_signatures(const std::vector<Signature>& signatures) {
  std::string out(heading);
  for (const Signature& each : signatures) out += fmt::format("{} {} {}\n", each.department, each.date, each.fingerprint);
  return out;
}

std::vector<Signature> sign(const syntax::Ast& ast, const ir::Policy& policy, const std::string& only) {
  const std::string fingerprint = ir::fingerprint(policy);
  std::vector<Signature> signatures;
  for (const syntax::Agreement& agreement : agreements_of(ast)) {
    if (only.empty() || agreement.by.text == only) signatures.push_back({agreement.by.text, date_of(agreement), fingerprint});
  }
  return signatures;
}

std::vector<Signature> renewed(std::vector<Signature> old, const std::vector<Signature>& signatures) {
  for (const Signature& each : signatures) {
    const auto known = std::ranges::find(old, each.department, &Signature::department);
    if (known == old.end()) {
      old.push_back(each);
    } else {
      *known = each;
    }
  }
  return old;
}

void check_agreed(const syntax::Ast& ast, const ir::Policy& policy, const std::vector<Signature>& signatures, diag::Sink& sink) {
  const std::vector<syntax::Agreement> agreements = agreements_of(ast);
  if (agreements.empty()) {
    const source::Span place = ast.policy ? ast.policy->span : source::Span{ast.file, 0, 0};
    sink.report(diag::Code::NobodyAgreed, place).suggest("write into the head: agreed by marketing on 2026-11-02; then run assay sign");
    return;
  }
  const std::string fingerprint = ir::fingerprint(policy);
  for (const syntax::Agreement& agreement : agreements) {
    const std::string& by = agreement.by.text;
    const auto known = std::ranges::find(signatures, by, &Signature::department);
    if (known == signatures.end() || known->date != date_of(agreement)) {
      diag::Diagnostic& message = sink.report(diag::Code::NotSigned, agreement.span, by, date_of(agreement));
      if (known != signatures.end()) message.suggest(fmt::format("{} signed on {}", by, known->date));
      message.suggest(fmt::format("when {} agrees to the policy as it stands: assay sign --by {}", by, by));
    } else if (known->fingerprint != fingerprint) {
      sink.report(diag::Code::ChangedSinceAgreed, agreement.span, by, date_of(agreement))
          .suggest(fmt::format("when {} agrees to the change: write the new date, and run assay sign --by {}", by, by));
    }
  }
}

}  // namespace assay::agreement
