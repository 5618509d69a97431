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
    if (bound.is_after)
      window.from = std::max(window.from, bound.inclusive ? edge : next);
    else
      window.to = std::min(window.to, bound.inclusive ? next : edge);
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
  state.is_asked.resize(state.classes.size());
  for (const ActivityFilter& filter : pass.filters) {
    if (filter.activity < 0)
      std::ranges::fill(state.is_asked, 1);
    else
      state.is_asked[static_cast<std::size_t>(filter.activity)] = 1;
  }
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
Verdict classify(const ActivityPass& pass, PassState& state, ActivityClasses& classes, std::int32_t kind,
                 std::optional<std::string_view> text) {
  state.matched_atoms.clear();
  if (text) {
    const Classifier& classifier = pass.classifiers[static_cast<std::size_t>(pass.classifier_of_kind[static_cast<std::size_t>(kind)])];
    classifier.set.matcher->match(*text, state.scratch, state.matched_atoms);
  }
  std::vector<std::uint32_t> passed;
  for (std::uint32_t i = 0; i < pass.filters.size(); ++i) {
    const ActivityFilter& filter = pass.filters[i];
    if (filter.activity >= 0 && filter.activity != kind) continue;
    const auto holds = [&](std::uint32_t atom) { return std::ranges::binary_search(state.matched_atoms, atom); };
    if (std::ranges::all_of(filter.atoms, holds)) passed.push_back(i);
  }
  const auto [known, is_new] = classes.known.try_emplace(
      passed, Verdict{static_cast<std::uint32_t>(classes.filters.size()), static_cast<std::uint32_t>(passed.size())});
  if (!is_new) return known->second;
  for (const std::uint32_t i : passed) {
    const ActivityFilter& filter = pass.filters[i];
    classes.filters.push_back({i, filter.ignores || !filter.residuals.empty(), state.counts.counts(i)});
  }
  return known->second;
}

// The columns that activities of each kind are classified by in this block.
void start_classes(const ActivityPass& pass, PassState& state, const Block& block) {
  for (std::size_t kind = 0; kind < state.classes.size(); ++kind) {
    ActivityClasses& classes = state.classes[kind];
    const std::int32_t classifier = kind < pass.classifier_of_kind.size() ? pass.classifier_of_kind[kind] : -1;
    classes.column = classifier < 0 ? nullptr : &block.activities->attributes[pass.classifiers[static_cast<std::size_t>(classifier)].slot];
    if (classes.column && classes.column->absent) classes.column = nullptr;
    const bool is_new = classes.column ? classes.numbers.start(classes.column->text, block.batch) : classes.numbers.start();
    if (!is_new) continue;
    classes.of_number.clear();
    classes.filters.clear();
    classes.known.clear();
  }
}

Verdict class_of(LeadPass& lead, ActivityClasses& classes, std::int32_t kind, Activity activity) {
  std::size_t at = 0;
  const runtime::Column* column = classes.column;
  const bool has_text = column && column->known(activity);
  if (has_text) {
    const std::int32_t* indices = column->text.indices;
    at = std::size_t{1} + (indices ? static_cast<std::uint32_t>(indices[activity]) : classes.numbers.number(column->text.value(activity)));
  }
  if (at >= classes.of_number.size()) classes.of_number.resize(std::max(at + 1, classes.numbers.bound() + 1));
  Verdict& verdict = classes.of_number[at];
  if (verdict.begin == Verdict::unknown) {
    verdict = classify(lead.pass, lead.state, classes, kind, has_text ? std::optional(column->text.at_row(activity)) : std::nullopt);
  }
  return verdict;
}

bool holds_residuals(const ActivityFilter& filter, const PassState& state, std::size_t at) {
  return std::ranges::all_of(filter.residuals,
                             [&](std::uint32_t residual) { return runtime::bit(state.residual_bits[residual].data(), at); });
}

// Adds the activity to the filters that it passes, unless it is ignored.
void sort_in(LeadPass& lead, Activity activity, std::size_t first, std::uint32_t slice, bool may_count) {
  PassState& state = lead.state;
  const std::int32_t kind = lead.activities().kinds[activity];
  ActivityClasses& classes = kind < 0 ? state.classes.back() : state.classes[static_cast<std::size_t>(kind)];
  const Verdict verdict = class_of(lead, classes, kind, activity);
  const PassedFilter* const end = classes.filters.data() + verdict.begin + verdict.count;
  for (const PassedFilter* passed = end - verdict.count; passed != end; ++passed) {
    if (passed->is_checked) {
      const ActivityFilter& filter = lead.pass.filters[passed->filter];
      if (!holds_residuals(filter, state, activity - first)) continue;
      if (filter.ignores) return;
    }
    if (passed->is_counted && may_count) {
      state.counts.add(passed->filter, slice, activity, lead.activities());
      continue;
    }
    std::vector<Activity>& list = state.passed[passed->filter];
    if (list.empty()) state.touched.push_back(passed->filter);
    list.push_back(activity);
  }
}

