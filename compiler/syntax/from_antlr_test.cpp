#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

std::optional<Line> FromAntlr::test_line(P::LineContext* tree) {
  if (auto* node = tree->test()) {
    Test made;
    made.name = text(node->TEXT());
    made.span = span(node);
    return made;
  }
  if (auto* node = tree->testFile()) {
    TestFile made{text(node->TEXT(0)), optional_text(node->TEXT(1)), span(node)};
    if (node->name()) check_word(span(node->name()), "activities", "write with activities \"events.csv\"");
    return made;
  }
  if (auto* node = tree->asOf()) {
    const Span place = node->DATE() ? span(node->DATE()) : span(node->TIME());
    return AsOfLine{moment(place, node->TIME() != nullptr), span(node)};
  }
  if (auto* node = tree->given()) {
    GivenLine made{{}, span(node)};
    for (auto* item : node->givenItem()) made.items.push_back(given(item));
    return made;
  }
  if (auto* node = tree->expect()) {
    ExpectLine made{{}, span(node)};
    for (auto* item : node->expectation()) made.items.push_back(expectation(item));
    return made;
  }
  return std::nullopt;
}

Given FromAntlr::given(P::GivenItemContext* tree) {
  Given made;
  made.span = span(tree);
  if (tree->STAGE()) {
    made.is_stage = true;
    made.name = name(tree->stageName());
    return made;
  }
  made.name = name(tree->name());
  if (tree->value()) made.values.push_back(value(tree->value()));
  for (auto* node : tree->literalValue()) made.values.push_back(literal_value(node));
  for (auto* node : tree->givenPair()) {
    GivenValue pair{name(node->word()), {}, span(node)};
    pair.values.push_back(value(node->value()));
    for (auto* more : node->literalValue()) pair.values.push_back(literal_value(more));
    made.with.push_back(std::move(pair));
  }
  for (auto* node : tree->givenTime()) made.times.push_back(given_time(node));
  return made;
}

GivenTime FromAntlr::given_time(P::GivenTimeContext* tree) {
  GivenTime made;
  made.span = span(tree);
  if (tree->TODAY()) return made;
  if (tree->AGO()) {
    made.kind = GivenTime::Kind::Ago;
    made.ago = duration(tree->duration());
    return made;
  }
  made.kind = tree->ON() ? GivenTime::Kind::On : GivenTime::Kind::At;
  made.at = moment(tree->DATE() ? span(tree->DATE()) : span(tree->TIME()), tree->TIME() != nullptr);
  return made;
}

Expectation FromAntlr::expectation(P::ExpectationContext* tree) {
  using Kind = Expectation::Kind;
  Expectation made;
  made.negated = tree->NOT() != nullptr;
  made.span = span(tree);
  made.text = optional_text(tree->TEXT());
  if (tree->value()) made.value = value(tree->value());
  if (tree->stageName()) made.name = name(tree->stageName());
  if (tree->word()) made.name = name(tree->word());
  if (tree->name()) made.name = name(tree->name());
  made.kind = tree->SCORE()      ? Kind::Score
              : tree->EXCLUDED() ? Kind::Excluded  // also as `stage excluded`, which is what the stage then reads
              : tree->STAGE()    ? Kind::Stage
              : tree->MISSING()  ? Kind::Missing
              : tree->TAG()      ? Kind::Tag
              : tree->SEGMENT()  ? Kind::Segment
              : tree->ROUTE()    ? Kind::Route
              : tree->FIRES()    ? Kind::Fires
                                 : Kind::Named;
  return made;
}

}  // namespace assay::syntax
