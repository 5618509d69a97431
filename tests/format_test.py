#!/usr/bin/env python3
"""Formatting changes the white space and nothing else: ASSAY=build/dev/assay ASSAY_BUILD=build/dev format_test.py

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

BUILD = os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev"))
SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
LARGEST = 200_000  # bytes; larger policies test limits
WORKERS = 2
PER_START = 200  # policies that a program is started with: under a sanitizer, a start takes longer than they do
TIMEOUT_SECONDS = 120
WRONG_USE = 2  # the exit code when one of the policies cannot be read
SPELLINGS = {"CRLF": lambda text: text.replace("\n", "\r\n"), "a byte order mark": lambda text: "\ufeff" + text,
             "no line end": lambda text: text.rstrip("\n")}
# What a comment may not be put into: texts, names in back quotes, comments, times, and lines with a regular expression or a table's row.
PIECE = re.compile(r'\d{4}-\d\d-\d\d +\d\d:\d\d|"(?:\\.|[^"\\\n])*"|`[^`\n]*`|#[^\n]*|[^\n]*(?:/.*/|\|)[^\n]*|[ \t]+')


def trees(texts):
    """Of each text what `dump --stage ast` prints; None where it cannot be read."""
    return files_after([os.path.join(BUILD, "tests", "trees", "print_trees")], texts, ".tree")


def formatted(texts):
    """Of each text what `fmt` makes of it; None where it cannot be read."""
    return files_after([golden.PROGRAM, "fmt"], texts, "")


def files_after(command, texts, ending):
    """Of each text, what the file of its name and `ending` holds after the command was called with all; None if there is none or it complained."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, "policy%06d.assay" % number) for number in range(len(texts))]
        for path, text in zip(paths, texts):
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        process = subprocess.run([*command, *paths], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_SECONDS)
        said = process.stderr.decode("utf-8", "replace")
        if process.returncode not in (0, WRONG_USE):
            raise RuntimeError("%s ended with %d: %s" % (command[0], process.returncode, said))
        return [None if path in said else contents(path + ending) for path in paths]


def contents(path):
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


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


def problems_of(named):
    """(name, what is wrong, or nothing) of each text that can be read; `named` holds pairs of name and text."""
    read = [(name, text, tree) for (name, text), tree in zip(named, trees([text for _, text in named])) if tree is not None]
    names, texts, before = zip(*read) if read else ((), (), ())
    problems = problems_of_layout(texts, before)
    expected = formatted(texts)
    for what, change in SPELLINGS.items():
        for at, other in enumerate(formatted([change(text) for text in texts])):
            problems[at] = problems[at] or ("is formatted otherwise with " + what if other != expected[at] else "")
    odd = [with_odd_comments(text, name) for name, text in zip(names, texts)]
    for at, problem in enumerate(problems_of_layout(odd, before)):
        problems[at] = problems[at] or (problem and "with comments in odd places: %s\n%s" % (problem, odd[at]))
    return list(zip(names, problems))


def problems_of_layout(texts, before):
    """What is wrong with the layout of each text, or nothing; `before` holds their trees."""
    after = formatted(texts)
    there = ["" if text is None else text for text in after]
    return [problem_of_layout(*each) for each in zip(texts, before, after, trees(there), formatted(there))]


def problem_of_layout(text, before, after, tree_after, again):
    if after is None:
        return "is read, but not formatted"
    if signs(text) != signs(after):
        return "signs, comments or blank lines are not kept:\n" + first_difference(signs(text), signs(after))
    if tree_after != before:
        return "reads as another tree:\n" + first_difference(before, tree_after or "(none)")
    return "" if again == after else "changes when formatted again"


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
    once = [(name, text) for text, name in {text: name for name, text in policies()}.items()]
    batches = [once[begin:begin + PER_START] for begin in range(0, len(once), PER_START)]
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        results = [result for batch in pool.map(problems_of, batches) for result in batch]
    failed = [(name, problem) for name, problem in results if problem]
    for name, problem in failed:
        print("FAILED %s\n%s" % (name, "".join("    %s\n" % line for line in problem.split("\n"))), end="")
    print("%d passed, %d failed" % (len(results) - len(failed), len(failed)))
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
