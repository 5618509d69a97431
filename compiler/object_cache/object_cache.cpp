#include "compiler/object_cache/object_cache.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <sys/stat.h>
#include <unistd.h>

namespace assay::object_cache {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".entry", unfinished_ending = ".new";
constexpr std::uint64_t most_entry_bytes = std::uint64_t{1} << 30;

struct Head {
  std::array<char, 8> magic{'A', 'S', 'S', 'A', 'Y', 'O', 'B', '1'};
  std::uint64_t checksum = 0;  // of everything behind it
  std::uint64_t key_bytes = 0, value_bytes = 0;
};

std::uint64_t hash(std::string_view bytes) { return std::hash<std::string_view>()(bytes); }

std::uint64_t checksum(const Head& head, std::string_view key, std::string_view value) {
  const std::uint64_t parts[] = {head.key_bytes, head.value_bytes, hash(key), hash(value)};
  return hash({reinterpret_cast<const char*>(parts), sizeof parts});
}

class File {
 public:
  File(const std::string& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  bool is_open() const { return descriptor_ >= 0; }

  // Its size; nullopt unless it is a plain file of this user that nobody else may write to: code comes from it.
  std::optional<std::uint64_t> trusted_size() const {
    struct stat about{};
    if (::fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
    if (about.st_uid != ::geteuid() || (about.st_mode & (S_IWGRP | S_IWOTH)) != 0) return std::nullopt;
    return static_cast<std::uint64_t>(about.st_size);
  }

  bool read(char* into, std::size_t bytes) {
    while (bytes > 0) {
      const ssize_t got = ::read(descriptor_, into, bytes);
      if (got <= 0) return false;
      into += got;
      bytes -= static_cast<std::size_t>(got);
    }
    return true;
  }

  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
      if (put <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    return true;
  }

  // So that the least recently used can be told.
  void touch() { ::futimens(descriptor_, nullptr); }

 private:
  int descriptor_;
};

bool make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  return !error || fs::is_directory(folder, error);
}

struct Kept {
  fs::path path;
  fs::file_time_type used;
  std::uint64_t bytes;
};

std::vector<Kept> kept_in(const std::string& folder) {
  std::vector<Kept> kept;
  std::error_code error;
  for (fs::directory_iterator each(folder, error), end; !error && each != end; each.increment(error)) {
    const fs::path& path = each->path();
    if (path.extension() != ending && path.extension() != unfinished_ending) continue;
    std::error_code gone;
    const std::uint64_t bytes = each->file_size(gone);
    const fs::file_time_type used = each->last_write_time(gone);
    if (!gone) kept.push_back({path, used, bytes});
  }
  return kept;
}

}  // namespace

ObjectCache::ObjectCache(std::string folder, std::uint64_t most_bytes) : folder_(std::move(folder)), most_bytes_(most_bytes) {}

std::string ObjectCache::path_of(std::string_view key) const { return fmt::format("{}/{:016x}{}", folder_, hash(key), ending); }

std::optional<std::string> ObjectCache::find(std::string_view key) const {
  if (!is_on()) return std::nullopt;
  File file(path_of(key), O_RDONLY);
  if (!file.is_open()) return std::nullopt;
  const std::optional<std::uint64_t> size = file.trusted_size();
  Head head;
  const Head expected;
  if (!size || *size < sizeof head || *size > most_entry_bytes) return std::nullopt;
  if (!file.read(reinterpret_cast<char*>(&head), sizeof head) || head.magic != expected.magic) return std::nullopt;
  if (head.key_bytes != key.size() || head.value_bytes != *size - sizeof head - key.size()) return std::nullopt;
  std::string kept(key.size() + head.value_bytes, '\0');
  if (!file.read(kept.data(), kept.size())) return std::nullopt;
  const std::string_view kept_key = std::string_view(kept).substr(0, key.size());
  if (kept_key != key || head.checksum != checksum(head, key, std::string_view(kept).substr(key.size()))) return std::nullopt;
  file.touch();
  kept.erase(0, key.size());
  return kept;
}

void ObjectCache::keep(std::string_view key, std::string_view value) const {
  if (!is_on() || sizeof(Head) + key.size() + value.size() > std::min(most_bytes_, most_entry_bytes) || !make_folder(folder_)) return;
  Head head;
  head.key_bytes = key.size();
  head.value_bytes = value.size();
  head.checksum = checksum(head, key, value);
  const std::string path = path_of(key);
  // Two threads of a process may keep the same at the same time, two processes likewise.
  static std::atomic<std::uint64_t> number = 0;
  const std::string unfinished = fmt::format("{}.{}-{}{}", path, ::getpid(), number++, unfinished_ending);
  bool whole = false;
  {
    File file(unfinished, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.is_open()) return;
    whole = file.write({reinterpret_cast<const char*>(&head), sizeof head}) && file.write(key) && file.write(value);
  }
  if (!whole || ::rename(unfinished.c_str(), path.c_str()) != 0) {
    ::unlink(unfinished.c_str());
    return;
  }
  make_room();
}

// Down to three quarters, so that it is not done anew for each entry. What a process that ended in the middle left behind is an entry, too.
void ObjectCache::make_room() const {
  std::vector<Kept> kept = kept_in(folder_);
  std::uint64_t bytes = 0;
  for (const Kept& each : kept) bytes += each.bytes;
  if (bytes <= most_bytes_) return;
  std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
  for (const Kept& each : kept) {
    if (bytes <= most_bytes_ / 4 * 3) return;
    std::error_code error;
    if (fs::remove(each.path, error)) bytes -= each.bytes;
  }
}

std::string usual_folder() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  const std::string wanted = variable("ASSAY_CACHE");
  if (wanted == "off") return "";
  if (!wanted.empty()) return wanted;
  if (const std::string caches = variable("XDG_CACHE_HOME"); caches.starts_with('/')) return caches + "/assay";
  if (const std::string home = variable("HOME"); home.starts_with('/')) return home + "/.cache/assay";
  return "";
}

namespace {

struct Search {
  std::uintptr_t address;
  std::string identity;
};

// Looks for the loaded object that holds the address, and in it for the linker's number.
int look_into(dl_phdr_info* object, std::size_t, void* data) {
  auto& search = *static_cast<Search*>(data);
  const auto* begin = object->dlpi_phdr;
  const auto* end = begin + object->dlpi_phnum;
  const bool holds = std::any_of(begin, end, [&](const auto& part) {
    const std::uintptr_t from = object->dlpi_addr + part.p_vaddr;
    return part.p_type == PT_LOAD && search.address >= from && search.address < from + part.p_memsz;
  });
  if (!holds) return 0;
  for (const auto* part = begin; part != end; ++part) {
    if (part->p_type != PT_NOTE) continue;
    const char* at = reinterpret_cast<const char*>(object->dlpi_addr + part->p_vaddr);
    for (const char* last = at + part->p_memsz; at + sizeof(ElfW(Nhdr)) <= last;) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const auto padded = [](std::size_t bytes) { return (bytes + 3) / 4 * 4; };
      const char* name = at + sizeof note;
      const char* description = name + padded(note.n_namesz);
      if (note.n_type == NT_GNU_BUILD_ID && std::string_view(name, note.n_namesz) == std::string_view("GNU\0", 4)) {
        search.identity.assign(description, note.n_descsz);
        return 1;
      }
      at = description + padded(note.n_descsz);
    }
  }
  return 1;
}

}  // namespace

std::string build_identity() {
  Search search{reinterpret_cast<std::uintptr_t>(&build_identity), {}};
  dl_iterate_phdr(look_into, &search);
  return search.identity;
}

}  // namespace assay::object_cache
