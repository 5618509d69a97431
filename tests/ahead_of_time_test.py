#!/usr/bin/env python3
"""Policies compiled ahead of time: ASSAY=path/to/assay ahead_of_time_test.py [FOLDER...]

Of each example (a folder with policy.assay, leads.csv and perhaps activities.csv): `assay emit object`, a C++ program around what it wrote,
linked with libassay_scoring.a and the libraries that it needs, must give the bytes that the interpreter gives, explained. Nothing of LLVM or
ANTLR may be in the program. The last line reads "N passed, N failed"."""
import os
import shutil
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


INSTALLED_PROJECT = """cmake_minimum_required(VERSION 3.25)
project(installed LANGUAGES C CXX)
find_package(assay REQUIRED COMPONENTS scoring)
add_executable(scorer score_leads.cpp policy.o)
target_link_libraries(scorer PRIVATE assay::scoring)
"""


def check_installed(folder):
    """The same program as a project of its own, over what `cmake --install` gives and nothing of this checkout."""
    prefix, place = os.path.join(folder, "prefix"), os.path.join(folder, "project")
    for component in ("library", "scoring"):
        must(["cmake", "--install", BUILD, "--prefix", prefix, "--component", component], folder)
    os.makedirs(place)
    shutil.copy(os.path.join(ROOT, "tests", "ahead_of_time", "score_leads.cpp"), place)
    with open(os.path.join(place, "CMakeLists.txt"), "w", encoding="utf-8") as file:
        file.write(INSTALLED_PROJECT)
    policy, leads = (os.path.join(ROOT, "examples", "one-line", name) for name in ("policy.assay", "leads.csv"))
    must([PROGRAM, "emit", "object", policy, "-o", "policy.o"], place)
    must(["cmake", "-S", ".", "-B", "build", "-DCMAKE_PREFIX_PATH=" + prefix, "-DCMAKE_CXX_COMPILER=" + COMPILER, "-G", "Ninja"], place)
    must(["cmake", "--build", "build"], place)
    must(["build/scorer", leads, "got.csv", MICROSECONDS], place)
    must([PROGRAM, "score", policy, leads, "--as-of", AS_OF, "--explain", "-o", "expected.csv"], place)
    if read(place, "got.csv") != read(place, "expected.csv"):
        raise AssertionError("other bytes than `assay score` gives")


def attempt(name, body):
    """1 where `body` went through."""
    try:
        body()
        print("ok " + name, flush=True)
        return 1
    except (AssertionError, OSError, subprocess.TimeoutExpired) as problem:
        print("FAILED %s\n%s" % (name, problem), flush=True)
        return 0


def main(wanted):
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for example in wanted or EXAMPLES:
            for cpu in CPUS.get(example, ("baseline",)):
                results.append(attempt("%s for %s" % (example, cpu), lambda: check(example, cpu, folder)))
        if not wanted:
            results.append(attempt("an installed assay::scoring", lambda: check_installed(folder)))
    passed, failed = sum(results), results.count(0)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
