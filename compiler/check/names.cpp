// Names: who declares what, who wins, and what might have been meant by a name that nobody declares.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "compiler/check/checker.h"
#include "compiler/check/foreign_names.h"
#include "runtime/io/headers.h"
#include "runtime/text/nearest.h"
#include "stdlib/modules.h"

namespace assay::check {

const char* name_of(NameKind kind) {
  switch (kind) {
    case NameKind::Field: return "field";
    case NameKind::Activity: return "activity";
    case NameKind::List: return "list";
    case NameKind::Define: return "define";
    case NameKind::Setting: return "setting";
    case NameKind::Table: return "table";
    case NameKind::Section: return "section";
    case NameKind::Grade: return "grade";
    case NameKind::Stage: return "stage";
  }
  return "";
}

std::string with_article(NameKind kind) { return (kind == NameKind::Activity ? "an " : "a ") + std::string(name_of(kind)); }

namespace {

// What people call the same thing: each row is one meaning.
constexpr std::array<std::string_view, 14> meanings = {
    " title job_title jobtitle position role job funktion ",
    " employees headcount staff size company_size number_of_employees mitarbeiter ",
    " company account organisation organization firm account_name ",
    " country region land nation ",
    " email mail e_mail email_address ",
    " phone telephone tel mobile phone_number ",
    " revenue turnover annual_revenue sales_volume umsatz ",
    " visited viewed browsed seen page_view visits pageview ",
    " clicked click clicks ",
    " opened open opens ",
    " submitted filled_in form_submitted sent ",
    " attended joined participated ",
    " registered signed_up enrolled ",
    " requested asked demanded ",
};

constexpr std::size_t most_guesses = 200;

std::string plain(std::string_view name) {
  std::string out;
  for (const char letter : name) {
    if (letter != '_') out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(letter))));
  }
  return out;
}

bool same_meaning(const std::string& a, const std::string& b) {
  const auto in_row = [](std::string_view row, const std::string& word) { return row.find(" " + word + " ") != std::string_view::npos; };
  return std::any_of(meanings.begin(), meanings.end(), [&](std::string_view row) { return in_row(row, a) && in_row(row, b); });
}

// `employee_count` and `employees`: one begins with the other's stem.
bool related(const std::string& wanted, const std::string& known) {
  const std::string a = plain(wanted), b = plain(known);
  if (a == b) return true;
  const std::size_t shared = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  return shared >= 5 && shared + 2 >= std::min(a.size(), b.size());
}

std::string best_guess(const std::string& wanted, const std::vector<std::string>& known) {
  if (const std::string near = text::nearest(wanted, known); !near.empty()) return near;
  for (const std::string& name : known) {
    if (related(wanted, name)) return name;
  }
  for (const std::string& name : known) {
    if (same_meaning(wanted, name)) return name;
  }
  return {};
}

// Who writes `Mitarbeiter` or `JobTitle` reads from the spreadsheet: the field that takes this column.
std::string field_of_column(const std::vector<LoadedFile>& files, const std::string& column) {
  const bool is_custom = column.ends_with("__c") || column.ends_with("__C");  // Salesforce marks its customers' own fields
  const std::string wanted = io::loose_key(is_custom ? column.substr(0, column.size() - 3) : column);
  for (const LoadedFile& file : files) {
    for (const syntax::Statement& statement : file.ast->statements) {
      const syntax::Lead* lead = std::get_if<syntax::Lead>(&statement);
      if (lead == nullptr) continue;
      for (const syntax::Field& field : lead->fields) {
        for (const syntax::Text& header : field.from) {
          if (io::loose_key(header.value) == wanted) return field.name.text;
        }
      }
    }
  }
  return {};
}

std::string spoken(std::initializer_list<NameKind> kinds, bool articles) {
  std::string out;
  std::size_t at = 0;
  for (const NameKind kind : kinds) {
    if (at > 0) out += at + 1 == kinds.size() ? " or " : ", ";
    out += articles ? with_article(kind) : name_of(kind);
    ++at;
  }
  return out;
}

// Collects the declarations of one file.
class Declarer {
 public:
  Declarer(Checker& checker, const LoadedFile& file) : checker_(checker), file_(file) {}

