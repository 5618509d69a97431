// The pass itself: residuals, classes, and the filters that the activities of a lead pass.
#include <algorithm>
#include <cstring>

#include "runtime/kernels/block_program.h"
#include "runtime/kernels/pass_state.h"
#include "runtime/text/fold.h"

namespace assay::kernels {

using runtime::ActivityBatch;

std::uint64_t FoldedTexts::number(std::string_view text) {
  text::fold_into(text, folded_);
  return number_of_folded(folded_);
}

std::optional<Window> window_of(const std::vector<WindowBound>& bounds, const Block& block, std::size_t row) {
  Window window;
  for (const WindowBound& bound : bounds) {
    const bool known = runtime::bit(block.bits(bound.time.known), row);
    if (!known && bound.open_when_missing) continue;
    if (!known) return std::nullopt;
    const std::int64_t edge = block.at<std::int64_t>(bound.time.values)[row];
    window.everything = false;
    const std::int64_t next = edge == INT64_MAX ? edge : edge + 1;
    if (bound.is_after) window.from = std::max(window.from, bound.inclusive ? edge : next);
    else window.to = std::min(window.to, bound.inclusive ? next : edge);
  }
  return window;
}

std::span<const Activity> in_window(std::span<const Activity> passed, const Window& window, const ActivityBatch& activities) {
  if (window.everything) return passed;
  const auto before = [&](Activity activity, std::int64_t edge) { return activities.times[activity] < edge; };
  const auto begin = std::lower_bound(passed.begin(), passed.end(), window.from, before);
  return {begin, std::lower_bound(begin, passed.end(), window.to, before)};
}

namespace {

bool is_same_for_all(const std::vector<WindowBound>& bounds) {
  return std::ranges::all_of(bounds, [](const WindowBound& bound) { return bound.same_for_all; });
}

void set_up(const ActivityPass& pass, PassState& state, const runtime::Schema& schema) {
  state.classes.resize(schema.activities.size() + 1);
  state.passed.resize(pass.filters.size());
  state.phrases_of_filter.resize(pass.filters.size());
  state.chains_of_filter.resize(pass.filters.size());
  for (std::uint32_t i = 0; i < pass.phrases.size(); ++i) state.phrases_of_filter[pass.phrases[i].filter].push_back(i);
  for (std::uint32_t i = 0; i < pass.chains.size(); ++i) state.chains_of_filter[pass.chains[i].parts.back().filter].push_back(i);
  state.residual_bits.resize(pass.residuals.size());
  constexpr std::size_t alignment = 64;
  state.frame_memory = std::make_unique<std::byte[]>(pass.frame_bytes + alignment);
  void* memory = state.frame_memory.get();
  std::size_t space = pass.frame_bytes + alignment;
  state.frame = static_cast<std::byte*>(std::align(alignment, pass.frame_bytes, memory, space));
}

// Runs the activity program over the block's activities and keeps the truths that filters ask for.
void find_residuals(const ActivityPass& pass, PassState& state, Block& leads, std::size_t first, std::size_t last) {
  if (pass.residuals.empty()) return;
  const std::size_t words = runtime::words_for(last - first) + block_words;
  for (auto& bits : state.residual_bits) bits.resize(words);
  state.lead_rows.resize(last - first);
  const std::int64_t* offsets = leads.activities->offsets.data() + leads.first;
  for (std::uint32_t row = 0; row < leads.rows; ++row) {
    std::fill(state.lead_rows.begin() + (offsets[row] - offsets[0]), state.lead_rows.begin() + (offsets[row + 1] - offsets[0]), row);
  }
  for (std::size_t at = first; at < last; at += block_rows) {
    Block block = leads;
    block.frame = state.frame;
    block.columns = leads.activities->attributes.data();
    block.first = at;
    block.rows = std::min(block_rows, last - at);
    block.leads = &leads;
    block.lead_rows = state.lead_rows.data() + (at - first);
    run_list(leads.run->program->lists[pass.list], block);
    for (std::size_t i = 0; i < pass.residuals.size(); ++i) {
      std::memcpy(state.residual_bits[i].data() + (at - first) / 64, block.bits(pass.residuals[i]), truth_bytes);
    }
  }
}

// Which filters an activity passes by its kind and the atoms that hold for its text.
Verdict classify(const ActivityPass& pass, PassState& state, ActivityClasses& classes, std::int32_t kind, std::optional<std::string_view> text) {
  state.matched_atoms.clear();
  if (text) {
    const Classifier& classifier = pass.classifiers[static_cast<std::size_t>(pass.classifier_of_kind[static_cast<std::size_t>(kind)])];
    classifier.set.matcher->match(*text, state.scratch, state.matched_atoms);
  }
  Verdict verdict{static_cast<std::uint32_t>(classes.filters.size()), 0};
  for (std::uint32_t i = 0; i < pass.filters.size(); ++i) {
    const ActivityFilter& filter = pass.filters[i];
    if (filter.activity >= 0 && filter.activity != kind) continue;
    const auto holds = [&](std::uint32_t atom) { return std::ranges::binary_search(state.matched_atoms, atom); };
    if (std::ranges::all_of(filter.atoms, holds)) classes.filters.push_back(i);
  }
  verdict.count = static_cast<std::uint32_t>(classes.filters.size()) - verdict.begin;
  return verdict;
}

// The columns that activities of each kind are classified by; nullptr where their texts do not matter.
void start_classes(const ActivityPass& pass, PassState& state, const Block& block) {
  for (std::size_t kind = 0; kind < state.classes.size(); ++kind) {
    ActivityClasses& classes = state.classes[kind];
    const std::int32_t classifier = kind < pass.classifier_of_kind.size() ? pass.classifier_of_kind[kind] : -1;
    const bool is_new = classifier < 0 ? classes.numbers.start()
                                       : classes.numbers.start(block.activities->attributes[pass.classifiers[static_cast<std::size_t>(classifier)].slot].text,
                                                               block.batch);
    if (!is_new) continue;
    classes.of_number.clear();
    classes.filters.clear();
  }
}

Verdict class_of(LeadPass& lead, std::int32_t kind, Activity activity) {
  PassState& state = lead.state;
  ActivityClasses& classes = kind < 0 ? state.classes.back() : state.classes[static_cast<std::size_t>(kind)];
  const std::int32_t classifier = kind < 0 ? -1 : lead.pass.classifier_of_kind[static_cast<std::size_t>(kind)];
  std::size_t at = 0;
  std::optional<std::string_view> text;
  if (classifier >= 0) {
    const runtime::Column& column = lead.activities().attributes[lead.pass.classifiers[static_cast<std::size_t>(classifier)].slot];
    if (column.known(activity)) {
      text = column.text.at_row(activity);
      at = std::size_t{1} + (column.text.indices ? static_cast<std::uint32_t>(column.text.indices[activity]) : classes.numbers.number(*text));
    }
  }
  if (at >= classes.of_number.size()) classes.of_number.resize(std::max(at + 1, classes.numbers.bound() + 1));
  if (classes.of_number[at].begin == Verdict::unknown) classes.of_number[at] = classify(lead.pass, state, classes, kind, text);
  return classes.of_number[at];
}

bool holds_residuals(const ActivityFilter& filter, const PassState& state, std::size_t at) {
  return std::ranges::all_of(filter.residuals, [&](std::uint32_t residual) { return runtime::bit(state.residual_bits[residual].data(), at); });
}

// Adds the activity to the filters that it passes, unless it is ignored.
void sort_in(LeadPass& lead, Activity activity, std::size_t first) {
  PassState& state = lead.state;
  const std::int32_t kind = lead.activities().kinds[activity];
  const Verdict verdict = class_of(lead, kind, activity);
  const ActivityClasses& classes = kind < 0 ? state.classes.back() : state.classes[static_cast<std::size_t>(kind)];
  for (std::uint32_t i = 0; i < verdict.count; ++i) {
    const std::uint32_t index = classes.filters[verdict.begin + i];
    const ActivityFilter& filter = lead.pass.filters[index];
    if (!filter.residuals.empty() && !holds_residuals(filter, state, activity - first)) continue;
    if (filter.ignores) return;
    if (state.passed[index].empty()) state.touched.push_back(index);
    state.passed[index].push_back(activity);
  }
}

std::optional<Window> window_for(const LeadPass& lead, const std::vector<WindowBound>& bounds, std::size_t index) {
  if (!is_same_for_all(bounds)) return window_of(bounds, lead.block, lead.row);
  const auto& [window, is_empty] = lead.state.windows[index];
  return is_empty ? std::nullopt : std::optional(window);
}

void compute_phrase(LeadPass& lead, std::uint32_t index) {
  const WindowedPhrase& phrase = lead.pass.phrases[index];
  const std::optional<Window> window = window_for(lead, phrase.bounds, index);
  if (!window) return;
  const std::span<const Activity> matched = in_window(lead.state.passed[phrase.filter], *window, lead.activities());
  if (matched.empty()) return;
  for (const Aggregate& aggregate : phrase.aggregates) compute(aggregate, lead, matched);
  for (const ForEach& rule : phrase.rules) compute(rule, lead, matched);
}

void compute_chain(LeadPass& lead, std::uint32_t index) {
  const ActivityChain& chain = lead.pass.chains[index];
  for (const ActivityChain::Part& part : chain.parts) {
    if (lead.state.passed[part.filter].empty()) return;
  }
  if (const auto window = window_for(lead, chain.bounds, lead.pass.phrases.size() + index)) compute(chain, lead, *window);
}

void look_at_lead(LeadPass& lead, std::size_t first) {
  PassState& state = lead.state;
  const std::int64_t* offsets = lead.activities().offsets.data() + lead.block.first + lead.row;
  for (std::int64_t activity = offsets[0]; activity < offsets[1]; ++activity) sort_in(lead, static_cast<Activity>(activity), first);
  for (const std::uint32_t filter : state.touched) {
    for (const std::uint32_t phrase : state.phrases_of_filter[filter]) compute_phrase(lead, phrase);
    for (const std::uint32_t chain : state.chains_of_filter[filter]) compute_chain(lead, chain);
  }
  for (const std::uint32_t filter : state.touched) state.passed[filter].clear();
  state.touched.clear();
}

void clear_results(const ActivityPass& pass, Block& block) {
  for (const WindowedPhrase& phrase : pass.phrases) {
    for (const Aggregate& aggregate : phrase.aggregates) clear(aggregate, block);
    for (const ForEach& rule : phrase.rules) clear(rule, block);
  }
  for (const ActivityChain& chain : pass.chains) clear(chain, block);
}

void find_windows(const ActivityPass& pass, PassState& state, const Block& block) {
  state.windows.clear();
  const auto add = [&](const std::vector<WindowBound>& bounds) {
    const auto window = is_same_for_all(bounds) ? window_of(bounds, block, 0) : std::nullopt;
    state.windows.push_back({window.value_or(Window{}), !window});
  };
  for (const WindowedPhrase& phrase : pass.phrases) add(phrase.bounds);
  for (const ActivityChain& chain : pass.chains) add(chain.bounds);
}

}  // namespace

void run(const ActivityPass& pass, Block& block) {
  clear_results(pass, block);
  if (!block.activities || block.activities->size() == 0) return;
  PassState& state = *block.run->states->passes[pass.state];
  if (state.classes.empty()) set_up(pass, state, *block.run->schema);
  const auto first = static_cast<std::size_t>(block.activities->offsets[block.first]);
  const auto last = static_cast<std::size_t>(block.activities->offsets[block.first + block.rows]);
  if (first == last) return;
  find_residuals(pass, state, block, first, last);
  start_classes(pass, state, block);
  find_windows(pass, state, block);
  LeadPass lead{pass, block, state};
  for (lead.row = 0; lead.row < block.rows; ++lead.row) look_at_lead(lead, first);
}

}  // namespace assay::kernels
