#include "runtime/arrow_files/formats.h"

#include "runtime/arrow/activities.h"
#include "runtime/arrow/leads.h"
#include "runtime/arrow_files/read.h"
#include "runtime/arrow_files/write.h"
#include "runtime/io/readers.h"

namespace assay::arrow_files {
namespace {

// The functions of a reader's row are told apart by the kind of file alone.
template <AssayFileKind kind>
std::unique_ptr<io::LeadFile> open_leads(const io::LeadRequest& request) {
  return std::make_unique<arrow::LeadStream>(records_of_file(request.path, kind, request.options.input.threads), request);
}

template <AssayFileKind kind>
std::optional<io::Failure> load_activities(const std::string& path, const io::InputOptions& options, io::ActivityStore& store) {
  const std::unique_ptr<arrow::RecordSource> records = records_of_file(path, kind, options.threads);
  return arrow::load_activities(*records, path, options, store);
}

template <AssayFileKind kind>
io::ReaderFormat reader(std::string name, std::vector<std::string> extensions) {
  io::ReaderFormat format;
  format.name = std::move(name);
  format.extensions = std::move(extensions);
  format.nests = true;
  format.open_leads = open_leads<kind>;
  format.load_activities = load_activities<kind>;
  return format;
}

template <AssayFileKind kind>
std::unique_ptr<io::Formatter> make_formatter(const runtime::ResultSchema& schema, const io::WriterOptions& options) {
  return make_file_formatter(kind, schema, options);
}

}  // namespace

void add_formats() {
  io::add_reader(reader<ASSAY_FILE_PARQUET>("parquet", {".parquet"}));
  io::add_reader(reader<ASSAY_FILE_ARROW>("arrow", {".arrow", ".feather"}));
  io::add_writer({"parquet", ".parquet", make_formatter<ASSAY_FILE_PARQUET>});
  io::add_writer({"arrow", ".arrow", make_formatter<ASSAY_FILE_ARROW>});
}

}  // namespace assay::arrow_files
