#!/usr/bin/env python3
"""Holds docs/language/grammar.md against the parser: ASSAY=build/dev/assay ASSAY_BUILD=build/dev grammar_test.py

The page's rules are read and run: every policy of the docs, the examples, the tests, the standard library and the acceptance cases that
the parser reads must be a `policy` of the page, and texts made at random from the page must be read by the parser. Every rule of the
page is defined and used, every reserved word stands in it. The last line reads "N passed, N failed"."""
import os
import random
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path.insert(0, HERE)
import docs_test  # noqa: E402  (the reader of pages)
import edits_test  # noqa: E402  (what `check` says)
import format_test  # noqa: E402  (all policies, and what the parser makes of one)

PAGE = os.path.join(ROOT, "docs", "language", "grammar.md")
LONGEST = 12_000  # characters of a policy that is held against the page
MADE = 60  # texts made at random
TOKEN = re.compile(r"""
    (?P<skip>\s+|\#[^\n]*)
  | (?P<TIME>\d{4}-\d\d?-\d\d?(?:[ \t]+|T)\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)
  | (?P<DATE>\d{4}-\d\d?-\d\d?) | (?P<CLOCK>\d\d:\d\d) | (?P<PERCENT>\d[\d_]*(?:\.\d+)?[ ]?%)
  | (?P<NUMBER>\d[\d_]*\.\d[\d_]*) | (?P<INTEGER>\d[\d_]*) | (?P<TEXT>"(?:\\.|[^"\\\n])*") | (?P<QUOTED>`[^`\n]+`)
  | (?P<word>[^\W\d]\w*) | (?P<sign>\.\.|!=|<=|>=|[^\w\s])""", re.VERBOSE)
REGEX = re.compile(r"/(?:\\.|[^/\\\n])+/")
EXAMPLES = {"TEXT": '"x"', "INTEGER": "3", "NUMBER": "2.5", "PERCENT": "30%", "DATE": "2026-02-03", "TIME": "2026-02-03 09:30",
            "CLOCK": "09:00", "REGEX": "/x/", "NAME": "thing"}


def lexer_words():
    """Token of the lexer → its words."""
    with open(os.path.join(ROOT, "grammar", "AssayLexer.g4"), encoding="utf-8") as file:
        head = file.read().split("// Literals")[0]
    return {name: re.findall(r"'([a-z]+)'", words) for name, words in re.findall(r"\b([A-Z_]+)\s*:([^;]*);", head)}


def words_for_names(tokens):
    """The reserved words that the parser's rule `name` takes."""
    with open(os.path.join(ROOT, "grammar", "AssayParser.g4"), encoding="utf-8") as file:
        rules = dict(re.findall(r"^(name|objectName)\s*:([^;]*);", file.read(), re.MULTILINE))
    return {word for token in re.findall(r"[A-Z_]+", rules["name"] + rules["objectName"]) for word in tokens.get(token, [])}


class Page:
    """The rules of the page as nested tuples: (kind, …)."""

    def __init__(self):
        text = next(block.text for block in docs_test.blocks_of(PAGE) if block.words == ["ebnf"])
        text = re.sub(r"\(\*.*?\*\)", "", text)
        self.tokens = re.findall(r'"[^"]*"|\w+|…|[=|{}()\[\],]', text)
        self.rules, self.at = {}, 0
        while self.at < len(self.tokens):
            name, self.at = self.tokens[self.at], self.at + 2
            self.rules[name] = self.choice()
        del self.rules["name"], self.rules["word"]  # said in words; below in terms of the parser's rules

    def choice(self):
        options = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence())
        return ("choice", tuple(options))

    def sequence(self):
        items = []
        while self.peek() not in (None, "|", ")", "]", "}") and self.peek(1) != "=":
            items.append(self.item())
        return ("sequence", tuple(items))

    def item(self):
        token, self.at = self.tokens[self.at], self.at + 1
        if token in "([{":
            inner, self.at = self.choice(), self.at + 1
            made = {"(": inner, "[": ("maybe", inner), "{": ("any", inner)}[token]
        else:
            made = ("literal", token[1:-1]) if token[0] == '"' else ("rule", token)
        if self.peek() == "," and self.peek(1) == "…":
            self.at += 2
            made = ("sequence", (made, ("any", ("sequence", (("literal", ","), made)))))
        return made

    def peek(self, ahead=0):
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else None


def used_in(node, kind):
    if node[0] == kind:
        return {node[1]}
    inner = node[1] if node[0] in ("choice", "sequence") else node[1:] if node[0] in ("maybe", "any") else ()
    return set().union(*(used_in(each, kind) for each in inner)) if inner else set()


def tokens_of(text, reserved):
    """[(kind, text)] of a policy; a slash begins a regular expression behind `matches` and in its list."""
    found, at, pattern = [], 0, False
    while at < len(text):
        match = REGEX.match(text, at) if pattern else None
        if match:
            found.append(("REGEX", match[0]))
        else:
            match = TOKEN.match(text, at)
            kind = match.lastgroup
            if kind != "skip":
                found.append(("NAME" if kind == "word" and match[0] not in reserved else kind, match[0]))
                pattern = match[0] == "matches" or pattern and match[0] in ",("
        at = match.end()
    return found


