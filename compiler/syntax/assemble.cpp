#include "compiler/syntax/assemble.h"

#include <algorithm>
#include <iterator>
#include <type_traits>
#include <utility>

#include "compiler/syntax/limits.h"

namespace assay::syntax {

namespace {

template <typename T, typename... Others>
constexpr bool is_one_of = (std::is_same_v<T, Others> || ...);

template <typename Node>
constexpr bool is_head_line = is_one_of<Node, VersionLine, TimezoneLine, Agreement, ReviewLine>;

}  // namespace

void Assembler::close(Block block) {
  open_ = block;
  broken_ = false;
  behind_broken_ = false;
}

template <typename Node>
void Assembler::add_statement(Node node, Block opens) {
  close(opens);
  ast_.statements.push_back(std::move(node));
}

// The last statement, if the line belongs to it; a line out of its place is reported, but not where its block's head may have been wrong.
template <typename Node>
Node* Assembler::open_statement(Block block, Span span, std::string_view message) {
  if (open_ != block) {
    if (!behind_broken_) sink_.report(diag::Code::OutOfPlace, span, message);
    ast_.left_out.push_back(span);
    behind_broken_ = true;  // what belongs to the same block stands as wrong
    return nullptr;
  }
  if (broken_) return nullptr;
  Node& node = std::get<Node>(ast_.statements.back());
  node.span = join(node.span, span);
  return &node;
}

LineStart::Kind Assembler::kind_of(const Line& line) const {
  return std::visit(
      [&]<typename Node>(const Node&) {
        if constexpr (std::is_same_v<Node, RowLine>) return LineStart::Kind::TableRow;
        if constexpr (std::is_same_v<Node, Rule>) return section_ ? LineStart::Kind::Part : LineStart::Kind::Statement;
        constexpr bool part = is_head_line<Node> || is_one_of<Node, Field, Transition, Case, AsOfLine, GivenLine, ExpectLine>;
        return part ? LineStart::Kind::Part : LineStart::Kind::Statement;
      },
      line);
}

void Assembler::add(Line line) {
  std::visit([&](auto&& node) { add_line(std::move(node)); }, std::move(line));
}

// What has no overload is a statement of one line.
template <typename Node>
void Assembler::add_line(Node node) {
  constexpr Block opens = std::is_same_v<Node, Stage>   ? Block::Stage
                          : std::is_same_v<Node, Table> ? Block::Table
                          : std::is_same_v<Node, Test>  ? Block::Test
                                                        : Block::None;
  add_statement(std::move(node), opens);
}

// Head

void Assembler::add_line(PolicyLine line) {
  close(Block::Policy);
  if (ast_.policy) {
    sink_.report(diag::Code::PolicyTwice, line.span)
        .also(ast_.policy->span, "the first one")
        .suggest("write one of them into a file of its own");
    broken_ = true;
    return;
  }
  ast_.policy.emplace();
  ast_.policy->name = std::move(line.name);
  ast_.policy->span = line.span;
}

// The head, if the line may add to it: each thing is stated once.
PolicyHeader* Assembler::head_for(Span span, std::string_view what) {
  if (open_ != Block::Policy) {
    if (behind_broken_) return nullptr;
    sink_.report(diag::Code::OutOfPlace, span, "this line belongs under the line that begins with policy");
    return nullptr;
  }
  if (broken_ || !ast_.policy) return nullptr;
  ast_.policy->span = join(ast_.policy->span, span);
  const bool again = std::find(stated_.begin(), stated_.end(), what) != stated_.end();
  if (again) sink_.report(diag::Code::StatedTwice, span, what);
  stated_.emplace_back(what);
  return again ? nullptr : &*ast_.policy;
}

void Assembler::add_line(VersionLine line) {
  if (PolicyHeader* policy = head_for(line.span, "version")) policy->version = line.version;
}
void Assembler::add_line(TimezoneLine line) {
  if (PolicyHeader* policy = head_for(line.span, "timezone")) policy->timezone = std::move(line.zone);
}
void Assembler::add_line(ReviewLine line) {
  if (PolicyHeader* policy = head_for(line.span, "review by")) policy->review_by = line.date;
}
void Assembler::add_line(Agreement line) {
  if (PolicyHeader* policy = head_for(line.span, "agreed by " + line.by.text)) policy->agreements.push_back(std::move(line));
}

// Declarations, lifecycle, tables

void Assembler::add_line(UseLine line) {
  close(Block::None);
  for (Use& use : line.targets) ast_.statements.push_back(std::move(use));
}

void Assembler::add_line(LeadLine line) { add_statement(Lead{{}, line.span}, Block::Lead); }

void Assembler::add_line(Field field) {
  Lead* lead = open_statement<Lead>(Block::Lead, field.name.span, "a field is declared under the word lead");
  if (!lead) return;
  lead->span = join(lead->span, field.span);
  lead->fields.push_back(std::move(field));
}

void Assembler::add_line(Transition transition) {
  Stage* stage = open_statement<Stage>(Block::Stage, transition.span, "this line belongs under a line that begins with stage");
  if (stage) stage->transitions.push_back(std::move(transition));
}

void Assembler::add_line(On on) {
  on.section = section_;
  add_statement(std::move(on), Block::On);
}

void Assembler::add_line(Case line) {
  On* on = open_statement<On>(Block::On, line.span, "a case belongs under a line that begins with on");
  if (on) on->cases.push_back(std::move(line));
}

void Assembler::add_line(RowLine line) {
  Table* table = open_statement<Table>(Block::Table, line.span, "a row belongs under a line that begins with table");
  if (!table) return;
  if (!line.is_head) {
    table->rows.push_back(std::move(line.row));
  } else if (table->rows.empty() && !table->head) {
    table->head = std::move(line.row);
  } else {
    sink_.report(diag::Code::OutOfPlace, line.span, "a row begins with what it stands for, not with a bar");
  }
}

// Scores

void Assembler::add_line(Section section) {
  section_ = ast_.statements.size();
  add_statement(std::move(section), Block::None);
}

// `when ready: enter SAL`, `otherwise: enter nurture` under `on`: cases with a word too many.
bool Assembler::stands_among_cases(const Rule& rule) {
  const auto enters = [](const Effect& effect) { return std::holds_alternative<EnterEffect>(effect); };
  const bool entering = std::any_of(rule.effects.list.begin(), rule.effects.list.end(), enters);
  const bool rest = rule.kind == Rule::Kind::Otherwise && !rule.condition;
  On* on = open_ == Block::On && !ast_.statements.empty() ? std::get_if<On>(&ast_.statements.back()) : nullptr;
  const bool first = rule.kind == Rule::Kind::When && on != nullptr && on->cases.empty();
  if (open_ != Block::On || !(entering || rest || first)) return false;
  if (broken_) return true;
  diag::Diagnostic& message = sink_.report(diag::Code::OutOfPlace, rule.head, "a case of 'on' begins with a label");
  message.suggest(rest ? "write else: for the labels that have no case" : "leave 'when' out: ready: enter SAL");
  if (rest) message.replace(rule.head, "else", diag::Applicability::MachineApplicable);
  on->span = join(on->span, rule.span);
  broken_ = true;  // the cases that follow look alike
  return true;
}

void Assembler::add_line(Rule rule) {
  if (stands_among_cases(rule)) return;
  rule.section = section_;
  if (++rules_ == limits::most_rules + 1) sink_.report(diag::Code::TooManyRules, rule.span, limits::most_rules);
  if (rules_ <= limits::most_rules) add_statement(std::move(rule), Block::None);
}

// Tests

void Assembler::add_line(AsOfLine line) {
  Test* test = open_statement<Test>(Block::Test, line.span, "'as of' belongs under a line that begins with test");
  if (!test) return;
  if (test->as_of) sink_.report(diag::Code::StatedTwice, line.span, "as of").also(ast_[*test->as_of].span, "the first time");
  test->as_of = line.time;
}

void Assembler::add_line(GivenLine line) {
  Test* test = open_statement<Test>(Block::Test, line.span, "'given' belongs under a line that begins with test");
  if (test) std::move(line.items.begin(), line.items.end(), std::back_inserter(test->given));
}

void Assembler::add_line(ExpectLine line) {
  Test* test = open_statement<Test>(Block::Test, line.span, "'expect' belongs under a line that begins with test");
  if (test) std::move(line.items.begin(), line.items.end(), std::back_inserter(test->expect));
}

void Assembler::add_broken(std::string_view first_word, Span span) {
  leave_broken(first_word, span);
  behind_broken_ = true;
}

void Assembler::leave_broken(std::string_view first_word, Span span) {
  const auto open_broken = [&](Block block) {
    open_ = block;
    broken_ = true;
  };
  // A table or cases of which a line was left out are not complete: nothing that is missing from them is the author's.
  const auto spoil = [&]<typename Node>(Node& node) { node.span = join(node.span, span); };
  if (open_ == Block::Test && (first_word == "when" || first_word == "lead")) return open_broken(Block::Test);
  if (first_word == "policy") return open_broken(Block::Policy);
  if (first_word == "lead") return open_broken(Block::Lead);
  if (first_word == "stage") return open_broken(Block::Stage);
  if (first_word == "on") return open_broken(Block::On);
  if (first_word == "table") return open_broken(Block::Table);
  if (first_word == "test") return open_broken(Block::Test);
  if (first_word == "score") {
    section_ = ast_.statements.size();
    return add_statement(Section{{}, {}, span}, Block::None);
  }
  // A part of a block leaves its block open; any other statement ends it.
  static constexpr std::string_view statement_words[] = {"use",     "activity", "ignore", "list",      "define", "setting",
                                                         "when",    "for",      "always", "otherwise", "total",  "grade",
                                                         "require", "segment",  "route",  "respond"};
  if (std::find(std::begin(statement_words), std::end(statement_words), first_word) != std::end(statement_words)) return close(Block::None);
  if (open_ == Block::On && !broken_) spoil(std::get<On>(ast_.statements.back()));
  if (open_ == Block::Table && !broken_) spoil(std::get<Table>(ast_.statements.back()));
}

}  // namespace assay::syntax
