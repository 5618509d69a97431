#include "compiler/ir/sweep.h"

#include <utility>

#include "compiler/ir/ops.h"
#include "compiler/ir/roots.h"

namespace assay::ir {

namespace {

constexpr std::uint32_t gone = UINT32_MAX;

class Sweeper {
 public:
  explicit Sweeper(Policy& policy)
      : policy_(policy),
        nodes_(policy.nodes.size()),
        phrases_(policy.phrases.size()),
        chains_(policy.chains.size()),
        atoms_(policy.text_atoms.size()),
        label_sets_(policy.label_sets.size()),
        durations_(policy.durations.size()),
        texts_(policy.texts.size()) {}

  void run() {
    for_each_root(
        policy_, [this](ExprId& id) { mark(id); }, [this](std::int32_t& phrase) { mark_phrase(phrase); },
        [this](std::int32_t& chain) { mark_chain(chain); });
    while (!pending_.empty()) {
      const ExprId id = pending_.back();
      pending_.pop_back();
      mark_inside(policy_[id]);
    }
    mark_data();
    const std::vector<std::uint32_t> nodes = numbered(nodes_);
    keep_pools();
    renumber_nodes(nodes);
    const auto node = [&](ExprId& id) { id.index = nodes[id.index]; };
    const std::vector<std::uint32_t> phrases = numbered(phrases_), chains = numbered(chains_);
    keep(policy_.phrases, phrases_);
    keep(policy_.chains, chains_);
    for (Phrase& phrase : policy_.phrases) for_each_in_phrase(phrase, node);
    for (Chain& chain : policy_.chains) for_each_in_chain(chain, node);
    for_each_root(
        policy_, node, [&](std::int32_t& phrase) { renumber(phrase, phrases); }, [&](std::int32_t& chain) { renumber(chain, chains); });
  }

 private:
  using Marks = std::vector<bool>;

  void mark(ExprId id) {
    if (nodes_[id.index]) return;
    nodes_[id.index] = true;
    pending_.push_back(id);
  }

  void mark_phrase(std::int32_t phrase) {
    if (phrases_[static_cast<std::size_t>(phrase)]) return;
    phrases_[static_cast<std::size_t>(phrase)] = true;
    for_each_in_phrase(policy_.phrases[static_cast<std::size_t>(phrase)], [this](ExprId& id) { mark(id); });
  }

  void mark_chain(std::int32_t chain) {
    if (chains_[static_cast<std::size_t>(chain)]) return;
    chains_[static_cast<std::size_t>(chain)] = true;
    for_each_in_chain(policy_.chains[static_cast<std::size_t>(chain)], [this](ExprId& id) { mark(id); });
  }

  void mark_inside(const Node& node) {
    for (std::uint32_t i = 0; i < node.operand_count; ++i) mark(policy_.operand(node, i));
    const auto index = static_cast<std::size_t>(node.index);
    switch (payload_of(node)) {
      case Payload::Phrase: return mark_phrase(node.index);
      case Payload::Chain: return mark_chain(node.index);
      case Payload::TextAtom: atoms_[index] = true; return;
      case Payload::LabelSet: label_sets_[index] = true; return;
      case Payload::Duration: durations_[index] = true; return;
      case Payload::Text: texts_[index] = true; return;
      case Payload::None:
      case Payload::Field:
      case Payload::Activity:
      case Payload::Section:
      case Payload::Grade:
      case Payload::Stage:
      case Payload::Mode: return;
    }
  }

  void use(std::int32_t activity, std::int32_t attribute) {
    if (activity < 0 || attribute < 0) return;
    policy_.schema.activities[static_cast<std::size_t>(activity)].attributes[static_cast<std::size_t>(attribute)].used = true;
  }

