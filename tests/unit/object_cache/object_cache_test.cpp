// What is kept is found again, whatever else happens to the folder is no more than a miss.
#include "compiler/object_cache/object_cache.h"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace assay::object_cache {
namespace {

namespace fs = std::filesystem;

class Cache : public testing::Test {
 protected:
  Cache() {
    std::string name = testing::TempDir() + "assay-cache-XXXXXX";
    if (const char* made = ::mkdtemp(name.data())) folder = made;
  }
  ~Cache() override {
    std::error_code error;
    fs::remove_all(folder, error);
  }

  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& each : fs::directory_iterator(folder)) found.push_back(each.path());
    return found;
  }
  std::string bytes_of(const fs::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void overwrite(const fs::path& path, const std::string& bytes) const { std::ofstream(path, std::ios::binary) << bytes; }

  std::string folder;
};

TEST_F(Cache, FindsWhatWasKept) {
  const ObjectCache cache(folder);
  EXPECT_EQ(cache.find("key"), std::nullopt);
  cache.keep("key", "value");
  cache.keep("other", "");
  EXPECT_EQ(cache.find("key"), "value");
  EXPECT_EQ(cache.find("other"), "");
  EXPECT_EQ(ObjectCache(folder).find("key"), "value");
  cache.keep("key", "another value");
  EXPECT_EQ(cache.find("key"), "another value");
  EXPECT_EQ(files().size(), 2u) << "nothing unfinished is left";
}

TEST_F(Cache, OffFindsAndKeepsNothing) {
  const ObjectCache cache("");
  cache.keep("key", "value");
  EXPECT_EQ(cache.find("key"), std::nullopt);
}

TEST_F(Cache, EveryFlippedBitIsAMiss) {
  const ObjectCache cache(folder);
  cache.keep("key", "the value");
  const fs::path path = files().at(0);
  const std::string whole = bytes_of(path);
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ 1 << bit % 8);
    overwrite(path, damaged);
    ASSERT_EQ(cache.find("key"), std::nullopt) << "bit " << bit;
  }
  cache.keep("key", "the value");
  EXPECT_EQ(cache.find("key"), "the value");
}

TEST_F(Cache, EveryCutIsAMiss) {
  const ObjectCache cache(folder);
  cache.keep("key", "the value");
  const fs::path path = files().at(0);
  const std::string whole = bytes_of(path);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    overwrite(path, whole.substr(0, size));
    ASSERT_EQ(cache.find("key"), std::nullopt) << size << " bytes";
  }
  overwrite(path, whole + "x");
  EXPECT_EQ(cache.find("key"), std::nullopt);
}

TEST_F(Cache, AnotherKeyUnderTheSameNameIsAMiss) {
  const ObjectCache cache(folder);
  cache.keep("key", "value");
  cache.keep("kez", "other value");
  std::vector<fs::path> both = files();
  fs::rename(both[0], folder + "/aside");
  fs::rename(both[1], both[0]);
  fs::rename(folder + "/aside", both[1]);
  EXPECT_EQ(cache.find("key"), std::nullopt);
  EXPECT_EQ(cache.find("kez"), std::nullopt);
}

TEST_F(Cache, WhatOthersMayWriteToIsNotTrusted) {
  const ObjectCache cache(folder);
  cache.keep("key", "value");
  ASSERT_EQ(::chmod(files().at(0).c_str(), 0666), 0);
  EXPECT_EQ(cache.find("key"), std::nullopt);
}

TEST_F(Cache, TheLeastRecentlyUsedGo) {
  const ObjectCache cache(folder, 10'000);
  const std::string value(1'500, 'x');
  const auto age = [&](int hours) {
    for (const fs::path& path : files()) fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(hours));
  };
  cache.keep("first", value);
  age(2);
  cache.keep("second", value);
  EXPECT_EQ(cache.find("first"), value);
  for (int i = 0; i < 5; ++i) cache.keep("more" + std::to_string(i), value);
  std::uint64_t bytes = 0;
  for (const fs::path& path : files()) bytes += fs::file_size(path);
  EXPECT_LE(bytes, 10'000u);
  EXPECT_EQ(cache.find("more4"), value);
}

TEST_F(Cache, LargerThanAllowedIsNotKept) {
  const ObjectCache cache(folder, 1'000);
  cache.keep("key", std::string(2'000, 'x'));
  EXPECT_EQ(cache.find("key"), std::nullopt);
  EXPECT_TRUE(files().empty());
}

TEST_F(Cache, FoldersThatCannotBeWrittenAreNoCache) {
  const ObjectCache below_a_file(folder + "/file/below");
  overwrite(folder + "/file", "not a folder");
  below_a_file.keep("key", "value");
  EXPECT_EQ(below_a_file.find("key"), std::nullopt);
  const ObjectCache nowhere("/proc/assay");
  nowhere.keep("key", "value");
  EXPECT_EQ(nowhere.find("key"), std::nullopt);
}

TEST_F(Cache, AFullDiskIsNoCache) {
  // The size limit of a file stands in for the full disk: writing fails in the middle either way.
  const pid_t child = ::fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1'000, 1'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const ObjectCache cache(folder);
    cache.keep("key", std::string(5'000, 'x'));
    ::_exit(cache.find("key") ? 1 : 0);
  }
  int status = 1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(files().empty()) << "nothing half written is left";
}

TEST_F(Cache, EightProcessesAtOnce) {
  std::vector<pid_t> children;
  for (int process = 0; process < 8; ++process) {
    const pid_t child = ::fork();
    if (child == 0) {
      const ObjectCache cache(folder, 60'000);
      int wrong = 0;
      for (int round = 0; round < 300; ++round) {
        const std::string key = "key" + std::to_string(round % 17);
        const std::string value(1'000 + static_cast<std::size_t>(round % 17) * 100, static_cast<char>('a' + round % 17));
        const auto found = cache.find(key);
        if (found && *found != value) ++wrong;
        cache.keep(key, value);
      }
      ::_exit(wrong == 0 ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  for (const fs::path& path : files()) EXPECT_EQ(path.extension(), ".entry");
}

TEST(BuildIdentity, IsThatOfThisFile) {
  EXPECT_EQ(build_identity(), build_identity());
  EXPECT_GE(build_identity().size(), 8u) << "linked without --build-id: nothing would ever be kept";
}

TEST(UsualFolder, FollowsTheVariables) {
  ::setenv("HOME", "/people/someone", 1);
  ::unsetenv("XDG_CACHE_HOME");
  ::unsetenv("ASSAY_CACHE");
  EXPECT_EQ(usual_folder(), "/people/someone/.cache/assay");
  ::setenv("XDG_CACHE_HOME", "/caches", 1);
  EXPECT_EQ(usual_folder(), "/caches/assay");
  ::setenv("ASSAY_CACHE", "somewhere", 1);
  EXPECT_EQ(usual_folder(), "somewhere");
  ::setenv("ASSAY_CACHE", "off", 1);
  EXPECT_EQ(usual_folder(), "");
}

}  // namespace
}  // namespace assay::object_cache
