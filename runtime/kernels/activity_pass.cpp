// The pass itself: residuals, classes, counts, and lists for what cannot be counted.
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

// Some of it is written before it is known whether it is kept, in vectors.
void Work::make_room(std::size_t activities) {
  if (leads.size() >= activities + 64) return;
  leads.resize(activities + 64);
  kept.resize(activities + 16);
  classes.resize(activities + CountedActivities::counted_together);
  slices.resize(activities + CountedActivities::counted_together);
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
}

void find_lists(const ActivityPass& pass, PassState& state) {
  state.passed.resize(pass.filters.size());
  state.is_listed.resize(pass.filters.size());
  state.phrases_of_filter.resize(pass.filters.size());
  state.chains_of_filter.resize(pass.filters.size());
  for (std::uint32_t i = 0; i < pass.phrases.size(); ++i) {
    state.phrases_of_filter[pass.phrases[i].filter].push_back(i);
    if (!state.counts.is_counted[i]) state.is_listed[pass.phrases[i].filter] = 1;
  }
  for (std::uint32_t i = 0; i < pass.chains.size(); ++i) {
    state.chains_of_filter[pass.chains[i].parts.back().filter].push_back(i);
    for (const ActivityChain::Part& part : pass.chains[i].parts) state.is_listed[part.filter] = 1;
  }
  state.has_lists = std::ranges::count(state.is_listed, 1) > 0;
}

// The time before which nothing is asked of activities that pass a filter; and by kind, first that of unknown kinds.
void find_first_times(const ActivityPass& pass, PassState& state, std::size_t kinds) {
  state.first_times.assign(pass.filters.size(), INT64_MAX);
  const auto ask = [&](std::uint32_t filter, std::int64_t from) { state.first_times[filter] = std::min(state.first_times[filter], from); };
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    const FoundWindow& found = state.windows[i];
    const bool is_bounded = found.same_for_all && !found.window.everything;
    if (!found.is_empty) ask(pass.phrases[i].filter, is_bounded ? found.window.from : INT64_MIN);
  }
  for (const ActivityChain& chain : pass.chains) {
    for (const ActivityChain::Part& part : chain.parts) ask(part.filter, INT64_MIN);
  }
  std::vector<std::int64_t> of_kind(kinds + 1, INT64_MAX);
  for (std::size_t filter = 0; filter < pass.filters.size(); ++filter) {
    const std::int32_t kind = pass.filters[filter].activity;
    for (std::size_t i = 0; i < of_kind.size(); ++i) {
      if (kind < 0 || static_cast<std::size_t>(kind) + 1 == i) of_kind[i] = std::min(of_kind[i], state.first_times[filter]);
    }
  }
  state.asked.set_up(std::move(of_kind));
}

