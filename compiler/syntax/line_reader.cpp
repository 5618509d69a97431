#include "compiler/syntax/line_reader.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "compiler/syntax/from_antlr.h"

namespace assay::syntax {

namespace {

// While it lives, the parser sees the end of the file at a token: where a part begins, the line before has ended.
class EndHere {
 public:
  EndHere(antlr4::CommonTokenStream& stream, std::size_t at)
      : token_(at < stream.size() ? static_cast<antlr4::WritableToken*>(stream.get(at)) : nullptr), type_(token_ ? token_->getType() : 0) {
    if (token_) token_->setType(antlr4::Token::EOF);
  }
  ~EndHere() {
    if (token_) token_->setType(type_);
  }
  EndHere(const EndHere&) = delete;
  EndHere& operator=(const EndHere&) = delete;

 private:
  antlr4::WritableToken* token_;
  std::size_t type_;
};

// Thrown through ANTLR's frames when a line does not fit, and caught in LineReader::read.
struct DoesNotFit {};

// Gives up at the first word that does not fit and remembers where that was: mending is done a line at a time, outside of ANTLR.
class GiveUp : public antlr4::DefaultErrorStrategy {
 public:
  void reset(antlr4::Parser*) override { failure_.reset(); }
  void sync(antlr4::Parser*) override {}

  antlr4::Token* recoverInline(antlr4::Parser* parser) override {
    remember(parser, parser->getCurrentToken(), true);
    throw DoesNotFit{};
  }

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override {
    remember(parser, error.getOffendingToken(), dynamic_cast<const antlr4::NoViableAltException*>(&error) == nullptr);
  }

  void recover(antlr4::Parser*, std::exception_ptr) override { throw DoesNotFit{}; }

  std::optional<Failure> take() { return std::exchange(failure_, std::nullopt); }

 private:
  void remember(antlr4::Parser* parser, antlr4::Token* token, bool expected_known) {
    if (failure_) return;
    failure_ = Failure{token->getTokenIndex(), {}, {}};
    for (antlr4::RuleContext* context = parser->getContext(); context; context = static_cast<antlr4::RuleContext*>(context->parent)) {
      failure_->rules.push_back(parser->getRuleNames()[context->getRuleIndex()]);
    }
    if (!expected_known) return;
    for (const auto type : parser->getExpectedTokens().toList()) {
      if (type > 0) failure_->expected.push_back(parser->getVocabulary().getDisplayName(static_cast<std::size_t>(type)));
    }
  }

  std::optional<Failure> failure_;
};

}  // namespace

struct LineReader::Parts {
  Parts(const source::Source& source, const std::string& bytes, Ast& ast, diag::Sink& sink)
      : words(read_words(source, bytes, ast.tokens, sink)),
        from(source, words, ast, sink),
        list(std::move(words.tokens)),
        stream(&list),
        parser(&stream) {
    parser.removeErrorListeners();
    parser.setErrorHandler(give_up);
    stream.fill();
  }

  // The tree of a line or part. SLL decides nearly every line right and faster; LL is asked when it finds no way.
  template <typename Read>
  std::invoke_result_t<Read, AssayParser&> parse(std::size_t first_word, Read read) {
    for (const auto mode : {antlr4::atn::PredictionMode::SLL, antlr4::atn::PredictionMode::LL}) {
      parser.reset();
      stream.seek(first_word);
      parser.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(mode);
      try {
        return read(parser);
      } catch (const DoesNotFit&) {
      }
    }
    return nullptr;
  }

  std::size_t next_part(std::size_t after) const {
    std::size_t at = after + 1;
    while (at < words.parts.size() && words.parts[at] == Part::None) ++at;
    return at;
  }

  Words words;
  FromAntlr from;
  antlr4::ListTokenSource list;
  antlr4::CommonTokenStream stream;
  AssayParser parser;
  Ref<GiveUp> give_up = std::make_shared<GiveUp>();
  std::size_t part_ahead = 0;
};

LineReader::LineReader(const source::Source& source, const std::string& bytes, Ast& ast, diag::Sink& sink)
    : parts_(std::make_unique<Parts>(source, bytes, ast, sink)) {}
LineReader::~LineReader() = default;

const std::vector<Word>& LineReader::words() const { return parts_->words.words; }
const std::vector<std::uint32_t>& LineReader::reported() const { return parts_->words.reported; }

std::optional<std::size_t> LineReader::first_too_deep(std::size_t from) const {
  const auto& all = parts_->words.too_deep;
  const auto found = std::lower_bound(all.begin(), all.end(), from);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

bool LineReader::begins_part(std::size_t word) const { return parts_->words.parts[word] != Part::None; }

ReadLine LineReader::read(std::size_t first_word) {
  ReadLine result;
  // Looked for again only when passed: a file may be one line of a million words.
  if (parts_->part_ahead <= first_word) parts_->part_ahead = parts_->next_part(first_word);
  // Words that nest too deep are behind the end, too: prediction would otherwise walk through all of them for each line before.
  const EndHere end(parts_->stream, std::min(parts_->part_ahead, first_too_deep(first_word).value_or(parts_->part_ahead)));
  bool fits = false;
  if (begins_part(first_word)) {
    AssayParser::PartContext* tree = parts_->parse(first_word, [](AssayParser& parser) { return parser.part(); });
    fits = tree != nullptr;
    if (fits) result.line = parts_->from.part(tree);
  } else {
    AssayParser::LineContext* tree = parts_->parse(first_word, [](AssayParser& parser) { return parser.line(); });
    fits = tree != nullptr;
    if (fits) result.line = parts_->from.line(tree);
  }
  if (!fits) result.failure = parts_->give_up->take();
  result.next = fits ? parts_->stream.index() : result.failure->word;
  return result;
}

}  // namespace assay::syntax
