#!/usr/bin/env python3
"""Habits of the house that a program can check: style_test.py [--report]

Fails where a limit of docs/style.md is broken, a diagnostic lacks its page, a decision its number, a link its target, or a file names
this machine. `--report` also prints the figures behind the limits and what golden tests do not show yet."""
import os
import re
import statistics
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FUNCTION_LINES, SOURCE_LINES, HEADER_LINES, STAGE_HEADER_LINES = 60, 600, 150, 60
# The headers of stages: one free function from value to value.
STAGE_HEADERS = {"compiler/syntax/parse.h", "compiler/format/format.h", "compiler/check/check.h", "compiler/interpret/interpret.h",
                 "compiler/compile/compile.h", "compiler/emit/llvm/emit.h"}
FLAT_SWITCH_LINES_PER_CASE = 8
ONE_HAND = ((re.compile(r"^\s*///|\s///<"), "a comment begins with // alone"),
            (re.compile(r"\bconstexpr\b[^=({]*\bk[A-Z]\w*"), "constants are spelled as variables are"),
            (re.compile(r"^\s*//.*[-=*#]{8}"), "no banners"))
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
THIS_MACHINE = re.compile(r"(?<![\w.}/:*$-])/(work|home|tmp|usr|opt|var|root|mnt)/(?!bin/env\b|share/zoneinfo)[\w.-]+")
REGISTRY = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|crates\.io|proxy\.golang|(deb|security)\.debian\.org|archive\.ubuntu", re.I)
CODE_ROW = re.compile(r'^ASSAY_CODE\(\w+, "([\w-]+)"', re.M)
BUILTIN_ROW = re.compile(r'^    \{"(\w+)", Op::', re.M)
PAGE = re.compile(r"//.*?([\w/-]+\.md)\b")
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")
SCOPE = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^()]*$")
NO_FUNCTION = re.compile(r"^\s*(if|for|while|switch|do|else|catch|return)\b")
QUOTED = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'', re.S)


