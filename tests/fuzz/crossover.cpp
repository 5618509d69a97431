// libFuzzer calls this beside its own mutations, which know bytes only.
#include <algorithm>
#include <cstdint>

#include "tests/fuzz/mutate.h"
#include "tests/fuzz/target.h"

using namespace assay;

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* first, std::size_t first_size, const std::uint8_t* second,
                                                 std::size_t second_size, std::uint8_t* out, std::size_t most, unsigned seed) {
  agree::Random random(seed);
  std::string input(fuzz::text_of(first, first_size));
  for (std::size_t changes = 1 + random.below(4); changes > 0; --changes)
    fuzz::mix(random, std::string(fuzz::text_of(second, second_size)), input);
  const std::size_t size = std::min(input.size(), most);
  std::copy_n(input.begin(), size, out);
  return size;
}
