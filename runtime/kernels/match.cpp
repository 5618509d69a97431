#include "runtime/kernels/match.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "runtime/kernels/columns.h"
#include "runtime/kernels/vector_clones.h"
#include "runtime/text/url.h"

namespace assay::kernels {

using runtime::Column;

std::optional<std::string_view> part_of(TextPart part, std::string_view text) {
  if (part == TextPart::Whole) return text;
  if (part == TextPart::Domain) return text::email_domain(text);
  const std::optional<text::UrlParts> parts = text::parse_url(text);
  if (!parts) return std::nullopt;
  switch (part) {
    case TextPart::Host: return parts->host;
    case TextPart::Path: return parts->path;
    case TextPart::Query: return parts->query;
    case TextPart::Whole:
    case TextPart::Domain: break;
  }
  return std::nullopt;
}

void AtomSet::build() {
  std::vector<text::TextAtom> views;
  for (const OwnedAtom& atom : atoms) views.push_back({atom.mode, {atom.texts.begin(), atom.texts.end()}});
  matcher = std::make_shared<const text::TextSet>(views);
}

void TextCache::start(const runtime::TextColumn* column, std::uint64_t batch) {
  if (column ? !numbers_.start(*column, batch) : !numbers_.start()) return;
  verdicts_.clear();
  atoms_.clear();
  group_of_.clear();
}

Verdict TextCache::judge(const text::TextSet& matcher, std::optional<std::string_view> text) {
  const auto begin = static_cast<std::uint32_t>(atoms_.size());
  if (!text) return {begin, 0};
  matcher.match(*text, scratch_, matched_);
  atoms_.insert(atoms_.end(), matched_.begin(), matched_.end());
  return {begin, static_cast<std::uint32_t>(matched_.size())};
}

const std::vector<std::uint32_t>& TextCache::match(const text::TextSet& matcher, std::string_view text) {
  matcher.match(text, scratch_, matched_);
  return matched_;
}

void TextCache::add_row(std::uint32_t number, Verdict verdict, std::size_t row) {
  if (verdict.count == 0) return;
  if (number >= group_of_.size()) group_of_.resize(std::max<std::size_t>(number + std::size_t{1}, group_of_.size() * 2));
  std::uint32_t& group = group_of_[number];
  if (group == 0) {
    groups_.push_back({verdict, number, static_cast<std::uint32_t>(row)});
    group = static_cast<std::uint32_t>(groups_.size());
    return;
  }
  Group& found = groups_[group - 1];
  if (found.mask == UINT32_MAX) {
    found.mask = static_cast<std::uint32_t>(masks_.size());
    runtime::set_bit(masks_.emplace_back(Mask{}).words, found.first_row);
  }
  runtime::set_bit(masks_[found.mask].words, row);
}

// Adds the rows of the mask to the bitmaps of all the atoms.
ASSAY_VECTOR_CLONES void add_mask(const std::uint64_t* mask, const std::uint32_t* atoms, std::size_t count, std::uint64_t* first_out) {
  using Rows [[gnu::vector_size(64)]] = std::uint64_t;
  static_assert(2 * sizeof(Rows) == truth_bytes);
  Rows first, second;
  std::memcpy(&first, mask, sizeof first);
  std::memcpy(&second, mask + 8, sizeof second);
  for (std::size_t i = 0; i < count; ++i) {
    auto* out = reinterpret_cast<Rows*>(first_out + std::size_t{atoms[i]} * block_words);
    out[0] |= first;
    out[1] |= second;
  }
}

void TextCache::set_rows(std::uint64_t* first_out, const std::uint32_t* atoms) {
  for (const Group& group : groups_) {
    group_of_[group.number] = 0;
    const std::uint32_t* begin = atoms + group.verdict.begin;
    if (group.mask != UINT32_MAX) {
      add_mask(masks_[group.mask].words, begin, group.verdict.count, first_out);
      continue;
    }
    for (std::uint32_t i = 0; i < group.verdict.count; ++i)
      runtime::set_bit(first_out + std::size_t{begin[i]} * block_words, group.first_row);
  }
  groups_.clear();
  masks_.clear();
}

namespace {

// Calls `visit(row)` for each row of the block whose bit is set.
template <typename Visit>
void for_each_row(const std::uint64_t* known, std::size_t rows, Visit visit) {
  for (std::size_t word = 0; word < runtime::words_for(rows); ++word) {
    std::uint64_t left = known[word];
    if (rows - word * 64 < 64) left &= (std::uint64_t{1} << (rows & 63)) - 1;
    for (; left; left &= left - 1) visit(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
  }
}

struct Known {
  std::uint64_t words[block_words];
};

Known known_of(const Column& column, const Block& block) {
  Known known{};
  if (!column.absent) copy_bits(column.validity, block.first, block.rows, known.words);
  return known;
}

void match_dictionary(const MatchTexts& step, const Column& column, const std::uint64_t* known, TextCache& cache, Block& block) {
  for_each_row(known, block.rows, [&](std::size_t row) {
    const auto number = static_cast<std::uint32_t>(column.text.indices[block.first + row]);
    cache.add_row(number, cache.verdict(number, *step.set.matcher, [&] { return part_of(step.part, column.text.value(number)); }), row);
  });
  cache.set_rows(block.bits(step.first_out));
}

template <typename At>
void match_plain(const MatchTexts& step, const std::uint64_t* known, TextCache& cache, Block& block, At at) {
  std::uint64_t* out = block.bits(step.first_out);
  if (cache.mostly_distinct()) {
    for_each_row(known, block.rows, [&](std::size_t row) {
      const auto text = part_of(step.part, at(row));
      if (!text) return;
      for (const std::uint32_t atom : cache.match(*step.set.matcher, *text)) runtime::set_bit(out + std::size_t{atom} * block_words, row);
    });
    return;
  }
  std::string_view texts[block_rows];
  std::uint32_t numbers[block_rows];
  std::uint16_t rows[block_rows];
  std::size_t count = 0;
  for_each_row(known, block.rows, [&](std::size_t row) {
    rows[count] = static_cast<std::uint16_t>(row);
    texts[count++] = at(row);
  });
  cache.number_all({texts, count}, numbers);
  for (std::size_t i = 0; i < count; ++i) {
    const auto text = [&] { return part_of(step.part, texts[i]); };
    cache.add_row(numbers[i], cache.verdict(numbers[i], *step.set.matcher, text), rows[i]);
  }
  cache.set_rows(out);
}

void match_list(const MatchLists& step, const ListValue& list, TextCache& cache, std::size_t row, std::uint64_t* out) {
  const runtime::TextColumn& elements = *list.elements;
  for (std::size_t i = list.begin; i < list.end; ++i) {
    const std::uint32_t number = elements.indices ? static_cast<std::uint32_t>(elements.indices[i]) : cache.number(elements.at_row(i));
    const Verdict verdict = cache.verdict(number, *step.set.matcher, [&] { return std::optional(elements.at_row(i)); });
    const std::uint32_t* atoms = cache.atoms(verdict);
    for (std::uint32_t k = 0; k < verdict.count; ++k) runtime::set_bit(out + std::size_t{atoms[k]} * block_words, row);
  }
}

}  // namespace

void run(const MatchTexts& step, Block& block) {
  std::fill_n(block.bits(step.first_out), step.set.atoms.size() * block_words, 0);
  TextCache& cache = *block.run->states->texts[step.state];
  if (step.column < 0) {
    cache.start(nullptr, block.batch);
    const auto* texts = block.at<std::string_view>(step.slot.values);
    return match_plain(step, block.bits(step.slot.known), cache, block, [&](std::size_t row) { return texts[row]; });
  }
  const Column& column = block.columns[step.column];
  if (column.absent) return;
  cache.start(&column.text, block.batch);
  const Known known = known_of(column, block);
  if (column.text.indices) return match_dictionary(step, column, known.words, cache, block);
  match_plain(step, known.words, cache, block, [&](std::size_t row) { return column.text.value(block.first + row); });
}

void run(const MatchLists& step, Block& block) {
  std::uint64_t* out = block.bits(step.first_out);
  std::fill_n(out, step.set.atoms.size() * block_words, 0);
  TextCache& cache = *block.run->states->texts[step.state];
  if (step.column < 0) {
    const auto* lists = block.at<ListValue>(step.slot.values);
    const runtime::TextColumn* started = nullptr;  // the lists of a slot may come from several columns
    for_each_row(block.bits(step.slot.known), block.rows, [&](std::size_t row) {
      if (lists[row].elements != started) cache.start(started = lists[row].elements, block.batch);
      match_list(step, lists[row], cache, row, out);
    });
    return;
  }
  const Column& column = block.columns[step.column];
  if (column.absent) return;
  cache.start(&column.text, block.batch);
  for_each_row(known_of(column, block).words, block.rows, [&](std::size_t row) {
    const std::int32_t* offsets = column.list_offsets + block.first + row;
    match_list(step, {&column.text, static_cast<std::size_t>(offsets[0]), static_cast<std::size_t>(offsets[1])}, cache, row, out);
  });
}

void run(const MatchLabels& step, Block& block) {
  std::uint64_t* out = block.bits(step.first_out);
  std::fill_n(out, step.atom_count * block_words, 0);
  const auto set = [&](std::int64_t code, std::size_t row) {
    if (static_cast<std::size_t>(code) >= step.atoms_of_code.size()) return;  // a label that no comparison names
    for (const std::uint32_t atom : step.atoms_of_code[static_cast<std::size_t>(code)])
      runtime::set_bit(out + std::size_t{atom} * block_words, row);
  };
  if (step.column < 0) {
    const auto* codes = block.at<std::int64_t>(step.slot.values);
    return for_each_row(block.bits(step.slot.known), block.rows, [&](std::size_t row) { set(codes[row], row); });
  }
  const Column& column = block.columns[step.column];
  if (column.absent) return;
  for_each_row(known_of(column, block).words, block.rows, [&](std::size_t row) { set(column.labels[block.first + row], row); });
}

}  // namespace assay::kernels
