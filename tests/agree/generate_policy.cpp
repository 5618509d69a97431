#include "tests/agree/generate_policy.h"

#include <algorithm>

#include <fmt/format.h>

#include "tests/agree/declared.h"
#include "tests/agree/write_expression.h"

namespace assay::agree {

using fmt::format;

std::string GeneratedPolicy::text() const {
  std::string out;
  for (const std::string& statement : statements) out += statement + "\n";
  return out;
}

namespace {

class PolicyGenerator {
 public:
  explicit PolicyGenerator(Random& random) : random_(random), write_(random, declared_) {}

  GeneratedPolicy generate() {
    policy_.setting = random_.pick(settings());
    note_dates();
    add(format("policy \"gen\" timezone \"{}\"", policy_.setting.timezone));
    fields();
    activities();
    lists_and_settings();
    tables();
    defines();
    some(30, [&] { ignore(); });
    rules_before_sections();
    for (const char* name : {"profile", "actions", "größe_2"}) some(70, [&] { section(name); });
    some(30, [&] { total(); });
    grades();
    stages();
    labels();
    return std::move(policy_);
  }

 private:
  template <typename Write>
  void some(int percent, Write write) {
    if (random_.chance(percent)) write();
  }
  void add(std::string statement) { policy_.statements.push_back(std::move(statement)); }
  std::string condition(Level level = Level::Fields) { return write_.condition(level, static_cast<int>(random_.below(3))); }

  void note_dates() {
    const calendar::Day today = calendar::day_of(policy_.setting.as_of);
    for (const std::int32_t days : {-400, -90, -31, -30, -8, -7, -2, -1, 0, 1, 20}) {
      const calendar::CivilDate date = calendar::civil_from_day(today + days);
      declared_.dates_near.push_back(format("{:04}-{:02}-{:02}", date.year, date.month, date.day));
    }
  }

  void field(std::vector<std::string>& kind, const std::string& name, const std::string& type) {
    if (!random_.chance(75)) return;
    kind.push_back(name);
    add(format("  {}: {}", name, type));
  }

  std::vector<std::string> labels_of_choice() {
    return random_.chance(50) ? std::vector<std::string>{"ready", "nurture", "suspect"}
                              : std::vector<std::string>{"Größe", "\"Paid Search\"", "kalt"};
  }

  void fields() {
    Declared& d = declared_;
    add("lead\n  id: text");
    field(d.texts, "titel", "text");
    field(d.texts, "country", "text");
    field(d.texts, "tel", "phone");
    field(d.emails, "em", "email");
    field(d.urls, "web", "url");
    field(d.integers, "größe", "integer");
    field(d.integers, "n2", "integer");
    field(d.numbers, "revenue", "number");
    field(d.numbers, "x_2", "number");
    field(d.yes_nos, "consent", "yes/no");
    field(d.yes_nos, "ok", "yes/no");
    field(d.dates, "born", "date");
    field(d.dates, "d2", "date");
    field(d.times, "seen", "time");
    field(d.text_lists, "interests", "list of text");
    some(60, [&] { choice("kind"); });
    some(60, [&] { choice("src"); });
    some(40, [&] { add("  current_stage: text"); });
  }

  void choice(const std::string& name) {
    const std::vector<std::string> labels = labels_of_choice();
    declared_.choices.push_back({name, labels});
    add(format("  {}: one of {}", name, fmt::join(labels, ", ")));
  }

  void activity(const Verb& verb, const std::string& declaration) {
    declared_.verbs.push_back(verb);
    add("activity " + declaration);
  }

  void activities() {
    using Type = Attribute::Type;
    const std::vector<std::string> outcomes = labels_of_choice();
    activity({"visited", {{"page", Type::Url, {}}, {"seconds", Type::Integer, {}}}}, "visited (page: url, seconds: integer)");
    activity({"called", {{"outcome", Type::Label, outcomes}, {"minutes", Type::Number, {}}}},
             format("called (outcome: one of {}, minutes: number)", fmt::join(outcomes, ", ")));
    activity({"opened", {{"what", Type::Text, {}}, {"n", Type::Integer, {}}}}, "opened (what: text, n: integer)");
    some(70, [&] { activity({"returned", {{"why", Type::Text, {}}}}, "returned (why: text)"); });
    some(70, [&] {
      activity({"demo_", {{"asset", Type::Text, {}}, {"again", Type::YesNo, {}}, {"due", Type::Date, {}}, {"at_", Type::Time, {}}}},
               "demo_ (asset: text, again: yes/no, due: date, at_: time)");
    });
    some(50, [&] { activity({"ping", {}}, "ping"); });
  }

