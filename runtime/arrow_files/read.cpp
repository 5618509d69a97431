#include "runtime/arrow_files/read.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <numeric>

#include <fmt/format.h>
#include <unistd.h>

#include "runtime/arrow_files/load.h"

namespace assay::arrow_files {
namespace {

// So many rows that dictionaries are looked at rarely, so few that their columns stay in the cache.
constexpr std::int64_t batch_rows = 65'536;
// Of those that are converted at once, where threads read a part each: what is decoded stays in the core's own cache.
constexpr std::int64_t part_batch_rows = 16'384;

class FileRecords final : public arrow::RecordSource {
 public:
  FileRecords(std::string path, AssayFileKind kind, unsigned threads) : path_(std::move(path)), kind_(kind), threads_(threads) {}
  ~FileRecords() override {
    if (file_ != nullptr) load_module().functions->close(file_);
  }

  std::optional<io::Failure> type(arrow::DataType& into) override {
    if (path_ == "-") return io::Failure{"standard input cannot be read as Parquet or Arrow: give the name of a file"};
    const LoadedModule& module = load_module();
    if (module.functions == nullptr) return fault(module.problem.c_str());
    if (::access(path_.c_str(), R_OK) != 0) return io::Failure{fmt::format("cannot open {}: {}", path_, std::strerror(errno))};
    if (const char* why = module.functions->open(path_.c_str(), kind_, &file_)) return fault(why);
    ArrowSchema schema{};
    if (const char* why = module.functions->schema(file_, &schema)) return fault(why);
    const arrow::OwnedSchema owned(&schema);
    auto why = arrow::parse_type(*owned.get(), path_, into);
    all_columns_ = into.children.size();
    return why;
  }

  std::uint64_t expected_rows() const override {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(load_module().functions->rows(file_), 0));
  }

  std::optional<io::Failure> open(std::vector<std::size_t>& columns, arrow::OwnedStream& into) override {
    // A damaged file must not pass for one that merely lacks the columns: where nothing of it is needed, all of it is read.
    if (columns.empty()) {
      columns.resize(all_columns_);
      std::iota(columns.begin(), columns.end(), std::size_t{0});
    }
    columns_.assign(columns.begin(), columns.end());
    return open_stream({columns_.data(), columns_.size(), -1, batch_rows, static_cast<std::int32_t>(threads_)}, into);
  }

  std::vector<std::uint64_t> parts() const override {
    const AssayArrowFiles& functions = *load_module().functions;
    std::vector<std::uint64_t> rows;
    for (std::size_t part = 0; part < functions.parts(file_); ++part)
      rows.push_back(static_cast<std::uint64_t>(std::max<std::int64_t>(functions.part_rows(file_, part), 0)));
    return rows;
  }

  std::optional<io::Failure> open_part(std::size_t part, arrow::OwnedStream& into) override {
    return open_stream({columns_.data(), columns_.size(), static_cast<std::int64_t>(part), part_batch_rows, 1}, into);
  }

 private:
  io::Failure fault(const char* why) const { return {fmt::format("{}: {}", path_, why)}; }

  std::optional<io::Failure> open_stream(const AssayRecordRequest& request, arrow::OwnedStream& into) const {
    ArrowArrayStream stream{};
    if (const char* why = load_module().functions->stream(file_, &request, &stream)) return fault(why);
    into = arrow::OwnedStream(&stream);
    return std::nullopt;
  }

  std::string path_;
  AssayFileKind kind_;
  unsigned threads_;
  AssayArrowFile* file_ = nullptr;
  std::size_t all_columns_ = 0;
  std::vector<std::int32_t> columns_;  // that open() gave
};

}  // namespace

std::unique_ptr<arrow::RecordSource> records_of_file(const std::string& path, AssayFileKind kind, unsigned threads) {
  return std::make_unique<FileRecords>(path, kind, threads);
}

}  // namespace assay::arrow_files
