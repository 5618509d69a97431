// `use`: the files that take part in a policy. The modules of the standard library come from the program itself, files from beside the one
// that names them, and the prelude without being asked for.
#include "stdlib/modules.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "compiler/check/checker.h"
#include "compiler/check/file_text.h"
#include "compiler/syntax/parse.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

// Files that use each other in a longer row than this are refused, so that no input can exhaust the stack.
constexpr std::size_t longest_chain = 100;

// What a statement is called when it stands where it may not; nothing for those that a module may hold.
struct ForeignStatement {
  std::string_view operator()(const syntax::Use&) const { return {}; }
  std::string_view operator()(const syntax::Lead&) const { return {}; }
  std::string_view operator()(const syntax::Activity&) const { return {}; }
  std::string_view operator()(const syntax::List&) const { return {}; }
  std::string_view operator()(const syntax::Define&) const { return {}; }
  std::string_view operator()(const syntax::Setting&) const { return {}; }
  std::string_view operator()(const syntax::Table&) const { return {}; }
  std::string_view operator()(const syntax::Test&) const { return {}; }
  std::string_view operator()(const syntax::TestFile&) const { return {}; }
  std::string_view operator()(const syntax::Ignore&) const { return "'ignore'"; }
  std::string_view operator()(const syntax::Section&) const { return "'score'"; }
  std::string_view operator()(const syntax::Rule&) const { return "a rule"; }
  std::string_view operator()(const syntax::ExcludeStatement&) const { return "'exclude'"; }
  std::string_view operator()(const syntax::TagStatement&) const { return "'tag'"; }
  std::string_view operator()(const syntax::Total&) const { return "'total'"; }
  std::string_view operator()(const syntax::Grade&) const { return "'grade'"; }
  std::string_view operator()(const syntax::Require&) const { return "'require'"; }
  std::string_view operator()(const syntax::Stage&) const { return "'stage'"; }
  std::string_view operator()(const syntax::On&) const { return "'on'"; }
  std::string_view operator()(const syntax::Segment&) const { return "'segment'"; }
  std::string_view operator()(const syntax::Route&) const { return "'route'"; }
  std::string_view operator()(const syntax::Respond&) const { return "'respond'"; }
  std::string_view operator()(const syntax::BusinessHours&) const { return "'business hours'"; }
};

struct Foreign {
  std::string_view what;  // empty: the file holds only what a module may
  Span span;
};

Foreign first_foreign(const syntax::Ast& ast) {
  if (ast.policy) return {"the head of a policy", ast.policy->span};
  for (const syntax::Statement& statement : ast.statements) {
    if (const std::string_view what = std::visit(ForeignStatement{}, statement); !what.empty()) return {what, syntax::span_of(statement)};
  }
  return {};
}

// A file of tests beside a policy: it uses the policy and has nothing else of its own.
bool is_test_file(const syntax::Ast& ast) {
  const auto belongs = [](const syntax::Statement& statement) {
    return std::holds_alternative<syntax::Use>(statement) || std::holds_alternative<syntax::Test>(statement) ||
           std::holds_alternative<syntax::TestFile>(statement);
  };
  return !ast.policy && std::all_of(ast.statements.begin(), ast.statements.end(), belongs);
}

class Loader {
 public:
  explicit Loader(Checker& checker) : checker_(checker) {}

  void load(const syntax::Ast& policy) {
    const std::string& name = checker_.sources_[policy.file].name();
    enter(identity_of(name), name);
    load_uses(policy, is_test_file(policy));
    if (checker_.input_.prelude) load_library(stdlib::prelude_name, Origin::Prelude);
  }

 private:
  // One file on the way from the policy to what is being loaded.
  struct Step {
    std::string identity;
    std::string name;
  };

  void enter(const std::string& identity, const std::string& name) {
    loaded_.insert(identity);
    way_.push_back({identity, name});
  }

  void load_uses(const syntax::Ast& ast, bool may_be_policy) {
    for (const syntax::Statement& statement : ast.statements) {
      const auto* use = std::get_if<syntax::Use>(&statement);
      if (use == nullptr) continue;
      if (use->is_path) {
        load_file(*use, checker_.sources_[ast.file].name(), may_be_policy);
      } else if (!stdlib::module_text(use->target)) {
        if (!checker_.is_spoiled(use->span)) report_unknown(*use);
      } else {
        load_module(use->target);
      }
    }
  }

