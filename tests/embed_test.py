#!/usr/bin/env python3
"""The library as those see it who embed it: installs it below the build folder, looks at what it exports, builds the examples against it and
runs them, and the C and C++ programs of docs/embedding.md. ASSAY_BUILD=build/dev embed_test.py [--update]

`--update` writes bindings/c/abi.txt again: review that change as one of the interface (docs/decisions/0070). The last line reads "N passed,
N failed"."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUILD = os.path.abspath(os.environ.get("ASSAY_BUILD", os.path.join(ROOT, "build", "dev")))
PREFIX = os.path.join(BUILD, "installed")
HEADER = os.path.join(ROOT, "bindings", "c", "assay.h")
ABI = os.path.join(ROOT, "bindings", "c", "abi.txt")
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
TIMEOUT_SECONDS = 300
# Of the process after so many rounds of compile, score and drop, and how much it may have grown since the first hundred.
CYCLES, GROWTH_BYTES = 2000, 8 << 20


def call(arguments, folder=ROOT, expect=0):
    """Standard output; an error with all that was said for another exit code."""
    process = subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                             timeout=TIMEOUT_SECONDS)
    if process.returncode != expect:
        raise AssertionError("%s: exit code %d\n%s%s" % (" ".join(arguments), process.returncode, process.stdout, process.stderr))
    return process.stdout


def library():
    for folder, _, files in os.walk(PREFIX):
        if "libassay.so" in files:
            return folder
    raise AssertionError("there is no libassay.so below " + PREFIX)


def flags():
    folder = library()
    return ["-I", os.path.join(PREFIX, "include"), "-L", folder, "-lassay", "-Wl,-rpath," + folder]


def install():
    shutil.rmtree(PREFIX, ignore_errors=True)
    call(["cmake", "--install", BUILD, "--prefix", PREFIX, "--component", "library"])


def interface():
    """What the header promises, a line for each declaration, without comments and layout."""
    with open(HEADER, encoding="utf-8") as file:
        text = re.sub(r"//[^\n]*", "", file.read())
    text = re.sub(r"^#(?!define ASSAY_[A-Z_]+ |define ASSAY_[A-Z_]+_INIT)[^\n]*", "", text, flags=re.M)
    text = re.sub(r"^(#define [^\n]*)$", r"\1;", text, flags=re.M).replace('extern "C" {', "")
    lines, depth, line = [], 0, ""
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        line += sign
        if sign == ";" and depth <= 0:
            lines.append(re.sub(r"\s+", " ", line).strip())
            line, depth = "", 0
    return [each for each in lines if each.strip("; ")]


def test_the_interface_is_that_of_abi_txt(update):
    soname = re.search(r"soname: \[(.*)\]", call(["readelf", "-d", os.path.join(library(), "libassay.so")]))[1]
    found = "\n".join(["soname " + soname] + interface()) + "\n"
    if update:
        with open(ABI, "w", encoding="utf-8") as file:
            file.write(found)
    with open(ABI, encoding="utf-8") as file:
        expected = file.read()
    changed = [line for line in found.splitlines() + expected.splitlines() if (line in found) != (line in expected)]
    assert found == expected, "the interface has changed; if it must, run embed_test.py --update and see decision 0070\n" + "\n".join(changed)


def test_the_library_exports_what_the_header_declares(_):
    exported = {line.split()[-1].split("@")[0] for line in call(["nm", "-D", "--defined-only", os.path.join(library(), "libassay.so")]).splitlines()}
    declared = set(re.findall(r"\b(assay_\w+)\(", "\n".join(line for line in interface() if line.startswith("ASSAY_EXPORT"))))
    exported -= {"ASSAY_1"}
    assert declared and exported == declared, "only exported: %s; only declared: %s" % (sorted(exported - declared), sorted(declared - exported))


def run_example(program, name):
    folder = os.path.join(ROOT, "examples", name)
    with open(os.path.join(folder, "expected.csv"), encoding="utf-8") as file:
        expected = file.read()
    files = [each for each in ("policy.assay", "leads.csv", "activities.csv") if name == "embed-cpp" or each == "policy.assay"]
    found = call([program, *files], folder)
    assert found == expected, "expected\n%sfound\n%s" % (expected, found)


def test_the_example_in_c(_):
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "embed")
        call(["cc", "-std=c99", "-pedantic", *WARNINGS, os.path.join(ROOT, "examples", "embed-c", "main.c"), *flags(), "-o", program])
        run_example(program, "embed-c")


def test_the_example_in_cpp_with_find_package(_):
    with tempfile.TemporaryDirectory() as folder:
        call(["cmake", "-S", os.path.join(ROOT, "examples", "embed-cpp"), "-B", folder, "-DCMAKE_PREFIX_PATH=" + PREFIX, "-G", "Ninja",
              "-DCMAKE_CXX_FLAGS=" + " ".join(WARNINGS)])
        call(["cmake", "--build", folder])
        run_example(os.path.join(folder, "embed"), "embed-cpp")


def blocks(language):
    """The programs of docs/embedding.md in that language."""
    with open(os.path.join(ROOT, "docs", "embedding.md"), encoding="utf-8") as file:
        return re.findall(r"^```%s\n(.*?)^```$" % re.escape(language), file.read(), re.M | re.S)


def test_the_programs_of_the_documentation(_):
    with tempfile.TemporaryDirectory() as folder:
        for language, ending, command in (("c", "c", ["cc", "-std=c99", "-pedantic"]), ("cpp", "cpp", ["c++", "-std=c++17"])):
            sources = blocks(language)
            assert sources, "docs/embedding.md shows no program in " + language
            for i, text in enumerate(sources):
                source, program = os.path.join(folder, "%d.%s" % (i, ending)), os.path.join(folder, "%d_%s" % (i, ending))
                with open(source, "w", encoding="utf-8") as file:
                    file.write(text)
                call([*command, *WARNINGS, source, *flags(), "-o", program])
                said = call([program], folder)
                for line in re.findall(r"^// prints (.*)$", text, re.M):
                    assert line in said.splitlines(), "%r is not among\n%s" % (line, said)


def test_compiling_and_dropping_policies_does_not_grow(_):
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "cycles")
        call(["cc", "-std=c99", *WARNINGS, os.path.join(ROOT, "tests", "embed", "cycles.c"), *flags(), "-o", program])
        grown = int(call([program, str(CYCLES)]))
    assert grown < GROWTH_BYTES, "%d cycles grew by %d bytes" % (CYCLES, grown)


def main(words):
    try:
        install()
    except AssertionError as error:
        print("FAILED to install\n%s\n0 passed, 1 failed" % error)
        return 1
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    failed = 0
    for name, test in tests:
        try:
            test("--update" in words)
            print("ok " + name.replace("_", " "), flush=True)
        except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
            failed += 1
            print("FAILED %s\n    %s" % (name.replace("_", " "), str(error).replace("\n", "\n    ")), flush=True)
    print("%d passed, %d failed" % (len(tests) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