void set_up(const ActivityPass& pass, PassState& state, const Block& block) {
  find_windows(pass, state, block);
  state.counts.set_up(pass, state.windows);
  find_lists(pass, state);
  find_first_times(pass, state, block.run->schema->activities.size());
  state.classes.set_up(pass, block.run->schema->activities.size());
  state.lane_rows.resize(64 * state.counts.row_vectors());
  state.residual_bits.resize(pass.residuals.size());
  constexpr std::size_t alignment = 64;
  state.frame_memory = std::make_unique<std::byte[]>(pass.frame_bytes + alignment);
  void* memory = state.frame_memory.get();
  std::size_t space = pass.frame_bytes + alignment;
  state.frame = static_cast<std::byte*>(std::align(alignment, pass.frame_bytes, memory, space));
  state.is_set_up = true;
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

void list_activity(PassState& state, Activity activity, ActivityClasses::ClassId of_class) {
  for (const std::uint32_t filter : state.classes.filters(of_class)) {
    std::vector<Activity>& list = state.passed[filter];
    if (list.empty()) state.touched.push_back(filter);
    list.push_back(activity);
  }
}

// Computes what is asked of the activities that were listed: of phrases that are counted only where `all`.
void compute_listed(LeadPass& lead, bool all) {
  PassState& state = lead.state;
  for (const std::uint32_t filter : state.touched) {
    for (const std::uint32_t phrase : state.phrases_of_filter[filter]) {
      if (all || !state.counts.is_counted[phrase]) compute_phrase(lead, phrase);
    }
    for (const std::uint32_t chain : state.chains_of_filter[filter]) compute_chain(lead, chain);
  }
  for (const std::uint32_t filter : state.touched) state.passed[filter].clear();
  state.touched.clear();
}

// `overwritten` says, per phrase, whether nothing need be done for it.
void clear_results(const ActivityPass& pass, const std::vector<std::uint8_t>& overwritten, Block& block) {
  for (std::size_t i = 0; i < pass.phrases.size(); ++i) {
    if (!overwritten.empty() && overwritten[i]) continue;
    for (const Aggregate& aggregate : pass.phrases[i].aggregates) clear(aggregate, block);
    for (const ForEach& rule : pass.phrases[i].rules) clear(rule, block);
  }
  for (const ActivityChain& chain : pass.chains) clear(chain, block);
}

// What a class adds to, worked out when it is first met.
void add_classes(PassState& state) {
  while (state.is_class_listed.size() < state.classes.size()) {
    const auto& filters = state.classes.filters(static_cast<ActivityClasses::ClassId>(state.is_class_listed.size()));
    state.counts.bits.add_class(filters);
    state.counts.amounts.add_class(filters);
    state.is_class_listed.push_back(std::ranges::any_of(filters, [&](std::uint32_t filter) { return state.is_listed[filter] != 0; }));
    std::int64_t first = INT64_MAX;
    for (const std::uint32_t filter : filters) first = std::min(first, state.first_times[filter]);
    state.first_times_of_class.push_back(first);
  }
}

// The class of each of `count` activities.
void classify(PassState& state, std::size_t count) {
  Work& work = state.work;
  const ActivityClasses::View known = state.classes.view();
  const Activity* kept = work.kept.data();
  ActivityClasses::ClassId* classes = work.classes.data();
  std::uint32_t highest = 0;
  for (std::size_t i = 0; i < count; ++i) {
    classes[i] = known.known(i, kept[i]);
    highest = std::max(highest, classes[i]);
  }
  if (highest < state.is_class_listed.size()) return;
  for (std::size_t i = 0; i < count; ++i) classes[i] = state.classes.of(i, kept[i]);
  add_classes(state);
}

// Drops those that lie before all windows of their class, unless that dropped few of the leads before them.
std::size_t drop_early(PassState& state, const std::int64_t* times, std::size_t count) {
  if (!state.drops_early) return count;
  const std::int64_t* first_times = state.first_times_of_class.data();
  Activity* kept = state.work.kept.data();
  ActivityClasses::ClassId* classes = state.work.classes.data();
  std::size_t left = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const Activity activity = kept[i];
    const ActivityClasses::ClassId of_class = classes[i];
    kept[left] = activity;
    classes[left] = of_class;
    left += std::size_t{times[activity] >= first_times[of_class]};
  }
  state.drops_early = left < count - count / 8;
  return left;
}

// Those of leads without any are the ends of the lead before. Stores do not wait for each other, as counting would.
void find_ends(Work& work, std::size_t first_activity) {
  std::ranges::fill(work.ends, 0);
  for (std::uint32_t i = 0; i < work.kept_count; ++i) work.ends[work.leads[work.kept[i] - first_activity]] = i + 1;
  for (std::size_t lead = 1; lead < std::size(work.ends); ++lead) work.ends[lead] = std::max(work.ends[lead], work.ends[lead - 1]);
}

