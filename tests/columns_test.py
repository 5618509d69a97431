#!/usr/bin/env python3
"""The same leads as CSV, NDJSON, Parquet and Arrow give the same results, and so do several threads: columns_test.py

The files are made by Assay itself, which passes all columns of the examples' CSV files through. Results that were written as Parquet and
Arrow are read again. Passes with a word where Assay was built without Parquet and Arrow files."""
import glob
import os
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ASSAY = os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay"))
FORMATS = ("ndjson", "parquet", "arrow")
AS_OF = ("--as-of", "2026-11-22", "--quiet")


def assay(*words):
    done = subprocess.run([ASSAY, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError("assay %s: %s" % (" ".join(words), done.stderr.decode()))
    return done.stdout


def copies(folder, pass_through, path):
    """The file itself, and what it is in the other formats."""
    name = os.path.splitext(os.path.basename(path))[0]
    yield "csv", path
    for ending in FORMATS:
        copy = os.path.join(folder, name + "." + ending)
        assay("score", pass_through, path, *AS_OF, "--keep", "all", "-o", copy)
        yield ending, copy


def command_of(example):
    """What the example's `run` asks for, as words; none where it is no run of `score`."""
    with open(os.path.join(example, "run"), encoding="utf-8") as file:
        words = shlex.split(file.read(), comments=True)
    return words if words[:1] == ["score"] else []


def problems_of(example, words, folder, pass_through):
    files = {name: list(copies(folder, pass_through, os.path.join(example, name)))
             for name in ("leads.csv", "activities.csv") if name in words}
    first = None
    for i, (ending, _) in enumerate(files["leads.csv"]):
        command = [files[word][i][1] if word in files else word for word in words] + ["--quiet", "--explain", "--format", "ndjson"]
        command[command.index("policy.assay")] = os.path.join(example, "policy.assay")
        for threads in ("1", "3"):
            result = assay(*command, "--threads", threads)
            first = first or result
            if result != first:
                yield "%s: leads as %s with %s threads give another result than as CSV" % (example, ending, threads)
    yield from round_trip(os.path.join(example, "policy.assay"), files["leads.csv"][0][1], folder, pass_through)


def round_trip(policy, leads, folder, pass_through):
    """Results as files: NDJSON, Parquet and Arrow say the same when they are read again."""
    texts = set()
    for ending in FORMATS:
        result = os.path.join(folder, "result." + ending)
        assay("score", policy, leads, *AS_OF, "--explain", "-o", result)
        texts.add(assay("score", pass_through, result, *AS_OF, "--keep", "all", "--format", "csv"))
    if len(texts) != 1:
        yield "%s: results read back from %s differ" % (policy, ", ".join(FORMATS))


def main():
    if b"without Parquet" in assay("--version"):
        print("assay was built without Parquet and Arrow files: nothing to compare")
        print("1 passed, 0 failed")
        return 0
    failed = passed = 0
    for run in sorted(glob.glob(os.path.join(ROOT, "examples", "*", "run"))):
        example = os.path.dirname(run)
        words = command_of(example)
        if not words:
            continue
        with tempfile.TemporaryDirectory() as folder:
            pass_through = os.path.join(folder, "pass_through.assay")
            with open(pass_through, "w", encoding="utf-8") as file:
                # Without an id of its own a row's number is its id, which is harmless where the copy is read as activities.
                file.write("lead\n  id: text from \"no column is called so\"\nalways: +0\n")
            problems = list(problems_of(example, words, folder, pass_through))
        for problem in problems:
            print(problem)
        failed, passed = failed + bool(problems), passed + (not problems)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
