#!/usr/bin/env python3
"""Runs every fuzz target of the build over its corpus and over mutations of it: fuzz_test.py [TARGET...]

Seconds only, the same inputs each time: what was mended stays mended. The search for something new is scripts/fuzz (decision 0080)."""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev"))
FUZZ = os.path.join(ROOT, "tests", "fuzz")
# Inputs that are made of a corpus, where they are not 2,000: each of these costs milliseconds and more.
MUTATIONS = {"policy": 300, "run": 15, "arrow_files": 300, "cache": 1000}
SECONDS = 10
MORE_CORPUS = {"policy": ["examples", "stdlib"]}
RESULT = re.compile(r"^(\d+) passed, 0 failed$", re.MULTILINE)


def run(target):
    """(inputs, what went wrong) of a target."""
    folders = [os.path.join(FUZZ, "corpus", target)] + [os.path.join(ROOT, each) for each in MORE_CORPUS.get(target, [])]
    program = os.path.join(BUILD, "tests", "fuzz", "replay_" + target)
    command = [program, "--mutations", str(MUTATIONS.get(target, 2000)), "--seconds", str(SECONDS), *folders]
    try:
        done = subprocess.run(command, cwd=os.path.dirname(program), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=600)
    except OSError as error:
        return 0, "cannot start: %s" % error
    counted = RESULT.search(done.stdout)
    if done.returncode == 0 and counted:
        return int(counted[1]), None
    return 0, "ended with %d; the input is %s-finding\n%s" % (done.returncode, program, done.stdout[-2000:])


def main(wanted):
    targets = [os.path.basename(path)[:-len("_fuzz.cpp")] for path in sorted(glob.glob(os.path.join(FUZZ, "*_fuzz.cpp")))]
    passed = failed = 0
    for target in wanted or targets:
        inputs, problem = run(target)
        print("FAILED %s: %s" % (target, problem) if problem else "ok %s: %d inputs" % (target, inputs), flush=True)
        passed += problem is None
        failed += problem is not None
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
