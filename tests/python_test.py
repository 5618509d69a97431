#!/usr/bin/env python3
"""The Python package as its users get it: `pip install .` into an environment below the build folder, then its tests with pyarrow, pandas,
Polars and DuckDB, the programs of docs/embedding.md, and the type stubs. ASSAY_BUILD=build/dev python_test.py

The engine is not compiled again: the package is built over the library that `cmake --install` puts below the build folder. What pip fetches
is kept there, too. The last line reads "N passed, N failed"."""
import os
import re
import subprocess
import sys
import tempfile
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev")))
PREFIX = os.path.join(BUILD, "installed-for-python")
ENVIRONMENT = os.path.join(BUILD, "python-venv")
PYTHON = os.path.join(ENVIRONMENT, "bin", "python")
NEEDED = ["nanobind", "scikit-build-core>=0.10", "pyarrow", "pandas>=2.2", "polars", "duckdb", "mypy"]
TIMEOUT_SECONDS = 600
COUNT = re.compile(r"^Ran (\d+) tests? in", re.M)
FAILED = re.compile(r"^FAILED \((?:failures=(\d+))?(?:, )?(?:errors=(\d+))?", re.M)


def call(arguments, folder=ROOT):
    """(exit code, all that was said)."""
    process = subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             timeout=TIMEOUT_SECONDS, env=dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1"))
    return process.returncode, process.stdout


def need(arguments):
    code, said = call(arguments)
    if code:
        raise RuntimeError("%s: exit code %d\n%s" % (" ".join(arguments), code, said))


def prepare():
    """The environment with all libraries, made once; the package in it, new each time."""
    stamp = os.path.join(ENVIRONMENT, "needed.txt")
    if not os.path.exists(stamp) or open(stamp, encoding="utf-8").read() != "\n".join(NEEDED):
        venv.create(ENVIRONMENT, with_pip=True)
        need([PYTHON, "-m", "pip", "install", "--quiet", *NEEDED])
        with open(stamp, "w", encoding="utf-8") as file:
            file.write("\n".join(NEEDED))
    need(["cmake", "--install", BUILD, "--prefix", PREFIX, "--component", "library"])
    need([PYTHON, "-m", "pip", "install", "--quiet", "--no-build-isolation", "--no-deps", "--force-reinstall",
          "--config-settings", "cmake.define.ASSAY_PREFIX=" + PREFIX, "--config-settings", "build-dir=" + os.path.join(BUILD, "python"), ROOT])


def run_tests():
    code, said = call([PYTHON, os.path.join(ROOT, "tests", "python", "test_assay.py")], tempfile.gettempdir())
    ran = COUNT.search(said)
    if not ran:
        return 0, 1, said
    failed = sum(int(each or 0) for match in FAILED.findall(said) for each in match)
    return int(ran[1]) - failed, max(failed, 1 if code else 0), said if code else ""


def run_documentation():
    with open(os.path.join(ROOT, "docs", "embedding.md"), encoding="utf-8") as file:
        programs = re.findall(r"^```python\n(.*?)^```$", file.read(), re.M | re.S)
    if not programs:
        return 0, 1, "docs/embedding.md shows no program in Python\n"
    passed, failed, problems = 0, 0, ""
    for text in programs:
        with tempfile.TemporaryDirectory() as folder:
            code, said = call([PYTHON, "-c", text], folder)
        lost = [line for line in re.findall(r"^(?:.*  )?# prints (.*)$", text, re.M) if line not in said.splitlines()]
        passed, failed = passed + (not code and not lost), failed + bool(code or lost)
        problems += "%s\nnot printed: %s\n" % (said, lost) if code or lost else ""
    return passed, failed, problems


def check_types():
    with tempfile.TemporaryDirectory() as folder:
        code, said = call([PYTHON, "-m", "mypy", "--strict", "--disable-error-code", "import-untyped", "--package", "assay", "--cache-dir", os.path.join(BUILD, "mypy")], folder)
    return (0, 1, said) if code else (1, 0, "")


SCORE_AND_TELL_LIBRARIES = """
import assay
policy = assay.compile("lead\\n  employees: integer\\n\\nwhen employees >= 10: +20")
print(policy.score([{"id": "a", "employees": 12}], as_of="2026-11-22").to_dicts()[0]["score"])
print(*sorted({line.split()[-1] for line in open("/proc/self/maps") if ".so" in line}), sep="\\n")
"""
# What Debian brings of our dependencies; a wheel for other machines must have its own.
BROUGHT_ALONG = ("antlr", "re2", "fmt", "simdjson", "zstd", "LLVM")


def check_wheel():
    """scripts/build-wheel: the wheel scores, and takes no library of ours from the machine."""
    with tempfile.TemporaryDirectory() as folder:
        code, said = call([os.path.join(ROOT, "scripts", "build-wheel"), "--prefix", PREFIX, "--into", os.path.join(folder, "wheels")])
        wheel = said.strip().splitlines()[-1]
        if code == 0:
            code, said = call([PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--target", os.path.join(folder, "installed"), wheel], folder)
        if code == 0:
            code, said = call(["env", "PYTHONPATH=" + os.path.join(folder, "installed"), PYTHON, "-c", SCORE_AND_TELL_LIBRARIES], folder)
        foreign = [path for path in said.splitlines() if path.startswith("/") and not path.startswith(folder)
                   and any(name in os.path.basename(path) for name in BROUGHT_ALONG)]
        if code or foreign or "20" not in said.splitlines()[0]:
            return 0, 1, "the wheel: exit code %d, libraries of the machine: %s\n%s" % (code, foreign, said)
    return 1, 0, ""


def main():
    try:
        prepare()
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        print("%s\n0 passed, 1 failed" % error)
        return 1
    passed = failed = 0
    for test in (run_tests, run_documentation, check_types, check_wheel):
        counts = test()
        passed, failed = passed + counts[0], failed + counts[1]
        print(counts[2], end="", flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
