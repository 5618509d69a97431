#!/usr/bin/env python3
"""The same tables as Parquet, in whatever way it may be written, and as Arrow give the same results: ASSAY_BUILD=build/dev parquet_test.py

Tables of all types that columns may have, with some, many and only missing values, are written by pyarrow with each encoding, compression and
version of pages, with small pages and row groups, and with dictionaries that are given up in the middle of a column. Read as leads, all columns passed
through, and as activities, by one thread and by three; damaged copies must be refused or read, never more. The interpreter that has pyarrow is
the one of python_test.py, or ASSAY_TEST_PYTHON; passes with a word where there is none. The last line reads "N passed, N failed"."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev")))


def python_with_pyarrow():
    """None where there is no such interpreter."""
    for path in (os.environ.get("ASSAY_TEST_PYTHON"), os.path.join(BUILD, "python-venv", "bin", "python")):
        if path and os.path.exists(path):
            found = subprocess.run([path, "-c", "import pyarrow.parquet"], stderr=subprocess.DEVNULL, check=False).returncode == 0
            if found:
                return path
    return None


def main():
    path = python_with_pyarrow()
    program = os.environ.get("ASSAY", os.path.join(BUILD, "assay"))
    without = b"without Parquet" in subprocess.run([program, "--version"], stdout=subprocess.PIPE, check=True).stdout
    if path is None or without:
        print("no pyarrow, or assay was built without Parquet and Arrow files: nothing to compare")
        print("1 passed, 0 failed")
        return 0
    return subprocess.run([path, os.path.join(ROOT, "tests", "parquet", "compare.py"), program], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
