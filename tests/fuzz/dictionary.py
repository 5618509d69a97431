#!/usr/bin/env python3
"""Prints libFuzzer's dictionary of the policy language: the words and signs of the grammar, and forms that are made of several of them."""
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LITERAL = re.compile(r"(?<!\[)'((?:[^'\\]|\\.)+)'")
FORMS = ["for each", "first match", "best match", "halving every", "in last 30 days", "at least 3 times", "more than", "starts with", "ends with",
         "one of", "yes/no", "list of text", "enter from", "leave to", "route to one of", "business hours", "agreed by", "once every", "is missing",
         "/regex/", '"text"', "`name`", "2026-11-22", "2026-11-22T10:00:00Z", "10..20", "1_000", "12 %", "+5 ", "\n  ", "# ", "\\u00e4"]


def main():
    with open(os.path.join(ROOT, "grammar", "AssayLexer.g4"), encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith("fragment")]
    found = {text for line in lines for text in LITERAL.findall(line) if "\\" not in text}
    for text in sorted(found) + FORMS:
        print('"%s"' % "".join(sign if sign not in '"\\\n' else "\\x%02x" % ord(sign) for sign in text))


if __name__ == "__main__":
    main()
