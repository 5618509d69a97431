#!/usr/bin/env python3
"""Runs the acceptance cases that lie beside this repository: ASSAY=path/to/assay acceptance_test.py native|interpreter [CASE...]

They are found in `acceptance` of the folder that ASSAY_SHARED names, else of ../shared. `fmt` is one of their steps and writes beside the
policies, so the cases are copied into a temporary folder first; the data that they refer to is linked. Without CASE, all of them."""
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHARED = os.path.abspath(os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared")))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
# What depends on the engine is run with both, the rest once.
STEPS = {"native": "check,fmt,test,score,wrong", "interpreter": "score"}


def main(engine, *cases):
    with tempfile.TemporaryDirectory(prefix="assay-acceptance-") as folder:
        copy = os.path.join(folder, "acceptance")
        shutil.copytree(os.path.join(SHARED, "acceptance"), copy, copy_function=shutil.copyfile)
        os.symlink(os.path.join(SHARED, "data"), os.path.join(folder, "data"))
        for parent, _, _ in os.walk(copy):
            os.chmod(parent, 0o755)
        command = [sys.executable, os.path.join(copy, "check.py"), "--only", STEPS[engine], "--engine", engine]
        return subprocess.run(command + [os.path.join(copy, case) for case in cases], env=dict(os.environ, ASSAY=PROGRAM)).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
