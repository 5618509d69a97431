#include "compiler/syntax/assemble.h"

#include <algorithm>
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
}

template <typename Node>
void Assembler::add_statement(Node node, Block opens) {
  close(opens);
  ast_.statements.push_back(std::move(node));
}

// The last statement, if the line belongs to it; a line out of its place is reported, but not where its block's head was wrong.
template <typename Node>
Node* Assembler::open_statement(Block block, Span span, std::string_view message) {
  if (open_ != block) {
    sink_.report(diag::Code::OutOfPlace, span, message);
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

template <typename Node>
void Assembler::add_line(Node node) {
  const auto state_once = [&](std::string_view what) {
    const bool again = std::find(stated_.begin(), stated_.end(), what) != stated_.end();
    if (again) sink_.report(diag::Code::StatedTwice, node.span, what);
    stated_.emplace_back(what);
    return !again;
  };
  if constexpr (std::is_same_v<Node, PolicyLine>) {
    close(Block::Policy);
    if (ast_.policy) {
      sink_.report(diag::Code::PolicyTwice, node.span).also(ast_.policy->span, "the first one").suggest("write one of them into a file of its own");
      broken_ = true;
      return;
    }
    ast_.policy.emplace();
    ast_.policy->name = std::move(node.name);
    ast_.policy->span = node.span;
  } else if constexpr (is_head_line<Node>) {
    if (open_ != Block::Policy) {
      sink_.report(diag::Code::OutOfPlace, node.span, "this line belongs under the line that begins with policy");
      return;
    }
    if (broken_ || !ast_.policy) return;
    PolicyHeader& policy = *ast_.policy;
    policy.span = join(policy.span, node.span);
    if constexpr (std::is_same_v<Node, VersionLine>) {
      if (state_once("version")) policy.version = node.version;
    } else if constexpr (std::is_same_v<Node, TimezoneLine>) {
      if (state_once("timezone")) policy.timezone = std::move(node.zone);
    } else if constexpr (std::is_same_v<Node, ReviewLine>) {
      if (state_once("review by")) policy.review_by = node.date;
    } else {
      if (state_once("agreed by " + node.by.text)) policy.agreements.push_back(std::move(node));
    }
  } else if constexpr (std::is_same_v<Node, UseLine>) {
    close(Block::None);
    for (Use& use : node.targets) ast_.statements.push_back(std::move(use));
  } else if constexpr (std::is_same_v<Node, LeadLine>) {
    add_statement(Lead{{}, node.span}, Block::Lead);
  } else if constexpr (std::is_same_v<Node, Field>) {
    Lead* lead = open_statement<Lead>(Block::Lead, node.name.span, "a field is declared under the word lead");
    if (!lead) return;
    lead->span = join(lead->span, node.span);
    lead->fields.push_back(std::move(node));
  } else if constexpr (std::is_same_v<Node, Transition>) {
    Stage* stage = open_statement<Stage>(Block::Stage, node.span, "this line belongs under a line that begins with stage");
    if (stage) stage->transitions.push_back(std::move(node));
  } else if constexpr (std::is_same_v<Node, Case>) {
    On* on = open_statement<On>(Block::On, node.span, "a case belongs under a line that begins with on");
    if (on) on->cases.push_back(std::move(node));
  } else if constexpr (std::is_same_v<Node, RowLine>) {
    Table* table = open_statement<Table>(Block::Table, node.span, "a row belongs under a line that begins with table");
    if (!table) return;
    const bool head = node.is_head && table->rows.empty() && !table->head;
    if (head) {
      table->head = std::move(node.row);
    } else if (node.is_head) {
      sink_.report(diag::Code::OutOfPlace, node.span, "a row begins with what it stands for, not with a bar");
    } else {
      table->rows.push_back(std::move(node.row));
    }
  } else if constexpr (std::is_same_v<Node, AsOfLine>) {
    Test* test = open_statement<Test>(Block::Test, node.span, "'as of' belongs under a line that begins with test");
    if (!test) return;
    if (test->as_of) sink_.report(diag::Code::StatedTwice, node.span, "as of").also(ast_[*test->as_of].span, "the first time");
    test->as_of = node.time;
  } else if constexpr (std::is_same_v<Node, GivenLine>) {
    Test* test = open_statement<Test>(Block::Test, node.span, "'given' belongs under a line that begins with test");
    if (test) std::move(node.items.begin(), node.items.end(), std::back_inserter(test->given));
  } else if constexpr (std::is_same_v<Node, ExpectLine>) {
    Test* test = open_statement<Test>(Block::Test, node.span, "'expect' belongs under a line that begins with test");
    if (test) std::move(node.items.begin(), node.items.end(), std::back_inserter(test->expect));
  } else if constexpr (std::is_same_v<Node, Rule>) {
    node.section = section_;
    if (++rules_ == limits::kRules + 1) sink_.report(diag::Code::TooManyRules, node.span, limits::kRules);
    if (rules_ <= limits::kRules) add_statement(std::move(node), Block::None);
  } else if constexpr (std::is_same_v<Node, Section>) {
    section_ = ast_.statements.size();
    add_statement(std::move(node), Block::None);
  } else if constexpr (std::is_same_v<Node, On>) {
    node.section = section_;
    add_statement(std::move(node), Block::On);
  } else {
    constexpr Block opens = std::is_same_v<Node, Stage>   ? Block::Stage
                            : std::is_same_v<Node, Table> ? Block::Table
                            : std::is_same_v<Node, Test>  ? Block::Test
                                                          : Block::None;
    add_statement(std::move(node), opens);
  }
}

void Assembler::add_broken(std::string_view first_word, Span span) {
  const auto open_broken = [&](Block block) {
    open_ = block;
    broken_ = true;
  };
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
  static constexpr std::string_view kStatements[] = {"use", "activity", "ignore", "list", "define", "setting", "when", "for", "always",
      "otherwise", "total", "grade", "require", "segment", "route", "respond"};
  if (std::find(std::begin(kStatements), std::end(kStatements), first_word) != std::end(kStatements)) close(Block::None);
}

}  // namespace assay::syntax