  void load_module(std::string_view module) {
    if (module != stdlib::prelude_name && !loaded_.contains(library_identity(module))) load_library(module, Origin::Module);
  }

  void load_library(std::string_view module, Origin origin) {
    const std::string name = fmt::format("stdlib/{}.assay", module);
    enter(library_identity(module), name);
    load_uses(add(name, std::string(*stdlib::module_text(module)), origin), false);
    way_.pop_back();
  }

  void load_file(const syntax::Use& use, const std::string& user, bool may_be_policy) {
    const std::string path = path_beside(user, use.target);
    const std::string identity = identity_of(path);
    if (reports_circle(use, identity) || loaded_.contains(identity)) return;
    const FileText file = read_file(path, most_policy_bytes, checker_.input_.read_file);
    if (!file.text) {
      diag::Diagnostic& message = checker_.sink_.report(diag::Code::UnreadableFile, use.span, use.target, file.fault);
      loaded_.insert(identity);
      checker_.lost_declaration_ = checker_.lost_declaration_ || !stdlib::module_text(use.target);
      if (!stdlib::module_text(use.target)) return;
      message.suggest("a module of the standard library has no quotes: use " + use.target).replace(use.span, use.target);
      return load_module(use.target);
    }
    enter(identity, path);
    const syntax::Ast& ast = add(path, std::move(*file.text), may_be_policy ? Origin::Policy : Origin::Module);
    refuse_foreign(ast, use, may_be_policy);
    load_uses(ast, false);
    way_.pop_back();
  }

  const syntax::Ast& add(std::string name, std::string text, Origin origin) {
    const source::Source& source = checker_.sources_.add(std::move(name), std::move(text));
    const syntax::Ast& ast = checker_.module_asts_.emplace_back(syntax::parse(source, checker_.sink_));
    checker_.files_.push_back({&ast, origin});
    return ast;
  }

  void refuse_foreign(const syntax::Ast& ast, const syntax::Use& use, bool may_be_policy) {
    if (may_be_policy) return;
    const Foreign foreign = first_foreign(ast);
    if (foreign.what.empty()) return;
    checker_.sink_.report(diag::Code::NotInModule, foreign.span, foreign.what)
        .also(use.span, "used here")
        .suggest(
            "a used file holds lists, defines, settings, activities, fields and tables; only a file of nothing but tests uses a whole "
            "policy");
  }

  bool reports_circle(const syntax::Use& use, const std::string& identity) {
    const auto begin = std::find_if(way_.begin(), way_.end(), [&](const Step& step) { return step.identity == identity; });
    if (begin == way_.end() && way_.size() < longest_chain) return false;
    if (begin == way_.end()) {
      checker_.sink_.report(diag::Code::UseTooDeep, use.span, longest_chain);
      return true;
    }
    std::string circle;
    for (auto step = begin; step != way_.end(); ++step) circle += fmt::format("{} uses ", step->name);
    checker_.sink_.report(diag::Code::UseCircle, use.span, circle + begin->name);
    return true;
  }

  // Goes on with the module that was meant; without it, any name may be one that it declares.
  void report_unknown(const syntax::Use& use) {
    const std::string near = text::nearest(use.target, stdlib::module_names());
    diag::Diagnostic& unknown = checker_.sink_.report(diag::Code::UnknownModule, use.span, use.target);
    if (!near.empty()) {
      unknown.did_you_mean(near);
      return load_module(near);
    }
    unknown.suggest(
        fmt::format("there are {}; a file is used in quotes: use \"{}.assay\"", fmt::join(stdlib::module_names(), ", "), use.target));
    checker_.lost_declaration_ = true;
  }

  static std::string library_identity(std::string_view module) { return fmt::format("<{}>", module); }

  // The same for every way to write the path of a file.
  static std::string identity_of(const std::string& path) {
    std::error_code error;
    const std::filesystem::path canonical = std::filesystem::weakly_canonical(path, error);
    return error ? path : canonical.string();
  }

  Checker& checker_;
  std::vector<Step> way_;
  std::set<std::string> loaded_;
};

}  // namespace

void Checker::load_modules() { Loader(*this).load(*files_.front().ast); }

}  // namespace assay::check
