// The words of Assay. Comments go to a side channel and are never lost; line breaks say nothing.
// Spellings that other languages use (`==`, `=>`, `&&`, curly quotes, …) become the token that was meant; compiler/syntax/words.cpp
// reports them, and the parser goes on as if nothing had happened.
lexer grammar AssayLexer;

channels { COMMENTS }

// Set by compiler/syntax/words.cpp, which knows the neighbours of a token: a comma between the elements of a list in parentheses
// (`at least 2 of (a, b)`, `min(a, b)`), one before a further condition after `with`, the colon after the label of a case of `on`.
tokens { LIST_COMMA, WITH_COMMA, CASE_COLON }

SPACE    : [ \t\r\n\u00A0\u2000-\u200A\u202F\u3000\uFEFF]+ -> skip ;
COMMENT  : '#' ~[\r\n]* -> channel(COMMENTS) ;

// Words that begin a line
POLICY: 'policy'; VERSION: 'version'; TIMEZONE: 'timezone'; AGREED: 'agreed'; REVIEW: 'review'; USE: 'use'; LEAD: 'lead';
ACTIVITY: 'activity'; IGNORE: 'ignore'; LIST: 'list'; DEFINE: 'define'; SETTING: 'setting'; SCORE: 'score'; WHEN: 'when'; FOR: 'for';
ALWAYS: 'always'; OTHERWISE: 'otherwise'; EXCLUDE: 'exclude'; TAG: 'tag'; TOTAL: 'total'; GRADE: 'grade'; REQUIRE: 'require';
STAGE: 'stage'; ENTER: 'enter'; LEAVE: 'leave'; ON: 'on'; SEGMENT: 'segment'; ROUTE: 'route'; RESPOND: 'respond'; BUSINESS: 'business';
TABLE: 'table'; TEST: 'test'; GIVEN: 'given'; EXPECT: 'expect';

// Words that join
AND: 'and' | '&&'; OR: 'or' | '||'; NOT: 'not' | '!'; IS: 'is'; IN: 'in'; BETWEEN: 'between'; HAS: 'has'; MISSING: 'missing';
CONTAINS: 'contains'; STARTS: 'starts'; ENDS: 'ends'; WITH: 'with'; LIKE: 'like'; MENTIONS: 'mentions'; MATCHES: 'matches'; ELSE: 'else';
OF: 'of'; EXACTLY: 'exactly'; YES: 'yes'; NO: 'no'; BY: 'by'; FROM: 'from'; TO: 'to'; AS: 'as'; EXCEPT: 'except'; ONE: 'one';
EXCLUDED: 'excluded';

// Words of phrases
THEN: 'then'; WITHIN: 'within'; SAME: 'same'; SINCE: 'since'; BEFORE: 'before'; AT: 'at'; LEAST: 'least'; MOST: 'most'; MORE_WORD: 'more';
FEWER: 'fewer'; THAN: 'than'; AGO: 'ago'; TODAY: 'today'; NOW: 'now'; TIME_WORD: 'time'; TIMES: 'times'; FIRST: 'first'; LAST: 'last';
THIS: 'this'; EACH: 'each'; DIFFERENT: 'different'; DAYS: 'days';
UNIT: 'second' | 'seconds' | 'minute' | 'minutes' | 'hour' | 'hours' | 'day' | 'week' | 'weeks' | 'month' | 'months' | 'quarter'
    | 'quarters' | 'year' | 'years';

// Words of declarations and effects
COLUMN: 'column'; FORMAT: 'format'; SEPARATOR: 'separator'; MERGING: 'merging'; OVERLAPS: 'overlaps'; COUNTING: 'counting';
BEST: 'best'; MATCH: 'match'; ONCE: 'once'; EVERY: 'every'; HALVING: 'halving'; FADING: 'fading'; OVER: 'over'; LOSING: 'losing';
EXPIRING: 'expiring'; AFTER: 'after'; FIRES: 'fires';

// Signs
COLON: ':'; COMMA: ','; LPAREN: '('; RPAREN: ')'; BAR: '|'; RANGE: '..'; PLUS: '+'; MINUS: '-' | '\u2212' | '\u2013'; STAR: '*' | '\u00D7';
SLASH: '/'; EQUAL: '=' | '=='; NOT_EQUAL: '!=' | '\u2260' | '<>'; LESS: '<'; LESS_EQUAL: '<=' | '\u2264' | '=<'; GREATER: '>';
GREATER_EQUAL: '>=' | '\u2265' | '=>';

// Literals. Whether a date exists and an escape is known is checked where the tree is made.
DATE      : DAY ;
TIME      : DAY ([ \t]+ | 'T') CLOCK_TIME ('Z' | [+\-] DIGIT DIGIT ':' DIGIT DIGIT)? ;
CLOCK     : DIGIT DIGIT ':' DIGIT DIGIT ;
INTEGER   : DIGITS ;
NUMBER    : DIGITS '.' DIGITS ;
PERCENT   : DIGITS ('.' DIGITS)? ' '? '%' ;
TEXT      : '"' (~["\\\r\n] | '\\' ~[\r\n])* '"' | CURLY_OPEN ~["\r\n\u201C\u201D\u201E\u00AB\u00BB]* CURLY_CLOSE
          | ['\u2018\u2019] ~['\r\n\u2018\u2019]* ['\u2018\u2019] ;
UNCLOSED_TEXT : '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'? | CURLY_OPEN ~["\r\n\u201C\u201D\u201E\u00AB\u00BB]* ;

QUOTED_NAME : '`' ~[`\r\n]+ '`' ;
// Letters of any script: which characters beyond ASCII are letters is checked by words.cpp, as tables of all of them would make the
// start of every program slower. Spaces, quotes and signs that have tokens of their own are left out.
NAME        : [a-zA-Z_] NAME_PART* | BEYOND_ASCII NAME_PART* ;

UNKNOWN : . ;

// Entered by words.cpp where a regular expression may stand, because a slash elsewhere divides.
mode REGEX_MODE;
REGEX_SPACE    : [ \t\r\n\u00A0]+ -> skip ;
REGEX          : '/' (~[/\\\r\n] | '\\' ~[\r\n])+ '/' ;
UNCLOSED_REGEX : '/' (~[/\\\r\n] | '\\' ~[\r\n])* '\\'? ;

fragment DIGIT       : [0-9] ;
fragment DIGITS      : DIGIT (DIGIT | '_' DIGIT)* ;
fragment DAY         : DIGIT DIGIT DIGIT DIGIT '-' DIGIT DIGIT? '-' DIGIT DIGIT? ;
fragment CLOCK_TIME  : DIGIT DIGIT? ':' DIGIT DIGIT (':' DIGIT DIGIT ('.' DIGIT+)?)? ;
fragment CURLY_OPEN  : [\u201C\u201E\u201D\u00AB] ;
fragment CURLY_CLOSE : [\u201C\u201D\u00BB"] ;
fragment NAME_PART    : [a-zA-Z0-9_] | BEYOND_ASCII ;
fragment BEYOND_ASCII : [\u00A1-\u00AA\u00AC-\u00BA\u00BC-\u00D6\u00D8-\u1FFF\u200B-\u2012\u2014-\u2017\u201F-\u202E\u2030-\u2211\u2213-\u225F\u2261-\u2263\u2266-\u2FFF\u3001-\uFEFE\uFF00-\u{10FFFF}] ;
