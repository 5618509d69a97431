#!/usr/bin/env python3
"""Builds the project and runs every part of its tests: run_all.py [PART...]

Each part is a program whose last line reads "N passed, N failed" (ctest's is translated). What a part cannot run counts as failed:
nothing is skipped in silence. The last line is the sum over all parts, the exit code 1 if anything failed."""
import os
import re
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev")))  # tests run in other folders
SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
JOBS = str(os.cpu_count() or 2)
HEARTBEAT_SECONDS = 20

# The acceptance cases that must pass: names of their folders; an empty list stands for all of them.
ACCEPTANCE = []

RESULT = re.compile(r"^(\d+) passed, (\d+) failed$")
CTEST_RESULT = re.compile(r"tests? passed, (\d+) tests? failed out of (\d+)")
CTEST_PASSED = re.compile(r"^\s*\d+/\d+ Test .*Passed|^\s*Start\s+\d+:")


def python(script, *arguments):
    return [sys.executable, os.path.join(ROOT, "tests", script), *arguments]


def parts():
    """(name, command) in the order in which they run; several commands may share a name."""
    listed = [
        ("build", ["cmake", "--preset", "dev", "-B", BUILD]),
        ("build", ["cmake", "--build", BUILD, "--parallel", JOBS, "--", "-k", "0"]),
        ("includes", python("includes_test.py")),
        ("style", python("style_test.py")),
        ("unit", ["ctest", "--test-dir", BUILD, "--parallel", JOBS, "--output-on-failure", "--no-tests=error"]),
        ("agree", [os.path.join(BUILD, "tests", "agree", "test_agree"), "--policies", "500", "--seed", "1"]),
        ("agree", [os.path.join(BUILD, "tests", "agree", "test_agree_portable"), "--policies", "150", "--seed", "2"]),
        ("fuzz", python("fuzz_test.py")),
        ("golden", python("golden/run.py")),
        ("stdlib", python("stdlib/run.py")),
        ("edits", python("edits_test.py")),
        ("format", python("format_test.py")),
        ("grammar", python("grammar_test.py")),
        ("examples", python("examples_test.py")),
        ("explain", python("explain_test.py")),
        ("columns", python("columns_test.py")),
        ("limits", python("limits_test.py")),
        ("ahead", python("ahead_of_time_test.py")),
        ("docs", python("docs_test.py")),
        ("bench", python("bench_test.py")),
        ("embed", python("embed_test.py")),
        ("python", python("python_test.py")),
        # With the interpreter that the part before has made.
        ("parquet", python("parquet_test.py")),
    ]
    if os.path.isdir(os.path.join(SHARED, "data")):
        listed.append(("real", python("real/run.py")))
    if os.path.isdir(os.path.join(SHARED, "acceptance")):
        listed += [("acceptance", python("acceptance_test.py", engine, *ACCEPTANCE)) for engine in ("native", "interpreter")]
    return listed


class Heartbeat:
    """Says every few seconds that a silent step is still at work."""

    def __init__(self, name):
        self.name, self.started, self.last_line, self.done = name, time.monotonic(), time.monotonic(), threading.Event()
        threading.Thread(target=self.beat, daemon=True).start()

    def beat(self):
        while not self.done.wait(1):
            now = time.monotonic()
            if now - self.last_line >= HEARTBEAT_SECONDS:
                self.last_line = now
                print("   … %s: still at work after %d s" % (self.name, now - self.started), flush=True)


def run(name, command):
    """(passed, failed) of one command, whose output passes through, apart from what merely went well."""
    print("── %s" % name, flush=True)
    heartbeat = Heartbeat(name)
    environment = dict(os.environ, ASSAY=os.path.join(BUILD, "assay"), ASSAY_BUILD=BUILD, ASSAY_CACHE=os.path.join(BUILD, "object-cache"),
                       NO_COLOR="1", NINJA_STATUS="[%f/%t %es] ")
    counts = None
    try:
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace") as process:
            for line in process.stdout:
                heartbeat.last_line = time.monotonic()
                counts = counts_in(line) or counts
                if not CTEST_PASSED.search(line) and not line.startswith("ok "):
                    print("   " + line.rstrip(), flush=True)
    except OSError as error:
        print("   cannot start: %s" % error)
        return 0, 1
    finally:
        heartbeat.done.set()
    if name == "build":
        counts = (0, 1) if process.returncode else (0, 0)
    elif counts is None or (process.returncode and not counts[1]):
        counts = ((counts or (0, 0))[0], 1)
        print("   %s ended with exit code %d and no count of what failed" % (name, process.returncode))
    print("── %s: %d passed, %d failed, %d s\n" % (name, *counts, time.monotonic() - heartbeat.started), flush=True)
    return counts


def counts_in(line):
    match = RESULT.match(line.strip())
    if match:
        return int(match[1]), int(match[2])
    match = CTEST_RESULT.search(line)
    return (int(match[2]) - int(match[1]), int(match[1])) if match else None


def main(wanted):
    listed = parts()
    unknown = set(wanted) - {name for name, _ in listed} - {"real", "acceptance"}
    if unknown:
        print("no such part: %s; there are %s" % (", ".join(sorted(unknown)), ", ".join(dict(listed))), file=sys.stderr)
        return 2
    if not any(name == "acceptance" for name, _ in listed):
        print("The acceptance cases and real data are not beside this checkout (ASSAY_SHARED names their folder): not run.\n")
    passed = failed = 0
    for name, command in listed:
        if name in wanted or not wanted:
            more_passed, more_failed = run(name, command)
            passed, failed = passed + more_passed, failed + more_failed
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