def tracked():
    """Files of the project, relative to its root, as git knows them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode()
    return [name for name in listed.split("\0") if name and os.path.isfile(os.path.join(ROOT, name))]


def read(name):
    with open(os.path.join(ROOT, name), encoding="utf-8", errors="replace") as file:
        return file.read()


def blanked(text):
    """The text with comments and literals replaced by blanks; lines stay where they are."""
    return QUOTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def functions(text):
    """(first line, number of lines, number of case labels) of each function with a body; lines of literals alone do not count."""
    code = blanked(text)
    scopes, begin = [], 0
    for at, sign in enumerate(code):
        if sign == "{":
            head = code[begin:at]
            inside = all(scope == "scope" for scope, _ in scopes)
            kind = "block"
            if inside and SCOPE.search(head):
                kind = "scope"
            elif inside and "(" in head and not NO_FUNCTION.match(head):
                kind = "function"
            scopes.append((kind, begin + len(head) - len(head.lstrip())))
            begin = at + 1
        elif sign == "}" and scopes:
            kind, start = scopes.pop()
            if kind == "function":
                yield (code.count("\n", 0, start) + 1, statement_lines(code[start:at], text[start:at]),
                       len(re.findall(r"\bcase\b", code[start:at])))
            begin = at + 1
        elif sign == ";":
            begin = at + 1


def statement_lines(code, text):
    """How many lines a function has, those of its tables that hold nothing but literals left out."""
    return sum(bool(code_line.strip(" ,")) or not text_line.strip() or "//" in text_line
               for code_line, text_line in zip(code.split("\n"), text.split("\n")))


def is_cpp(name):
    return name.endswith((".h", ".cpp"))


def long_functions(names):
    for name in filter(is_cpp, names):
        for line, length, cases in functions(read(name)):
            if length > FUNCTION_LINES and cases * FLAT_SWITCH_LINES_PER_CASE < length:
                yield "%s:%d: a function of %d lines (at most %d)" % (name, line, length, FUNCTION_LINES)


def long_files(names):
    for name in filter(is_cpp, names):
        length = read(name).count("\n")
        limit = STAGE_HEADER_LINES if name in STAGE_HEADERS else SOURCE_LINES
        if length > limit:
            yield "%s: %d lines (at most %d)" % (name, length, limit)


def headers_without_introduction(names):
    for name in names:
        if name.endswith(".h") and not name.startswith("tests/") and not read(name).startswith("//"):
            yield "%s does not begin with a comment that says what it is" % name
        if name.endswith(".h") and "#pragma once" not in read(name):
            yield "%s lacks #pragma once" % name


def unfinished(names):
    for name in names:
        if is_cpp(name) or name.endswith((".py", ".md", ".cmake", ".txt", ".g4", ".def")):
            for number, line in enumerate(read(name).split("\n"), 1):
                if UNFINISHED.search(line) and name != "tests/style_test.py":
                    yield "%s:%d: %s" % (name, number, line.strip())


def other_hands(names):
    for name in filter(is_cpp, names):
        for number, line in enumerate(read(name).split("\n"), 1):
            for sign, rule in ONE_HAND:
                if sign.search(line):
                    yield "%s:%d: %s: %s" % (name, number, rule, line.strip())


def machine_names(names):
    for name in names:
        if name.endswith((".assay", ".csv", ".tsv", ".test", ".ndjson", ".json")) or name == "tests/style_test.py":
            continue
        for number, line in enumerate(read(name).split("\n"), 1):
            if THIS_MACHINE.search(line) or REGISTRY.search(line):
                yield "%s:%d: %s" % (name, number, line.strip())


def codes():
    return CODE_ROW.findall(read("compiler/diag/codes.def"))


def undocumented_codes(names):
    known = codes()
    for code in known:
        if "docs/errors/%s.md" % code not in names:
            yield "the diagnostic %s has no page docs/errors/%s.md" % (code, code)
        if known.count(code) > 1:
            yield "the code %s has two rows" % code
    for name in names:
        page = re.fullmatch(r"docs/errors/([\w-]+)\.md", name)
        if page and page[1] not in known + ["README"]:
            yield "%s is about no diagnostic of codes.def" % name


def undocumented_builtins(names):
    """Functions (`round(x)`) and parts (`domain of email`) that the reference does not show."""
    reference = "".join(read(name) for name in names if name.startswith("docs/language/"))
    for builtin in BUILTIN_ROW.findall(read("compiler/check/builtins.cpp")):
        if not re.search(r"\b%s(\(| of\b|, )" % builtin, reference):
            yield "docs/language does not show %s" % builtin


def untested_codes(names):
    """Diagnostics that no golden test and no policy beyond a limit shows."""
    seen = "".join(read(name) for name in names if name.endswith(".test"))
    limits = read("tests/limits_test.py")
    for code in codes():
        if "[%s]" % code not in seen and '"%s"' % code not in limits:
            yield "no golden test shows the diagnostic %s" % code


def decision_numbers(names):
    seen = {}
    for name in names:
        if name.startswith("docs/decisions/"):
            match = re.fullmatch(r"docs/decisions/(\d{4})-[a-z0-9-]+\.md", name)
            if not match:
                yield "%s is not named NNNN-title.md" % name
            elif match[1] in seen:
                yield "%s and %s have the same number" % (seen[match[1]], name)
            else:
                seen[match[1]] = name


def dead_links(names):
    for name in names:
        if name.endswith(".md"):
            for target, _ in LINK.findall(read(name)):
                path = os.path.normpath(os.path.join(ROOT, os.path.dirname(name), target))
                if "://" not in target and not target.startswith("mailto:") and not os.path.exists(path):
                    yield "%s links to %s, which does not exist" % (name, target)


def dead_pages(names):
    """Comments that send the reader to a page that is not there."""
    for name in names:
        if is_cpp(name):
            for number, line in enumerate(read(name).split("\n"), 1):
                for page in PAGE.findall(line):
                    if page not in names and "docs/language/" + page not in names:
                        yield "%s:%d names %s, which does not exist" % (name, number, page)


CHECKS = [("functions are short", long_functions), ("files are short", long_files),
          ("headers say what they are", headers_without_introduction), ("nothing is left for later", unfinished), ("one hand wrote it", other_hands),
          ("no file names this machine or a package registry", machine_names), ("every diagnostic has its page", undocumented_codes),
          ("the reference shows every builtin", undocumented_builtins), ("decisions are numbered once", decision_numbers),
          ("links lead somewhere", dead_links), ("comments name pages that are there", dead_pages)]


def report(names):
    measured = [(length, name, line) for name in filter(is_cpp, names) for line, length, _ in functions(read(name))]
    sources = [read(name).count("\n") for name in names if name.endswith(".cpp")]
    headers = [read(name).count("\n") for name in names if name.endswith(".h")]
    lengths = sorted(length for length, _, _ in measured)
    if lengths and sources and headers:
        print("functions: %d, median %d lines, 90 of 100 at most %d" %
              (len(lengths), statistics.median(lengths), lengths[len(lengths) * 9 // 10]))
        print("sources: %d, median %d lines, longest %d" % (len(sources), statistics.median(sources), max(sources)))
        print("headers: %d, median %d lines, longest %d" % (len(headers), statistics.median(headers), max(headers)))
    print("longest functions:")
    for length, name, line in sorted(measured, reverse=True)[:10]:
        print("    %s:%d: %d lines" % (name, line, length))
    print("headers of more than %d lines:" % HEADER_LINES)
    for name in names:
        if name.endswith(".h") and read(name).count("\n") > HEADER_LINES:
            print("    %s: %d lines" % (name, read(name).count("\n")))
    for problem in untested_codes(names):
        print(problem)


def main(words):
    names = tracked()
    failed = 0
    for title, check in CHECKS:
        problems = list(check(names))
        failed += bool(problems)
        print("%s %s" % ("FAILED" if problems else "ok", title))
        for problem in problems:
            print("    " + problem)
    if "--report" in words:
        report(names)
    print("%d passed, %d failed" % (len(CHECKS) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
