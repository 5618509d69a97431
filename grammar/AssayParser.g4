// The form of Assay, a line at a time: a policy is a sequence of lines, and which line may follow which (a `given` only inside `test`)
// is checked by compiler/syntax, so that one broken line spoils no other. Where a line ends is decided by words alone; line breaks
// never matter. Meaning is no business of the grammar: see compiler/syntax/ast.h for what stays open.
// Fields, cases and rows of tables begin with any word, so that everything could be followed by anything; compiler/syntax/words.cpp
// finds where they begin and parses each from its own rule, the end of the file being where the next begins. What is left is told
// apart by its first word or two, and that makes parsing fast from the first line on.
parser grammar AssayParser;

options { tokenVocab = AssayLexer; }

// Lines are read one by one; this rule says what may follow a line.
policy : line* EOF ;
// Lines that are found by their place; see above.
part : field | caseLine | tableRow ;

line
  : policyHeader | version | timezone | agreed | review | use | lead | activity | ignore | list | define | setting | section | scoreRule
  | excludeStatement | tagStatement | total | grade | require | stage | transition | onStatement | segment | route | respond
  | businessHours | table | test | testFile | asOf | given | expect
  ;

// Head ----------------------------------------------------------------------------------------------------------------------------
policyHeader : POLICY TEXT? ;
version      : VERSION INTEGER ;
timezone     : TIMEZONE TEXT ;
agreed       : AGREED BY name ON DATE ;
review       : REVIEW BY DATE ;
use          : USE useTarget (COMMA useTarget)* ;
useTarget    : name | TEXT ;

// Declarations --------------------------------------------------------------------------------------------------------------------
lead         : LEAD ;
field        : word COLON type fieldOption* ;
fieldOption  : FROM texts | FORMAT TEXT | MISSING missingValue (COMMA missingValue)* | SEPARATOR TEXT ;
missingValue : TEXT | MINUS? (INTEGER | NUMBER) ;
type         : YES SLASH NO | ONE OF label (COMMA label)* | LIST OF name | name ;
activity     : ACTIVITY name (LPAREN attribute (COMMA attribute)* RPAREN)? (MERGING OVERLAPS)? (FROM texts)? ;
attribute    : word COLON type ;
ignore       : IGNORE phrase dateRange? TEXT? ;
list         : LIST name (COLON listItems (EXCEPT listItems)? | FROM TEXT COLUMN columnName) ;
listItems    : (TEXT | name) (COMMA (TEXT | name))* ;
columnName   : name | TEXT ;
define       : DEFINE name COLON expression ;
setting      : SETTING name EQUAL expression ;
texts        : TEXT (COMMA TEXT)* ;

// Scores --------------------------------------------------------------------------------------------------------------------------
section         : SCORE name (COMMA sectionModifier)* ;
sectionModifier : AT (MOST | LEAST) bound | (FIRST | BEST) MATCH | COUNTING SINCE LAST name ;
bound           : (PLUS | MINUS)? (INTEGER | NUMBER | PERCENT | name) ;

scoreRule : ruleHead COLON effects ;
ruleHead
  : WHEN expression                           # whenHead
  | FOR EACH UNIT WITH phrase dateRange?           # forEachPeriodHead
  | FOR EACH DIFFERENT word OF phrase dateRange?       # forEachDifferentHead
  | FOR EACH phrase dateRange?                # forEachHead
  | ALWAYS                                    # alwaysHead
  | OTHERWISE (WHEN expression)?              # otherwiseHead
  ;
effects : effect (COMMA effect)* ;
effect  : (points | exclude | tag | enter | ruleModifier) (TEXT | AS name)* ;
points  : (PLUS | MINUS) multiplicative ((PLUS | MINUS) multiplicative)* (ELSE additive)* ;
exclude : EXCLUDE ;
tag     : TAG TEXT ;
enter   : ENTER stageName ;
ruleModifier
  : AT (MOST | LEAST) bound
  | ONCE EVERY duration
  | HALVING EVERY duration
  | FADING OVER duration
  | LOSING bound EVERY duration
  | EXPIRING AFTER duration
  ;

