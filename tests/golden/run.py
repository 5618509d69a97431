#!/usr/bin/env python3
"""Runs golden tests: ASSAY=path/to/assay run.py [--update] [FILE or FOLDER...]

A `.test` file says in its first line which behaviour it guards. Then come sections, each under a line `--- NAME`. Inputs first:

    --- policy                 policy.assay; every other section is about it
    --- leads csv              leads.csv (or tsv, ndjson, json, …)
    --- activities csv         activities.csv, given to score with --activities
    --- file NAME              any other file
    --- args VERB ARGUMENT...  more arguments for that verb (the section is empty)

An input named with the word `escaped` at the end (`--- leads csv escaped`) may hold \\xNN, \\r, \\t and \\\\ for bytes that an
editor would not keep. A line of a section that begins with `--- ` is written `\\--- `. Then only the outputs that the test is about:

    --- diag                   what `assay check` says; without this section it must say nothing
    --- ast, ir, plan, …       what `assay dump --stage` prints
    --- fmt                    what `assay fmt` makes of the policy; formatting that again must change nothing
    --- score csv              what `assay score --format csv` prints; both engines must print the same
    --- stderr                 what that score says on standard error
    --- report                 the file that that score writes for --report
    --- explain ID FORMAT      what `assay explain --id ID --format text|json` prints; JSON is laid out for people
    --- test                   what `assay test` prints
    --- run ARGUMENT...        what any command line prints: standard output, then standard error, then [exit N] unless it is 0
    --- exit N                 the exit code of score, else of test, where it is not 0 (the section is empty)

Commands run in a temporary folder, whose name reads DIR in the outputs; times that were measured read TIME. `--update` rewrites the
outputs: read the difference before committing it. Exit code 0 when all passed."""
import concurrent.futures
import difflib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(HERE, "..", "..", "build", "dev", "assay")))
INPUTS = {"policy", "leads", "activities", "file", "args"}
EMPTY = {"args", "exit"}
STAGES = {"ast", "ir", "plan", "llvm", "asm"}
OUTPUTS = STAGES | {"diag", "fmt", "score", "explain", "stderr", "report", "test", "run", "exit"}
ENGINES = ("native", "interpreter")
TIMEOUT_SECONDS = 60
WORKERS = 2
TIME = re.compile(r"\b\d[\d,]*(\.\d+)?(?= (ms|s|rows/s)\b)|(?<=_ms\":)\d+(\.\d+)?")
# What help adds where Arrow C++ was not to be had: such a build passes, too.
SAID_WITHOUT_ARROW = (" (this build lacks parquet and arrow)", "\nThis assay was built without Parquet and Arrow files.\n")


class Broken(Exception):
    """The test file itself is wrong."""


class Section:
    def __init__(self, heading, lines):
        words = heading.split()
        self.heading, self.name, self.words, self.text = heading, words[0] if words else "", words[1:], as_text(lines)

    def file_text(self):
        """The bytes of an input file."""
        if self.words and self.words[-1] == "escaped":
            return re.sub(rb"\\(x[0-9a-fA-F]{2}|.)", unescape, self.text.encode())
        return self.text.encode()

    def file_name(self):
        plain = [word for word in self.words if word != "escaped"]
        if self.name == "policy":
            return "policy.assay"
        if not plain:
            raise Broken("section '%s' lacks a word" % self.heading)
        return plain[0] if self.name == "file" else "%s.%s" % (self.name, plain[0])


def unescape(match):
    code = match[1]
    named = {b"r": b"\r", b"t": b"\t", b"n": b"\n", b"\\": b"\\"}
    return bytes([int(code[1:], 16)]) if code[:1] == b"x" and len(code) == 3 else named.get(code, match[0])


