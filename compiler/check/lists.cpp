// Lists: entries written in the policy, other lists put in, exceptions taken out, columns of CSV files (decision 0006).
//
// Exceptions are compared with entries, folded: `except "gmx.de"` takes out the entry "gmx.de", not a part of the entry "gmx.*". A list
// that names itself means the one that it hides: `list freemail: freemail, "example.com"` adds to the prelude's.
#include <algorithm>
#include <deque>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "compiler/check/checker.h"
#include "compiler/check/csv_column.h"
#include "compiler/check/file_text.h"
#include "runtime/text/distinct_texts.h"
#include "runtime/text/fold.h"
#include "runtime/text/nearest.h"

namespace assay::check {

namespace {

constexpr std::size_t most_entries = 1'000'000;
// Of all lists together, those that stand in others counted again: what can be written in a small file and takes no end of memory.
constexpr std::size_t most_in_all = 4'000'000;
constexpr std::size_t deepest_nesting = 200;

// Texts without repetitions, in the order in which they came.
class Entries {
 public:
  explicit Entries(ListTotals& totals) : totals_(totals) {}

  // False when there would be too many.
  bool add(std::string_view text) {
    if (seen_.contains(text)) return true;
    if (texts_.size() >= most_entries || totals_.entries >= most_in_all) return false;
    ++totals_.entries;
    seen_.add(texts_.emplace_back(text));
    return true;
  }

  std::vector<std::string> take() {
    seen_ = {};
    return {std::make_move_iterator(texts_.begin()), std::make_move_iterator(texts_.end())};
  }

 private:
  ListTotals& totals_;
  std::deque<std::string> texts_;  // which does not move what it holds: `seen_` looks into it
  text::DistinctTexts seen_;
};

class Resolver {
 public:
  explicit Resolver(Checker& checker) : checker_(checker) {}

  const ResolvedList& resolve(Declaration& declaration) {
    if (const auto known = checker_.lists_.find(&declaration); known != checker_.lists_.end()) return known->second;
    way_.push_back(&declaration);
    ResolvedList list = read(declaration);
    way_.pop_back();
    return checker_.lists_[&declaration] = std::move(list);
  }

 private:
  ResolvedList read(const Declaration& declaration) {
    const auto& list = declaration.as<syntax::List>();
    ResolvedList result;
    if (checker_.is_spoiled(list.span)) return result;  // the parser has told what is wrong with it
    Entries entries(checker_.list_totals_);
    result.ok = list.file ? add_file(declaration, *list.file, entries) : add_items(declaration, list.items, entries);
    if (!list.except.empty()) {
      Entries exceptions(checker_.list_totals_);
      result.ok = add_items(declaration, list.except, exceptions) && result.ok;
      result.texts = take_out(declaration, entries.take(), exceptions.take(), result.ok);
    } else {
      result.texts = entries.take();
    }
    if (result.ok && result.texts.empty() && checker_.input_.lints && declaration.origin == Origin::Policy) {
      checker_.sink_.report(diag::Code::EmptyList, list.name.span, list.name.text);
    }
    return result;
  }

  bool add_items(const Declaration& declaration, const std::vector<syntax::ListItem>& items, Entries& entries) {
    bool ok = true;
    for (const syntax::ListItem& item : items) {
      const bool room = item.is_name ? add_list(declaration, item, entries, ok) : entries.add(item.value);
      if (!room) {
        report_too_long(declaration);
        return false;
      }
    }
    return ok;
  }

  // False when the list is full; what is wrong with the other list shows in `ok`.
  bool add_list(const Declaration& declaration, const syntax::ListItem& item, Entries& entries, bool& ok) {
    Declaration* other = named(declaration, item);
    if (other == nullptr || reports_circle(*other, item)) {
      ok = false;
      return true;
    }
    const ResolvedList& list = resolve(*other);
    ok = ok && list.ok;
    return std::all_of(list.texts.begin(), list.texts.end(), [&](const std::string& text) { return entries.add(text); });
  }