  // Columns that somebody reads.
  void mark_data() {
    runtime::Schema& schema = policy_.schema;
    for (runtime::FieldSpec& field : schema.fields) field.used = false;
    for (runtime::ActivitySpec& activity : schema.activities) {
      for (runtime::AttributeSpec& attribute : activity.attributes) attribute.used = false;
    }
    for (const std::int32_t field : {schema.id_field, schema.current_stage_field}) {
      if (field >= 0) schema.fields[static_cast<std::size_t>(field)].used = true;
    }
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = policy_.nodes[i];
      if (!nodes_[i]) continue;
      if (node.op == Op::Field) schema.fields[static_cast<std::size_t>(node.index)].used = true;
      if (node.op == Op::Attribute) use(node.index, node.attribute);
      if (is_over_phrase(node)) use(policy_.phrases[static_cast<std::size_t>(node.index)].activity, node.attribute);
    }
    for (const Rule& rule : policy_.rules) {
      if (rule.phrase >= 0) use(policy_.phrases[static_cast<std::size_t>(rule.phrase)].activity, rule.attribute);
      if (rule.chain >= 0) use(policy_.chains[static_cast<std::size_t>(rule.chain)].parts.front().activity, 0);
    }
    for (std::size_t i = 0; i < chains_.size(); ++i) {
      if (chains_[i]) mark_same(policy_.chains[i]);
    }
    for (runtime::ActivitySpec& activity : schema.activities) {
      // The length of an attendance is made from its other attributes.
      if (!activity.merging_overlaps) continue;
      for (runtime::AttributeSpec& attribute : activity.attributes) attribute.used = true;
    }
  }

  void mark_same(const Chain& chain) {
    for (std::size_t i = 1; i < chain.parts.size(); ++i) {
      if (!chain.parts[i].same) continue;
      use(chain.parts[i - 1].activity, 0);
      use(chain.parts[i].activity, 0);
    }
  }

  static std::vector<std::uint32_t> numbered(const Marks& marks) {
    std::vector<std::uint32_t> out(marks.size(), gone);
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      if (marks[i]) out[i] = next++;
    }
    return out;
  }

  template <typename Entry>
  static void keep(std::vector<Entry>& pool, const Marks& marks) {
    std::size_t to = 0;
    for (std::size_t i = 0; i < pool.size(); ++i) {
      if (marks[i] && to++ != i) pool[to - 1] = std::move(pool[i]);
    }
    pool.resize(to);
  }

  static void renumber(std::int32_t& index, const std::vector<std::uint32_t>& numbers) {
    index = static_cast<std::int32_t>(numbers[static_cast<std::size_t>(index)]);
  }

  // Payloads first: they are found through the old nodes.
  void keep_pools() {
    const std::vector<std::uint32_t> phrases = numbered(phrases_), chains = numbered(chains_), atoms = numbered(atoms_),
                                     labels = numbered(label_sets_), durations = numbered(durations_), texts = numbered(texts_);
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i]) continue;
      Node& node = policy_.nodes[i];
      switch (payload_of(node)) {
        case Payload::Phrase: renumber(node.index, phrases); break;
        case Payload::Chain: renumber(node.index, chains); break;
        case Payload::TextAtom: renumber(node.index, atoms); break;
        case Payload::LabelSet: renumber(node.index, labels); break;
        case Payload::Duration: renumber(node.index, durations); break;
        case Payload::Text: renumber(node.index, texts); break;
        case Payload::None:
        case Payload::Field:
        case Payload::Activity:
        case Payload::Section:
        case Payload::Grade:
        case Payload::Stage:
        case Payload::Mode: break;
      }
    }
    keep(policy_.text_atoms, atoms_);
    keep(policy_.label_sets, label_sets_);
    keep(policy_.durations, durations_);
    keep(policy_.texts, texts_);
  }

  void renumber_nodes(const std::vector<std::uint32_t>& numbers) {
    std::vector<ExprId> operands;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      if (!nodes_[i]) continue;
      Node& node = policy_.nodes[i];
      const std::uint32_t first = static_cast<std::uint32_t>(operands.size());
      for (std::uint32_t at = 0; at < node.operand_count; ++at) operands.push_back({numbers[policy_.operand(node, at).index]});
      node.first_operand = first;
    }
    policy_.operands = std::move(operands);
    keep(policy_.nodes, nodes_);
  }

  Policy& policy_;
  Marks nodes_, phrases_, chains_, atoms_, label_sets_, durations_, texts_;
  std::vector<ExprId> pending_;
};

}  // namespace

void sweep(Policy& policy) { Sweeper(policy).run(); }

}  // namespace assay::ir
