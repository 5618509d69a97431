#!/usr/bin/env python3
"""The workloads of bench/compare: ASSAY=path/to/assay bench_test.py

2,000 leads and 30 rules of each mix, and leads of which most cells are missing: both engines must give the scores of the C++ that bench/obvious_cpp.py writes. Times are not
looked at. The last line reads "N passed, N failed"."""
import os
import subprocess
import sys
import tempfile
from types import SimpleNamespace

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "bench"))
import obvious_cpp  # noqa: E402
import workload  # noqa: E402

PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
SHAPES = {"usual": SimpleNamespace(leads=2000, activities=20, seed=3, titles="usual", missing=0.1),
          "sparse": SimpleNamespace(leads=2000, activities=2, seed=4, titles="distinct", missing=0.6)}
RULES, TIMEOUT_SECONDS = 30, 120


def cpp_scores(program, folder):
    scores = os.path.join(folder, "cpp.txt")
    subprocess.run([program, os.path.join(folder, "leads.csv"), os.path.join(folder, "activities.csv"), scores], input=b"\n",
                   stdout=subprocess.DEVNULL, check=True, timeout=TIMEOUT_SECONDS)
    with open(scores) as file:
        return file.read().split()


def assay_scores(engine, rules, policy, folder):
    arguments = [PROGRAM, "score", policy, os.path.join(folder, "leads.csv"), "--as-of", workload.AS_OF.strftime("%Y-%m-%dT%H:%M:%SZ"),
                 "--engine", engine, "--quiet", "--format", "csv"]
    if workload.has_activities(rules):
        arguments += ["--activities", os.path.join(folder, "activities.csv")]
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_SECONDS)
    if done.returncode:
        raise AssertionError(done.stderr.decode("utf-8", "replace"))
    return [line.split(",")[1] for line in done.stdout.decode().splitlines()[1:]]


def compare(mix, name, folder, cache):
    """What is wrong, or nothing."""
    rules = workload.make_rules(mix, RULES, SHAPES[name].seed)
    program = obvious_cpp.build(rules, cache, "%s-%s" % (mix, name))
    policy = os.path.join(cache, "%s-%s.assay" % (mix, name))
    with open(policy, "w") as file:
        file.write(workload.assay_policy(rules))
    expected = cpp_scores(program, folder)
    if len(set(expected)) < 5:
        return "%s, %s: nearly all scores are alike, nothing is compared" % (mix, name)
    for engine in ("native", "interpreter"):
        for row, (found, wanted) in enumerate(zip(assay_scores(engine, rules, policy, folder), expected, strict=True), 1):
            if found != wanted:
                return "%s, %s, %s: lead %d has %s, not %s" % (mix, name, engine, row, found, wanted)
    return None


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in SHAPES.items():
            workload.write_data(os.path.join(folder, name), shape)
        cells = [(mix, "usual") for mix in workload.MIXES] + [("mixed", "sparse")]
        obvious_cpp.FLAGS[1:] = ["-O0"]
        results = [compare(mix, name, os.path.join(folder, name), folder) for mix, name in cells]
    for result in results:
        if result:
            print("FAILED %s" % result)
    failed = sum(1 for result in results if result)
    print("%d passed, %d failed" % (len(results) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