  void lists_and_settings() {
    for (const char* name : {"liste0", "liste1"}) {
      add(format("list {}: {}", name, write_.joined(random_.chance(50) ? words() : patterns(), 5)));
      declared_.lists.emplace_back(name);
    }
    some(40, [&] {
      add(format("list both: liste0, {} except {}", write_.text_literal(), write_.text_literal()));
      declared_.lists.emplace_back("both");
    });
    some(80, [&] {
      add(format("list pages: {}", write_.joined(url_patterns(), 4)));
      declared_.page_lists.emplace_back("pages");
    });
    add(format("setting mql_at = {}", random_.between(0, 40)));
    add(format("setting rate = {}", random_.pick({"1.5", "30%", "0.5", "2"})));
    add("setting span = 7");
    declared_.number_settings = {"mql_at", "rate"};
    declared_.whole_settings = {"span"};
  }

  std::string cells(const std::string& separator, std::size_t columns) {
    std::string out;
    for (std::size_t i = 0; i < columns; ++i) out += separator + random_.pick({"0", "5", "-5", "2.5", "25", "+3"});
    return out;
  }

  // The heads of rows or columns for an input of the table, and how many there are.
  std::vector<std::string> bands(const std::string& input) {
    const auto is_in = [&](const std::vector<std::string>& names) { return std::ranges::find(names, input) != names.end(); };
    std::vector<std::string> heads{write_.joined(words(), 2), write_.joined(patterns(), 2)};
    if (is_in(declared_.integers)) heads = {"<= 0", "1..10", "12, 50", "> 50"};
    if (is_in(declared_.numbers)) heads = {"< 0", "0..10", "50..999.5", ">= 1000"};
    for (const Choice& choice : declared_.choices) {
      if (choice.name == input) heads = {choice.labels[0], choice.labels[1] + ", " + choice.labels[2]};
    }
    if (random_.chance(50)) heads.emplace_back("else");
    return heads;
  }

  void tables() {
    std::vector<std::string> inputs;
    for (const auto* names : {&declared_.texts, &declared_.integers, &declared_.numbers})
      inputs.insert(inputs.end(), names->begin(), names->end());
    for (const Choice& choice : declared_.choices) inputs.push_back(choice.name);
    if (inputs.empty()) return;
    some(60, [&] { table("tab0", random_.pick(inputs), ""); });
    some(60, [&] { table("tab1", random_.pick(inputs), random_.pick(inputs)); });
  }

  void table(const std::string& name, const std::string& rows, const std::string& columns) {
    std::string out = format("table {} by {}", name, rows);
    std::size_t width = 1;
    if (!columns.empty()) {
      const std::vector<std::string> heads = bands(columns);
      width = heads.size();
      out += format(", {}\n     | {}", columns, fmt::join(heads, " | "));
    }
    for (const std::string& head : bands(rows)) out += "\n  " + head + cells(" | ", width);
    add(out);
    declared_.tables.push_back(name);
  }

  void defines() {
    some(60, [&] {
      add("define def0: " + condition());
      declared_.conditions.emplace_back("def0");
    });
    some(50, [&] {
      add("define def1: " + write_.number(Level::Fields, 2));
      declared_.values.emplace_back("def1");
    });
    some(40, [&] {
      add("define def2: " + condition());
      declared_.conditions.emplace_back("def2");
    });
  }

  void ignore() {
    const auto minutes = random_.pick({"minutes < 2", "minutes between 2 and 30", "has minutes", "outcome is missing"});
    add(random_.chance(50) ? format("ignore called with {} \"scanner\"", minutes)
                           : format("ignore opened with what {} {}", random_.pick({"contains", "in", "mentions"}), write_.text_literal()));
  }

  std::string points() {
    if (random_.chance(65)) return random_.pick(point_literals());
    const std::string value = write_.number(Level::Fields, 2);
    return random_.chance(70) ? format("+ max(-100, min(({}) / {}, 20))", value, random_.pick({"3", "7", "32"}))
                              : format("{} ({})", random_.pick({"+", "-"}), value);
  }

