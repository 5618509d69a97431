#include "compiler/syntax/print.h"

#include <iterator>

#include <fmt/format.h>

#include "compiler/syntax/literals.h"
#include "compiler/syntax/print_expression.h"

namespace assay::syntax {

namespace {

class Printer {
 public:
  explicit Printer(const Ast& ast) : print_(ast) {}

  std::string print(const Ast& ast) {
    if (ast.policy) policy(*ast.policy);
    for (const Statement& statement : ast.statements) std::visit([&](const auto& node) { this->statement(node); }, statement);
    return std::move(out_);
  }

 private:
  template <typename... Arguments>
  void line(fmt::format_string<Arguments...> pattern, Arguments&&... arguments) {
    fmt::format_to(std::back_inserter(out_), pattern, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

  static std::string quoted(const Text& text) { return ExpressionPrinter::quoted(text.value); }
  static std::string name(const Name& name) { return ExpressionPrinter::name(name); }
  static std::string names(const std::vector<Name>& all) {
    std::string out;
    for (const Name& one : all) out += " " + name(one);
    return out;
  }
  static std::string texts(const std::vector<Text>& all) {
    std::string out;
    for (const Text& one : all) out += " " + quoted(one);
    return out;
  }
  std::string expression(ExprId id) const { return print_.expression(id); }

  void policy(const PolicyHeader& node) {
    line("policy{}", node.name ? " " + quoted(*node.name) : "");
    if (node.version) line("  version {}", *node.version);
    if (node.timezone) line("  timezone {}", quoted(*node.timezone));
    for (const Agreement& agreement : node.agreements) line("  agreed {} {}", name(agreement.by), ExpressionPrinter::date(agreement.on));
    if (node.review_by) line("  review {}", ExpressionPrinter::date(*node.review_by));
  }

  // Declarations
  static std::string type(const Type& type) {
    switch (type.kind) {
      case Type::Kind::Unknown: return "unknown";
      case Type::Kind::Text: return "text";
      case Type::Kind::Email: return "email";
      case Type::Kind::Url: return "url";
      case Type::Kind::Phone: return "phone";
      case Type::Kind::Integer: return "integer";
      case Type::Kind::Number: return "number";
      case Type::Kind::YesNo: return "yes/no";
      case Type::Kind::Date: return "date";
      case Type::Kind::Time: return "time";
      case Type::Kind::ListOfText: return "list-of-text";
      case Type::Kind::OneOf: break;
    }
    std::string out = "(one-of";
    for (const Label& label : type.labels) out += " " + ExpressionPrinter::label(label);
    return out + ")";
  }

  void statement(const Use& node) { line("use {}", node.is_path ? ExpressionPrinter::quoted(node.target) : node.target); }
  void statement(const Lead& node) {
    line("lead");
    for (const Field& field : node.fields) {
      std::string options;
      if (!field.from.empty()) options += " (from" + texts(field.from) + ")";
      if (field.format) options += " (format " + quoted(*field.format) + ")";
      if (!field.missing.empty()) options += " (missing" + texts(field.missing) + ")";
      if (field.separator) options += " (separator " + quoted(*field.separator) + ")";
      line("  {}: {}{}", name(field.name), type(field.type), options);
    }
  }
  void statement(const Activity& node) {
    line("activity {}{}", name(node.name), node.merging_overlaps ? " merging-overlaps" : "");
    for (const Attribute& attribute : node.attributes) line("  {}: {}", name(attribute.name), type(attribute.type));
    if (!node.from.empty()) line("  from{}", texts(node.from));
  }
  void statement(const Ignore& node) { line("ignore {}{}", print_.phrase(node.phrase), node.reason ? " " + quoted(*node.reason) : ""); }
  static std::string items(const std::vector<ListItem>& items) {
    std::string out;
    for (const ListItem& item : items) out += " " + (item.is_name ? item.value : ExpressionPrinter::quoted(item.value));
    return out;
  }
  void statement(const List& node) {
    if (node.file) {
      line("list {} (from {} column {})", name(node.name), quoted(node.file->path), ExpressionPrinter::label(node.file->column));
    } else {
      line("list {}{}{}", name(node.name), items(node.items), node.except.empty() ? "" : " (except" + items(node.except) + ")");
    }
  }
  void statement(const Define& node) { line("define {} {}", name(node.name), expression(node.value)); }
  void statement(const Setting& node) { line("setting {} {}", name(node.name), expression(node.value)); }

  // Scores
  void statement(const Section& node) {
    std::string out;
    for (const SectionModifier& modifier : node.modifiers) {
      switch (modifier.kind) {
        case SectionModifier::Kind::AtMost: out += fmt::format(" (at-most {})", expression(modifier.bound)); break;
        case SectionModifier::Kind::AtLeast: out += fmt::format(" (at-least {})", expression(modifier.bound)); break;
        case SectionModifier::Kind::FirstMatch: out += " first-match"; break;
        case SectionModifier::Kind::BestMatch: out += " best-match"; break;
        case SectionModifier::Kind::CountingSinceLast: out += fmt::format(" (counting-since-last {})", name(modifier.verb)); break;
      }
    }
    line("score {}{}", name(node.name), out);
  }
  void statement(const Rule& node) {
    switch (node.kind) {
      case Rule::Kind::When: line("when {}", expression(*node.condition)); break;
      case Rule::Kind::ForEach: line("for-each {}", print_.phrase(*node.phrase)); break;
      case Rule::Kind::ForEachPeriod: line("for-each-{} {}", unit_word(node.period), print_.phrase(*node.phrase)); break;
      case Rule::Kind::ForEachDifferent: line("for-each-different {} {}", name(*node.attribute), print_.phrase(*node.phrase)); break;
      case Rule::Kind::Always: line("always"); break;
      case Rule::Kind::Otherwise: line("otherwise{}", node.condition ? " " + expression(*node.condition) : ""); break;
    }
    effects(node.effects, "  ");
  }
  void effects(const Effects& node, std::string_view indent) {
    for (const Effect& effect : node.list) {
      if (const auto* points = std::get_if<PointsEffect>(&effect)) line("{}points {}", indent, expression(points->amount));
      if (const auto* tag = std::get_if<TagEffect>(&effect)) line("{}tag {}", indent, quoted(tag->tag));
      if (const auto* enter = std::get_if<EnterEffect>(&effect)) line("{}enter {}", indent, name(enter->stage));
      if (const auto* veto = std::get_if<ExcludeEffect>(&effect))
        line("{}exclude{}", indent, veto->reason ? " " + quoted(*veto->reason) : "");
    }
    for (const RuleModifier& modifier : node.modifiers) line("{}{}", indent, rule_modifier(modifier));
    if (node.reason) line("{}reason {}", indent, quoted(*node.reason));
    if (node.open_reason) line("{}open-reason {}", indent, print_.phrase(*node.open_reason));
    if (node.as) line("{}as {}", indent, name(*node.as));
  }
  std::string rule_modifier(const RuleModifier& modifier) const {
    switch (modifier.kind) {
      case RuleModifier::Kind::AtMost: return "at-most " + expression(modifier.amount);
      case RuleModifier::Kind::AtLeast: return "at-least " + expression(modifier.amount);
      case RuleModifier::Kind::OnceEvery: return "once-every " + print_.duration(modifier.duration);
      case RuleModifier::Kind::Halving: return "halving-every " + print_.duration(modifier.duration);
      case RuleModifier::Kind::Fading: return "fading-over " + print_.duration(modifier.duration);
      case RuleModifier::Kind::Losing:
        return fmt::format("losing {} every {}", expression(modifier.amount), print_.duration(modifier.duration));
      case RuleModifier::Kind::Expiring: return "expiring-after " + print_.duration(modifier.duration);
    }
    return {};
  }
  void statement(const ExcludeStatement& node) {
    line("exclude{} when {}", node.reason ? " " + quoted(*node.reason) : "", expression(node.condition));
  }
  void statement(const TagStatement& node) { line("tag {} when {}", quoted(node.tag), expression(node.condition)); }
  void statement(const Total& node) { line("total {}", expression(node.value)); }
  void statement(const Grade& node) {
    line("grade {} by {}", name(node.name), expression(node.by));
    for (const Band& band : node.bands) line("  {} from {}", ExpressionPrinter::label(band.label), expression(band.bound));
    if (node.otherwise) line("  else {}", ExpressionPrinter::label(*node.otherwise));
  }

  // Lifecycle
  void statement(const Require& node) { line("require{} for {}", names(node.fields), name(node.stage)); }
  void statement(const Stage& node) {
    line("stage {}", name(node.name));
    for (const Transition& transition : node.transitions) {
      const std::string condition = expression(transition.condition);
      switch (transition.kind) {
        case Transition::Kind::Enter: line("  enter when {}", condition); break;
        case Transition::Kind::EnterFrom: line("  enter from{} when {}", names(transition.stages), condition); break;
        case Transition::Kind::LeaveTo: line("  leave to{} when {}", names(transition.stages), condition); break;
      }
    }
  }
  void statement(const On& node) {
    line("on {}{}", name(node.subject), node.attribute ? " " + name(*node.attribute) : "");
    for (const Case& one : node.cases) {
      std::string labels;
      for (const Label& label : one.labels) labels += " " + ExpressionPrinter::label(label);
      line("  case{}", one.is_else ? " else" : labels);
      effects(one.effects, "    ");
    }
  }
  void statement(const Segment& node) { line("segment {} when {}", quoted(node.name), expression(node.condition)); }
  void statement(const Route& node) {
    line("route{}{} when {}", node.one_of ? " one-of" : "", texts(node.targets), expression(node.condition));
  }
  void statement(const Respond& node) { line("respond {} within {} by{}", name(node.stage), print_.duration(node.within), names(node.by)); }
  void statement(const BusinessHours& node) {
    line("business-hours{}", node.except.empty() ? "" : " (except" + print_.expressions(node.except) + ")");
    for (const OpenHours& open : node.open) {
      line("  days {}-{} {:02}:{:02}-{:02}:{:02}", open.first_day, open.last_day, open.opens / 60, open.opens % 60, open.closes / 60,
           open.closes % 60);
    }
  }

  // Tables
  void statement(const Table& node) {
    line("table {} by{}{}", name(node.name), names(node.by), node.file ? " from " + quoted(*node.file) : "");
    if (node.head) line("  head{}", cells(*node.head));
    for (const TableRow& row : node.rows) line("  row{}", cells(row));
  }
  std::string cells(const TableRow& row) const {
    std::string out;
    for (const TableCell& cell : row.cells) {
      out += " |";
      for (const CellItem& item : cell.items) {
        const std::string sign = item.kind == CellItem::Kind::Comparison ? std::string(ExpressionPrinter::compare_sign(item.op)) + " " : "";
        out += " " + (item.value ? sign + expression(*item.value) : "else");
      }
    }
    return out;
  }

  // Tests
  void statement(const Test& node) {
    line("test {}", quoted(node.name));
    if (node.as_of) line("  as-of {}", expression(*node.as_of));
    for (const Given& given : node.given) line("  given {}", given_words(given));
    for (const Expectation& expectation : node.expect) line("  expect {}", expectation_words(expectation));
  }
  std::string given_words(const Given& given) const {
    std::string out = (given.is_stage ? "stage " : "") + name(given.name) + print_.expressions(given.values);
    for (const GivenValue& pair : given.with) out += fmt::format(" (with {}{})", name(pair.name), print_.expressions(pair.values));
    for (const GivenTime& time : given.times) {
      switch (time.kind) {
        case GivenTime::Kind::Today: out += " (today)"; break;
        case GivenTime::Kind::Ago: out += fmt::format(" (ago {})", print_.duration(time.ago)); break;
        case GivenTime::Kind::On: out += fmt::format(" (on {})", expression(*time.at)); break;
        case GivenTime::Kind::At: out += fmt::format(" (at {})", expression(*time.at)); break;
      }
    }
    return out;
  }
  std::string expectation_words(const Expectation& expectation) const {
    std::string out = expectation.negated ? "not " : "";
    switch (expectation.kind) {
      case Expectation::Kind::Score: out += "#score"; break;
      case Expectation::Kind::Named: break;
      case Expectation::Kind::Stage: out += "stage"; break;
      case Expectation::Kind::Excluded: out += "excluded"; break;
      case Expectation::Kind::Missing: out += "missing"; break;
      case Expectation::Kind::Tag: out += "tag"; break;
      case Expectation::Kind::Segment: out += "segment"; break;
      case Expectation::Kind::Route: out += "route"; break;
      case Expectation::Kind::Fires: out += "fires"; break;
    }
    if (expectation.name) out += (expectation.kind == Expectation::Kind::Named ? "" : " ") + name(*expectation.name);
    if (expectation.value) out += " " + expression(*expectation.value);
    if (expectation.text) out += " " + quoted(*expectation.text);
    return out;
  }
  void statement(const TestFile& node) {
    line("test-from {}{}", quoted(node.cases), node.activities ? " activities " + quoted(*node.activities) : "");
  }

  ExpressionPrinter print_;
  std::string out_;
};

}  // namespace

std::string print(const Ast& ast) { return Printer(ast).print(ast); }
std::string print(const Ast& ast, ExprId expression) { return ExpressionPrinter(ast).expression(expression); }

}  // namespace assay::syntax
