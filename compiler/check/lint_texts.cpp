// Lints about texts: signs and quotes that mean something in other languages.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "compiler/check/lints.h"
#include "runtime/text/fold.h"

namespace assay::check {

namespace {

using diag::Code;
using syntax::CompareOp;
using syntax::ExprId;
using syntax::MatchOp;

bool is_equality(CompareOp op) {
  return op == CompareOp::Equal || op == CompareOp::NotEqual || op == CompareOp::Is || op == CompareOp::IsNot;
}

bool is_negative(CompareOp op) { return op == CompareOp::NotEqual || op == CompareOp::IsNot; }

// What a text without a comma of its own can be taken for; nothing where it is one text: `Director, Sales`, `Director,*`.
std::vector<std::string> parts_of(const std::string& text, char separator) {
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

// `in "DE, AT, CH"`, `list rivals: "a.com; b.com"`
void several_in_one(const LintView& view, Span span, const std::string& text, const std::string& word) {
  if (text.find('/') != std::string::npos) return;  // addresses may hold these signs
  for (const char separator : {';', ','}) {
    const std::vector<std::string> parts = parts_of(text, separator);
    if (parts.empty()) continue;
    const std::string quoted = fmt::format("\"{}\"", fmt::join(parts, "\", \""));
    view.report(Code::SignAsItself, span, separator, word).suggest("each has quotes of its own: " + quoted).replace(span, quoted);
    return;
  }
}

// `title like "%head%"`
void percent_sign(const LintView& view, ExprId id, const std::string& text, const std::string& word) {
  const bool at_end = text.size() > 1 && (text.front() == '%' || text.back() == '%');
  const bool amount = text.size() > 1 && text.back() == '%' && std::isdigit(static_cast<unsigned char>(text[text.size() - 2])) != 0;
  if (!at_end || amount) return;
  std::string pattern = fmt::format("\"{}\"", text);
  std::replace(pattern.begin(), pattern.end(), '%', '*');
  view.report(Code::SignAsItself, view.span(id), "%", word)
      .suggest("any run of characters is a *: " + pattern)
      .replace(view.span(id), pattern);
}

// `title contains "*head*"`, `title mentions "*manager"`
void star(const LintView& view, ExprId id, const std::string& text, const std::string& word, const char* advice) {
  if (text.find('*') != std::string::npos) view.report(Code::SignAsItself, view.span(id), "*", word).suggest(advice);
}

bool begins_word_with_star(const std::string& text) {
  for (std::size_t at = text.find('*'); at != std::string::npos; at = text.find('*', at + 1)) {
    if (at + 1 < text.size() && text[at + 1] != ' ') return true;
  }
  return false;
}

// `title = "Head of *"`
void sign_in_comparison(const LintView& view, const syntax::Comparison& node) {
  if (!is_equality(node.op) || node.exactly) return;
  for (const ExprId side : {node.left, node.right}) {
    const std::string* text = view.text_of(side);
    if (text == nullptr || text->find('*') == std::string::npos) continue;
    const std::string like = is_negative(node.op) ? "not like" : "like";
    view.report(Code::SignAsItself, view.span(side), "*", view.words(node.op_span))
        .suggest(fmt::format("write {} {}", like, view.words(side)))
        .replace(node.op_span, like);
  }
}

void sign_in_match(const LintView& view, const syntax::Match& node) {
  for (const ExprId id : node.values) {
    const std::string* text = view.text_of(id);
    if (text == nullptr) continue;
    const std::string word = view.words(node.op_span);
    if (node.op != MatchOp::Matches) several_in_one(view, view.span(id), *text, word);
    switch (node.op) {
      case MatchOp::Like: percent_sign(view, id, *text, word); break;
      case MatchOp::Contains:
      case MatchOp::StartsWith:
      case MatchOp::EndsWith: star(view, id, *text, word, "leave it out: what stands around the text does not matter"); break;
      case MatchOp::Mentions:
        if (begins_word_with_star(*text)) star(view, id, *text, word, "a * stands only at the end of a word; write like for the rest");
        break;
      case MatchOp::In:
      case MatchOp::Matches: break;
    }
  }
}

}  // namespace

void sign_as_itself(const LintView& view) {
  view.each_expression<syntax::Comparison>([&](const syntax::Comparison& node, Span) { sign_in_comparison(view, node); });
  view.each_expression<syntax::Match>([&](const syntax::Match& node, Span) { sign_in_match(view, node); });
  view.each_object([&](const std::string& text, ExprId id, const syntax::PhrasePart& part) {
    percent_sign(view, id, text, part.verb.text);
    several_in_one(view, view.span(id), text, part.verb.text);
  });
  view.each_statement<syntax::List>([&](const syntax::List& list) {
    for (const std::vector<syntax::ListItem>* items : {&list.items, &list.except}) {
      for (const syntax::ListItem& item : *items) {
        if (!item.is_name) several_in_one(view, item.span, item.value, "list");
      }
    }
  });
}

// `title in "buyers"`. A list of the prelude has a name that a text may have, too, but no address is just a word.
void quoted_name(const LintView& view) {
  const auto look_at = [&](ExprId id, const std::string& text, bool is_address) {
    const Declaration* list = view.find(text, NameKind::List);
    if (list == nullptr || (list->origin == Origin::Prelude && !is_address && text != "buyers")) return;
    view.report(Code::QuotedName, view.span(id), text).suggest("leave the quotes out: " + text).replace(view.span(id), text);
  };
  view.each_expression<syntax::Match>([&](const syntax::Match& node, Span) {
    if (node.op != MatchOp::In && node.op != MatchOp::Like) return;
    for (const ExprId id : node.values) {
      if (const std::string* text = view.text_of(id)) look_at(id, *text, false);
    }
  });
  view.each_object(
      [&](const std::string& text, ExprId id, const syntax::PhrasePart& part) { look_at(id, text, view.has_url_object(part.verb)); });
}

// `title = ""`, `title in "CMO", ""`
void empty_text(const LintView& view) {
  const auto look_at = [&](ExprId id, ExprId subject, bool negative) {
    const std::string* text = view.text_of(id);
    if (text == nullptr || !text->empty()) return;
    const std::string field = view.words(subject);
    view.report(Code::EmptyText, view.span(id)).suggest(negative ? "write: has " + field : fmt::format("write: {} is missing", field));
  };
  view.each_expression<syntax::Comparison>([&](const syntax::Comparison& node, Span) {
    if (!is_equality(node.op)) return;
    for (const ExprId side : {node.left, node.right}) look_at(side, node.left, is_negative(node.op));
  });
  view.each_expression<syntax::Match>([&](const syntax::Match& node, Span) {
    for (const ExprId id : node.values) look_at(id, node.subject, node.negated);
  });
}

}  // namespace assay::check