std::optional<Window> window_for(const LeadPass& lead, const std::vector<WindowBound>& bounds, std::size_t index) {
  const FoundWindow& found = lead.state.windows[index];
  if (!found.same_for_all) return window_of(bounds, lead.block, lead.row);
  return found.is_empty ? std::nullopt : std::optional(found.window);
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

void forget_lead(PassState& state) {
  for (const std::uint32_t filter : state.touched) state.passed[filter].clear();
  state.touched.clear();
}

void sort_in_all(LeadPass& lead, std::size_t first, std::int64_t begin, std::int64_t end, bool may_count) {
  const PassState& state = lead.state;
  const std::int16_t* kinds = lead.activities().kinds;
  const std::uint32_t first_slice = may_count ? state.counts.first_slice() : 0;
  std::uint32_t slice = 0;
  for (std::int64_t at = begin; at < end; ++at) {
    const auto activity = static_cast<Activity>(at);
    if (!(kinds[at] < 0 ? state.is_asked.back() : state.is_asked[static_cast<std::size_t>(kinds[at])])) continue;
    slice = state.counts.slice(lead.time(activity), slice);
    if (slice >= first_slice) sort_in(lead, activity, first, slice, may_count);
  }
}

void look_at_lead(LeadPass& lead, std::size_t first) {
  PassState& state = lead.state;
  const std::int64_t* offsets = lead.activities().offsets.data() + lead.block.first + lead.row;
  const bool may_count = WindowCounts::can_count(offsets[1] - offsets[0]);
  sort_in_all(lead, first, offsets[0], offsets[1], may_count);
  if (!state.counts.finish(lead.block, lead.row)) {
    forget_lead(state);
    sort_in_all(lead, first, offsets[0], offsets[1], false);
  }
  for (const std::uint32_t filter : state.touched) {
    for (const std::uint32_t phrase : state.phrases_of_filter[filter]) compute_phrase(lead, phrase);
    for (const std::uint32_t chain : state.chains_of_filter[filter]) compute_chain(lead, chain);
  }
  forget_lead(state);
}

void clear_results(const ActivityPass& pass, Block& block) {
  for (const WindowedPhrase& phrase : pass.phrases) {
    for (const Aggregate& aggregate : phrase.aggregates) clear(aggregate, block);
    for (const ForEach& rule : phrase.rules) clear(rule, block);
  }
  for (const ActivityChain& chain : pass.chains) clear(chain, block);
}

// Windows that are the same for all leads are the same for the whole session, as its as-of is.
void find_windows(const ActivityPass& pass, PassState& state, const Block& block) {
  const auto add = [&](const std::vector<WindowBound>& bounds) {
    FoundWindow found{.same_for_all = is_same_for_all(bounds), .is_empty = false, .window = {}};
    if (found.same_for_all) {
      const auto window = window_of(bounds, block, 0);
      found.is_empty = !window;
      found.window = window.value_or(Window{});
    }
    state.windows.push_back(found);
  };
  for (const WindowedPhrase& phrase : pass.phrases) add(phrase.bounds);
  for (const ActivityChain& chain : pass.chains) add(chain.bounds);
  state.counts.set_up(pass, state.windows);
}

}  // namespace

void run(const ActivityPass& pass, Block& block) {
  clear_results(pass, block);
  if (!block.activities || block.activities->size() == 0) return;
  PassState& state = *block.run->states->passes[pass.state];
  if (state.classes.empty()) {
    set_up(pass, state, *block.run->schema);
    find_windows(pass, state, block);
  }
  const auto first = static_cast<std::size_t>(block.activities->offsets[block.first]);
  const auto last = static_cast<std::size_t>(block.activities->offsets[block.first + block.rows]);
  if (first == last) return;
  find_residuals(pass, state, block, first, last);
  start_classes(pass, state, block);
  LeadPass lead{pass, block, state};
  for (lead.row = 0; lead.row < block.rows; ++lead.row) look_at_lead(lead, first);
}

}  // namespace assay::kernels
