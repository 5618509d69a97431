// A frame with slots made by hand, and steps run over it.
#pragma once

#include <cstring>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/kernels/block_program.h"
#include "tests/support/columns.h"

namespace assay::kernels {

class FrameTest : public testing::Test {
 protected:
  FrameTest() : states(4, 1) {
    run_settings.zone = &zone;
    run_settings.states = &states;
    block.frame = memory.bytes;
    block.rows = block_rows;
    block.run = &run_settings;
    block.batch = 1;
  }

  Offset new_truths(std::size_t count = 1) {
    const Offset offset = used;
    used += static_cast<Offset>(count * truth_bytes);
    return offset;
  }
  Values new_values(std::size_t bytes = value_bytes) {
    Values slot{used, 0};
    used += static_cast<Offset>(bytes);
    slot.known = new_truths();
    return slot;
  }
  bool truth(Offset offset, std::size_t row) const { return runtime::bit(block.bits(offset), row); }
  void set(Offset offset, std::size_t row) { runtime::set_bit(block.bits(offset), row); }

  // A batch of one column.
  void use_column(runtime::Storage storage, const std::vector<tests::Cell>& cells, bool dictionary = false) {
    columns = {tests::make_column(storage, cells, owners)};
    if (dictionary) encode(columns[0].text);
    block.columns = columns.data();
    block.rows = std::min(block_rows, cells.size());
  }

  // Every value its own entry, in reverse order.
  void encode(runtime::TextColumn& text) {
    auto data = std::make_shared<tests::ColumnData>();
    for (std::size_t i = text.values; i-- > 0;) data->append_text(std::string(text.value(i)));
    for (std::size_t i = 0; i < text.values; ++i) data->indices.push_back(static_cast<std::int32_t>(text.values - 1 - i));
    text = data->text_column();
    owners.push_back(std::move(data));
  }

  struct alignas(64) Memory {
    std::byte bytes[1 << 20] = {};
  };
  std::unique_ptr<Memory> owned = std::make_unique<Memory>();
  Memory& memory = *owned;
  Offset used = 0;
  calendar::Zone zone;
  StepStates states;
  kernels::Run run_settings;
  Block block;
  std::vector<runtime::Column> columns;
  std::vector<std::shared_ptr<const void>> owners;
};

}  // namespace assay::kernels