class Reader:
    """Which ends a rule of the page can have in a list of tokens."""

    def __init__(self, rules, tokens, names):
        self.rules, self.tokens, self.names, self.known, self.furthest = rules, tokens, names, {}, 0

    def ends(self, node, at):
        key = (id(node), at)
        if key not in self.known:
            self.known[key] = frozenset(getattr(self, node[0])(node, at))
        return self.known[key]

    def choice(self, node, at):
        return set().union(*(self.ends(option, at) for option in node[1]))

    def sequence(self, node, at):
        reached = {at}
        for item in node[1]:
            reached = set().union(*(self.ends(item, place) for place in reached)) if reached else reached
        return reached

    def maybe(self, node, at):
        return {at} | self.ends(node[1], at)

    def any(self, node, at):
        reached, fresh = {at}, {at}
        while fresh:
            fresh = set().union(*(self.ends(node[1], place) for place in fresh)) - reached
            reached |= fresh
        return reached

    def literal(self, node, at):
        return self.next_if(at, lambda kind, text: kind in ("word", "sign", "NAME") and text == node[1])

    def rule(self, node, at):
        if node[1] == "name":
            return self.next_if(at, lambda kind, text: kind in ("NAME", "QUOTED") or text in self.names)
        if node[1] == "word":
            return self.next_if(at, lambda kind, text: kind in ("NAME", "QUOTED", "word"))
        if node[1] in self.rules:
            return self.ends(self.rules[node[1]], at)
        return self.next_if(at, lambda kind, text: kind == node[1])

    def next_if(self, at, holds):
        if at < len(self.tokens) and holds(*self.tokens[at]):
            self.furthest = max(self.furthest, at + 1)
            return {at + 1}
        return set()


class Writer:
    """Texts of the page's rules, drawn at random and soon at an end."""

    def __init__(self, rules, seed):
        self.rules, self.draw, self.sizes = rules, random.Random(seed), {}
        for _ in rules:  # the size of the shortest text of each rule, nearer with each round
            self.sizes = {name: self.size(rule) for name, rule in rules.items()}

    def size(self, node):
        if node[0] == "choice":
            return min(map(self.size, node[1]))
        if node[0] == "sequence":
            return sum(map(self.size, node[1]))
        if node[0] in ("maybe", "any"):
            return 0
        return self.sizes.get(node[1], 10_000) if node[0] == "rule" and node[1] in self.rules else 1

    def write(self, node, depth=0):
        kind = node[0]
        if kind == "choice":
            return self.write(min(node[1], key=self.size) if depth > 30 else self.draw.choice(node[1]), depth + 1)
        if kind == "sequence":
            return " ".join(filter(None, (self.write(item, depth + 1) for item in node[1])))
        if kind in ("maybe", "any"):
            return self.write(node[1], depth + 1) if depth < 24 and self.draw.random() < 0.4 else ""
        if kind == "literal":
            return node[1]
        if node[1] in ("name", "word"):
            return self.draw.choice(["thing", "other", "`when`"])
        return self.write(self.rules[node[1]], depth + 1) if node[1] in self.rules else EXAMPLES.get(node[1], node[1])


def problems_of_page(page, reserved):
    """(what is looked at, what is wrong) of the rules themselves."""
    used = set().union(*(used_in(rule, "rule") for rule in page.rules.values()))
    written = set().union(*(used_in(rule, "literal") for rule in page.rules.values()))
    undefined = used - set(page.rules) - set(EXAMPLES) - {"name", "word"}
    yield "rules used are defined", ", ".join(sorted(undefined))
    yield "rules defined are used", ", ".join(sorted(set(page.rules) - used - {"policy"}))
    yield "reserved words stand in the page", ", ".join(sorted(reserved - written))


def diagnostics_of(text):
    """The codes of what `check` says."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "policy.assay"), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return [each["code"] for each in edits_test.diagnostics(folder, "policy.assay") if each["level"] == "error"]


def main():
    tokens = lexer_words()
    reserved, names, page = {word for words in tokens.values() for word in words}, words_for_names(tokens), Page()
    results = list(problems_of_page(page, reserved))
    policies = {text: name for name, text in format_test.policies() if len(text) <= LONGEST}
    for (text, name), tree in zip(policies.items(), format_test.trees(list(policies))):
        if tree is None:
            continue
        reader = Reader(page.rules, tokens_of(text.lstrip("\ufeff"), reserved), names)
        whole = len(reader.tokens) in reader.ends(page.rules["policy"], 0)
        around = " ".join(token for _, token in reader.tokens[max(0, reader.furthest - 12):reader.furthest + 4])
        wrong = whole or diagnostics_of(text)  # what the page says in words (a table has at most two names) is an error of the checker
        results.append((name, "" if wrong else "is no policy of the page, near: " + around))
    results += [("made text %d" % seed, problem_of_made(page, seed)) for seed in range(MADE)]
    failed = [(name, problem) for name, problem in results if problem]
    for name, problem in failed:
        print("FAILED %s\n%s" % (name, "".join("    %s\n" % line for line in problem.split("\n"))), end="")
    print("%d passed, %d failed" % (len(results) - len(failed), len(failed)))
    return 1 if failed else 0


def problem_of_made(page, seed):
    """Whether the parser reads an expression, rule or phrase that the page allows."""
    rule = ["expression", "rule", "phrase", "effects"][seed % 4]
    made = Writer(page.rules, seed).write(("rule", rule))
    text = {"expression": "define x: %s\n", "rule": "when y: +1\n%s\n", "phrase": "for each %s: +1\n", "effects": "when y: %s\n"}[rule] % made
    if format_test.trees([text]) != [None]:
        return ""
    codes = [code for code in diagnostics_of(text) if code.startswith(("unexpected", "missing")) and code != "missing-parentheses"]
    return "is not read (%s):\n%s" % (", ".join(codes), text) if codes else ""


if __name__ == "__main__":
    sys.setrecursionlimit(100_000)
    sys.exit(main())
