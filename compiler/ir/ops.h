// What the rows of ops.def say about operations: how dumps call them, and what the index of their nodes names.
// Not here: what an operation yields; that is written beside its row, and defined by the interpreter.
#pragma once

#include <array>
#include <string_view>

#include "compiler/ir/ir.h"

namespace assay::ir {

// What a node's `index` names: an entry of the schema, the result schema, or a pool of the Policy. Mode: a text::TextMode.
enum class Payload : std::uint8_t { None, Field, Activity, Section, Grade, Stage, Phrase, Chain, TextAtom, LabelSet, Duration, Text, Mode };

inline constexpr std::array names_of_operations = {
#define OP(name, text, payload) std::string_view(text),
#include "compiler/ir/ops.def"
};

inline constexpr std::array payloads_of_operations = {
#define OP(name, text, payload) Payload::payload,
#include "compiler/ir/ops.def"
};

inline std::string_view name_of(Op op) { return names_of_operations[static_cast<std::size_t>(op)]; }

inline Payload payload_of(const Node& node) {
  // Constants of other types stand in the node itself.
  if (node.op == Op::Constant && node.type != Type::Text) return Payload::None;
  return payloads_of_operations[static_cast<std::size_t>(node.op)];
}

// A value over the activities of a phrase: a count, a sum, the latest time, …
inline bool is_over_phrase(const Node& node) { return payload_of(node) == Payload::Phrase; }
inline bool is_over_chain(const Node& node) { return payload_of(node) == Payload::Chain; }

// What comes of scoring: of sections, score, grades, exclusion and stages.
inline bool is_of_result(const Node& node) {
  const Payload payload = payload_of(node);
  return payload == Payload::Section || payload == Payload::Grade || payload == Payload::Stage || node.op == Op::ScoreValue ||
         node.op == Op::Excluded;
}

}  // namespace assay::ir
