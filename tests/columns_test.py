#!/usr/bin/env python3
"""The same leads as CSV, NDJSON, Parquet and Arrow give the same results, and so do several threads: columns_test.py

The files are made by Assay itself, which passes all columns of a CSV file through, of every example and of the golden data. Results that were
written as Parquet and Arrow are read again. Passes with a word where Assay was built without Parquet and Arrow files."""
import glob
import os
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


def problems_of(example, folder, pass_through):
    policy = os.path.join(example, "policy.assay")
    leads = list(copies(folder, pass_through, os.path.join(example, "leads.csv")))
    events = os.path.join(example, "activities.csv")
    activities = list(copies(folder, pass_through, events)) if os.path.exists(events) else [("", "")] * len(leads)
    first = None
    for (ending, lead_file), (_, activity_file) in zip(leads, activities):
        words = ["score", policy, lead_file, *AS_OF, "--explain", "--format", "ndjson"]
        words += ["--activities", activity_file] if activity_file else []
        for threads in ("1", "3"):
            result = assay(*words, "--threads", threads)
            first = first or result
            if result != first:
                yield "%s: leads as %s with %s threads give another result than as CSV" % (example, ending, threads)
    yield from round_trip(policy, leads[0][1], folder, pass_through)


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
    for example in sorted(glob.glob(os.path.join(ROOT, "examples", "*", ""))):
        if not os.path.exists(os.path.join(example, "leads.csv")):
            continue
        with tempfile.TemporaryDirectory() as folder:
            pass_through = os.path.join(folder, "pass_through.assay")
            with open(pass_through, "w", encoding="utf-8") as file:
                file.write("lead\n  pass_through_id: text\nalways: +0\n")
            problems = list(problems_of(example, folder, pass_through))
        for problem in problems:
            print(problem)
        failed, passed = failed + bool(problems), passed + (not problems)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
