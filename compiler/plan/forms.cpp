#include "compiler/plan/forms.h"

#include "compiler/plan/comparison.h"

namespace assay::plan {

using ir::Op;

bool is_wide(const ir::Node& node) {
  constexpr std::uint32_t most_operands = 64;
  const bool is_junction = node.op == Op::And || node.op == Op::Or || node.op == Op::AtLeast;
  return is_junction && node.operand_count > most_operands;
}

bool is_wide_choice(const ir::Node& node) {
  constexpr std::uint32_t most_cases = 16;
  return node.op == Op::Choose && node.operand_count > 2 * most_cases;
}

namespace {

enum class Form : std::uint8_t {
  Words,          // bit logic over truths
  Comparison,     // bit logic over thresholds where one side is a constant, else rows
  Rows,           // arithmetic, row by row
  RowsOfNumbers,  // the same of numbers; of integers a kernel does it
  RowsButTexts,   // the same but for texts and lists, which a kernel moves
  Kernel,         // nothing of it in native functions: space_kernels.cpp and passes.cpp say which kernel
};

Form form_of(Op op) {
  switch (op) {
    case Op::Truth:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Has:
    case Op::IsYes:
    case Op::IsNo: return Form::Words;
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessOrEqual: return Form::Comparison;
    case Op::IntegerToNumber:
    case Op::Add:
    case Op::Subtract:
    case Op::Divide:
    case Op::Negate:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Absolute:
    case Op::Round:
    case Op::Floor:
    case Op::Ceil:
    case Op::TruthToYesNo:
    case Op::DaysBetweenDates:
    case Op::SectionValue:
    case Op::ScoreValue: return Form::Rows;
    case Op::Multiply: return Form::RowsOfNumbers;
    case Op::Else:
    case Op::Choose: return Form::RowsButTexts;
    case Op::Constant:
    case Op::Missing:
    case Op::AsOf:
    case Op::Field:
    case Op::Attribute:
    case Op::GradeValue:
    case Op::InStage:
    case Op::EnteredStage:
    case Op::Excluded:
    case Op::LabelIn:
    case Op::TextMatch:
    case Op::TextRelation:
    case Op::Length:
    case Op::DomainOf:
    case Op::HostOf:
    case Op::PathOf:
    case Op::QueryOf:
    case Op::DateOfTime:
    case Op::StartOfDate:
    case Op::YearOf:
    case Op::MonthOf:
    case Op::WeekdayOf:
    case Op::StartOfWeek:
    case Op::StartOfMonth:
    case Op::StartOfQuarter:
    case Op::StartOfYear:
    case Op::DaysBetweenTimes:
    case Op::AddToDate:
    case Op::AddToTime:
    case Op::Count:
    case Op::CountDays:
    case Op::CountWeeks:
    case Op::CountMonths:
    case Op::CountDistinct:
    case Op::LatestTime:
    case Op::FirstTime:
    case Op::SumOf:
    case Op::MaxOf:
    case Op::MinOf:
    case Op::AverageOf:
    case Op::LastValue:
    case Op::FirstValue:
    case Op::ChainHolds:
    case Op::ChainLatest: return Form::Kernel;
  }
  return Form::Kernel;
}

}  // namespace

bool is_of_words(const ir::Policy& policy, const ir::Node& node) {
  if (is_wide(node)) return false;
  const Form form = form_of(node.op);
  return form == Form::Words || (form == Form::Comparison && range_of(policy, node));
}

bool is_always_inline(const ir::Policy& policy, const ir::Node& node) {
  const bool is_junction = node.op == Op::And || node.op == Op::Or || node.op == Op::Not || node.op == Op::AtLeast;
  return !is_junction && is_of_words(policy, node);
}

bool is_of_rows(const ir::Policy& policy, const ir::Node& node) {
  switch (form_of(node.op)) {
    case Form::Comparison: return !range_of(policy, node);
    case Form::Rows: return true;
    case Form::RowsOfNumbers: return node.type == ir::Type::Number;
    case Form::RowsButTexts: return !is_wide_choice(node) && node.type != ir::Type::Text && node.type != ir::Type::TextList;
    case Form::Words:
    case Form::Kernel: return false;
  }
  return false;
}

}  // namespace assay::plan
