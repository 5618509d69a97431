// What a session keeps for an activity pass: classes of activities, counters, the folded texts met, scratch memory. Internal to the pass.
#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_map>

#include "runtime/kernels/activity_classes.h"
#include "runtime/kernels/asked_activities.h"
#include "runtime/kernels/pass_counts.h"

namespace assay::kernels {

using Activity = std::uint32_t;  // index into the ActivityBatch

// The numbers of texts as they are compared: equal numbers, equal folded texts.
class FoldedTexts {
 public:
  std::uint64_t number(std::string_view text);
  std::uint64_t number_of_folded(const std::string& folded) { return numbers_.try_emplace(folded, numbers_.size()).first->second; }

 private:
  std::unordered_map<std::string, std::uint64_t> numbers_;
  std::string folded_;
};

// The activities of up to 64 leads that may count, in order. The memory is larger than what is in it.
struct Work {
  std::vector<std::uint8_t> leads;  // per activity of the leads: which of the 64 it is of
  std::vector<Activity> kept;
  std::vector<ActivityClasses::ClassId> classes;  // per kept activity
  std::vector<std::uint32_t> slices;              // likewise
  std::uint32_t ends[64];                         // per lead: behind its last kept one
  std::size_t kept_count = 0;
  std::vector<std::uint32_t> listed;  // indices into `kept`
  std::uint64_t slow = 0;             // leads whose counts need lists

  void make_room(std::size_t activities);
};

struct Beginning {
  std::int64_t time;
  std::int64_t deadline;
  std::uint64_t key;
};

struct PassState {
  bool is_set_up = false;
  ActivityClasses classes;
  bool drops_early = true;  // in the rest of the block
  PassCounts counts;
  Work work;
  AskedActivities asked;
  std::vector<std::int64_t> first_times;           // per filter: before it nothing is asked of what passes it
  std::vector<std::int64_t> first_times_of_class;  // the earliest of its filters
  std::vector<std::uint8_t> is_class_listed;       // passes a filter of a phrase that is not counted, or of a chain
  std::vector<LaneBits> lane_rows;
  FoldedTexts folded;

  std::unique_ptr<std::byte[]> frame_memory;
  std::byte* frame = nullptr;
  std::vector<std::vector<std::uint64_t>> residual_bits;
  std::vector<std::uint32_t> lead_rows;

  std::vector<std::vector<Activity>> passed;  // per filter: the lead's activities that passed it, in order
  std::vector<std::uint32_t> touched;         // filters that something passed
  std::vector<std::vector<std::uint32_t>> phrases_of_filter, chains_of_filter;
  std::vector<std::uint8_t> is_listed;  // per filter: some phrase is not counted, or a chain has it
  bool has_lists = false;               // some filter is
  std::vector<FoundWindow> windows;     // per phrase, then per chain; for the whole session
  std::vector<std::uint64_t> keys;
  std::vector<std::int64_t> times;
  std::vector<Beginning> beginnings, next_beginnings;
};

// Where one lead's activities are being looked at.
struct LeadPass {
  const ActivityPass& pass;
  Block& block;
  PassState& state;
  std::size_t row = 0;

  const runtime::ActivityBatch& activities() const { return *block.activities; }
  std::int64_t time(Activity activity) const { return block.activities->times[activity]; }
  bool is_timed(Activity activity) const { return time(activity) != runtime::ActivityBatch::untimed; }
  // The attribute's column, nullptr where there is none; and whether it is known.
  const runtime::Column* column(const AttributeRef& attribute) const {
    return attribute.slot < 0 ? nullptr : &block.activities->attributes[static_cast<std::size_t>(attribute.slot)];
  }
};

// The window of bounds for the lead; nullopt when nothing can lie in it.
std::optional<Window> window_of(const std::vector<WindowBound>& bounds, const Block& block, std::size_t row);

// Of activities in order, those in the window.
std::span<const Activity> in_window(std::span<const Activity> passed, const Window& window, const runtime::ActivityBatch& activities);

// Equal keys are equal values; nullopt: missing.
std::optional<std::uint64_t> key_of(LeadPass& lead, const AttributeRef& attribute, KeyKind kind, Activity activity);

// What the aggregate and the rule are for leads without activities: before the leads of a block are looked at.
void clear(const Aggregate& aggregate, Block& block);
void clear(const ForEach& rule, Block& block);
void clear(const ActivityChain& chain, Block& block);

void compute(const Aggregate& aggregate, LeadPass& lead, std::span<const Activity> matched);
void compute(const ForEach& rule, LeadPass& lead, std::span<const Activity> matched);
void compute(const ActivityChain& chain, LeadPass& lead, const Window& window);

// Points for what happened at these times (`untimed` where age does not matter).
void give(const ForEach& rule, LeadPass& lead, std::vector<std::int64_t>& times);

}  // namespace assay::kernels
