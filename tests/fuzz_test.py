#!/usr/bin/env python3
"""Runs every fuzz target of the build over its corpus, over what tests and documentation show, and over mutations of both:
fuzz_test.py [TARGET...]

Seconds only, the same inputs each time, however fast the machine is: what was mended stays mended, and what changes is tried with some ten
thousand inputs that nobody wrote. The search for something new is scripts/fuzz (decisions 0080 and 0120)."""
import glob
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev"))
FUZZ = os.path.join(ROOT, "tests", "fuzz")
# How many inputs are made by mutation: what a target does in one to three seconds of a processor without sanitizers.
MUTATIONS = {"policy": 2000, "csv": 20000, "ndjson": 6000, "json": 20000, "values": 100000, "arrow_arrays": 100000, "arrow_files": 5000,
             "image": 100000, "cache": 1000, "run": 150}
RESULT = re.compile(r"^(\d+) passed, 0 failed$", re.MULTILINE)
TIMEOUT_SECONDS = 3600  # no measure of speed: an input has ten seconds of the processor, and a busy machine under a sanitizer may take its time

sys.path.insert(0, FUZZ)
import seeds  # noqa: E402


def run(target):
    """(inputs, what went wrong) of a target."""
    folder = os.path.join(BUILD, "tests", "fuzz")
    program, more = os.path.join(folder, "replay_" + target), os.path.join(folder, "seeds", target)
    seeds.write(target, more)
    command = [program, "--mutations", str(MUTATIONS[target]), os.path.join(FUZZ, "corpus", target), more]
    # So that the replay notices what a sanitizer finds, and keeps the input.
    environment = dict(os.environ, ASAN_OPTIONS=os.environ.get("ASAN_OPTIONS", "") + ":abort_on_error=1", UBSAN_OPTIONS="abort_on_error=1:print_stacktrace=1")
    try:
        done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", timeout=TIMEOUT_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return 0, str(error)
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
