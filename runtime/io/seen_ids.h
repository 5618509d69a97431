// Which ids of leads have come before, in bounded memory: ids are noted as they come, and looked at once, at the end.
//
// Ids are parted by their hashes; what does not fit into memory lies in a temporary file, part by part. Equal hashes decide nothing: ids
// are compared. As long as ids rise (each longer than the one before, or behind it in the order of bytes), none is a repetition.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/io/failure.h"
#include "runtime/io/scratch_file.h"

namespace assay::io {

class SeenIds {
 public:
  // The first few repetitions are told in full.
  static constexpr std::size_t most_told = 5;

  // Holds about so many bytes; besides, at the end, the ids of one part.
  explicit SeenIds(std::size_t memory) : memory_(memory) {}

  // Notes an id, its hash (TextKey) and where it stands: places rise.
  void note(std::string_view id, std::uint64_t hash, std::uint64_t place);

  struct Repeated {
    std::uint64_t count = 0;
    std::vector<std::pair<std::uint64_t, std::string>> first;  // places and ids, in their order
    std::optional<Failure> failure;                            // of the temporary file
  };

  // Those that are equal to one noted before. Nothing is noted any longer behind it.
  Repeated find_repeated();

 private:
  static constexpr unsigned bits = 8;
  static constexpr std::size_t parts = std::size_t{1} << bits;

  // Bytes of one part in the file.
  struct Section {
    std::uint64_t begin = 0;
    std::size_t size = 0;
  };

  bool rises(std::string_view id);
  std::string& records_for(std::uint64_t hash);
  void deal_risen();
  void keep_distinct(std::string& records);
  void tell(std::uint64_t place, std::string_view id);
  bool write_parts();
  bool read_sections(std::size_t part, std::string& into);

  std::size_t memory_;
  std::size_t held_ = 0;  // bytes in risen_ and records_
  std::vector<std::string> risen_;  // in their order, in pieces; dealt to the parts when ids rise no longer: most files never get there
  std::array<std::string, parts> records_;
  std::array<std::vector<Section>, parts> sections_;
  std::unique_ptr<ScratchFile> file_;
  bool rising_ = true;
  std::string last_;  // the id that came last, while they rise
  Repeated repeated_;
};

}  // namespace assay::io
