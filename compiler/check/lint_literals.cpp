// What checks, and hardly means what its author thinks: signs and quotes that mean something in other languages. Looks at the tree alone,
// at what was written; lines that were told as wrong are left alone.
#include <cctype>

#include <fmt/format.h>

#include "compiler/check/lower.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

using diag::Code;
using syntax::CompareOp;
using syntax::MatchOp;

bool is_percent(const syntax::Ast& ast, syntax::ExprId id) {
  const syntax::Expr& expr = ast[id];
  if (const auto* negated = std::get_if<syntax::Negate>(&expr.node)) return is_percent(ast, negated->operand);
  const auto* number = std::get_if<syntax::NumberLiteral>(&expr.node);
  return number != nullptr && number->percent;
}

class Lints {
 public:
  Lints(Checker& checker, const syntax::Ast& ast) : checker_(checker), ast_(ast) {}

  void run() {
    for (const syntax::Expr& expr : ast_.expressions) {
      if (checker_.is_spoiled(expr.span)) continue;
      if (const auto* comparison = std::get_if<syntax::Comparison>(&expr.node)) lint(*comparison);
      if (const auto* match = std::get_if<syntax::Match>(&expr.node)) lint(*match);
      if (const auto* number = std::get_if<syntax::NumberLiteral>(&expr.node)) lint(*number, expr.span);
      if (const auto* count = std::get_if<syntax::CountOf>(&expr.node)) lint(*count, expr.span);
      if (const auto* fallback = std::get_if<syntax::Fallback>(&expr.node)) lint(*fallback);
    }
    for (const syntax::Phrase& phrase : ast_.phrases) {
      for (const syntax::PhrasePart& part : phrase.parts) lint(part);
    }
    for (const syntax::Statement& statement : ast_.statements) {
      if (checker_.is_spoiled(syntax::span_of(statement))) continue;
      if (const auto* rule = std::get_if<syntax::Rule>(&statement)) lint(rule->effects);
      if (const auto* section = std::get_if<syntax::Section>(&statement)) lint(*section);
      if (const auto* on = std::get_if<syntax::On>(&statement)) lint(*on);
      if (const auto* list = std::get_if<syntax::List>(&statement)) lint(*list);
    }
  }

 private:
  const std::string* text_of(syntax::ExprId id) const {
    const auto* literal = std::get_if<syntax::TextLiteral>(&ast_[id].node);
    return literal == nullptr ? nullptr : &literal->value;
  }

  // `title = "Head of *"`, `title = ""`, `score >= 50%`
  void lint(const syntax::Comparison& node) {
    for (const syntax::ExprId side : {node.left, node.right}) {
      const bool equality =
          node.op == CompareOp::Equal || node.op == CompareOp::NotEqual || node.op == CompareOp::Is || node.op == CompareOp::IsNot;
      const std::string* text = text_of(side);
      if (text == nullptr || !equality) continue;
      const bool negative = node.op == CompareOp::NotEqual || node.op == CompareOp::IsNot;
      if (text->empty()) empty_text(ast_[side].span, ast_[node.left].span, negative);
      if (text->find('*') == std::string::npos || node.exactly) continue;
      const std::string like = negative ? "not like" : "like";
      checker_.sink_.report(Code::SignAsItself, ast_[side].span, "*", checker_.words(ast_, node.op_span))
          .suggest(fmt::format("write {} {}", like, checker_.words(ast_, ast_[side].span)))
          .replace(node.op_span, like);
    }
    if (is_points(node.left)) percent_as_points(node.right);
  }

  bool is_points(syntax::ExprId id) const {
    const auto* builtin = std::get_if<syntax::BuiltinExpr>(&ast_[id].node);
    const auto* name = std::get_if<syntax::NameExpr>(&ast_[id].node);
    return (builtin != nullptr && builtin->which == syntax::Builtin::Score) ||
           (name != nullptr && checker_.find(name->name.text, NameKind::Section) != nullptr);
  }

  void empty_text(Span span, Span subject, bool negative) {
    const std::string field = checker_.words(ast_, subject);
    checker_.sink_.report(Code::EmptyText, span).suggest(negative ? "write: has " + field : fmt::format("write: {} is missing", field));
  }