  void operator()(const syntax::Lead& lead) {
    for (const syntax::Field& field : lead.fields) add(NameKind::Field, field.name, &field);
  }
  void operator()(const syntax::Activity& node) { add(NameKind::Activity, node.name, &node); }
  void operator()(const syntax::List& node) { add(NameKind::List, node.name, &node); }
  void operator()(const syntax::Define& node) { add(NameKind::Define, node.name, &node); }
  void operator()(const syntax::Setting& node) { add(NameKind::Setting, node.name, &node); }
  void operator()(const syntax::Table& node) { add(NameKind::Table, node.name, &node); }
  void operator()(const syntax::Section& node) { add(NameKind::Section, node.name, &node); }
  void operator()(const syntax::Grade& node) { add(NameKind::Grade, node.name, &node); }
  void operator()(const syntax::Stage& node) { add(NameKind::Stage, node.name, &node); }
  template <typename Other>
  void operator()(const Other&) {}

 private:
  template <typename Node>
  void add(NameKind kind, const syntax::Name& name, const Node* node) {
    Declaration declaration{.kind = kind, .origin = file_.origin, .ast = file_.ast, .name = name.text, .span = name.span, .node = node};
    checker_.declarations_.push_back(std::move(declaration));
    Declaration& added = checker_.declarations_.back();
    const auto [known, is_new] = checker_.names_.emplace(added.name, &added);
    if (is_new || name.text.empty() || known->second == nullptr || checker_.is_spoiled(name.span)) return;
    const Declaration& first = *known->second;
    if (first.origin != added.origin || (added.origin == Origin::Prelude)) return;
    if (added.kind == first.kind) {
      checker_.sink_.report(diag::Code::DeclaredTwice, name.span, name_of(kind), name.text).also(first.span, "declared here first");
    } else {
      checker_.unknown_names_.insert("sort of " + name.text);
      checker_.unknown_names_.insert("taken " + name.text);
      checker_.sink_.report(diag::Code::NameTaken, name.span, name.text, with_article(first.kind), with_article(kind))
          .also(first.span, "declared here first")
          .suggest("give one of the two another name");
    }
  }

  Checker& checker_;
  const LoadedFile& file_;
};

}  // namespace

void Checker::declare_names() {
  for (const LoadedFile& file : files_) {
    Declarer declare(*this, file);
    for (const syntax::Statement& statement : file.ast->statements) std::visit(declare, statement);
    // What the file would have declared wins over modules and the prelude, as if it could be read.
    for (const syntax::Name& broken : file.ast->broken) names_.emplace(broken.text, nullptr);
  }
}

Declaration* Checker::find(const std::string& name) {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : found->second;
}

Declaration* Checker::find(const std::string& name, NameKind kind) {
  Declaration* declaration = find(name);
  return declaration != nullptr && declaration->kind == kind ? declaration : nullptr;
}

// `CMO, CFO`: whether nothing but what separates values stands between the last text without quotes and this one.
static bool stands_beside(const source::Sources& sources, Span last, Span next) {
  if (last.file != next.file || last.end > next.begin) return false;
  const std::string_view between = sources[next.file].bytes().substr(last.end, next.begin - last.end);
  const std::size_t word = between.find_first_not_of(", \t\r\n");
  if (word == std::string_view::npos) return true;
  const std::string_view rest = between.substr(word, between.find_last_not_of(" \t\r\n") + 1 - word);
  return rest == "or" || rest == "and";
}

// Adds a text without quotes to the message about those beside it; false where there is none.
bool Checker::add_unquoted(Span span, const std::string& quoted) {
  if (unquoted_ == nullptr || !stands_beside(sources_, unquoted_span_, span)) return false;
  unquoted_->also(span, "and here").replace(span, quoted);
  unquoted_span_ = span;
  return true;
}

