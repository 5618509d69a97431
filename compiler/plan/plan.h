// The plan of a policy: what is done per block of leads, and nothing per rule and row (decision 0030).
//
// A plan is a block program (runtime/kernels) whose native functions are still statements over expressions of the policy; compiler/emit
// makes code of them. Distinct comparisons are computed once per block whatever the number of rules that use them: comparisons with
// constants as bitmaps per threshold of a column, those of a text by one matcher per column, those about activities in one pass. Rules then
// are bit logic over such bitmaps, 512 leads at a time, and constant points are sums over them.
//
// A space is the contents of one frame: space 0 that of the leads, the others those of the activity programs of the passes.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/kernels/block_program.h"

namespace assay::plan {

using kernels::Offset;
using kernels::ValueKind;
using kernels::Values;

ValueKind kind_of(ir::Type type);

// What a native function does with an expression: computes it and stores it. Of a truth only `to.values` is used.
struct Assign {
  ir::ExprId expression;
  Values to;
};

// acting[i] = fired[i] and none of those before it. `open_in`: where none fired that earlier statements kept; `open_out`: nor any of
// these.
struct KeepFirst {
  std::vector<Offset> fired, acting;
  Offset open_in = kernels::no_offset, open_out = kernels::no_offset;
};

// The same of conditions that are computed here: a rule's all together. `acting` may be none.
struct TakeFirst {
  struct Rule {
    std::vector<ir::ExprId> conditions;
    Offset acting = kernels::no_offset;
  };
  std::vector<Rule> rules;
  Offset open_in = kernels::no_offset, open_out = kernels::no_offset;
};

using Statement = std::variant<Assign, KeepFirst, TakeFirst>;

struct Function {
  // Words: bit logic, a word of 64 rows as an element. Rows: values, a row as an element.
  enum class Form : std::uint8_t { Words, Rows } form = Form::Words;
  std::uint32_t space = 0;
  std::vector<Statement> statements;
};

struct Space {
  std::unordered_map<std::uint32_t, Values> slots;  // by expression; of truths only `values`
  std::unordered_map<std::uint32_t, Offset> known;  // by expression: whether it is known, where that is all that is kept of it
  // By expression and threshold (of numbers the bits of the double): the truth `expression >= threshold`.
  std::map<std::pair<std::uint32_t, std::int64_t>, Offset> at_least;
  bool has_names = false;
  std::map<Offset, std::string> names;  // of slots, for dumps
  std::size_t bytes = 0;
};

struct Plan {
  kernels::BlockProgram program;
  std::vector<Function> functions;     // CallNative::function is an index into it
  std::deque<Space> spaces;            // references hold while spaces are added
  std::vector<Offset> section_points;  // per section: Points in the lead frame
  Values score;                        // Points; `known` invalid: never missing
};

// Whether slots are named, which is for people: of 10,000 rules the names take a third of the planning.
enum class SlotNames : std::uint8_t { None, ForDumps };

// The plan of a checked policy.
Plan plan(const ir::Policy& policy, SlotNames names = SlotNames::None);

// A plan with names as text: the steps in order, with the expressions that the slots hold. Stable from run to run.
std::string print(const ir::Policy& policy, const Plan& plan);

}  // namespace assay::plan