  std::string decay() {
    switch (random_.below(4)) {
      case 0: return ", halving every " + write_.duration(true);
      case 1: return ", fading over " + write_.duration(true);
      case 2: return format(", losing {}% every {}", random_.pick({"10", "50", "33.3", "100"}), write_.duration());
      default: return ", expiring after " + write_.duration();
    }
  }

  // What may follow the points: bounds, a label, a veto, a reason.
  std::string extras() {
    std::string out;
    some(20, [&] { out += format(", at most {}", random_.pick({"0", "7.5", "30", "-1"})); });
    some(12, [&] { out += format(", at least {}", random_.pick({"-10", "0", "1"})); });
    some(15, [&] { out += format(", tag \"{}\"", random_.pick({"x", "vip", "größe"})); });
    some(4, [&] { out += format(", exclude \"{}\"", random_.pick({"student", "competitor"})); });
    some(15, [&] { out += format(" \"reason {}\"", ++reasons_); });
    return out;
  }

  std::string when() {
    if (!random_.chance(35)) return format("when {}: {}{}", condition(), points(), extras());
    std::string asked = random_.chance(75) ? "(" + write_.phrase(true) + ")" : "(" + write_.chain(false) + ")";
    some(40, [&] { asked += " and (" + write_.field_condition() + ")"; });
    return format("when {}: {}{}{}", asked, random_.pick(point_literals()), decay(), extras());
  }

  std::string for_each() {
    const Verb& verb = random_.pick(declared_.verbs);
    std::string head = format("for each {}", random_.chance(12) ? "active" : write_.phrase_of(verb, false));
    bool may_be_thinned = true;
    if (random_.chance(30))
      head = format("for each {} with {}", random_.pick({"day", "week", "month"}), write_.phrase_of(verb, false)), may_be_thinned = false;
    if (random_.chance(25) && !verb.attributes.empty()) {
      head = format("for each different {} of {}", random_.pick(verb.attributes).name, write_.phrase_of(verb, false)),
      may_be_thinned = false;
    } else if (random_.chance(8)) {
      head = same_chain(), may_be_thinned = false;
    }
    std::string tail;
    some(45, [&] { tail += decay(); });
    if (may_be_thinned) some(25, [&] { tail += ", once every " + write_.duration(); });
    return format("{}: {}{}{}", head, points(), tail, extras());
  }

  std::string same_chain() {
    const std::string chain = write_.chain(true);
    const std::string verb = chain.substr(0, chain.find(' '));
    for (const Verb& each : declared_.verbs) {
      if (each.name == verb) return format("for each different {} of {}", each.attributes.front().name, chain);
    }
    return "for each active";
  }

  std::string otherwise_chain() {
    std::string out = format("when {}: {}{}", condition(), points(), extras());
    for (std::size_t more = random_.below(3); more > 0; --more) out += format("\notherwise when {}: {}{}", condition(), points(), extras());
    some(60, [&] { out += format("\notherwise: {}{}", points(), extras()); });
    return out;
  }

  std::string on_block() {
    if (declared_.choices.empty() || random_.chance(40)) return cases("on called outcome", declared_.verbs[1].attributes[0].labels);
    const Choice& choice = random_.pick(declared_.choices);
    return cases("on " + choice.name, choice.labels);
  }

  std::string cases(const std::string& head, const std::vector<std::string>& labels) {
    std::string out = head;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const bool rest = i + 1 == labels.size() && random_.chance(40);
      out += format("\n  {}: {}", rest ? "else" : labels[i], random_.chance(15) ? "tag \"case\"" : random_.pick(point_literals()));
    }
    return out;
  }

  // Hundreds of conditions joined: engines count them in ways of their own.
  std::string long_junction() {
    const std::string join = random_.pick({" and ", " or ", ", "});
    std::string all;
    for (std::size_t i = 0, count = 20 + random_.below(400); i < count; ++i)
      all += (i == 0 ? "(" : join + "(") + write_.field_condition() + ")";
    if (join == ", ") all = format("{} {} of ({})", random_.pick({"at least", "at most", "exactly"}), random_.between(0, 120), all);
    return format("when {}: {}{}", all, points(), extras());
  }

  // So many rules of constant points that they are added up together.
  std::string many_rules() {
    std::string all;
    for (std::size_t count = 20 + random_.below(300); count > 0; --count) {
      all += format("when {}: {}\n", write_.field_condition(), random_.pick(point_literals()));
    }
    return all;
  }