// A name that is not known is told once, and not at all where its declaration may be what the parser could not read.
void Checker::unknown_name(const syntax::Name& name, std::initializer_list<NameKind> kinds, std::string_view what, bool as_text) {
  const auto told_of = [&](const LabelSet& labels) {
    return labels.code(name.text) >= 0 && unknown_names_.contains("labels of " + labels.owner);
  };
  if (std::any_of(label_sets_.begin(), label_sets_.end(), told_of)) return;
  if (is_broken(name.text) || lost_declaration_ || !unknown_names_.insert(name.text).second) return;
  const std::string advice = advice_for_name(name.text);
  // Whoever has so many unknown names has another problem, and looking for the nearest takes long.
  const bool guesses = advice.empty() && unknown_names_.size() <= most_guesses;
  const std::string guess = guesses ? guess_for(name.text, kinds) : "";
  const std::string field = guesses && guess.empty() ? field_of_column(files_, name.text) : "";
  const std::string_view module = guesses ? stdlib::module_that_declares(name.text) : std::string_view{};
  const bool is_column = !field.empty() && find(field, NameKind::Field) != nullptr;
  const std::string quoted = fmt::format("\"{}\"", name.text);
  // Names begin with small letters, as a rule; `Retail` is hardly a misspelt `email`.
  const bool is_proper = !name.text.empty() && std::isupper(static_cast<unsigned char>(name.text.front())) != 0;
  const bool is_text = as_text && guesses && (guess.empty() || is_proper) && !is_column && module.empty();
  if (is_text && add_unquoted(name.span, quoted)) return;
  diag::Diagnostic& message = sink_.report(diag::Code::UnknownName, name.span, what, name.text);
  if (!advice.empty()) {
    message.suggest(advice);
  } else if (is_column) {
    message.suggest(fmt::format("the column '{}' is the field '{}'", name.text, field)).replace(name.span, field);
  } else {
    message.did_you_mean(guess);
    const bool stage = kinds.size() == 1 && *kinds.begin() == NameKind::Stage;
    if (stage && guess.empty()) message.suggest(fmt::format("a stage is declared by: stage {} when …", name.text));
    if (!module.empty()) message.suggest(fmt::format("the module {0} knows it; write at the top: use {0}", module));
  }
  if (!is_text) return;
  message.suggest("if it is a text, it stands in quotes: " + quoted);
  if (guess.empty()) message.replace(name.span, quoted);
  unquoted_ = &message;
  unquoted_span_ = name.span;
}

bool Checker::note_hidden(diag::Diagnostic& message, const Declaration& declaration) const {
  const auto is_hidden = [&](const Declaration& other) {
    return other.origin == Origin::Prelude && other.name == declaration.name && other.kind != declaration.kind;
  };
  const auto hidden = std::find_if(declarations_.begin(), declarations_.end(), is_hidden);
  if (hidden == declarations_.end()) return false;
  message.suggest(fmt::format("the {0} '{1}' hides the {2} of that name, which every policy knows; give the {0} another name",
                              name_of(declaration.kind), declaration.name, name_of(hidden->kind)));
  return true;
}

std::string Checker::guess_for(const std::string& name, std::initializer_list<NameKind> kinds) {
  std::vector<std::string> known;
  for (const Declaration& declaration : declarations_) {
    const bool fits = std::find(kinds.begin(), kinds.end(), declaration.kind) != kinds.end();
    if (fits && find(declaration.name) == &declaration) known.push_back(declaration.name);
  }
  return best_guess(name, known);
}

Declaration* Checker::resolve(const syntax::Name& name, std::initializer_list<NameKind> kinds, std::string_view advice) {
  Declaration* declaration = find(name.text);
  if (declaration == nullptr) {
    unknown_name(name, kinds, spoken(kinds, false));
    return nullptr;
  }
  if (std::find(kinds.begin(), kinds.end(), declaration->kind) == kinds.end()) {
    if (declaration->origin == Origin::Prelude) {
      unknown_name(name, kinds, spoken(kinds, false));
    } else {
      if (unknown_names_.contains("hidden by " + name.text) || !unknown_names_.insert("sort of " + name.text).second) return nullptr;
      diag::Diagnostic& message =
          sink_.report(diag::Code::WrongSort, name.span, name.text, with_article(declaration->kind), spoken(kinds, true));
      message.also(declaration->span, "declared here");
      if (!note_hidden(message, *declaration) && !advice.empty()) message.suggest(std::string(advice));
    }
    return nullptr;
  }
  declaration->used = true;
  return declaration;
}

}  // namespace assay::check
