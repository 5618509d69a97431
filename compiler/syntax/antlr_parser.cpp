#include "compiler/syntax/antlr_parser.h"

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

// Thrown through ANTLR's frames when a line does not fit, and caught in AntlrParser::read.
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

struct AntlrParser::Parts {
  Parts(const source::Source& source, const Words& words, Ast& ast, diag::Sink& sink)
      : words(words), from(source, words.words, ast, sink), list(tokens_of(words.words)), stream(&list), parser(&stream) {
    parser.removeErrorListeners();
    parser.setErrorHandler(give_up);
    stream.fill();
  }

  static std::vector<std::unique_ptr<antlr4::Token>> tokens_of(const std::vector<Word>& words) {
    std::vector<std::unique_ptr<antlr4::Token>> tokens;
    tokens.reserve(words.size() + 1);
    for (const Word& word : words) tokens.push_back(std::make_unique<antlr4::CommonToken>(static_cast<std::size_t>(word.type)));
    tokens.push_back(std::make_unique<antlr4::CommonToken>(antlr4::Token::EOF));
    return tokens;
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

  const Words& words;
  FromAntlr from;
  antlr4::ListTokenSource list;
  antlr4::CommonTokenStream stream;
  AssayParser parser;
  Ref<GiveUp> give_up = std::make_shared<GiveUp>();
};

AntlrParser::AntlrParser(const source::Source& source, const Words& words, Ast& ast, diag::Sink& sink)
    : parts_(std::make_unique<Parts>(source, words, ast, sink)) {}
AntlrParser::~AntlrParser() = default;

ReadLine AntlrParser::read(std::size_t first_word, std::size_t end) {
  ReadLine result;
  const EndHere end_here(parts_->stream, end);
  bool fits = false;
  if (parts_->words.parts[first_word] != Part::None) {
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
