// Lines to statements: fields to `lead`, cases to `on`, rows to tables, transitions to stages, givens to tests, rules to sections.
// Reports lines that stand where they have no meaning. Private to this folder.
#pragma once

#include "compiler/diag/diag.h"
#include "compiler/syntax/line.h"

namespace assay::syntax {

class Assembler {
 public:
  Assembler(Ast& ast, diag::Sink& sink) : ast_(ast), sink_(sink) {}

  void add(Line line);
  // How the formatter treats the line; a rule is a part only of a named section.
  LineStart::Kind kind_of(const Line& line) const;
  // A line that was reported and left out began with this word; what belongs to its block is left out, too.
  void add_broken(std::string_view first_word, Span span);

  bool in_lead() const { return open_ == Block::Lead || open_ == Block::Policy; }
  bool in_on() const { return open_ == Block::On; }
  bool in_table() const { return open_ == Block::Table; }
  bool in_stage() const { return open_ == Block::Stage; }
  bool is_broken() const { return broken_; }
  bool is_behind_broken() const { return behind_broken_; }
  bool in_test() const { return open_ == Block::Test; }

 private:
  enum class Block : std::uint8_t { None, Policy, Lead, Stage, On, Table, Test };

  template <typename Node>
  void add_line(Node node);
  void add_line(PolicyLine line);
  void add_line(VersionLine line);
  void add_line(TimezoneLine line);
  void add_line(ReviewLine line);
  void add_line(Agreement line);
  void add_line(UseLine line);
  void add_line(LeadLine line);
  void add_line(Field field);
  void add_line(Transition transition);
  void add_line(On on);
  void add_line(Case line);
  void add_line(RowLine line);
  void add_line(Section section);
  void add_line(Rule rule);
  void add_line(AsOfLine line);
  void add_line(GivenLine line);
  void add_line(ExpectLine line);
  PolicyHeader* head_for(Span span, std::string_view what);
  template <typename Node>
  void add_statement(Node node, Block opens);
  template <typename Node>
  Node* open_statement(Block block, Span span, std::string_view message);
  void close(Block block);
  bool stands_among_cases(const Rule& rule);
  void leave_broken(std::string_view first_word, Span span);

  Ast& ast_;
  diag::Sink& sink_;
  Block open_ = Block::None;
  bool broken_ = false;         // the head of the open block was left out
  bool behind_broken_ = false;  // since the last statement a line was left out, which may have been the head of another block
  std::optional<std::size_t> section_;
  std::size_t rules_ = 0;
  std::vector<std::string> stated_;  // of the policy's head
};

}  // namespace assay::syntax
