// The text of a policy file and places in it. A Source never changes once made, so a Span stays valid as long as its Sources live.
// What it is not: it neither reads files nor checks that the bytes are UTF-8 (the parser reports those that are not).
#pragma once

#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace assay::source {

enum class FileId : std::uint32_t {};

// Half-open range of bytes [begin, end) of one file. The empty span at 0 of file 0 is also what nodes made by the compiler carry.
struct Span {
  FileId file{};
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend auto operator<=>(const Span&, const Span&) = default;
  bool empty() const { return begin == end; }
};

// The smallest span that holds both. Both must be of the same file; an empty default span is taken as nothing.
Span join(Span first, Span last);

// Line and column, both from 1. Columns count Unicode characters (code points), not bytes.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend auto operator<=>(const Position&, const Position&) = default;
};

class Source {
 public:
  Source(FileId id, std::string name, std::string bytes);

  FileId id() const { return id_; }
  const std::string& name() const { return name_; }
  std::string_view bytes() const { return bytes_; }

  // Bytes of a span; offsets behind the end of the file are cut off.
  std::string_view text(Span span) const;
  Position position(std::uint32_t offset) const;
  // The line alone, which is much cheaper to tell on long lines.
  std::uint32_t line_of(std::uint32_t offset) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  // One line from 1, without its line end.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_start(std::uint32_t number) const { return line_starts_[number - 1]; }

 private:
  FileId id_;
  std::string name_;
  std::string bytes_;
  std::vector<std::uint32_t> line_starts_;
};

// All files of one compilation: the policy, its modules, the prelude. References stay valid when more are added.
class Sources {
 public:
  const Source& add(std::string name, std::string bytes);
  const Source& operator[](FileId id) const { return files_[static_cast<std::size_t>(id)]; }
  std::size_t size() const { return files_.size(); }

  // Where a part of a text comes from that was made of another file's text.
  struct Origin {
    std::uint32_t begin = 0, end = 0;  // in the text that was made
    Span span;                         // in the other file
  };
  // `origins` rise and do not overlap.
  void add_origins(FileId made, std::vector<Origin> origins);
  // The place to show for a span: itself, or where what it covers comes from.
  Span shown(Span span) const;

 private:
  std::deque<Source> files_;
  std::map<FileId, std::vector<Origin>> origins_;
};

}  // namespace assay::source
