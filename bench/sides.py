"""The sides of bench/compare as processes that take turns: each says "ready" when its data is loaded, then scores all leads once for each line that it
is sent and answers "WALL CPU" in milliseconds."""
import json
import os
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass

import obvious_cpp
import workload

HERE = os.path.dirname(os.path.abspath(__file__))
PEERS = [("duckdb", "natural"), ("duckdb", "expert"), ("clickhouse", "natural"), ("clickhouse", "expert"), ("polars", "natural"), ("polars", "expert")]
AS_OF = workload.AS_OF.strftime("%Y-%m-%dT%H:%M:%SZ")
ONE_THREAD = {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass
class Places:
    folder: str  # of leads.csv, activities.csv and all that is made from them
    python: str  # with the peers; empty where they cannot be installed

    def of(self, name):
        return os.path.join(self.folder, name)


def environment(folder):
    """The Python that has the peers, installed when it is not there; empty, after saying so, where that fails."""
    python = os.path.join(folder, "bin", "python")
    requirements = os.path.join(HERE, "requirements.txt")
    if not os.path.exists(python):
        print("installing the peers into %s" % os.path.relpath(folder), flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        except subprocess.CalledProcessError:
            print("no virtual environment can be made: obvious C++ is the only peer", flush=True)
            return ""
    with open(requirements) as file:
        wanted = [line.strip() for line in file if "==" in line]
    for each in wanted:
        name, number = each.split("==")
        if version(python, name) != number and subprocess.run([python, "-m", "pip", "install", "--quiet", each]).returncode:
            print("%s cannot be installed: left out" % each, flush=True)
    return python


def version(python, name):
    """Of an installed package; empty where there is none."""
    if not python:
        return ""
    shown = subprocess.run([python, "-c", "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))", name],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return shown.stdout.strip()


class Side:
    """`command` may be a function that makes it, or None when that takes too long."""

    def __init__(self, name, command, scores, core):
        self.name, self.command, self.scores_file, self.core, self.process = name, command, scores, core, None

    def start(self, seconds):
        """Loads, scores once; why that was not possible, or nothing."""
        command = self.command() if callable(self.command) else self.command
        if command is None:
            return "compiling takes too long"
        if os.path.exists(self.scores_file):
            os.remove(self.scores_file)
        self.process = subprocess.Popen(["taskset", "-c", str(self.core), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=dict(os.environ, **ONE_THREAD))
        said = self.line(seconds)
        if said != "ready":
            return said or self.failure(seconds)
        return None if self.turn(seconds) else self.failure(seconds)

    def line(self, seconds):
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return ""
        return self.process.stdout.readline().strip()

    def failure(self, seconds):
        try:
            self.process.wait(timeout=2)  # one that fails has closed its output and is about to say why
        except subprocess.TimeoutExpired:
            self.stop()
            return "takes more than %d s" % seconds
        said = [line for line in self.process.stderr.read().splitlines() if line.strip()]
        return said[-1][:160] if said else "takes more than %d s" % seconds

    def turn(self, seconds):
        """(wall, CPU) in milliseconds, or nothing when it takes longer than that."""
        if self.process.poll() is not None:
            return None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        measured = self.line(seconds).split()
        return (float(measured[0]), float(measured[1])) if len(measured) == 2 else None

    def scores(self):
        with open(self.scores_file) as file:
            return file.read().split()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def write_policy(places, rules, name, threads):
    """The policy for Assay, and the rules for the peers in Python; both paths."""
    policy, neutral = places.of(name + ".assay"), places.of("%s-%d.json" % (name, threads))
    with open(policy, "w") as file:
        file.write(workload.assay_policy(rules))
    with open(neutral, "w") as file:
        json.dump({"rules": rules, "threads": threads}, file)
    return policy, neutral


def in_memory(chosen, places, rules, name):
    policy, neutral = write_policy(places, rules, name, 1)
    data = [places.of("leads.csv"), places.of("activities.csv")]
    scores = lambda each: places.of("%s-%s.scores" % (name, each.replace(" ", "-")))
    assay = [os.path.join(chosen.build, "bench", "score_in_memory"), policy, *data[:2 if workload.has_activities(rules) else 1], "--wait",
             "--scores", scores("assay"), "--as-of", str(workload.AS_OF_SECONDS * 1_000_000)]

    def cpp():
        program = obvious_cpp.build(rules, places.folder, name)
        return program and [program, *data, scores("c++")]

    listed = [Side("assay", assay, scores("assay"), chosen.core), Side("c++", cpp, scores("c++"), chosen.core)]
    for peer, form in PEERS if places.python else []:
        title = "%s %s" % (peer, form)
        command = [places.python, os.path.join(HERE, "peers.py"), peer, form, neutral, *data, scores(title)]
        listed.append(Side(title, command, scores(title), chosen.core))
    only = chosen.only.split(",") if chosen.only else []
    return [side for side in listed if not only or side.name == "assay" or side.name in only]


def whole_run(command, cores, seconds, **environment):
    """(seconds of wall time, peak megabytes, what it printed) of a process on these cores; nothing when it fails or takes too long."""
    began = time.monotonic()
    pinned = ["taskset", "-c", ",".join(map(str, cores)), *command]
    process = subprocess.Popen(pinned, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ, **environment))
    if not select.select([process.stdout], [], [], seconds)[0]:
        process.kill()
        process.wait()
        return None
    printed = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = status
    return None if status else (time.monotonic() - began, used.ru_maxrss / 1024, printed)


def assay_file_run(chosen, places, policy, with_activities, threads):
    cores = range(max(0, chosen.core + 1 - threads), chosen.core + 1)
    command = [os.path.join(chosen.build, "assay"), "score", policy, places.of("leads.csv"), "--as-of", AS_OF, "--threads", str(threads),
               "-o", places.of("assay.csv"), "--quiet", "--timings", "json"]
    if with_activities:
        command += ["--activities", places.of("activities.csv")]
    return whole_run(command, cores, chosen.cell_seconds * 4, ASSAY_CACHE="off")


def peer_file_run(chosen, places, peer, form, neutral, threads):
    """Reading, planning, scoring and writing, without the start of Python; peak memory is that of the process."""
    result = places.of("peer.csv")
    if os.path.exists(result):
        os.remove(result)
    cores = range(max(0, chosen.core + 1 - threads), chosen.core + 1)
    done = whole_run([places.python, os.path.join(HERE, "peers.py"), peer, form, neutral, places.of("leads.csv"), places.of("activities.csv"), "-",
                      "--files", result], cores, chosen.cell_seconds * 4, POLARS_MAX_THREADS=str(threads))
    measured = re.search(r"^([\d.]+) ([\d.]+) (\d+)$", done[2], re.M) if done else None
    return (float(measured[1]) / 1e3, float(measured[3])) if measured else None


def best_of(runs, measure):
    measured = [each for each in (measure() for _ in range(runs)) if each]
    return min(measured)[:2] if measured else None


def from_files(chosen, places):
    """Rows of (what, threads, side, seconds, megabytes), which are printed, too."""
    rows = []
    for title, mix in {"sets, no activities": "sets", "mixed, with activities": "mixed"}.items():
        rules = workload.make_rules(mix, 100, chosen.seed)
        for threads in range(1, min(2, os.cpu_count() or 1) + 1):
            policy, neutral = write_policy(places, rules, "%s-100" % mix, threads)
            measured = {"assay": best_of(3, lambda: assay_file_run(chosen, places, policy, workload.has_activities(rules), threads))}
            for peer, form in PEERS if places.python else []:
                if form == "expert":
                    measured["%s %s" % (peer, form)] = best_of(1, lambda: peer_file_run(chosen, places, peer, form, neutral, threads))
            rows += report(title, threads, measured)
    return rows + reading(chosen, places)


def report(title, threads, measured):
    known = {name: each for name, each in measured.items() if each}
    print("%-24s %d thread%s  %s" % (title, threads, " " if threads == 1 else "s", "   ".join(
        "%s %.2f s %d MB" % (name, *known[name]) if name in known else name + " left out" for name in measured)), flush=True)
    return [{"what": title, "threads": threads, "side": name, "seconds": each[0], "megabytes": each[1]} for name, each in known.items()]


def reading(chosen, places):
    """Eight of the twenty columns, one core: what Assay's `--timings` call reading, with rules that only ask whether there is a value."""
    columns = workload.NUMBERS + workload.TEXTS
    policy, neutral = places.of("read.assay"), places.of("read.json")
    with open(policy, "w") as file:
        file.write(workload.assay_policy([]) + "".join("  when has %s: +1\n" % name for name in columns))
    every = [("compare", name, ">=", 0, 1) for name in workload.NUMBERS] + [("contains", name, "a", 1) for name in workload.TEXTS]
    with open(neutral, "w") as file:
        json.dump({"rules": every, "threads": 1}, file)

    def assay():
        run = assay_file_run(chosen, places, policy, False, 1)
        spent = re.search(r'"read_ms":([\d.]+)', run[2]) if run else None
        return (float(spent[1]) / 1e3, run[1]) if spent else None

    measured = {"assay": best_of(3, assay)}
    for peer in ("duckdb", "polars") if places.python else ():
        measured[peer] = best_of(3, lambda: peer_file_run(chosen, places, peer, "read", neutral, 1))
    size = os.path.getsize(places.of("leads.csv"))
    rows = report("reading 8 of 20 columns", 1, measured)
    print("%-24s %9s  %s" % ("", "", "   ".join("%s %.2f GB/s" % (row["side"], size / row["seconds"] / 1e9) for row in rows)), flush=True)
    return rows
