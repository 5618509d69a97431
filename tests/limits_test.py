#!/usr/bin/env python3
"""Policies and data beyond the limits of docs/language/limits.md: ASSAY=path/to/assay limits_test.py

A policy beyond a limit is refused soon by every verb that reads it, in words, with the code that is meant; data beyond one is a located
finding or a refusal. Nothing ends by a signal, hangs or fills the terminal. What is just within a limit is read. The last line reads
"N passed, N failed"."""
import concurrent.futures
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
WORKERS = 2
SECONDS = 60
LONG = 500_000  # bytes
MOST_LINES = 4_000  # of messages: a few hundred of them
MIB = 1 << 20
LEAD = "lead\n  id: text\n  n: integer\n  b: yes/no\n  email: email\n  title: text\n"
VERBS = (["check"], ["fmt", "--check"], ["test"], ["dump", "--stage", "ast"], ["dump", "--stage", "ir"], ["score"], ["explain"])
# Verbs that end with the form of a policy; what is wrong only with its meaning they do not see.
FORM = (["fmt", "--check"], ["dump", "--stage", "ast"])


def nested(before, inside, after, depth):
    return LEAD + "when " + before * depth + inside + after * depth + ": +1\n"


def policies_in_form():
    """(name, code, text of the policy), each beyond one limit or unreadable."""
    for depth in (201, 100_000):
        yield "parentheses %d" % depth, "too-deep", nested("(", "b", ")", depth)
        yield "not %d" % depth, "too-deep", nested("not ", "b", "", depth)
        yield "minus %d" % depth, "too-deep", LEAD + "always: + " + "- " * depth + "n\n"
        yield "calls %d" % depth, "too-deep", LEAD + "always: + " + "min(" * depth + "n" + ", 1)" * depth + "\n"
        yield "of %d" % depth, "too-deep", LEAD + "always: + " + "length of " * depth + "email\n"
    yield "unclosed parentheses", "too-deep", LEAD + "when " + "(" * 100_000
    yield "rules", "too-many-rules", LEAD + "when b: +1\n" * 100_001
    yield "bytes", "file-too-large", LEAD + "#" * (16 * MIB)
    yield "bytes that are no text", "not-utf-8", LEAD.encode() + b'when b: +1 "\xff"\n'
    yield "bytes of a program", "not-text", bytes(range(256)) * 4_000
    yield "control character", "control-character", LEAD + 'when b: +1 "a\x01b"\n'
    yield "words", "unknown-statement", "what is this\n" * 20_000
    yield "mistakes", "too-many-errors", LEAD + "when b: 1\n" * 20_000


def policies_in_meaning():
    """(name, code, text of the policy, other files)"""
    yield "sum", "too-deep", LEAD + "always: + n" + " + n" * 20_000 + "\n", {}
    yield "names", "too-many-errors", LEAD + "".join("when nope%d: +1\n" % at for at in range(20_000)), {}
    texts = ", ".join('"%x"' % at for at in range(1_000_001))
    yield "entries", "list-too-long", LEAD + "list l: " + texts + "\nwhen email in l: +1\n", {}
    cells = "domain\n" + "\n".join("%x" % at for at in range(1_000_001)) + "\n"
    yield "entries of a file", "list-too-long", LEAD + 'list l from "l.csv" column domain\nwhen email in l: +1\n', {"l.csv": cells}
    modules = {"m%d.assay" % at: 'use "m%d.assay"\n' % (at + 1) for at in range(300)}
    yield "modules", "use-too-deep", 'use "m0.assay"\n' + LEAD, dict(modules, **{"m300.assay": 'list l: "x"\n'})
    lists = "".join("list l%d: l%d\n" % (at, at + 1) for at in range(300))
    yield "lists of lists", "list-too-deep", LEAD + lists + 'list l300: "x"\nwhen email in l0: +1\n', {}


def policies_within():
    """(name, text of the policy), each at a limit."""
    yield "parentheses", nested("(", "b", ")", 200)
    yield "not", nested("not ", "b", "", 200)
    yield "calls", LEAD + "always: + " + "min(" * 200 + "n" + ", 1)" * 200 + "\n"
    yield "chain of operators", LEAD + "when " + "b or " * 20_000 + "b: +1\n"
    yield "sum", LEAD + "always: + n" + " + n" * 1_599 + "\n"
    yield "rules", LEAD + "when b: +1\n" * 100_000