void find_kept(LeadPass& lead, std::span<const std::int64_t> offsets, const ActivityClasses::Residuals& residuals) {
  PassState& state = lead.state;
  Work& work = state.work;
  work.make_room(static_cast<std::size_t>(offsets.back() - offsets.front()));
  spread_leads(offsets, work.leads.data());
  const std::size_t asked = state.asked.keep(lead.activities(), offsets, work.kept.data());
  state.classes.start(lead.block, {work.kept.data(), asked}, residuals);
  classify(state, asked);
  work.kept_count = drop_early(state, lead.activities().times, asked);
  const TimeSlices::View slices = state.counts.slices.view();
  for (std::size_t i = 0; i < work.kept_count; ++i) work.slices[i] = slices.of(lead.activities().times[work.kept[i]]);
  find_ends(work, static_cast<std::size_t>(offsets.front()));
  work.listed.clear();
  for (std::uint32_t i = 0; state.has_lists && i < work.kept_count; ++i) {
    if (state.is_class_listed[work.classes[i]]) work.listed.push_back(i);
  }
  work.slow = 0;
  for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
    if (offsets[i + 1] - offsets[i] > PassCounts::most_activities) work.slow |= std::uint64_t{1} << i;
  }
}

void count_leads(LeadPass& lead, std::size_t first_row, std::size_t rows, std::size_t first_activity) {
  PassState& state = lead.state;
  Work& work = state.work;
  PassCounts& counts = state.counts;
  const std::size_t stride = counts.row_vectors();
  LaneBits* lanes = state.lane_rows.data();
  const CountedActivities happened{
      {work.kept.data(), work.kept_count}, work.classes.data(), work.slices.data(), work.leads.data(), first_activity, work.ends};
  const AmountLanes::Leads leads{first_row, rows, work.slow, {lanes + counts.bits.row_vectors(), stride}};
  counts.amounts.start(happened, lead.activities());
  counts.bits.count(happened, work.slow, rows, {lanes, stride});
  const std::uint64_t too_large = counts.amounts.run(happened, leads, lead.block);
  counts.bits.begin(too_large, {lanes, stride});
  work.slow |= too_large;
  store_rows(counts.outputs, lanes, stride, first_row / 64, lead.block);
}

void list_leads(LeadPass& lead, std::size_t first_row, std::size_t rows, std::size_t first_activity) {
  PassState& state = lead.state;
  const Work& work = state.work;
  if (work.listed.empty() && work.slow == 0) return;
  const auto row_of = [&](Activity activity) { return std::size_t{work.leads[activity - first_activity]}; };
  std::size_t listed = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    lead.row = first_row + row;
    const bool is_slow = work.slow >> row & 1;
    for (; listed < work.listed.size() && row_of(work.kept[work.listed[listed]]) == row; ++listed) {
      if (!is_slow) list_activity(state, work.kept[work.listed[listed]], work.classes[work.listed[listed]]);
    }
    if (is_slow) {
      const std::span kept(work.kept.data(), work.kept_count);
      for (const Activity& each : std::ranges::equal_range(kept, row, {}, row_of))
        list_activity(state, each, work.classes[static_cast<std::size_t>(&each - kept.data())]);
    }
    if (!state.touched.empty()) compute_listed(lead, is_slow);
  }
}

}  // namespace

void run(const ActivityPass& pass, Block& block) {
  PassState& state = *block.run->states->passes[pass.state];
  const bool has_activities = block.activities && block.activities->size() > 0;
  const auto first = has_activities ? static_cast<std::size_t>(block.activities->offsets[block.first]) : 0;
  const auto last = has_activities ? static_cast<std::size_t>(block.activities->offsets[block.first + block.rows]) : 0;
  if (has_activities && !state.is_set_up) set_up(pass, state, block);
  if (first == last) return clear_results(pass, {}, block);
  clear_results(pass, state.counts.is_overwritten, block);
  find_residuals(pass, state, block, first, last);
  LeadPass lead{pass, block, state};
  state.drops_early = true;
  for (std::size_t row = 0; row < block.rows; row += 64) {
    const std::size_t rows = std::min<std::size_t>(64, block.rows - row);
    const std::span offsets(block.activities->offsets.data() + block.first + row, rows + 1);
    find_kept(lead, offsets, {&state.residual_bits, first});
    count_leads(lead, row, rows, static_cast<std::size_t>(offsets.front()));
    list_leads(lead, row, rows, static_cast<std::size_t>(offsets.front()));
  }
}

}  // namespace assay::kernels
