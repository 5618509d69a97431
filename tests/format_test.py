#!/usr/bin/env python3
"""Formatting changes the white space and nothing else: ASSAY=path/to/assay format_test.py

Every policy of the docs, the examples, the tests, the standard library and (ASSAY_SHARED names its folder, else ../shared) the acceptance
cases that can be read is formatted as it stands; with CRLF, a byte order mark and no line end at its end; and with comments in odd
places. Each time the tree must be the same, every sign, comment and blank line must be kept, and formatting again must change nothing.
The last line reads "N passed, N failed"."""
import concurrent.futures
import os
import random
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(HERE, "golden")]
import docs_test  # noqa: E402  (the reader of pages)
import run as golden  # noqa: E402  (the reader of .test files)

SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
LARGEST = 200_000  # bytes; larger policies test limits
WORKERS = 2
# What a comment may not be put into: texts, names in back quotes, comments, times, and lines with a regular expression or a table's row.
PIECE = re.compile(r'\d{4}-\d\d-\d\d +\d\d:\d\d|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|#[^\n]*|[^\n]*(?:/.*/|\|)[^\n]*|[ \t]+')


def call(text, *arguments):
    """(exit code, standard output) of one command; the policy is its standard input."""
    process = subprocess.run([golden.PROGRAM, *arguments], input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return process.returncode, process.stdout.decode("utf-8", "replace")


def tree(text):
    """What `dump --stage ast` prints, or nothing where the policy cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "policy.assay")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        code, printed = call("", "dump", "--stage", "ast", path)
    return None if code else printed


def signs(text):
    """The signs of a text, a line feed where one blank line or several stand between them."""
    lines = ["".join(line.split()) for line in text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n+", "\n", "".join(line or "\n" for line in lines)).strip("\n")


def with_odd_comments(text, seed):
    """The text with a comment in some of its gaps, each of which ends the line there."""
    draw, number = random.Random(seed), 0

    def gap(match):
        nonlocal number
        if match[0].strip() or draw.random() > 0.2:
            return match[0]
        number += 1
        return " # odd %d: \"`\n" % number

    return PIECE.sub(gap, text)


def problem_of(name, text):
    """What is wrong, or nothing; None where the policy cannot be read."""
    before = tree(text)
    if before is None:
        return None
    code, formatted = call(text, "fmt", "-")
    if code:
        return "is read, but not formatted"
    problem = problem_of_layout(text, before, formatted)
    for what, other in (("CRLF", text.replace("\n", "\r\n")), ("a byte order mark", "\ufeff" + text), ("no line end", text.rstrip("\n"))):
        if not problem and call(other, "fmt", "-") != (0, formatted):
            problem = "is formatted otherwise with " + what
    odd = with_odd_comments(text, name)
    if not problem and odd != text:
        code, formatted = call(odd, "fmt", "-")
        problem = "with comments in odd places: " + ("not formatted" if code else problem_of_layout(odd, before, formatted) or "")
        problem = "" if problem.endswith(": ") else problem + "\n" + odd
    return problem


def problem_of_layout(text, before, formatted):
    if signs(text) != signs(formatted):
        return "signs, comments or blank lines are not kept:\n" + first_difference(signs(text), signs(formatted))
    if tree(formatted) != before:
        return "reads as another tree:\n" + first_difference(before, tree(formatted) or "(none)")
    return "" if call(formatted, "fmt", "-") == (0, formatted) else "changes when formatted again"


def first_difference(one, other):
    at = next((at for at, pair in enumerate(zip(one, other)) if pair[0] != pair[1]), min(len(one), len(other)))
    return "%r\n%r" % (one[max(0, at - 60):at + 40], other[max(0, at - 60):at + 40])


def files_below(folder, ending):
    for path, subfolders, files in os.walk(folder):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(".") and name != "build")
        yield from (os.path.join(path, name) for name in sorted(files) if name.endswith(ending))


def policies():
    """(name, text) of all that is written in the language, each text once."""
    for page in files_below(ROOT, ".md"):
        yield from ((block.name(), block.text) for block in docs_test.blocks_of(page) if block.words[:1] == ["assay"])
    for path in files_below(os.path.join(ROOT, "tests"), ".test"):
        for section in golden.read_test(path)[1]:
            if section.name == "policy" or section.name == "file" and section.file_name().endswith(".assay"):
                yield os.path.relpath(path, ROOT), section.file_text().decode("utf-8", "replace")
    for path in [*files_below(ROOT, ".assay"), *files_below(os.path.join(SHARED, "acceptance"), ".assay")]:
        if os.path.getsize(path) <= LARGEST:
            with open(path, encoding="utf-8", errors="replace", newline="") as file:
                yield os.path.relpath(path, ROOT), file.read()


def main():
    once = {text: name for name, text in policies()}
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        problems = list(pool.map(lambda item: (item[1], problem_of(item[1], item[0])), once.items()))
    read = [(name, problem) for name, problem in problems if problem is not None]
    failed = [(name, problem) for name, problem in read if problem]
    for name, problem in failed:
        print("FAILED %s\n%s" % (name, "".join("    %s\n" % line for line in problem.split("\n"))), end="")
    print("%d passed, %d failed" % (len(read) - len(failed), len(failed)))
    return 1 if failed or not read else 0


if __name__ == "__main__":
    sys.exit(main())