  // `title in "buyers"`, `title like "%head%"`, `title contains "*head*"`, `title mentions "*manager"`
  void lint(const syntax::Match& node) {
    for (const syntax::ExprId id : node.values) {
      const std::string* text = text_of(id);
      if (text == nullptr) continue;
      const std::string word = checker_.words(ast_, node.op_span);
      if (text->empty()) empty_text(ast_[id].span, ast_[node.subject].span, node.negated);
      if (node.op != MatchOp::Matches) several_in_one(ast_[id].span, *text, word);
      switch (node.op) {
        case MatchOp::In: quoted_name(id, *text, false); break;
        case MatchOp::Like:
          quoted_name(id, *text, false);
          percent_sign(id, *text, word);
          break;
        case MatchOp::Contains:
        case MatchOp::StartsWith:
        case MatchOp::EndsWith: star(id, *text, word, "leave it out: what stands around the text does not matter"); break;
        case MatchOp::Mentions:
          if (begins_word_with_star(*text)) star(id, *text, word, "a * stands only at the end of a word; write like for the rest");
          break;
        case MatchOp::Matches: break;
      }
    }
  }

  void lint(const syntax::PhrasePart& part) {
    for (const syntax::ExprId id : part.objects) {
      const std::string* text = text_of(id);
      if (text == nullptr || checker_.is_spoiled(ast_[id].span)) continue;
      const Declaration* verb = checker_.find(part.verb.text, NameKind::Activity);
      const auto* attributes =
          verb == nullptr ? nullptr : &checker_.policy_.schema.activities[static_cast<std::size_t>(verb->index)].attributes;
      quoted_name(id, *text, attributes != nullptr && !attributes->empty() && attributes->front().type == runtime::Type::Url);
      percent_sign(id, *text, part.verb.text);
      several_in_one(ast_[id].span, *text, part.verb.text);
    }
  }

  void lint(const syntax::List& list) {
    for (const std::vector<syntax::ListItem>* items : {&list.items, &list.except}) {
      for (const syntax::ListItem& item : *items) {
        if (!item.is_name) several_in_one(item.span, item.value, "list");
      }
    }
  }

  // `in "DE, AT, CH"`, `list rivals: "a.com; b.com"`
  void several_in_one(Span span, const std::string& text, const std::string& word) {
    if (text.find('/') != std::string::npos) return;  // addresses may hold these signs
    for (const char separator : {';', ','}) {
      const std::vector<std::string> parts = parts_of(text, separator);
      if (parts.empty()) continue;
      checker_.sink_.report(Code::SignAsItself, span, separator, word)
          .suggest(fmt::format("each has quotes of its own: \"{}\"", fmt::join(parts, "\", \"")))
          .replace(span, fmt::format("\"{}\"", fmt::join(parts, "\", \"")));
      return;
    }
  }