  Declaration* named(const Declaration& declaration, const syntax::ListItem& item) {
    if (item.value == declaration.name) {
      if (Declaration* hidden = hidden_by(declaration)) return hidden;
    }
    const syntax::Name name{.text = item.value, .span = item.span};
    if (checker_.find(item.value) == nullptr) return checker_.unknown_name(name, {NameKind::List}, "list", true), nullptr;
    return checker_.resolve(name, {NameKind::List});
  }

  Declaration* hidden_by(const Declaration& declaration) {
    for (Declaration& other : checker_.declarations_) {
      const bool is_hidden = other.kind == NameKind::List && other.name == declaration.name && other.origin > declaration.origin;
      if (is_hidden) return &other;
    }
    return nullptr;
  }

  bool reports_circle(const Declaration& other, const syntax::ListItem& item) {
    const auto begin = std::find(way_.begin(), way_.end(), &other);
    if (begin != way_.end()) {
      std::string circle;
      for (auto step = begin; step != way_.end(); ++step) circle += fmt::format("{} contains ", (*step)->name);
      checker_.sink_.report(diag::Code::ListCircle, item.span, circle + other.name);
      return true;
    }
    if (way_.size() < deepest_nesting) return false;
    if (!std::exchange(checker_.list_totals_.too_deep_told, true))
      checker_.sink_.report(diag::Code::ListTooDeep, item.span, deepest_nesting);
    return true;
  }

  std::vector<std::string> take_out(const Declaration& declaration, std::vector<std::string> texts,
                                    const std::vector<std::string>& exceptions, bool ok) {
    std::deque<std::string> forms;  // which does not move what it holds: `folded` looks into it
    text::DistinctTexts folded;
    for (const std::string& exception : exceptions) folded.add(forms.emplace_back(text::fold(exception)));
    const std::size_t taken = std::erase_if(texts, [&](const std::string& text) { return folded.contains(text::fold(text)); });
    const auto& list = declaration.as<syntax::List>();
    if (taken == 0 && ok && checker_.input_.lints) {
      checker_.sink_.report(diag::Code::ExceptTakesNothing, source::join(list.except.front().span, list.except.back().span), list.name.text)
          .suggest("exceptions are compared with the entries of the list as they are written");
    }
    return texts;
  }

  bool add_file(const Declaration& declaration, const syntax::ListFile& file, Entries& entries) {
    const std::string path = path_beside(checker_.sources_[declaration.ast->file].name(), file.path.value);
    bool room = true;
    const CsvColumn column =
        read_csv_column(path, file.column.text, checker_.input_.read_file, [&](std::string_view cell) { return room = entries.add(cell); });
    switch (column.outcome) {
      case CsvColumn::Outcome::Read: break;
      case CsvColumn::Outcome::Unreadable:
        checker_.sink_.report(diag::Code::UnreadableFile, file.path.span, file.path.value, column.fault);
        return false;
      case CsvColumn::Outcome::NoSuchColumn:
        checker_.sink_.report(diag::Code::UnknownColumn, file.column.span, file.path.value, file.column.text)
            .did_you_mean(written(text::nearest(file.column.text, column.headers)));
        return false;
    }
    if (!room) report_too_long(declaration);
    return room;
  }

  void report_too_long(const Declaration& declaration) {
    if (!std::exchange(checker_.list_totals_.too_long_told, true)) checker_.sink_.report(diag::Code::ListTooLong, declaration.span);
  }

  // A header as it can stand after `column`.
  static std::string written(const std::string& header) {
    const bool is_word = !header.empty() && std::all_of(header.begin(), header.end(), [](unsigned char letter) {
      return letter >= 0x80 || letter == '_' || std::isalpha(letter) != 0;
    });
    return header.empty() || is_word ? header : fmt::format("\"{}\"", header);
  }

  Checker& checker_;
  std::vector<const Declaration*> way_;  // lists being resolved, each inside the one before
};

}  // namespace

const ResolvedList& Checker::resolve_list(Declaration& declaration) { return Resolver(*this).resolve(declaration); }

}  // namespace assay::check
