#include "compiler/ir/roots.h"

namespace assay::ir {

Payload payload_of(const Node& node) {
  switch (node.op) {
    case Op::Constant: return node.type == Type::Text ? Payload::Text : Payload::None;
    case Op::Field: return Payload::Field;
    case Op::Attribute: return Payload::Activity;
    case Op::SectionValue: return Payload::Section;
    case Op::GradeValue: return Payload::Grade;
    case Op::InStage:
    case Op::EnteredStage: return Payload::Stage;
    case Op::LabelIn: return Payload::LabelSet;
    case Op::TextMatch: return Payload::TextAtom;
    case Op::TextRelation: return Payload::Mode;
    case Op::AddToDate:
    case Op::AddToTime: return Payload::Duration;
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
    case Op::FirstValue: return Payload::Phrase;
    case Op::ChainHolds:
    case Op::ChainLatest: return Payload::Chain;
    case Op::Truth:
    case Op::Missing:
    case Op::AsOf:
    case Op::ScoreValue:
    case Op::Excluded:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Has:
    case Op::IsYes:
    case Op::IsNo:
    case Op::Equal:
    case Op::NotEqual:
    case Op::Less:
    case Op::LessOrEqual:
    case Op::IntegerToNumber:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Negate:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Absolute:
    case Op::Round:
    case Op::Floor:
    case Op::Ceil:
    case Op::Length:
    case Op::Else:
    case Op::Choose:
    case Op::TruthToYesNo:
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
    case Op::DaysBetweenDates:
    case Op::DaysBetweenTimes: break;
  }
  return Payload::None;
}

}  // namespace assay::ir