def data_cases():
    """(name, file of leads, its text, exit code, what must be said)"""
    long = "x" * (16 * MIB + 1)
    finding = "title: 1 bad cell, taken as missing; expected a text of at most 16 MiB"
    yield "long cell", "leads.csv", "id,title\n1,%s\n2,x\n" % long, 0, finding
    yield "long text of JSON", "leads.ndjson", '{"id":"1","title":"%s"}\n{"id":"2","title":"x"}\n' % long, 0, finding
    yield "long cell within the limit", "leads.csv", "id,title\n1,%s\n2,x\n" % long[1:], 0, ""
    yield "quote never closed", "leads.csv", 'id,title\n1,"' + "x\n" * (9 * MIB), 0, "1 quote that is not closed before the file ends"
    for count, code, said in ((100_001, 2, "100001 columns, more than 100000"), (100_000, 0, "")):
        columns = count - 2
        text = "id,title" + "".join(",c%d" % at for at in range(columns)) + "\n1,x" + ",y" * columns + "\n2,x\n"
        yield "%d columns" % count, "leads.csv", text, code, said
    yield "cells without a column", "leads.csv", "id,title\n1,x" + ",y" * 200_000 + "\n2,x\n", 0, "1 row with more cells than the header"
    for inner, name in (("[" * 100_000 + "]" * 100_000, "arrays"), ('{"a":' * 5_000 + "1" + "}" * 5_000, "objects")):
        record = '{"id":"1","title":"x","z":%s}' % inner
        yield "nested %s in lines" % name, "leads.ndjson", record + '\n{"id":"2"}\n', 0, "1 row that is no JSON object"
        yield "nested %s in a document" % name, "leads.json", "[%s]\n" % record, 2, "nested deeper than 200 levels"


def call(folder, words):
    process = subprocess.run([PROGRAM, *words], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=SECONDS)
    return process.returncode, (process.stdout + process.stderr).decode("utf-8", "replace")


def words_of(verb, leads):
    if verb[0] == "score":
        return [*verb, "policy.assay", leads, "--engine", "interpreter", "--as-of", "2026-01-01"]
    if verb[0] == "explain":
        return [*verb, "policy.assay", leads, "--id", "1"]
    return [*verb, "policy.assay"]


def write(folder, files):
    for name, text in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())


def run_policy(name, code, text, files, verbs):
    """[(name of the check, what is wrong)]; code None: nothing is wrong with the policy."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        write(folder, {"policy.assay": text, "leads.csv": "id,n\n1,2\n", **files})
        for verb in verbs:
            if len(text) > LONG and verb[0] in ("test", "explain", "dump"):
                continue  # they read a policy as score does, and this takes its time
            results.append((name + ", " + " ".join(verb), attempt(folder, words_of(verb, "leads.csv"), lambda *got: problem_of(code, *got))))
    return results


def run_data(name, file, text, code, said):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, {"policy.assay": LEAD + 'when title contains "x": +1\n', file: text})
        return [(name, attempt(folder, words_of(["score"], file), lambda *got: problem_of_data(code, said, *got)))]


def attempt(folder, words, judge):
    try:
        return judge(*call(folder, words))
    except subprocess.TimeoutExpired:
        return "not done after %d s" % SECONDS


def problem_of(code, exit_code, printed):
    if code is None:
        return "" if exit_code == 0 else "exit code %d\n%s" % (exit_code, printed[:500])
    if exit_code not in (1, 2):
        return "exit code %d" % exit_code
    if "[%s]" % code not in printed:
        return "does not say %s:\n%s" % (code, printed[:500])
    return "%d lines" % printed.count("\n") if printed.count("\n") > MOST_LINES else ""


def problem_of_data(code, said, exit_code, printed):
    if exit_code != code:
        return "exit code %d\n%s" % (exit_code, printed[:500])
    return "" if said in printed else "does not say %s:\n%s" % (said, printed[:500])


def jobs():
    meaning_verbs = [verb for verb in VERBS if verb not in FORM]
    for name, code, text in policies_in_form():
        yield run_policy, (name, code, text, {}, VERBS)
    for name, code, text, files in policies_in_meaning():
        yield run_policy, (name, code, text, files, meaning_verbs)
    for name, text in policies_within():
        yield run_policy, (name + " within the limit", None, text, {}, [["check"], ["dump", "--stage", "ast"], ["score"]])
    for case in data_cases():
        yield run_data, case


def main():
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        running = [pool.submit(run, *case) for run, case in jobs()]
        results = [result for each in running for result in each.result()]
    failed = [(name, problem) for name, problem in results if problem]
    for name, problem in failed:
        print("FAILED %s\n%s" % (name, "".join("    %s\n" % line for line in problem.rstrip().split("\n"))), end="")
    print("%d passed, %d failed" % (len(results) - len(failed), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