  // What a text without a comma of its own can be taken for; nothing where it is one text: `Director, Sales`, `Director,*`.
  static std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    bool all_dotted = true;
    for (std::size_t from = 0, to = 0; to != std::string::npos; from = to + 1) {
      to = text.find(separator, from);
      const std::string part(text::trim(std::string_view(text).substr(from, to - from)));
      const bool several_words = part.find(' ') != std::string::npos || part.find('*') != std::string::npos;
      if (part.empty() || part.find('"') != std::string::npos || (separator == ',' && several_words)) return {};
      all_dotted = all_dotted && part.find('.') != std::string::npos;
      parts.push_back(part);
    }
    const bool is_list = separator == ';' ? parts.size() > 1 : parts.size() > 2 || (parts.size() > 1 && all_dotted);
    return is_list ? parts : std::vector<std::string>{};
  }

  // A list of the prelude has a name that a text may have, too, but no address is just a word.
  void quoted_name(syntax::ExprId id, const std::string& text, bool address) {
    const Declaration* list = checker_.find(text, NameKind::List);
    if (list == nullptr || (list->origin == Origin::Prelude && !address && text != "buyers")) return;
    checker_.sink_.report(Code::QuotedName, ast_[id].span, text).suggest("leave the quotes out: " + text).replace(ast_[id].span, text);
  }

  void percent_sign(syntax::ExprId id, const std::string& text, const std::string& word) {
    const bool at_end = text.size() > 1 && (text.front() == '%' || text.back() == '%');
    const bool amount = text.size() > 1 && text.back() == '%' && std::isdigit(static_cast<unsigned char>(text[text.size() - 2])) != 0;
    if (!at_end || amount) return;
    std::string pattern = text;
    std::replace(pattern.begin(), pattern.end(), '%', '*');
    checker_.sink_.report(Code::SignAsItself, ast_[id].span, "%", word)
        .suggest(fmt::format("any run of characters is a *: \"{}\"", pattern))
        .replace(ast_[id].span, fmt::format("\"{}\"", pattern));
  }

  void star(syntax::ExprId id, const std::string& text, const std::string& word, const char* advice) {
    if (text.find('*') == std::string::npos) return;
    checker_.sink_.report(Code::SignAsItself, ast_[id].span, "*", word).suggest(advice);
  }

  static bool begins_word_with_star(const std::string& text) {
    for (std::size_t at = text.find('*'); at != std::string::npos; at = text.find('*', at + 1)) {
      if (at + 1 < text.size() && text[at + 1] != ' ') return true;
    }
    return false;
  }

  // `1.000`, `2.500`: nobody writes a third decimal that is 0.
  void lint(const syntax::NumberLiteral& number, Span span) {
    const std::string written = checker_.words(ast_, span);
    const std::size_t dot = written.find('.');
    if (number.percent || dot == std::string::npos || dot > 3 || written.size() != dot + 4 || written.back() != '0' ||
        written.front() == '0')
      return;
    const std::string joined = fmt::format("{}_{}", written.substr(0, dot), written.substr(dot + 1));
    checker_.sink_.report(Code::GroupedNumber, span, written, written.substr(0, dot))
        .suggest(fmt::format("write {} if thousands are meant", joined))
        .replace(span, joined);
  }

  // `at least 2 of (a and b)`
  void lint(const syntax::CountOf& node, Span span) {
    const auto* number = std::get_if<syntax::IntegerLiteral>(&ast_[node.number].node);
    const bool beyond = number != nullptr && number->value > static_cast<std::int64_t>(node.items.size());
    if (!beyond) return;
    checker_.sink_.report(Code::CountBeyond, span, number->value, node.items.size())
        .suggest("conditions that are counted are separated by commas: at least 2 of (a, b, c)");
  }

  // `employees else 0 - 5`: who writes a number behind `else` means to go on calculating.
  void lint(const syntax::Fallback& node) {
    const syntax::Expr& last = ast_[node.operands.back()];
    const auto* sum = std::get_if<syntax::Arithmetic>(&last.node);
    if (sum == nullptr || last.parenthesised || !std::holds_alternative<syntax::IntegerLiteral>(ast_[sum->first].node)) return;
    const Span taken = source::join(ast_[node.operands.front()].span, ast_[sum->first].span);
    const Span rest{taken.file, sum->steps.front().op_span.begin, last.span.end};
    const std::string closed = fmt::format("({}) {}", checker_.words(ast_, taken), checker_.words(ast_, rest));
    checker_.sink_.report(Code::ElseTakesAll, last.span, checker_.words(ast_, last.span))
        .suggest("write: " + closed)
        .replace(source::join(taken, rest), closed);
  }

  void lint(const syntax::Effects& effects) {
    for (const syntax::Effect& effect : effects.list) {
      if (const auto* points = std::get_if<syntax::PointsEffect>(&effect)) percent_as_points(points->amount);
    }
    for (const syntax::RuleModifier& modifier : effects.modifiers) {
      const bool bound = modifier.kind == syntax::RuleModifier::Kind::AtMost || modifier.kind == syntax::RuleModifier::Kind::AtLeast;
      if (bound) percent_as_points(modifier.amount);
    }
  }

  void lint(const syntax::Section& section) {
    for (const syntax::SectionModifier& modifier : section.modifiers) {
      const bool bound = modifier.kind == syntax::SectionModifier::Kind::AtMost || modifier.kind == syntax::SectionModifier::Kind::AtLeast;
      if (bound) percent_as_points(modifier.bound);
    }
  }

  void percent_as_points(syntax::ExprId id) {
    if (!is_percent(ast_, id)) return;
    const Span span = ast_[id].span;
    const std::string written = checker_.words(ast_, span);
    const std::string number = written.substr(0, written.find_first_of(" %"));
    checker_.sink_.report(Code::PercentAsPoints, span, written)
        .suggest(fmt::format("write {} for so many points; a share is taken of something: {} * revenue", number, written))
        .replace(span, number);
  }

  void lint(const syntax::On& on) {
    for (std::size_t i = 0; i + 1 < on.cases.size(); ++i) {
      if (on.cases[i].is_else) checker_.sink_.report(Code::ElseNotLast, on.cases[i].span);
    }
  }

  Checker& checker_;
  const syntax::Ast& ast_;
};

}  // namespace

void Checker::lint_literals() {
  if (!input_.lints) return;
  note_spoiled_lines();
  for (const LoadedFile& file : files_) {
    if (file.origin == Origin::Policy) Lints(*this, *file.ast).run();
  }
}

}  // namespace assay::check
