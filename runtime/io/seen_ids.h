// Which ids of leads have come before, in bounded memory: ids are noted as they come, and looked at once, at the end (decision 0096).
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

#include "runtime/batch.h"
#include "runtime/io/failure.h"
#include "runtime/io/scratch_file.h"

namespace assay::io {

class SeenIds {
 public:
  // The first few repetitions are told in full.
  static constexpr std::size_t most_told = 5;

  // Holds about so many bytes; besides, at the end, the ids of one part.
  explicit SeenIds(std::size_t memory) : memory_(memory) {}

  // Whether each of the first `rows` ids is longer than the one before, or behind it in the order of bytes. None is empty then.
  static bool rise(const runtime::TextColumn& ids, std::size_t rows);

  // Notes an id, its hash (TextKey) and where it stands: places rise.
  void note(std::string_view id, std::uint64_t hash, std::uint64_t place);

  // Notes so many ids, which rise and stand one behind the other.
  void note_rising(const runtime::TextColumn& ids, std::size_t rows, std::uint64_t first_place);

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

  // Ids that rise and stand one behind the other.
  struct Risen {
    std::uint64_t first_place = 0;
    std::vector<std::uint32_t> ends;  // in `bytes`, of each
    std::string bytes;
  };

  bool still_rises(std::string_view id);
  Risen& risen_at(std::uint64_t place);
  void hold(std::size_t ids, std::size_t bytes);
  void deal_risen();
  void keep_distinct(std::string& records);
  void tell(std::uint64_t place, std::string_view id);
  bool write_parts();
  bool read_sections(std::size_t part, std::string& into);

  std::size_t memory_;
  std::size_t held_ = 0;      // bytes in risen_ and records_
  std::vector<Risen> risen_;  // in their order; dealt to the parts when ids rise no longer: most files never get there
  std::array<std::string, parts> records_;
  std::array<std::vector<Section>, parts> sections_;
  std::unique_ptr<ScratchFile> file_;
  bool rising_ = true;
  std::string last_;  // the id that came last, while they rise
  Repeated repeated_;
};

}  // namespace assay::io
