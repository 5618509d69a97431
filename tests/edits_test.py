#!/usr/bin/env python3
"""Applies the edits that diagnostics offer as machine-applicable: ASSAY=path/to/assay edits_test.py

Every wrong policy of the golden tests is checked with --format json; where a diagnostic offers such an edit, the edit is made, and the
diagnostics that offered one must be gone, with no new one in their place. The last line reads "N passed, N failed"."""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "golden"))
import run as golden  # noqa: E402  (the reader of .test files)


def diagnostics(folder, *names):
    process = subprocess.run([golden.PROGRAM, "check", "--format", "json", *names], cwd=folder, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, timeout=60)
    try:
        return json.loads(process.stdout.decode("utf-8", "replace") or "[]")
    except ValueError:
        return []


def offset(lines, line, column):
    """Of the character in the text whose lines keep their ends."""
    return sum(len(text) for text in lines[:line - 1]) + column - 1


def edited(text, edits):
    lines = text.splitlines(keepends=True)
    places = [(offset(lines, e["line"], e["column"]), offset(lines, e["end"]["line"], e["end"]["column"]), e["replacement"]) for e in edits]
    for begin, end, replacement in sorted(places, reverse=True):
        text = text[:begin] + replacement + text[end:]
    return text


def is_offer(edit):
    return edit["applicability"] == "machine-applicable"


def check_file(folder, name):
    """What is wrong with the edits of the file; None where none are offered."""
    before = diagnostics(folder, name)
    offers = [d for d in before if any(is_offer(e) and e["file"] == name for e in d["edits"])]
    if not offers:
        return None
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    edits = [e for d in offers for e in d["edits"] if is_offer(e)]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(edited(text, edits))
    lines = {d["line"] for d in offers}
    left = [d for d in diagnostics(folder, name) if d["line"] in lines and not any(o["line"] == d["line"] for o in before if o not in offers)]
    return ["after the edit line %d says: %s" % (d["line"], d["message"]) for d in left]


def check_test(path):
    """(passed, failed) over the policies of one golden test."""
    _, sections = golden.read_test(path)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        case = golden.Case(sections, folder)
        names = [section.file_name() for section in case.sections if section.name in ("policy", "file")]
        names = [name for name in names if name.endswith(".assay")]
        # All at once, as starts are what takes the time; most policies offer nothing.
        offering = {edit["file"] for each in diagnostics(folder, *names) for edit in each["edits"] if is_offer(edit)} if names else set()
        for name in names:
            problems = check_file(folder, name) if name in offering else None
            if problems is None:
                continue
            passed, failed = passed + (not problems), failed + bool(problems)
            for problem in problems:
                print("FAILED %s, %s: %s" % (os.path.relpath(path, HERE), name, problem))
    return passed, failed


def main():
    passed = failed = 0
    for folder, _, files in sorted(os.walk(os.path.join(HERE, "golden"))):
        for name in sorted(files):
            if name.endswith(".test"):
                one = check_test(os.path.join(folder, name))
                passed, failed = passed + one[0], failed + one[1]
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