excludeStatement : EXCLUDE TEXT? WHEN expression ;
tagStatement     : TAG TEXT WHEN expression ;
total            : TOTAL EQUAL expression ;
grade            : GRADE name BY fallback COLON band (COMMA band)* (COMMA ELSE label)? ;
band             : label FROM bound ;

// Lifecycle -----------------------------------------------------------------------------------------------------------------------
require    : REQUIRE name (COMMA name)* FOR stageName ;
stage      : STAGE name (WHEN expression)? ;
transition : ENTER (FROM stageName (COMMA stageName)*)? WHEN expression | LEAVE TO stageName WHEN expression ;
stageName  : name | LEAD ;
onStatement : ON name word? ;
caseLine   : (label (COMMA label)* | ELSE) CASE_COLON effects ;
segment    : SEGMENT TEXT WHEN expression ;
route      : ROUTE TO (ONE OF texts | TEXT) WHEN expression ;
respond    : RESPOND TO stageName WITHIN amount BUSINESS? unit BY name (COMMA name)* ;
businessHours : BUSINESS UNIT openHours (COMMA openHours)* (EXCEPT exceptItem (COMMA exceptItem)*)? ;
openHours  : name (MINUS name)? CLOCK MINUS CLOCK ;
exceptItem : name | DATE ;

// Tables --------------------------------------------------------------------------------------------------------------------------
table     : TABLE name BY name (COMMA name)* (FROM TEXT)? ;
tableRow  : BAR cell (BAR cell)* | cell (BAR cell)+ ;
cell      : cellItem (COMMA cellItem)* ;
cellItem  : ELSE | compareOperator value | value (RANGE value)? ;

// Tests ---------------------------------------------------------------------------------------------------------------------------
test       : TEST TEXT ;
testFile   : TEST FROM TEXT (WITH name TEXT)? ;
asOf       : AS OF (DATE | TIME) ;
given      : GIVEN givenItem (COMMA givenItem)* ;
givenItem
  : STAGE stageName
  | name (value (COMMA literalValue)*)? (WITH givenPair (COMMA givenPair)*)? (givenTime (COMMA givenTime)*)?
  ;
givenPair    : word value (COMMA literalValue)* ;
givenTime    : TODAY | duration AGO | ON DATE | AT (TIME | DATE) ;
literalValue : (PLUS | MINUS)? literal ;
expect       : EXPECT expectation (COMMA expectation)* ;
expectation
  : NOT? ( SCORE value | STAGE (stageName | EXCLUDED) | EXCLUDED TEXT? | MISSING word | TAG TEXT | SEGMENT TEXT | ROUTE TEXT | FIRES (TEXT | name)
         | stageName value? )
  ;

// Expressions, loosest first ------------------------------------------------------------------------------------------------------
expression  : conjunction (OR conjunction)* ;
conjunction : negation (AND negation)* ;
negation    : NOT negation | comparison ;
comparison  : HAS operand | fallback comparisonTail? ;
comparisonTail
  : compareOperator EXACTLY? fallback                        # compareTail
  | IS NOT? MISSING                                          # missingTail
  | IS NOT? EXACTLY? fallback                                # isTail
  | NOT? BETWEEN additive AND additive                       # betweenTail
  | NOT? matchOperator matchValues                           # matchTail
  ;
compareOperator : EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL ;
matchOperator   : IN | CONTAINS | STARTS WITH | ENDS WITH | LIKE | MENTIONS | MATCHES ;
matchValues     : LPAREN matchValue (COMMA matchValue)* RPAREN | matchValue (COMMA matchValue)* ;
matchValue      : value (RANGE value)? | REGEX ;

