#!/usr/bin/env python3
"""Runs what the documentation shows: ASSAY=path/to/assay docs_test.py [--update] [FILE.md...]

Every block of a page that begins with ```assay is a policy. Words after that say how it is run:

    assay                       `check` finds nothing, `fmt` nothing to change (but in `assay loose`), `test` passes, with both engines
    assay fragment              the same, behind the head that docs/language/README.md shows as ```assay header
    assay error CODE            `check` finds exactly this; `assay error CODE fragment` behind the head
    assay check                 `check` finds nothing; for a policy that shows no test
    assay NAME.assay            as `assay`, and kept as that file for the commands of the page; `check NAME.assay` likewise
    assay adds NAME.assay       as `assay`, with the block added to what that file held before

A block ```says behind one holds lines that `check` says about it. Other blocks: ```csv NAME.csv is a file for the commands; in ```console, each line `$ assay …` is run in the page's folder, and what follows
is what it prints: standard output, then standard error. An `…` stands for anything within a line: times that were measured.
A block of docs/errors shows a policy that is wrong in the way the page is about (under `Wrong:`) or no longer is (under `Right:`);
```assay with --agreed gives `check` these options, too.
`--update` writes the output of the commands again. The last line reads "N passed, N failed"."""
import concurrent.futures
import os
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
REFERENCE = os.path.join(ROOT, "docs", "language")
ENGINES = ("interpreter", "native")
WORKERS = 2
TIMEOUT_SECONDS = 120
FENCE = re.compile(r"^```(\S.*)?$")
FOUND = re.compile(r"^[a-z]+\[([a-z0-9-]+)\]:", re.MULTILINE)
MEASURED = re.compile(r"\d[\d,]*(?:\.\d+)? s \(\d[\d,]* rows/s\)")


class Block:
    def __init__(self, page, line, words, text, heading):
        self.page, self.line, self.words, self.text, self.heading = page, line, words, text, heading

    def name(self):
        return "%s:%d" % (os.path.relpath(self.page, ROOT), self.line)

    def file(self):
        return next((word for word in self.words if "." in word), None)


