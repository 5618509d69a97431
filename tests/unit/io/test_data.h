// Helpers of the tests of this folder: small files, readers over texts, columns as words.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "runtime/batch.h"
#include "runtime/io/bytes.h"
#include "runtime/io/csv.h"
#include "runtime/io/report.h"
#include "runtime/schema.h"

namespace assay::io {

// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "assay-io-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string file(const std::string& name, const std::string& text) const {
    const std::string path = path_ + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  std::string path(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline std::string text_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

using Rows = std::vector<std::vector<std::string>>;

struct ReadCsv {
  Rows rows;  // the header first
  DataReport report;
  std::string failure;
  std::uint64_t blank_lines = 0;
};

// All cells of a text, unquoted, read `at_most` bytes at a time.
inline ReadCsv read_csv(std::string_view text, CsvOptions options = {}, std::size_t at_most = SIZE_MAX) {
  ReadCsv read;
  CsvReader reader(decode_bytes(bytes_of_text(text, at_most), Encoding::utf8, "test.csv"), "test.csv", options);
  if (reader.open()) {
    if (options.header) read.rows.push_back(reader.headers());
    std::string scratch;
    while (const std::shared_ptr<const RowBlock> block = reader.next()) {
      if (block->faults) read.report.append(*block->faults);
      for (std::size_t row = 0; row < block->rows; ++row) {
        auto& cells = read.rows.emplace_back();
        for (std::size_t i = 0; i < reader.headers().size(); ++i) cells.emplace_back(unquoted(block->raw(row, i), scratch));
      }
    }
  }
  if (reader.failure()) read.failure = reader.failure()->message;
  read.blank_lines = reader.blank_lines();
  return read;
}

// The values of a column, one word per row, missing ones as "-": what tests compare.
inline std::string words_of(const runtime::Column& column, std::size_t rows) {
  std::string out;
  for (std::size_t row = 0; row < rows; ++row) {
    if (row > 0) out += " ";
    if (!column.known(row)) {
      out += "-";
      continue;
    }
    switch (column.storage) {
      case runtime::Storage::Truth: out += runtime::bit(column.truths, row) ? "yes" : "no"; break;
      case runtime::Storage::Integer: out += std::to_string(column.integers[row]); break;
      case runtime::Storage::Number: {
        std::ostringstream number;
        number << column.numbers[row];
        out += number.str();
        break;
      }
      case runtime::Storage::Text: out += column.text.at_row(row); break;
      case runtime::Storage::Label: out += "#" + std::to_string(column.labels[row]); break;
      case runtime::Storage::TextList: {
        out += "[";
        for (std::int32_t i = column.list_offsets[row]; i < column.list_offsets[row + 1]; ++i) {
          out += (i > column.list_offsets[row] ? "|" : "") + std::string(column.text.at_row(static_cast<std::size_t>(i)));
        }
        out += "]";
        break;
      }
    }
  }
  return out;
}

inline runtime::FieldSpec field(std::string name, runtime::Type type, std::vector<std::string> from = {}) {
  runtime::FieldSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  spec.from = std::move(from);
  spec.used = true;
  return spec;
}

inline runtime::AttributeSpec attribute(std::string name, runtime::Type type, std::vector<std::string> labels = {}) {
  runtime::AttributeSpec spec;
  spec.name = std::move(name);
  spec.type = type;
  spec.labels = std::move(labels);
  spec.used = true;
  return spec;
}

// A webinar, whose overlapping attendances are merged.
inline runtime::ActivitySpec attended_webinar() {
  using runtime::Type;
  runtime::ActivitySpec attended;
  attended.name = "attended";
  attended.attributes = {attribute("webinar", Type::Text), attribute("from", Type::Time), attribute("to", Type::Time),
                         attribute("minutes", Type::Integer)};
  attended.merging_overlaps = true;
  return attended;
}

// The activities of a batch, as words.
inline std::string words_of(const runtime::ActivityBatch& activities) {
  std::string out;
  for (const std::int64_t offset : activities.offsets) out += std::to_string(offset) + " ";
  for (std::size_t i = 0; i < activities.size(); ++i) {
    out += std::to_string(activities.kinds[i]) + "@" + std::to_string(activities.times[i]) + " ";
  }
  for (const runtime::Column& column : activities.attributes) out += "\n" + words_of(column, activities.size());
  return out;
}

// A batch of leads that have nothing but ids. It points into itself: it stays where it is.
class BatchOfIds {
 public:
  explicit BatchOfIds(const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      bytes_ += id;
      offsets_.push_back(static_cast<std::int32_t>(bytes_.size()));
    }
    batch.rows = ids.size();
    batch.ids.offsets = offsets_.data();
    batch.ids.bytes = bytes_.data();
    batch.ids.values = ids.size();
  }
  BatchOfIds(const BatchOfIds&) = delete;
  BatchOfIds& operator=(const BatchOfIds&) = delete;

  runtime::Batch batch;

 private:
  std::string bytes_;
  std::vector<std::int32_t> offsets_{0};
};

// The shared data beside the project, empty where there is none.
inline std::filesystem::path shared_data() {
  const char* given = std::getenv("ASSAY_SHARED");
  const std::filesystem::path folder = given != nullptr ? given : "../shared";
  return std::filesystem::exists(folder / "data") ? folder / "data" : std::filesystem::path();
}

}  // namespace assay::io
