#include "runtime/run/find_lead.h"

#include "runtime/io/nested_activities.h"
#include "runtime/io/readers.h"
#include "runtime/text/fold.h"

namespace assay::run {
namespace {

class Search {
 public:
  Search(const runtime::Schema& schema, const RunSettings& settings, const LeadQuery& query)
      : schema_(schema), settings_(settings), query_(query), id_(text::trim(query.id.value_or(""))) {
    out_.report = std::make_unique<io::DataReport>();
  }

  FoundLead run() {
    if (load_activities()) read_leads();
    if (!out_.failure && out_.found && out_.store && !out_.leads.has_activities) {
      out_.failure = out_.store->join(out_.leads.batch, out_.joined);
      out_.has_joined = true;
    }
    if (out_.same_id_rows.size() < 2) out_.same_id_rows.clear();
    return std::move(out_);
  }

 private:
  bool load_activities() {
    if (settings_.activities.empty()) return true;
    out_.store = std::make_unique<io::ActivityStore>(schema_, settings_.as_of, *out_.report);
    out_.store->limit_memory(settings_.memory / 4 * 3);
    for (const std::string& file : settings_.activities) {
      if (out_.store->load(file, settings_.activity_options)) continue;
      out_.failure = out_.store->failure();
      return false;
    }
    if (!out_.store->finish(asks_for_nested())) out_.failure = out_.store->failure();
    return !out_.failure;
  }

  bool asks_for_nested() const { return schema_.needs_activities && io::may_nest(settings_.leads, settings_.lead_options.input.format); }

  void read_leads() {
    io::LeadOptions options = settings_.lead_options;
    const io::NestedOptions nested{settings_.as_of, settings_.activity_options, out_.store.get()};
    if (asks_for_nested()) options.nested = &nested;
    io::LeadReader reader(schema_, settings_.leads, options, *out_.report);
    bool more = reader.open();
    while (more) {
      io::LeadBatch batch;
      more = reader.next(batch);
      const std::size_t rows = more ? batch.batch.rows : 0;
      if (more) look_through(batch);
      out_.rows += rows;
    }
    if (reader.failure()) out_.failure = reader.failure();
  }

  void look_through(io::LeadBatch& batch) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < batch.batch.rows; ++i) {
      const std::string_view id = batch.batch.ids.value(i);
      const std::uint64_t row = out_.rows + i + 1;
      const bool same_id = !query_.id || id == id_;
      if (query_.id && same_id) out_.same_id_rows.push_back(row);
      if (!out_.found && !found && same_id && (!query_.row || *query_.row == row)) {
        found = i;
      } else if (!same_id && !out_.found && query_.passed_by) {
        query_.passed_by(id);
      }
    }
    if (!found) return;
    out_.found = true;
    out_.row_of_batch = *found;
    out_.row = out_.rows + *found + 1;
    out_.leads = std::move(batch);
  }

  const runtime::Schema& schema_;
  const RunSettings& settings_;
  const LeadQuery& query_;
  const std::string id_;
  bool nests_ = false;
  FoundLead out_;
};

}  // namespace

FoundLead find_lead(const runtime::Schema& schema, const RunSettings& settings, const LeadQuery& query) {
  return Search(schema, settings, query).run();
}

}  // namespace assay::run
