// Work that several threads do together.
#pragma once

#include <thread>
#include <vector>

namespace assay::io {

// Calls work() on so many threads at once, the caller's among them, and waits for all.
template <class Work>
void on_threads(unsigned threads, const Work& work) {
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back([&] { work(); });
  work();
  for (std::thread& each : others) each.join();
}

}  // namespace assay::io
