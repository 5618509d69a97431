#include "runtime/kernels/match.h"

#include <algorithm>
#include <bit>

#include "runtime/kernels/columns.h"
#include "runtime/kernels/text_cache.h"
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

// A block of texts that is being matched.
struct Texts {
  const MatchTexts& step;
  const TextQuestion question;
  const std::uint64_t* known;
  TextCache& cache;
  Block& block;

  std::uint64_t* out() const { return block.bits(step.first_out); }
  runtime::Points* points(std::size_t sum) const { return block.at<runtime::Points>(step.points[sum].to); }
};

// Points by the numbers of the texts. False: some text is not known yet.
bool look_up(const runtime::Points* points, const std::uint32_t* numbers, const std::uint64_t* known, std::size_t rows,
             runtime::Points* to) {
  bool all_known = true;
  for (std::size_t row = 0; row < rows; ++row) {
    const runtime::Points found = points[numbers[row]] & -static_cast<runtime::Points>(known[row >> 6] >> (row & 63) & 1);
    all_known &= found != TextCache::unknown_points;
    to[row] = found;
  }
  return all_known;
}

// By the numbers of the texts: those in missing rows are 0 or any other. `text(row)` is for texts that are met for the first time.
template <typename Text>
void match_numbers(const Texts& texts, const std::uint32_t* numbers, Text text) {
  const auto verdict_of = [&](std::size_t row) { return texts.cache.verdict(numbers[row], texts.question, [&] { return text(row); }); };
  for (std::size_t sum = 0; sum < texts.question.points.size(); ++sum) {
    const auto try_it = [&] {
      return look_up(texts.cache.points(sum, texts.question), numbers, texts.known, texts.block.rows, texts.points(sum));
    };
    if (try_it()) continue;
    for_each_row(texts.known, texts.block.rows, verdict_of);
    try_it();
  }
  if (texts.question.asked == 0) return;
  for_each_row(texts.known, texts.block.rows, [&](std::size_t row) { texts.cache.add_row(numbers[row], verdict_of(row), row); });
  texts.cache.set_rows(texts.out());
}

// Points so far must be 0.
void match_one(const Texts& texts, std::size_t row, std::string_view text) {
  const std::vector<std::uint32_t>& atoms = texts.cache.match(texts.question.matcher, text);
  for (std::size_t sum = 0; sum < texts.question.points.size(); ++sum) {
    for (const std::uint32_t atom : atoms) texts.points(sum)[row] += texts.question.points[sum].of_atom[atom];
  }
  for (std::size_t i = 0; i < atoms.size() && atoms[i] < texts.question.asked; ++i)
    runtime::set_bit(texts.out() + std::size_t{atoms[i]} * block_words, row);
}

// Each text by itself, as hardly any comes again.
template <typename At>
void match_each(const Texts& texts, At at) {
  for (std::size_t sum = 0; sum < texts.question.points.size(); ++sum) std::fill_n(texts.points(sum), texts.block.rows, 0);
  for_each_row(texts.known, texts.block.rows, [&](std::size_t row) {
    if (const auto text = part_of(texts.step.part, at(row))) match_one(texts, row, *text);
  });
}

// The hits of a block whose texts are neither known nor other.
void give_hits(const Texts& texts, const text::BlockMatches& found) {
  for (const text::BlockMatches::Hit& hit : found.hits) {
    if (!runtime::bit(texts.known, hit.text)) continue;
    for (std::size_t sum = 0; sum < texts.question.points.size(); ++sum)
      texts.points(sum)[hit.text] += texts.question.points[sum].of_atom[hit.atom];
    if (hit.atom < texts.question.asked) runtime::set_bit(texts.out() + std::size_t{hit.atom} * block_words, hit.text);
  }
}

