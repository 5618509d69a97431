#!/usr/bin/env python3
"""Runs every example: ASSAY=path/to/assay examples_test.py [--update] [FOLDER...]

An example is a folder below examples/ with a README.md, a policy.assay, its leads, `run` (the arguments of the program, like
`score policy.assay leads.csv --as-of 2026-11-22`) and expected.csv, what that prints. It must check without a word, be laid out as
`fmt` would, pass its own tests (or those of policy_test.assay), and give the same bytes with both engines. `--update` writes expected.csv again."""
import difflib
import os
import shlex
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
NEEDED = ("README.md", "policy.assay", "run", "expected.csv")
TIMEOUT_SECONDS = 120


def call(folder, arguments):
    """(exit code, standard output as bytes, standard error)."""
    process = subprocess.run([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=TIMEOUT_SECONDS, env=dict(os.environ, NO_COLOR="1"))
    return process.returncode, process.stdout, process.stderr.decode("utf-8", "replace")


def problems_of(folder, update):
    lost = [name for name in NEEDED if not os.path.exists(os.path.join(folder, name)) and not (update and name == "expected.csv")]
    if lost:
        return ["there is no " + ", ".join(lost)]
    problems = []
    tests = "policy_test.assay" if os.path.exists(os.path.join(folder, "policy_test.assay")) else "policy.assay"
    for arguments in (["check", "--quiet", "policy.assay"], ["fmt", "--check", "policy.assay"], ["test", tests]):
        code, output, errors = call(folder, arguments)
        if code or (arguments[0] == "check" and (output or errors)):
            problems.append("%s: exit code %d\n%s%s" % (" ".join(arguments), code, output.decode("utf-8", "replace"), errors))
    return problems + score(folder, update)


def score(folder, update):
    with open(os.path.join(folder, "run"), encoding="utf-8") as file:
        arguments = shlex.split(file.readline())
    problems, expected_file = [], os.path.join(folder, "expected.csv")
    for engine in ("native", "interpreter"):
        code, output, errors = call(folder, [*arguments, "--engine", engine])
        if code:
            problems.append("score with the %s engine: exit code %d\n%s" % (engine, code, errors))
            continue
        if update and engine == "native":
            with open(expected_file, "wb") as file:
                file.write(output)
        with open(expected_file, "rb") as file:
            expected = file.read()
        if output != expected:
            texts = [text.decode("utf-8", "replace").splitlines() for text in (expected, output)]
            problems.append("\n".join(difflib.unified_diff(*texts, "expected.csv", engine, n=0, lineterm="")))
    return problems


def example_folders(roots):
    for root in roots:
        for folder, subfolders, files in os.walk(root):
            subfolders.sort()
            if "policy.assay" in files or "run" in files:
                yield folder


def main(words):
    if not os.path.isfile(PROGRAM):
        print("there is no program %s; build it, or let ASSAY name it\n0 passed, 1 failed" % PROGRAM)
        return 1
    update = "--update" in words
    folders = list(example_folders([word for word in words if word != "--update"] or [os.path.join(ROOT, "examples")]))
    failed = 0
    for folder in folders:
        try:
            problems = problems_of(folder, update)
        except (OSError, subprocess.TimeoutExpired) as error:
            problems = [str(error)]
        failed += bool(problems)
        print("%s %s" % ("FAILED" if problems else "ok", os.path.relpath(folder, ROOT)), flush=True)
        for problem in problems:
            print("".join("    %s\n" % line for line in problem.rstrip("\n").split("\n")), end="", flush=True)
    print("%d passed, %d failed" % (len(folders) - failed, failed))
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