  std::string rule(bool plain) {
    if (random_.chance(1)) return random_.chance(50) ? long_junction() : many_rules();
    const std::size_t choice = random_.below(10);
    if (choice < 4) return when();
    if (choice < 8) return for_each();
    if (choice == 8 && plain) return otherwise_chain();
    if (choice == 9 && plain && random_.chance(60)) return on_block();
    return format("always: {}{}", points(), extras());
  }

  void rules_before_sections() {
    for (std::size_t count = random_.below(3); count > 0; --count) add(rule(true));
  }

  void section(const std::string& name) {
    std::string head = "score " + name;
    bool plain = true;
    some(30, [&] { head += format(", at most {}", random_.pick({"10", "7.5", "mql_at", "0"})); });
    some(20, [&] { head += format(", at least {}", random_.pick({"-5", "0", "2.5"})); });
    some(25, [&] { head += random_.pick({", first match", ", best match"}), plain = false; });
    some(20, [&] { head += ", counting since last " + random_.pick(declared_.verbs).name; });
    add(head);
    for (std::size_t count = 1 + random_.below(4); count > 0; --count) add(rule(plain));
    declared_.sections.push_back(name);
  }

  void total() {
    if (declared_.sections.empty()) return;
    const std::string a = random_.pick(declared_.sections), b = random_.pick(declared_.sections);
    switch (random_.below(3)) {
      case 0: return add(format("total = max(0, 0.3 * {} + 0.7 * {})", a, b));
      case 1: return add(format("total = {} / {}", a, b));
      default: return add(format("total = {} * 2 - ({})", a, write_.number(Level::Sections, 2)));
    }
  }

  void grades() {
    some(60, [&] { grade("g0", {"A", "B", "C", "D"}); });
    some(50, [&] { grade("g1", {"top", "rest"}); });
  }

  void grade(const std::string& name, std::vector<std::string> labels) {
    std::string out = format("grade {} by {}: ", name, random_.chance(60) ? "score" : "(" + write_.number(Level::Score, 1) + ")");
    int bound = 35;
    const bool has_rest = random_.chance(60);
    for (std::size_t i = 0; i + 1 < labels.size(); ++i, bound -= 15) out += format("{}{} from {}", i == 0 ? "" : ", ", labels[i], bound);
    if (has_rest) {
      out += ", else " + labels.back();
    } else {
      labels.pop_back();
    }
    add(out);
    declared_.grades.push_back({name, labels});
  }

  void stages() {
    if (!random_.chance(70)) return;
    std::vector<std::string> names{"MQL", "SAL", "SQL", "kunde"};
    names.resize(1 + random_.below(4));
    some(60, [&] {
      if (!declared_.texts.empty()) add(format("require {}, id for {}", random_.pick(declared_.texts), random_.pick(names)));
    });
    for (std::size_t i = 0; i < names.size(); ++i) stage(names, i);
    declared_.stages = names;
  }

  void stage(const std::vector<std::string>& names, std::size_t i) {
    std::string out = "stage " + names[i];
    if (random_.chance(25)) return add(format("{} when {}", out, condition(Level::Grades)));
    for (std::size_t count = 1 + random_.below(2); count > 0; --count) {
      const std::string asked = random_.chance(30) ? std::string("score >= mql_at") : condition(Level::Grades);
      switch (random_.below(3)) {
        case 0: out += format("\n  enter when {}", asked); break;
        case 1: out += format("\n  enter from {} when {}", i == 0 ? std::string("lead") : "lead, " + names[i - 1], asked); break;
        default: out += format("\n  leave to {} when {}", i == 0 ? "lead" : names[i - 1], asked); break;
      }
    }
    add(out);
  }

  void labels() {
    some(40, [&] { add("exclude \"freemail\" when " + condition(Level::Grades)); });
    some(60, [&] { add("tag \"large\" when " + condition(Level::Stages)); });
    some(60, [&] { add("segment \"seg 0\" when " + condition(Level::Stages)); });
    some(40, [&] { add("segment \"seg 1\" when " + condition(Level::Stages)); });
    some(50, [&] { add("route to \"team 0\" when " + condition(Level::Stages)); });
    some(50, [&] { add("route to one of \"A\", \"B\" when " + condition(Level::Stages)); });
  }

  Random& random_;
  Declared declared_;
  ExpressionWriter write_;
  GeneratedPolicy policy_;
  int reasons_ = 0;
};

}  // namespace

GeneratedPolicy generate_policy(Random& random) { return PolicyGenerator(random).generate(); }

}  // namespace assay::agree
