#include "runtime/arrow_files/write.h"

#include "runtime/arrow/export.h"
#include "runtime/arrow/owned.h"
#include "runtime/arrow_files/load.h"

namespace assay::arrow_files {
namespace {

class FileFormatter final : public io::Formatter {
 public:
  FileFormatter(AssayFileKind kind, const runtime::ResultSchema& schema, const io::WriterOptions& options)
      : kind_(kind), exporter_(schema, options) {}
  ~FileFormatter() override {
    if (writer_ != nullptr) functions_->drop(writer_);
  }

  bool stateless() const override { return false; }
  const std::optional<io::Failure>& failure() const override { return failure_; }

  void head(std::string& out) override {
    const LoadedModule& module = load_module();
    functions_ = module.functions;
    if (functions_ == nullptr) return fail(module.problem.c_str());
    out_ = &out;
    ArrowSchema schema{};
    exporter_.schema(&schema);
    if (const char* why = functions_->write(kind_, &schema, take_bytes, this, &writer_)) fail(why);
  }

  void rows(const io::LeadBatch& leads, const runtime::Result& result, std::string& out) override {
    if (failure_) return;
    out_ = &out;
    ArrowArray array{};
    exporter_.batch(leads, result, &array);
    if (const char* why = functions_->add(writer_, &array)) fail(why);
  }

  void foot(std::string& out) override {
    if (failure_) return;
    out_ = &out;
    if (const char* why = functions_->finish(writer_)) fail(why);
  }

 private:
  static void take_bytes(void* context, const char* bytes, std::size_t size) {
    static_cast<FileFormatter*>(context)->out_->append(bytes, size);
  }
  void fail(const char* why) { failure_ = io::Failure{std::string("the results cannot be written: ") + why}; }

  AssayFileKind kind_;
  arrow::ResultExporter exporter_;
  const AssayArrowFiles* functions_ = nullptr;
  AssayArrowWriter* writer_ = nullptr;
  std::string* out_ = nullptr;  // of the call that is being answered
  std::optional<io::Failure> failure_;
};

}  // namespace

std::unique_ptr<io::Formatter> make_file_formatter(AssayFileKind kind, const runtime::ResultSchema& schema,
                                                   const io::WriterOptions& options) {
  return std::make_unique<FileFormatter>(kind, schema, options);
}

}  // namespace assay::arrow_files
