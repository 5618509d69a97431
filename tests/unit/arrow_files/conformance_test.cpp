// The public set of Parquet files: good ones are read or refused with words, bad ones refused. Skipped where it is not at hand.
#include <set>

#include <gmock/gmock.h>

#include "runtime/arrow_files/formats.h"
#include "runtime/arrow_files/load.h"
#include "runtime/io/readers.h"
#include "tests/unit/io/test_data.h"

namespace assay::arrow_files {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class ParquetTesting : public testing::Test {
 protected:
  void SetUp() override {
    add_formats();
    if (arrow_version().empty()) GTEST_SKIP() << "built without Arrow C++";
    folder_ = io::shared_data() / "conformance/parquet-testing";
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no shared data here";
  }

  // All columns kept, those that no text file could hold included; or none needed.
  std::string failure_of(const std::filesystem::path& path, std::uint64_t& rows, bool keep = true) {
    const runtime::Schema schema;
    io::LeadOptions options;
    if (keep) options.keep = {"all"};
    options.input.format = io::reader_named("parquet");
    io::DataReport report;
    io::LeadReader reader(schema, {path.string()}, options, report);
    io::LeadBatch batch;
    bool more = reader.open();
    while (more && reader.next(batch)) rows += batch.batch.rows;
    return reader.failure() ? reader.failure()->message : "";
  }

  std::filesystem::path folder_;
};

TEST_F(ParquetTesting, GoodFilesAreReadOrRefusedWithWords) {
  std::set<std::string> refused;
  std::size_t read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "data")) {
    // This one has a cell of 2 GiB; decoding it takes half a minute.
    if (entry.path().extension() != ".parquet" || entry.path().filename() == "large_string_map.brotli.parquet") continue;
    std::uint64_t rows = 0;
    const std::string why = failure_of(entry.path(), rows);
    if (why.empty()) {
      ++read;
    } else {
      EXPECT_THAT(why, HasSubstr(entry.path().filename().string()));
      EXPECT_GT(why.size(), entry.path().string().size() + 10) << "says nothing: " << why;
      refused.insert(entry.path().filename().string());
    }
  }
  EXPECT_GE(read, 55u) << testing::PrintToString(refused);
}

TEST_F(ParquetTesting, BadFilesAreRefused) {
  // Its indices are runs of a width of 0 bits, which Arrow has read as zeros since the report that the file is named after.
  std::set<std::string> taken, known = {"ARROW-GH-43605.parquet"};
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "bad_data")) {
    std::uint64_t rows = 0;
    const std::string why = failure_of(entry.path(), rows);
    EXPECT_EQ(failure_of(entry.path(), rows, false).empty(), why.empty()) << entry.path();
    if (why.empty() && !known.contains(entry.path().filename().string())) taken.insert(entry.path().filename().string());
  }
  EXPECT_THAT(taken, IsEmpty());
}

TEST_F(ParquetTesting, EncryptedFilesAreRefused) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ / "data")) {
    if (entry.path().extension() != ".encrypted") continue;
    std::uint64_t rows = 0;
    EXPECT_NE(failure_of(entry.path(), rows), "") << entry.path().filename();
  }
}

}  // namespace
}  // namespace assay::arrow_files
