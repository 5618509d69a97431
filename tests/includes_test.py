#!/usr/bin/env python3
"""The includes are the arrows: a folder includes itself and what its library DEPENDS on, and DEPENDS lists nothing else.

Read from the CMakeLists.txt files, so that the link list is the one place that says who may use whom; the table in docs/architecture.md must
say the same. ANTLR shows in one folder, LLVM in another, and neither in a header that others include."""
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SOURCES = ("*.h", "*.cpp", "*.def")
LIBRARY = re.compile(r"assay_library\((\w+)([^)]*)\)")
PROGRAM_LINKS = re.compile(r"target_link_libraries\(assay PRIVATE([^)]*)\)")
TABLE = os.path.join("docs", "architecture.md")
TABLE_ROW = re.compile(r"^\| (`[a-z_/`, ]+`) \| [^|]+ \| ([a-z_/, ]*?) ?\|$", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
# (what a header's name begins with, the only folder whose files may include it)
FENCED = (("antlr4", "compiler/syntax"), ("AssayLexer", "compiler/syntax"), ("AssayParser", "compiler/syntax"),
          ("arrow/", "runtime/arrow_files/module"), ("parquet/", "runtime/arrow_files/module"),
          ("llvm/", "compiler/emit/llvm"), ("re2/", "runtime/text"), ("hs/", "runtime/text"), ("CLI/", "cli"))


def libraries():
    """Folder of each library, and the names that it DEPENDS on."""
    folders, depends = {}, {}
    for path in glob.glob(os.path.join(ROOT, "**", "CMakeLists.txt"), recursive=True):
        folder = os.path.relpath(os.path.dirname(path), ROOT)
        if folder.split(os.sep)[0] in ("build", "tests", "bench"):
            continue
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for name, arguments in LIBRARY.findall(text):
            listed = re.search(r"\bDEPENDS\b((?:\s+[a-z_0-9]+)*)", arguments)
            folders[name], depends[name] = folder, listed[1].split() if listed else []
        for links in PROGRAM_LINKS.findall(text):
            folders["cli"], depends["cli"] = folder, re.findall(r"\bassay_(\w+)", links)
    return folders, depends


def reachable(name, depends):
    seen, waiting = set(), [name]
    while waiting:
        for other in depends.get(waiting.pop(), []):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def problems_of(name, folders, depends):
    allowed = {folders[other] for other in depends[name] if other in folders} | {folders[name]}
    known = set(folders.values())
    included = set()
    for pattern in SOURCES:
        for path in sorted(glob.glob(os.path.join(ROOT, folders[name], pattern))):
            shown = os.path.relpath(path, ROOT)
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for sign, header in INCLUDE.findall(text):
                folder = os.path.dirname(header)
                included.add(folder)
                if sign == '"' and folder in known and folder not in allowed:
                    yield "%s includes %s, but %s does not depend on that folder" % (shown, header, name)
                if sign == '"' and folder == "" and not header.startswith(tuple(fence for fence, _ in FENCED)):
                    yield "%s includes %s without its folder" % (shown, header)
                for begin, only in FENCED:
                    if header.startswith(begin) and folders[name] != only:
                        yield "%s includes %s, which belongs to %s alone" % (shown, header, only)
                    elif header.startswith(begin) and path.endswith(".h") and begin in ("antlr4", "llvm/") and is_public(shown, only):
                        yield "%s shows %s to everybody who includes it" % (shown, header)
    for folder in sorted(allowed - included - {folders[name]}):
        yield "%s depends on %s and includes nothing of it" % (name, folder)


def is_public(header, owner):
    """Whether a file outside the owning folder includes this header."""
    quoted = '#include "%s"' % header
    for path in glob.glob(os.path.join(ROOT, "**", "*.*"), recursive=True):
        relative = os.path.relpath(path, ROOT)
        if path.endswith((".h", ".cpp")) and not relative.startswith(("build" + os.sep, owner + os.sep)):
            with open(path, encoding="utf-8") as file:
                if quoted in file.read():
                    return True
    return False


def cycles(folders, depends):
    return ["the library %s depends on itself" % name for name in sorted(folders) if name in reachable(name, depends)]


def unknown(folders, depends):
    return ["the library %s depends on %s, which is no library" % (name, other)
            for name in sorted(folders) for other in depends[name] if other not in folders]


def table_of_folders(folders):
    """Library -> the libraries that docs/architecture.md lets it use directly."""
    names = {folder: name for name, folder in folders.items()}
    with open(os.path.join(ROOT, TABLE), encoding="utf-8") as file:
        rows = TABLE_ROW.findall(file.read())
    # A column says `io` for runtime/io and `emit/llvm` for compiler/emit/llvm.
    short = {folder.split("/", 1)[-1]: name for folder, name in names.items()}
    return {names[folder]: [short.get(use, use) for use in uses.split(", ") if use]
            for cell, uses in rows for folder in re.findall(r"`([^`]+)`", cell) if folder in names}


def table_problems(folders, depends):
    """The table leaves out what follows from its other rows, so all that can be reached is compared."""
    table = table_of_folders(folders)
    for name in sorted(folders):
        if name not in table:
            yield "%s has no row for %s" % (TABLE, folders[name])
            continue
        told, true = reachable(name, table), reachable(name, depends)
        for other in sorted(told ^ true):
            yield "%s lets %s use %s: %s; its library does: %s" % (TABLE, folders[name], other, other in told, other in true)


def main():
    folders, depends = libraries()
    checks = [("no cycles", cycles(folders, depends)), ("known names", unknown(folders, depends)),
              (TABLE, list(table_problems(folders, depends)))]
    checks += [("includes of " + name, list(problems_of(name, folders, depends))) for name in sorted(folders)]
    for name, problems in checks:
        print("%s %s" % ("FAILED" if problems else "ok", name))
        for problem in problems:
            print("    " + problem)
    failed = sum(bool(problems) for _, problems in checks)
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return 1 if failed or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
