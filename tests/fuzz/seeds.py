#!/usr/bin/env python3
"""Writes what golden tests and the documentation show as inputs of a fuzz target, a file each: seeds.py TARGET FOLDER

Policies for `policy`, and leads and activities for the formats of text: right ones and wrong ones, each as small as its point allows. Other
targets have only their corpus. What is longer than a fuzzer's inputs is left out."""
import glob
import hashlib
import os
import re
import shutil
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MOST_BYTES = 4096
FORMATS = {"policy": ("assay",), "csv": ("csv", "tsv"), "ndjson": ("ndjson",), "json": ("json", "ndjson")}
BLOCK = re.compile(rb"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

sys.path.insert(0, os.path.join(ROOT, "tests", "golden"))
import run as golden  # noqa: E402


def of_goldens(formats):
    for path in sorted(glob.glob(os.path.join(ROOT, "tests", "golden", "**", "*.test"), recursive=True)):
        for section in golden.read_test(path)[1]:
            if section.name in golden.INPUTS - {"args"} and section.file_name().rpartition(".")[2] in formats:
                yield section.file_text()


def of_documentation(formats):
    for path in sorted(glob.glob(os.path.join(ROOT, "docs", "**", "*.md"), recursive=True)):
        with open(path, "rb") as file:
            yield from (text for language, text in BLOCK.findall(file.read()) if language.decode() in formats)


def seeds(target):
    """The texts, each once."""
    formats = FORMATS.get(target, ())
    found = {text: None for source in (of_goldens, of_documentation) for text in source(formats)}
    return [text for text in found if len(text) <= MOST_BYTES]


def write(target, folder):
    """Nothing else is in the folder afterwards: what a fuzzer reads does not depend on earlier runs."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for text in seeds(target):
        with open(os.path.join(folder, hashlib.sha256(text).hexdigest()[:16]), "wb") as file:
            file.write(text)


if __name__ == "__main__":
    write(*sys.argv[1:])
