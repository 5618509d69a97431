#!/usr/bin/env python3
"""Policies compiled ahead of time: ASSAY=path/to/assay ahead_of_time_test.py [FOLDER...]

Of each example (a folder with policy.assay, leads.csv and perhaps activities.csv): `assay emit object`, a C++ program around what it wrote,
linked with libassay_scoring.a and the libraries that it needs, must give the bytes that the interpreter gives, explained. Nothing of LLVM or
ANTLR may be in the program. The last line reads "N passed, N failed"."""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
BUILD = os.path.dirname(PROGRAM)
COMPILER = os.environ.get("CXX", "c++")
EXAMPLES = ("inbound", "b2b-inbound", "one-line")
CPUS = {"inbound": ("baseline", "native"), "b2b-inbound": ("x86-64-v3",), "one-line": ("baseline",)}
AS_OF, MICROSECONDS = "2026-11-22T12:00:00Z", "1795348800000000"
TIMEOUT_SECONDS = 300


def run(arguments, folder):
    process = subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             timeout=TIMEOUT_SECONDS, env=dict(os.environ, NO_COLOR="1"))
    return process.returncode, process.stdout.decode("utf-8", "replace")


def must(arguments, folder):
    code, output = run(arguments, folder)
    if code:
        raise AssertionError("%s: exit code %d\n%s" % (" ".join(arguments), code, output))
    return output


def read(*names):
    with open(os.path.join(*names), "rb") as file:
        return file.read()


def libraries():
    """What libassay_scoring.a was linked with when it was built, written beside it."""
    with open(os.path.join(BUILD, "libassay_scoring.libraries"), encoding="utf-8") as file:
        return file.read().split()


def compile_main(folder):
    """The program without its policy, compiled once."""
    source = os.path.join(ROOT, "tests", "ahead_of_time", "score_leads.cpp")
    must([COMPILER, "-std=c++20", "-O1", "-I", ROOT, "-I", folder, "-c", source, "-o", os.path.join(folder, "main.o")], folder)


def check(example, cpu, folder):
    place = os.path.join(ROOT, "examples", example)
    data = [os.path.join(place, "leads.csv")]
    activities = os.path.join(place, "activities.csv")
    has_activities = os.path.exists(activities)
    must([PROGRAM, "emit", "object", os.path.join(place, "policy.assay"), "-o", "policy.o", "--cpu", cpu], folder)
    if not os.path.exists(os.path.join(folder, "main.o")):
        compile_main(folder)
    must([COMPILER, "main.o", "policy.o", os.path.join(BUILD, "libassay_scoring.a"), *libraries(), "-o", "scorer"], folder)
    must(["./scorer", *data, "got.csv", MICROSECONDS, *([activities] if has_activities else [])], folder)
    must([PROGRAM, "score", os.path.join(place, "policy.assay"), *data, *(["--activities", activities] if has_activities else []), "--as-of", AS_OF,
          "--engine", "interpreter", "--explain", "-o", "expected.csv"], folder)
    if read(folder, "got.csv") != read(folder, "expected.csv"):
        raise AssertionError("other bytes than the interpreter gives")
    if len(read(folder, "got.csv")) < 100:
        raise AssertionError("nothing was scored")
    symbols = must(["nm", "-C", "scorer"], folder) + must(["ldd", "scorer"], folder)
    for foreign in ("llvm::", "antlr4::", "libLLVM", "assay::check", "assay::syntax"):
        if foreign in symbols:
            raise AssertionError("%s is in the program" % foreign)


def main(wanted):
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for example in wanted or EXAMPLES:
            for cpu in CPUS.get(example, ("baseline",)):
                try:
                    check(example, cpu, folder)
                    passed += 1
                    print("ok %s for %s" % (example, cpu), flush=True)
                except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
                    failed += 1
                    print("FAILED %s for %s\n%s" % (example, cpu, problem), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
