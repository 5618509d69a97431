#include "runtime/io/held_output.h"

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/io/scratch_file.h"

namespace assay::io {
namespace {

class HeldOutput final : public Output {
 public:
  HeldOutput(std::unique_ptr<Output> target, std::unique_ptr<ScratchFile> scratch)
      : target_(std::move(target)), scratch_(std::move(scratch)) {}

  bool write(std::string_view bytes) override { return scratch_->write(bytes); }

  bool commit() override {
    if (!scratch_->flush()) return false;
    constexpr std::uint64_t most_at_once = std::uint64_t{1} << 20;
    std::string bytes;
    for (std::uint64_t at = 0; at < scratch_->size(); at += bytes.size()) {
      bytes.resize(static_cast<std::size_t>(std::min(most_at_once, scratch_->size() - at)));
      if (!scratch_->read(at, bytes.data(), bytes.size())) {
        failure_ = Failure{scratch_->read_problem()};
        return false;
      }
      if (!target_->write(bytes)) return false;
    }
    return target_->commit();
  }

  const std::optional<Failure>& failure() const override {
    if (failure_) return failure_;
    return scratch_->failure() ? scratch_->failure() : target_->failure();
  }
  bool closed_by_reader() const override { return target_->closed_by_reader(); }

 private:
  std::unique_ptr<Output> target_;
  std::unique_ptr<ScratchFile> scratch_;
  std::optional<Failure> failure_;
};

}  // namespace

OpenedOutput held_back(std::unique_ptr<Output> target) {
  OpenedScratch scratch = ScratchFile::open("results");
  if (scratch.failure) return {nullptr, scratch.failure};
  return {std::make_unique<HeldOutput>(std::move(target), std::move(scratch.file)), std::nullopt};
}

}  // namespace assay::io
