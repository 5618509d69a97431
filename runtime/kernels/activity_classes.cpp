#include "runtime/kernels/activity_classes.h"

#include <algorithm>

namespace assay::kernels {

void ActivityClasses::set_up(const ActivityPass& pass, std::size_t kinds) {
  pass_ = &pass;
  kinds_.resize(kinds + 1);
  looks_.resize(kinds + 1);
  columns_.resize(pass.classifiers.size());
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    Kind& kind = kinds_[i];
    if (i > 0) kind.classifier = pass.classifier_of_kind[i - 1];
    if (kind.classifier >= 0) kind.of_atom.resize(pass.classifiers[static_cast<std::size_t>(kind.classifier)].set.atoms.size());
    for (std::uint32_t filter = 0; filter < pass.filters.size(); ++filter) {
      const ActivityFilter& asked = pass.filters[filter];
      if (asked.activity >= 0 && static_cast<std::size_t>(asked.activity) + 1 != i) continue;
      (asked.atoms.empty() ? kind.plain : kind.of_atom[asked.atoms.front()]).push_back(filter);
    }
  }
}

void ActivityClasses::start(const Block& block, std::span<const std::uint32_t> activities, Residuals residuals) {
  block_kinds_ = block.activities->kinds;
  residuals_ = residuals;
  no_numbers_.resize(std::max(no_numbers_.size(), activities.size()));
  for (std::size_t i = 0; i < columns_.size(); ++i) number_texts(columns_[i], static_cast<std::int32_t>(i), block, activities);
  for (std::size_t i = 0; i < kinds_.size(); ++i) {
    Kind& kind = kinds_[i];
    const bool has_texts = kind.classifier >= 0 && columns_[static_cast<std::size_t>(kind.classifier)].column;
    if (has_texts) {
      const Column& column = columns_[static_cast<std::size_t>(kind.classifier)];
      kind.known_by_number.resize(std::max(kind.known_by_number.size(), column.numbers.bound() + 1), unknown);
      looks_[i].numbers = column.numbers_of.data();
    } else {
      looks_[i].numbers = no_numbers_.data();
    }
    looks_[i].known = kind.known_by_number.data();
  }
}

void ActivityClasses::number_texts(Column& column, std::int32_t classifier, const Block& block, std::span<const std::uint32_t> activities) {
  column.column = &block.activities->attributes[pass_->classifiers[static_cast<std::size_t>(classifier)].slot];
  if (column.column->absent) column.column = nullptr;
  const bool is_new = column.column ? column.numbers.start(column.column->text, block.batch) : column.numbers.start();
  for (Kind& kind : kinds_) {
    if (is_new && kind.classifier == classifier) kind.known_by_number.assign(1, unknown);
  }
  if (!column.column) return;
  column.numbers_of.resize(std::max(column.numbers_of.size(), activities.size()));
  std::uint32_t* numbers = column.numbers_of.data();
  const runtime::Column& texts = *column.column;
  if (const std::int32_t* indices = texts.text.indices) {
    for (std::size_t i = 0; i < activities.size(); ++i) {
      const std::uint32_t known = !texts.validity || runtime::bit(texts.validity, activities[i]);
      numbers[i] = known * (static_cast<std::uint32_t>(indices[activities[i]]) + 1);
    }
    return;
  }
  for (std::size_t i = 0; i < activities.size(); ++i) {
    const std::uint32_t activity = activities[i];
    const bool asked = texts.known(activity) && kinds_[static_cast<std::size_t>(block_kinds_[activity] + 1)].classifier == classifier;
    numbers[i] = asked ? column.numbers.number(texts.text.value(activity)) + 1 : 0;
  }
}

ActivityClasses::ClassId ActivityClasses::find(std::size_t index, std::uint32_t activity) {
  const auto kind = static_cast<std::size_t>(block_kinds_[activity] + 1);
  const std::uint32_t number = looks_[kind].numbers[index];
  std::uint32_t& known = kinds_[kind].known_by_number[number];
  if (known == unknown) known = classify(kinds_[kind], number, activity);
  return known < first_open ? known : settle(open_[known - first_open], activity);
}

std::uint32_t ActivityClasses::classify(const Kind& kind, std::uint32_t number, std::uint32_t activity) {
  std::vector<std::uint32_t> passed = kind.plain;
  if (number > 0) {
    const auto classifier = static_cast<std::size_t>(kind.classifier);
    pass_->classifiers[classifier].set.matcher->match(columns_[classifier].column->text.at_row(activity), scratch_, atoms_);
    const auto holds = [&](std::uint32_t atom) { return std::ranges::binary_search(atoms_, atom); };
    for (const std::uint32_t atom : atoms_) {
      for (const std::uint32_t filter : kind.of_atom[atom]) {
        if (std::ranges::all_of(pass_->filters[filter].atoms, holds)) passed.push_back(filter);
      }
    }
    std::ranges::sort(passed);
  }
  return case_of(std::move(passed));
}

std::uint32_t ActivityClasses::case_of(std::vector<std::uint32_t> filters) {
  OpenCase open;
  for (const std::uint32_t index : filters) {
    const ActivityFilter& filter = pass_->filters[index];
    if (filter.ignores && filter.residuals.empty()) return class_of({});
    open.residuals.insert(open.residuals.end(), filter.residuals.begin(), filter.residuals.end());
  }
  if (open.residuals.empty()) return class_of(std::move(filters));
  const auto [at, is_new] = cases_.try_emplace(filters, static_cast<std::uint32_t>(open_.size()));
  if (!is_new) return first_open + at->second;
  std::ranges::sort(open.residuals);
  const auto [end, rest] = std::ranges::unique(open.residuals);
  open.residuals.erase(end, rest);
  if (open.residuals.size() <= most_kept_residuals) open.by_outcome.assign(std::size_t{1} << open.residuals.size(), unknown);
  open.filters = std::move(filters);
  open_.push_back(std::move(open));
  return first_open + at->second;
}

ActivityClasses::ClassId ActivityClasses::settle(OpenCase& open, std::uint32_t activity) {
  const auto holds = [&](std::uint32_t residual) { return runtime::bit((*residuals_.bits)[residual].data(), activity - residuals_.first); };
  std::size_t outcome = 0;
  if (!open.by_outcome.empty()) {
    for (std::size_t i = 0; i < open.residuals.size(); ++i) outcome |= std::size_t{holds(open.residuals[i])} << i;
    if (open.by_outcome[outcome] != unknown) return open.by_outcome[outcome];
  }
  std::vector<std::uint32_t> passed;
  for (const std::uint32_t index : open.filters) {
    const ActivityFilter& filter = pass_->filters[index];
    if (!std::ranges::all_of(filter.residuals, holds)) continue;
    passed.push_back(index);
    if (!filter.ignores) continue;
    passed.clear();
    break;
  }
  const ClassId found = class_of(std::move(passed));
  if (!open.by_outcome.empty()) open.by_outcome[outcome] = found;
  return found;
}

ActivityClasses::ClassId ActivityClasses::class_of(std::vector<std::uint32_t> filters) {
  const auto [at, is_new] = classes_.try_emplace(filters, static_cast<ClassId>(filters_.size()));
  if (is_new) filters_.push_back(std::move(filters));
  return at->second;
}

}  // namespace assay::kernels