// Numbers the texts of the rows whose bits are set; those of other rows stay.
template <typename At>
void number_rows(const Texts& texts, const std::uint64_t* asked, At at, std::uint32_t* numbers) {
  std::string_view asked_texts[block_rows];
  std::uint32_t their_numbers[block_rows];
  std::uint16_t rows[block_rows];
  std::size_t count = 0;
  for_each_row(asked, texts.block.rows, [&](std::size_t row) {
    rows[count] = static_cast<std::uint16_t>(row);
    asked_texts[count++] = at(row);
  });
  if (count > 0) texts.cache.number_all({asked_texts, count}, their_numbers);
  for (std::size_t i = 0; i < count; ++i) numbers[rows[i]] = their_numbers[i];
}

// All texts of a block at once; those that the policy names are known by their numbers.
void match_block(const Texts& texts, const text::TextRun& run) {
  text::BlockMatches& found = texts.cache.block_matches();
  texts.question.matcher.for_blocks()->match(run, texts.known, found);
  texts.cache.met(found, run.count);
  const auto at = [&](std::size_t row) { return run.at(row); };
  const bool numbers_others = !texts.cache.mostly_distinct();
  if (numbers_others) {
    number_rows(texts, found.other.data(), at, found.numbers.data());
    for (std::size_t word = 0; word < runtime::words_for(run.count); ++word) found.known[word] |= found.other[word];
  }
  const Texts numbered{texts.step, texts.question, found.known.data(), texts.cache, texts.block};
  match_numbers(numbered, found.numbers.data(), [&](std::size_t row) { return std::optional(run.at(row)); });
  give_hits(texts, found);
  if (!numbers_others) for_each_row(found.other.data(), run.count, [&](std::size_t row) { match_one(texts, row, run.at(row)); });
}

template <typename At>
void match_plain(const Texts& texts, At at) {
  if (texts.cache.mostly_distinct()) return match_each(texts, at);
  std::uint32_t numbers[block_rows] = {};
  number_rows(texts, texts.known, at, numbers);
  match_numbers(texts, numbers, [&](std::size_t row) { return part_of(texts.step.part, at(row)); });
}

void match_list(const MatchLists& step, const ListValue& list, TextCache& cache, std::size_t row, std::uint64_t* out) {
  const runtime::TextColumn& elements = *list.elements;
  const TextQuestion question{*step.set.matcher, step.set.atoms.size()};
  for (std::size_t i = list.begin; i < list.end; ++i) {
    const std::uint32_t number = elements.indices ? static_cast<std::uint32_t>(elements.indices[i]) : cache.number(elements.at_row(i));
    const Verdict verdict = cache.verdict(number, question, [&] { return std::optional(elements.at_row(i)); });
    const std::uint32_t* atoms = cache.atoms(verdict);
    for (std::uint32_t k = 0; k < verdict.count; ++k) runtime::set_bit(out + std::size_t{atoms[k]} * block_words, row);
  }
}

}  // namespace

void run(const MatchTexts& step, Block& block) {
  const std::size_t asked = block.run->explain ? step.set.atoms.size() : step.asked;
  std::fill_n(block.bits(step.first_out), asked * block_words, 0);
  TextCache& cache = *block.run->states->texts[step.state];
  const TextQuestion question{*step.set.matcher, asked, step.points};
  if (step.column < 0) {
    cache.start(nullptr, block.batch);
    const auto* values = block.at<std::string_view>(step.slot.values);
    return match_plain({step, question, block.bits(step.slot.known), cache, block}, [&](std::size_t row) { return values[row]; });
  }
  const Column& column = block.columns[step.column];
  const Known known = known_of(column, block);
  const Texts texts{step, question, known.words, cache, block};
  const bool may_be_block = !column.absent && !column.text.indices && step.part == TextPart::Whole;
  if (may_be_block && cache.start_block(column.text, block.batch, question.matcher))
    return match_block(texts, {column.text.bytes, column.text.offsets + block.first, block.rows});
  if (!column.absent) cache.start(&column.text, block.batch);
  if (!column.text.indices) return match_plain(texts, [&](std::size_t row) { return column.text.value(block.first + row); });
  const auto* numbers = reinterpret_cast<const std::uint32_t*>(column.text.indices + block.first);
  match_numbers(texts, numbers, [&](std::size_t row) { return part_of(step.part, column.text.value(numbers[row])); });
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