fallback       : additive (ELSE additive)* ;
additive       : multiplicative ((PLUS | MINUS) (namedDuration | multiplicative))* ;
multiplicative : unary ((STAR | SLASH) unary)* ;
unary          : MINUS unary | operand ;
operand
  : DAYS BETWEEN operand AND operand                                                     # daysBetween
  | DAYS SINCE (FIRST | LAST)? operand                                                   # daysSince
  | TIMES phrase                                                                         # timesOf
  | TIME_WORD OF (FIRST | LAST) phrase                                                   # timeOf
  | (FIRST | LAST) word OF phrase                                                        # valueOf
  | AT (LEAST | MOST) amount OF LPAREN expression (LIST_COMMA expression)* RPAREN        # countOf
  | EXACTLY amount OF LPAREN expression (LIST_COMMA expression)* RPAREN                  # countOf
  | name LPAREN expression (LIST_COMMA expression)* RPAREN                               # call
  | partName OF operand                                                                  # partOf
  | LPAREN expression RPAREN                                                             # parenthesised
  | literal                                                                              # literalOperand
  | (TODAY | NOW | SCORE | EXCLUDED)                                                     # builtin
  | phrase                                                                               # phraseOperand
  ;
partName : name | TIMES ;

// Names, phrases ------------------------------------------------------------------------------------------------------------------
// A verb alone is a name, and the tree says so.
phrase        : phrasePart (THEN phrasePart)* (WITHIN duration)? count? window? ;
phrasePart    : name (SAME word | phraseObject (COMMA phraseObject)*)? (WITH withCondition ((WITH_COMMA | COMMA) withCondition)*)? ;
phraseObject  : TEXT | objectName ;
withCondition : NOT withCondition | HAS word | word comparisonTail? ;
count
  : countBound (TIME_WORD | TIMES)
  | countBound DIFFERENT word
  | ON countBound unit
  ;
countBound : (AT LEAST | AT MOST | EXACTLY | MORE_WORD THAN | FEWER THAN) amount ;
window
  : IN LAST duration                         # inLast
  | IN THIS UNIT                             # inThis
  | MORE_WORD THAN duration AGO                   # moreThanAgo
  | SINCE LAST name                          # sinceLast
  | SINCE operand                            # since
  | BEFORE operand                           # before
  | TODAY                                    # onToday
  ;
// In an expression, `between` after a phrase is read as a comparison first: a phrase may be a bare name.
dateRange : BETWEEN additive AND additive ;

duration      : amount unit ;
namedDuration : name unit ;
amount        : INTEGER | name ;
unit          : UNIT | DAYS ;

literal : TEXT | INTEGER unit | INTEGER | NUMBER | PERCENT | YES | NO | DATE | TIME ;
value   : (PLUS | MINUS)? literal | name | TODAY | NOW ;
label   : name | INTEGER | NUMBER | TEXT | YES | NO ;

// What may be a name where a verb's object can stand; `name` adds words that begin a line, `word` every reserved word.
objectName
  : NAME | QUOTED_NAME | UNIT | DAYS | COLUMN | FORMAT | SEPARATOR | MERGING | OVERLAPS | COUNTING | BEST | MATCH | ONCE | EVERY | HALVING
  | FADING | OVER | LOSING | EXPIRING | AFTER | FIRES | DIFFERENT | TIME_WORD
  ;
name : objectName | VERSION | TIMEZONE | AGREED | REVIEW | BUSINESS ;
word
  : name | POLICY | USE | LEAD | ACTIVITY | IGNORE | LIST | DEFINE | SETTING | SCORE | WHEN | FOR | ALWAYS | OTHERWISE | EXCLUDE | TAG | TOTAL
  | GRADE | REQUIRE | STAGE | ENTER | LEAVE | ON | SEGMENT | ROUTE | RESPOND | TABLE | TEST | GIVEN | EXPECT | AND | OR | NOT | IS | IN
  | BETWEEN | HAS | MISSING | CONTAINS | STARTS | ENDS | WITH | LIKE | MENTIONS | MATCHES | ELSE | OF | EXACTLY | YES | NO | BY | FROM | TO
  | AS | EXCEPT | ONE | EXCLUDED | THEN | WITHIN | SAME | SINCE | BEFORE | AT | LEAST | MOST | MORE_WORD | FEWER | THAN | AGO | TODAY | NOW
  | TIMES | FIRST | LAST | THIS | EACH
  ;
