#!/usr/bin/env python3
"""Explanations agree with scores: ASSAY=path/to/assay explain_test.py [--every] [FOLDER...]

A FOLDER holds a policy, leads and the file `run` with the command that scores them. Each lead is scored with `--explain` and explained
(`assay explain --row`): both must say the same score, sections, grades, stage, labels and reasons, and the points of the explanation must add up:
what each activity gave and the bound to the rule, rules and bound to the section, sections to the score. Without folders the examples, and the acceptance
cases where they are at hand (ASSAY_SHARED or ../shared); a few leads of each policy, with --every all of them. The last line reads "N passed, N failed"."""
import concurrent.futures
import decimal
import glob
import json
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
SHARED = os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))
LEADS_OF_EACH = 4
WORKERS = 2
# Options of score that explain does not know, and how many words follow them.
ONLY_SCORE = {"--explain": 0, "--spreadsheet": 0, "-o": 1, "--output": 1, "--format": 1, "--keep": 1, "--limit": 1, "--threads": 1, "--engine": 1,
              "--max-bad": 1, "--report": 1, "--timings": 1}


def call(folder, arguments):
    process = subprocess.run([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    if process.returncode:
        raise ValueError("%s: exit code %d\n%s" % (shlex.join(arguments), process.returncode, process.stderr.decode("utf-8", "replace")))
    return process.stdout.decode("utf-8")


def numbers(text):
    return json.loads(text, parse_float=decimal.Decimal)


def common(words):
    """The words of a `run` file that both verbs understand."""
    kept, skip = [], 0
    for word in words:
        if skip:
            skip -= 1
        elif word in ONLY_SCORE:
            skip = ONLY_SCORE[word]
        else:
            kept.append(word)
    return kept


def reasons_of(explanation):
    """The reasons as `score --explain` lists them: section by section what gave points, and the bounds that bite."""
    for section in explanation["sections"]:
        for rule in section["rules"]:
            if rule["points"] != 0:
                yield rule["rule"], rule["points"], rule["reason"], rule["line"]
        if section["bound"]:
            bound = section["bound"]
            name = section["section"]
            yield name, bound["points"], "%s%s %s" % (name + ": " if name else "", bound["kind"], text_of(bound["limit"])), section["line"]


def text_of(points):
    return format(decimal.Decimal(points).normalize(), "f")


def problems_of_sums(explanation):
    total = 0
    for section in explanation["sections"]:
        for rule in section["rules"]:
            given = sum(give["points"] for give in rule["gives"]) + rule.get("earlier_points", 0)
            if rule["gives"] and given + (rule["bound"]["points"] if rule["bound"] else 0) != rule["points"]:
                yield "rule %s: its activities gave %s, it %s" % (rule["rule"], given, rule["points"])
            if not rule["fired"] and (rule["points"] or rule["outcome"] == "counted"):
                yield "rule %s did not fire, but counted" % rule["rule"]
        points = sum(rule["points"] for rule in section["rules"]) + (section["bound"]["points"] if section["bound"] else 0)
        if points != section["points"]:
            yield "section %s: %s instead of %s" % (section["section"], points, section["points"])
        total += section["points"]
    total += explanation.get("total_difference", 0)
    if explanation["score"] is not None and total != explanation["score"]:
        yield "the sections make %s, the score is %s" % (total, explanation["score"])


def problems_of(score, explanation):
    yield from problems_of_sums(explanation)
    wanted = [(reason["rule"], reason["points"], reason["reason"], reason["line"]) for reason in score["reasons"]]
    found = list(reasons_of(explanation))
    if wanted != found:
        yield "reasons: score says %s, explain %s" % (wanted, found)
    same = {"id": explanation["id"], "score": explanation["score"]}
    same.update({section["section"]: section["points"] for section in explanation["sections"] if section["section"]})
    same.update({grade["grade"]: grade["label"] for grade in explanation["grades"]})
    for key in ("stage", "excluded", "missing", "tags", "route"):
        if key in score:
            same[key] = explanation[key]
    if "segments" in score:
        same["segments"] = [segment["name"] for segment in explanation["segments"] if segment["holds"]]
    for key, value in same.items():
        if score.get(key) != value:
            yield "%s: score says %r, explain %r" % (key, score.get(key), value)


def run_folder(folder, every):
    """(how many leads were compared, problems)."""
    with open(os.path.join(folder, "run"), encoding="utf-8") as file:
        words = common(shlex.split(file.read(), comments=True))[1:]
    scores = [numbers(line) for line in call(folder, ["score", *words, "--explain", "--format", "ndjson"]).splitlines()]
    step = 1 if every else max(1, len(scores) // LEADS_OF_EACH)
    problems = []
    rows = range(0, len(scores), step)
    for row in rows:
        explanation = numbers(call(folder, ["explain", *words, "--row", str(row + 1), "--format", "json"]))
        problems += ["row %d: %s" % (row + 1, problem) for problem in problems_of(scores[row], explanation)]
        call(folder, ["explain", *words, "--row", str(row + 1), "--all"])
    return len(rows), problems


def guarded(folder, every):
    try:
        return run_folder(folder, every)
    except (OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
        return 0, ["%s: %s" % (type(error).__name__, error)]


def main(words):
    every = "--every" in words
    folders = [word for word in words if word != "--every"]
    if not folders:
        runs = glob.glob(os.path.join(ROOT, "examples", "*", "run")) + glob.glob(os.path.join(SHARED, "acceptance", "**", "run"), recursive=True)
        folders = sorted(os.path.dirname(run) for run in runs)
    failed = leads = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
        for folder, (count, problems) in zip(folders, workers.map(lambda folder: guarded(folder, every), folders)):
            leads += count
            failed += bool(problems)
            print("%s %s" % ("FAILED" if problems else "ok", os.path.relpath(folder, ROOT)), flush=True)
            for problem in problems[:10]:
                print("    " + problem, flush=True)
    print("%d leads explained" % leads)
    print("%d passed, %d failed" % (len(folders) - failed, failed))
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