def blocks_of(page):
    found, opened, lines, before = [], None, [], ""
    with open(page, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            fence = FENCE.match(line.rstrip())
            if opened is None and fence:
                opened, lines = (number, (fence[1] or "").split()), []
            elif opened is not None and line.rstrip() == "```":
                found.append(Block(page, opened[0], opened[1], "".join(lines), before))
                opened = None
            elif opened is not None:
                lines.append(line)
            elif line.strip():
                before = line.strip()
    return found


def call(folder, arguments):
    """(exit code, standard output, standard error)."""
    process = subprocess.run([PROGRAM, *arguments], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             timeout=TIMEOUT_SECONDS, env=dict(os.environ, NO_COLOR="1", LC_ALL="C.UTF-8"))
    return process.returncode, process.stdout.decode("utf-8", "replace"), process.stderr.decode("utf-8", "replace")


def path_of(block, folder):
    return os.path.join(folder, block.file() or "policy_%d.assay" % block.line)


def problem_of_policy(block, header, folder):
    """What is wrong with a block of policy, or nothing."""
    text = block.text
    if "fragment" in block.words:
        text = header + "\n" + text
    file = path_of(block, folder)
    with open(file, "a" if "adds" in block.words else "w", encoding="utf-8") as policy:
        policy.write("\n" + text if "adds" in block.words else text)
    code, output, errors = call(folder, ["check", os.path.basename(file)])
    said = output + errors
    if "error" in block.words:
        expected = block.words[block.words.index("error") + 1]
        return "" if FOUND.findall(said) == [expected] else "expected exactly [%s]\n%s" % (expected, said)
    if code or FOUND.search(said):
        return "check: exit code %d\n%s" % (code, said)
    if "loose" not in block.words and call(folder, ["fmt", "--check", os.path.basename(file)])[0]:
        return "this is not laid out as `fmt` would\n" + call(folder, ["fmt", "--diff", os.path.basename(file)])[1]
    if "check" in block.words or "header" in block.words:
        return ""
    for engine in ENGINES:
        code, output, errors = call(folder, ["test", os.path.basename(file), "--engine", engine])
        if code:
            return "test with the %s engine: exit code %d\n%s%s" % (engine, code, output, errors)
    return ""


def problem_of_error_page(block, folder):
    code = os.path.basename(block.page)[:-len(".md")]
    file = path_of(block, folder)
    with open(file, "w", encoding="utf-8") as policy:
        policy.write(block.text)
    options = block.words[block.words.index("with") + 1:] if "with" in block.words else []
    said = "".join(call(folder, ["check", os.path.basename(file), *options])[1:])
    if block.heading.startswith("Right"):
        return "the right policy is said to be wrong\n" + said if code in FOUND.findall(said) else ""
    return "" if code in FOUND.findall(said) else "this is not wrong as the page says\n" + said


def problem_of_sayings(block, policy, folder, updates):
    """Whether `check` says these lines about the block of policy before; an update takes its first line and its advice."""
    said = [line.strip() for line in "".join(call(folder, ["check", path_of(policy, folder)])[1:]).splitlines()]
    if updates is not None:
        updates[block.line] = "".join(line + "\n" for line in said if FOUND.match(line) or line.startswith("= "))
        return ""
    lost = [line for line in block.text.splitlines() if line.strip() not in said]
    return "not said: %s\n%s" % ("\n".join(lost), "\n".join(said)) if lost or not block.text else ""


def same(expected, found):
    if len(expected) != len(found):
        return False
    patterns = (".*".join(re.escape(part) for part in line.split("…")) for line in expected)
    return all(re.fullmatch(pattern, line) for pattern, line in zip(patterns, found))


def problem_of_commands(block, folder, updates):
    """Runs the commands of a console block; with a dictionary of updates, remembers what they print."""
    printed = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            printed.append(line)
            words = shlex.split(line[2:])
            if words[:1] != ["assay"]:
                return "only assay is run here, not '%s'" % line
            _, output, errors = call(folder, words[1:])
            printed += [MEASURED.sub("… s (… rows/s)", each).rstrip() for each in (output + errors).splitlines()]
    if updates is not None:
        updates[block.line] = "".join(each + "\n" for each in printed)
        return ""
    expected = [each.rstrip() for each in block.text.splitlines()]
    return "" if same(expected, printed) else "expected\n%s\nfound\n%s" % (block.text, "\n".join(printed))


def problem_of(block, policy, header, folder, updates):
    kind = block.words[0] if block.words else ""
    if kind == "says":
        return problem_of_sayings(block, policy, folder, updates)
    if kind == "console":
        return problem_of_commands(block, folder, updates)
    if os.path.basename(os.path.dirname(block.page)) == "errors":
        return problem_of_error_page(block, folder)
    return problem_of_policy(block, header, folder)


def run_page(page, header, update):
    """[(name, problem)] of one page, whose blocks run in their order, as commands use the files before them."""
    results, updates, policy = [], {} if update else None, None
    with tempfile.TemporaryDirectory() as folder:
        for block in blocks_of(page):
            kind = block.words[0] if block.words else ""
            if kind in ("csv", "ndjson"):
                with open(os.path.join(folder, block.file()), "w", encoding="utf-8") as file:
                    file.write(block.text)
            elif kind in ("assay", "says", "console"):
                try:
                    problem = problem_of(block, policy, header, folder, updates)
                except (OSError, subprocess.TimeoutExpired) as error:
                    problem = str(error)
                results.append((block.name(), problem))
                policy = block if kind == "assay" else policy
    if updates:
        rewrite(page, updates)
    return results


def rewrite(page, updates):
    with open(page, encoding="utf-8") as file:
        lines = file.readlines()
    out, inside = [], False
    for number, line in enumerate(lines, 1):
        if inside and line.rstrip() == "```":
            inside = False
        if not inside:
            out.append(line)
        if number in updates:
            out.append(updates[number])
            inside = True
    with open(page, "w", encoding="utf-8") as file:
        file.write("".join(out))


def all_pages():
    pages = []
    for folder, subfolders, files in os.walk(ROOT):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(".") and name != "build")
        pages += [os.path.join(folder, name) for name in sorted(files) if name.endswith(".md")]
    return pages


def problem_of_reserved_words():
    """The reference lists the reserved words: all that the lexer has, and no others."""
    with open(os.path.join(ROOT, "grammar", "AssayLexer.g4"), encoding="utf-8") as file:
        words = set(re.findall(r"'([a-z]+)'", file.read().split("// Literals")[0]))
    listed = next(block for block in blocks_of(os.path.join(REFERENCE, "words.md")) if block.words == ["reserved"])
    differing = words ^ set(listed.text.split())
    return "differ from the lexer's: " + ", ".join(sorted(differing)) if differing else ""


def main(words):
    pages = [os.path.abspath(word) for word in words if word != "--update"] or all_pages()
    header = next(block.text for block in blocks_of(os.path.join(REFERENCE, "README.md")) if block.words == ["assay", "header"])
    results = [("docs/language/words.md, reserved words", problem_of_reserved_words())]
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for found in pool.map(lambda page: run_page(page, header, "--update" in words), pages):
            results += found
    failed = [(name, problem) for name, problem in results if problem]
    for name, problem in failed:
        print("FAILED %s\n%s" % (name, "".join("    %s\n" % line for line in problem.rstrip().split("\n"))), end="")
    print("%d passed, %d failed" % (len(results) - len(failed), len(failed)))
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