def as_text(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return "".join(line + "\n" for line in lines)


def read_test(path):
    """(the comment that the test file begins with, its sections)."""
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    if not lines[0].startswith("# "):
        raise Broken("the first line does not say which behaviour the test guards")
    sections, heading, body = [], None, []
    for line in lines[1:] + ["--- "]:
        if line.startswith("--- "):
            if heading is not None:
                sections.append(Section(heading, body))
            elif any(text.strip() and not text.startswith("#") for text in body):
                raise Broken("text before the first section")
            else:
                comment = as_text([lines[0], *body])
            heading, body = line[4:].strip(), []
        else:
            body.append(line[1:] if line.startswith("\\--- ") else line)
    unknown = [section.heading for section in sections if section.name not in INPUTS | OUTPUTS]
    if unknown:
        raise Broken("no such section: " + ", ".join(unknown))
    headings = [section.heading for section in sections]
    for heading in headings:
        if headings.count(heading) > 1 and not heading.startswith("run "):
            raise Broken("two sections '%s'" % heading)
    if all(section.name in INPUTS for section in sections):
        raise Broken("a test without outputs tests nothing")
    return comment, sections


class Case:
    """One test file, run in its own temporary folder."""

    def __init__(self, sections, folder):
        self.sections, self.folder, self.exit_code, self.score_errors = sections, folder, 0, ""
        for section in sections:
            if section.name in INPUTS and section.name != "args":
                path = os.path.join(folder, section.file_name())
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(section.file_text())

    def names(self):
        return {section.name for section in self.sections}

    def arguments(self, verb):
        return next((section.words[1:] for section in self.sections if section.name == "args" and section.words[:1] == [verb]), [])

    def call(self, arguments, text=None):
        """(exit code, standard output, standard error), the outputs made independent of place and time."""
        environment = dict(os.environ, NO_COLOR="1", COLUMNS="140")
        process = subprocess.run([PROGRAM, *arguments], cwd=self.folder, env=environment, timeout=TIMEOUT_SECONDS,
                                 input=(text or "").encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        return process.returncode, self.normalised(process.stdout), TIME.sub("TIME", self.normalised(process.stderr))

    def normalised(self, output):
        return output.decode("utf-8", "replace").replace(self.folder, "DIR")

    def outputs(self):
        """The problems found on the way, and the text that each output section ought to hold."""
        problems, texts = [], {}
        if "policy" in self.names():
            texts["diag"] = self.diagnostics(problems)
        for section in sorted(self.sections, key=lambda section: section.name != "score"):
            if section.name not in INPUTS:
                texts[section.heading] = self.output(section, problems, texts)
        if "diag" not in self.names() and "run" not in self.names() and texts.get("diag"):
            problems.append("unexpected diagnostics:\n" + texts["diag"])
        expected = next((int(section.words[0]) for section in self.sections if section.name == "exit"), 0)
        if self.exit_code != expected:
            problems.append("exit code %d, expected %d\n%s" % (self.exit_code, expected, self.score_errors))
        return problems, texts

    def diagnostics(self, problems):
        code, output, errors = self.call(["check", "--quiet", "policy.assay", *self.arguments("check")])
        if code not in (0, 1) or (code == 1) != bool(re.search(r"^error\[", output + errors, re.M)) and not self.arguments("check"):
            problems.append("check ends with exit code %d\n%s%s" % (code, output, errors))
        return output + errors

    def output(self, section, problems, texts):
        handler = getattr(self, "output_" + section.name, None)
        if section.name == "stderr":
            return self.score_errors
        if section.name in ("diag", "exit"):
            return texts.get(section.name, "")
        return handler(section, problems) if handler else self.dump(section, problems)

    def dump(self, section, problems):
        code, output, errors = self.call(["dump", "--stage", section.heading, "policy.assay"])
        if code:
            problems.append("dump --stage %s: exit code %d\n%s" % (section.heading, code, errors))
        return output

    def output_fmt(self, section, problems):
        with open(os.path.join(self.folder, "policy.assay"), encoding="utf-8", errors="replace") as file:
            code, once, errors = self.call(["fmt", "-", *self.arguments("fmt")], file.read())
        if code:
            problems.append("fmt: exit code %d\n%s" % (code, errors))
        again = self.call(["fmt", "-"], once)[1]
        if again != once:
            problems.append("formatting twice changes the text:\n" + difference(once, again, "once", "twice"))
        return once

    def output_score(self, section, problems):
        if not section.words:
            raise Broken("'score' needs a format")
        given = self.arguments("score")
        line = ["score", "policy.assay", *self.leads(), *given, "--format", section.words[0]]
        line += [word for name in self.files("activities") for word in ("--activities", name)]
        if "report" in self.names():
            line += ["--report", "report.json"]
        if "--engine" in given:
            self.exit_code, output, self.score_errors = self.call(line)
            return output
        runs = [self.call([*line, "--engine", engine]) for engine in ENGINES]
        if runs[0] != runs[1]:
            problems.append("the engines differ:\n" + difference("\n".join(map(str, runs[0])), "\n".join(map(str, runs[1])), *ENGINES))
        self.exit_code, output, self.score_errors = runs[0]
        return output

    def output_explain(self, section, problems):
        if len(section.words) != 2:
            raise Broken("'explain' needs an id and a format")
        line = ["explain", "policy.assay", *self.files("leads"), *self.arguments("explain"), "--id", section.words[0], "--format", section.words[1]]
        line += [word for name in self.files("activities") for word in ("--activities", name)]
        code, output, errors = self.call(line)
        if code:
            problems.append("explain: exit code %d\n%s" % (code, errors))
        elif section.words[1] == "json":
            output = json.dumps(json.loads(output), indent=1, ensure_ascii=False) + "\n"
        return output

    def output_report(self, section, problems):
        path = os.path.join(self.folder, "report.json")
        if not os.path.exists(path):
            return "score wrote no report\n"
        with open(path, "rb") as file:
            return self.normalised(file.read())

    def output_test(self, section, problems):
        code, output, errors = self.call(["test", "policy.assay", *self.arguments("test")])
        self.exit_code = self.exit_code or code
        return output + errors

    def output_run(self, section, problems):
        code, output, errors = self.call(shlex.split(section.heading)[1:])
        for words in SAID_WITHOUT_ARROW:
            output = output.replace(words, "")
        return output + errors + ("[exit %d]\n" % code if code else "")

    def files(self, name):
        return [section.file_name() for section in self.sections if section.name == name]

    def leads(self):
        return [] if any(word.startswith("leads") for word in self.arguments("score")) else self.files("leads")


def difference(wanted, got, wanted_name="expected", got_name="got"):
    return "".join(line if line.endswith("\n") else line + "\n" for line in difflib.unified_diff(
        wanted.splitlines(True), got.splitlines(True), wanted_name, got_name, n=2))


def write_test(path, comment, sections, texts):
    blocks = [comment]
    for section in sections:
        text = section.text if section.name in INPUTS else as_text(texts.get(section.heading, "").split("\n"))
        text = re.sub(r"^--- ", r"\\--- ", text, flags=re.M)
        blocks.append("--- %s\n%s" % (section.heading, "" if section.name in EMPTY else text))
    new = "".join(blocks)
    with open(path, encoding="utf-8", newline="\n") as file:
        if file.read() == new:
            return
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(new)


def run_test(path, update):
    """The problems of one test file; none when it passed."""
    try:
        comment, sections = read_test(path)
        with tempfile.TemporaryDirectory(prefix="assay-golden-") as folder:
            problems, texts = Case(sections, os.path.realpath(folder)).outputs()
    except Broken as broken:
        return [str(broken)]
    except (subprocess.TimeoutExpired, OSError, UnicodeDecodeError, ValueError) as error:
        return [str(error)]
    if update:
        write_test(path, comment, sections, texts)
        return problems
    for section in sections:
        if section.name not in INPUTS and section.name not in EMPTY:
            got = as_text(texts.get(section.heading, "").split("\n"))
            if got != section.text:
                problems.append("--- %s\n%s" % (section.heading, difference(section.text, got)))
    return problems


def test_files(roots):
    for root in roots:
        if os.path.isfile(root):
            yield root
        for folder, subfolders, files in os.walk(root):
            subfolders.sort()
            yield from (os.path.join(folder, name) for name in sorted(files) if name.endswith(".test"))


def main(words):
    if not os.path.isfile(PROGRAM):
        print("there is no program %s; build it, or let ASSAY name it\n0 passed, 1 failed" % PROGRAM)
        return 1
    update = "--update" in words
    paths = list(test_files([word for word in words if word != "--update"] or [HERE]))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as workers:
        for path, problems in zip(paths, workers.map(lambda path: run_test(path, update), paths)):
            failed += bool(problems)
            print("%s %s" % ("FAILED" if problems else "ok", os.path.relpath(path)), flush=True)
            for problem in problems:
                print("".join("    %s\n" % line for line in problem.rstrip("\n").split("\n")), end="", flush=True)
    print("%d passed, %d failed" % (len(paths) - failed, failed))
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
