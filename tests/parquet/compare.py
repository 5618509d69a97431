#!/usr/bin/env python3
"""What parquet_test.py does, by an interpreter that has pyarrow: compare.py ASSAY"""
import datetime
import decimal
import itertools
import os
import random
import subprocess
import sys
import tempfile

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.parquet as parquet

ROWS = 3000
AS_OF = ("--as-of", "2026-11-01T00:00:00Z", "--quiet")
PASS_THROUGH = 'lead\n  id: text from "no column is called so"\nalways: +0\n'
SCORED = """lead
  id: text from "text_few"
  text_few: text
  text_many: text
  int64: integer
  int32: integer
  double: number
  bool: yes/no
  date32: date
  time_us: time

when text_few is "a b": +1
when text_many contains "7": +2
when int64 > 0: +4
when int32 > 0: +8
when double > 0: +16
when bool: +32
when date32 > 2020-01-01: +64
when time_us > 2020-01-01: +128
"""
COUNTED = """lead
  id: text

activity visited (object: text, minutes: integer)
activity opened (object: text, minutes: integer)

for each visited in last 3000 days: +1
for each opened "*7" in last 3000 days: +100
when (sum of minutes of visited in last 3000 days) > 500: +10000
"""
COMPRESSIONS = ("none", "snappy", "gzip", "brotli", "zstd", "lz4")
MISSING = (0.0, 0.1, 0.6, 1.0)
# What is given up for it, and the columns of which types it is for.
ENCODINGS = {
    "PLAIN": None,
    "DELTA_BINARY_PACKED": ("int32", "int64"),
    "DELTA_LENGTH_BYTE_ARRAY": ("string",),
    "DELTA_BYTE_ARRAY": ("string",),
    "BYTE_STREAM_SPLIT": ("int32", "int64", "float", "double"),
    "RLE": ("bool",),
}


def values_of(rng, kind):
    """Without an end, as pyarrow takes them."""
    start = datetime.datetime(2026, 10, 31)
    makers = {
        "few": lambda: rng.choice(["a b", "c", " d ", "", "Überraschung", "e" * 40]),
        "many": lambda: "text number %d" % rng.randrange(10 ** rng.randrange(1, 7)),
        "long": lambda: "long " * rng.randrange(200),
        "int": lambda: rng.choice([0, 1, -1, 2 ** 31 - 1, -(2 ** 31), rng.randrange(-1000, 1000)]),
        "count": lambda: rng.randrange(100),
        "float": lambda: rng.choice([0.0, -0.0, 1.5, float("nan"), float("inf"), rng.random() * 1000]),
        "bool": lambda: rng.random() < 0.3,
        "time": lambda: start - datetime.timedelta(seconds=rng.randrange(200_000_000)),
        "date": lambda: (start - datetime.timedelta(days=rng.randrange(4000))).date(),
        "decimal": lambda: decimal.Decimal(rng.randrange(-10 ** 6, 10 ** 6)) / 100,
        "lead": lambda: rng.randrange(500),
    }
    while True:
        yield makers[kind]()


FLAT = {
    "text_few": (pa.string(), "few"), "text_many": (pa.string(), "many"), "text_long": (pa.string(), "long"), "large": (pa.large_string(), "many"),
    "category": (pa.dictionary(pa.int8(), pa.string()), "few"), "int32": (pa.int32(), "int"), "int64": (pa.int64(), "int"),
    "float": (pa.float32(), "float"), "double": (pa.float64(), "float"), "bool": (pa.bool_(), "bool"), "date32": (pa.date32(), "date"),
    "time_ms": (pa.timestamp("ms"), "time"), "time_us": (pa.timestamp("us", "UTC"), "time"), "time_ns": (pa.timestamp("ns", "UTC"), "time"),
}
OTHERS = {
    "int8": (pa.int8(), "count"), "uint16": (pa.uint16(), "count"), "uint32": (pa.uint32(), "count"), "uint64": (pa.uint64(), "count"),
    "time_s": (pa.timestamp("s"), "time"), "decimal": (pa.decimal128(12, 2), "decimal"), "list": (pa.list_(pa.string()), None),
}


def table_of(rng, columns, missing, required):
    arrays, fields = [], []
    for name, (kind, values) in columns.items():
        maker = values_of(rng, values or "few")
        cells = [None if not required and rng.random() < missing else next(maker) for _ in range(ROWS)]
        if values is None:
            cells = [None if cell is None else [cell, "x"] for cell in cells]
        arrays.append(pa.array(cells, pa.string()).cast(kind) if pa.types.is_dictionary(kind) else pa.array(cells, kind))
        fields.append(pa.field(name, kind, nullable=not required))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def encodings_of(table, encoding):
    """Per column, for those that the encoding is for."""
    types = ENCODINGS[encoding]
    return {field.name: encoding if types is None or str(field.type) in types else "PLAIN" for field in table.schema
            if not pa.types.is_dictionary(field.type) and not pa.types.is_nested(field.type)}


def ways(rng):
    """Pairs of a name and options of pyarrow's writer, as functions of the table."""
    base = lambda **more: dict({"row_group_size": 700, "data_page_size": 2000, "write_batch_size": 64, "version": "2.6"}, **more)
    for compression, pages in itertools.product(COMPRESSIONS, ("1.0", "2.0")):
        yield "dictionaries, %s, pages %s" % (compression, pages), lambda _, c=compression, p=pages: base(compression=c, data_page_version=p)
        yield ("dictionaries given up, %s, pages %s" % (compression, pages),
               lambda _, c=compression, p=pages: base(compression=c, data_page_version=p, dictionary_pagesize_limit=rng.choice([100, 700, 3000])))
    for encoding, pages in itertools.product(ENCODINGS, ("1.0", "2.0")):
        yield ("%s, pages %s" % (encoding, pages),
               lambda table, e=encoding, p=pages: base(use_dictionary=False, column_encoding=encodings_of(table, e), data_page_version=p,
                                                       compression=rng.choice(COMPRESSIONS)))
    yield "one row group of large pages, without a schema of Arrow", lambda _: {"store_schema": False}


class Comparison:
    def __init__(self, program, folder):
        self.program, self.folder, self.passed, self.failed = program, folder, 0, 0
        self.policies = {}
        for name, text in (("pass", PASS_THROUGH), ("scored", SCORED), ("counted", COUNTED)):
            self.policies[name] = self.path(name + ".assay")
            with open(self.policies[name], "w", encoding="utf-8") as file:
                file.write(text)
        with open(self.path("leads.csv"), "w", encoding="utf-8") as file:
            file.write("id\n" + "".join("%d\n" % i for i in range(500)))

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, policy, *words):
        done = subprocess.run([self.program, "score", self.policies[policy], *words, *AS_OF, "--format", "csv"], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        return done.returncode, done.stdout, done.stderr

    def count(self, name, problem):
        self.passed, self.failed = self.passed + (not problem), self.failed + bool(problem)
        if problem:
            print("%s: %s" % (name, problem))

    def compare(self, name, commands, original, copy):
        """Each command with the one file and with the other."""
        for policy, words, file_words in commands:
            wanted = self.run(policy, *words, *file_words(original))
            self.count(name, wanted[2].decode() if wanted[0] else None)
            for threads in ("1", "3"):
                found = self.run(policy, *words, *file_words(copy), "--threads", threads)
                as_wanted = found[:2] == wanted[:2] and found[2].replace(b".parquet", b".arrow") == wanted[2]
                self.count(name, None if as_wanted else "%s, %s threads: %r instead of %r" % (policy, threads, found[2][:300], wanted[2][:300]))

    def damage(self, name, rng, path, policy):
        with open(path, "rb") as file:
            whole = file.read()
        for _ in range(6):
            damaged = bytearray(whole)
            for _ in range(rng.choice([1, 3, 20])):
                damaged[rng.randrange(len(damaged))] = rng.randrange(256)
            if rng.random() < 0.2:
                del damaged[rng.randrange(len(damaged)):]
            with open(self.path("damaged.parquet"), "wb") as file:
                file.write(damaged)
            words = (self.path("damaged.parquet"), "--keep", "all") if policy == "pass" else (
                self.path("leads.csv"), "--activities", self.path("damaged.parquet"))
            code, _, said = self.run(policy, *words)
            self.count(name + ", damaged", None if code in (0, 1, 2) and (code == 0 or said) else "exit code %d, %r" % (code, said[:300]))


def main(program):
    rng = random.Random(5)
    with tempfile.TemporaryDirectory() as folder:
        all_ways = list(ways(rng))
        comparison = Comparison(program, folder)
        leads = [("pass", ("--keep", "all"), lambda path: (path,)), ("scored", (), lambda path: (path,))]
        counted = [("counted", (comparison.path("leads.csv"),), lambda path: ("--activities", path))]
        for i, (name, options) in enumerate(all_ways):
            missing = MISSING[i % len(MISSING)]
            # Every other table has columns that are read in another way, and all with them.
            columns = dict(FLAT, **OTHERS) if i % 3 == 2 else FLAT
            activities = {"lead": (rng.choice([pa.int64(), pa.int32(), pa.string()]), "lead"), "activity": (pa.string(), "few"),
                          "object": (pa.string(), rng.choice(["few", "many"])), "time": (pa.timestamp(rng.choice(["ms", "us", "ns"]), "UTC"), "time"),
                          "minutes": (rng.choice([pa.int32(), pa.int64(), pa.float64()]), "count")}
            for policy, commands, table in (("pass", leads, table_of(rng, columns, missing, i % 5 == 4)),
                                            ("counted", counted, activity_table(rng, activities, missing))):
                original, copy = comparison.path("table.arrow"), comparison.path("table.parquet")
                feather.write_feather(table if policy == "pass" else without_quick_ways(table), original, compression="uncompressed")
                parquet.write_table(table, copy, **options(table))
                comparison.compare(name, commands, original, copy)
                comparison.damage(name, rng, copy, policy)
        compare_parts(comparison, rng, counted)
    print("%d passed, %d failed" % (comparison.passed, comparison.failed))
    return 1 if comparison.failed or not comparison.passed else 0


def without_quick_ways(table):
    """The same values as texts whose offsets are long, which are converted one by one."""
    is_slow = lambda kind: pa.types.is_string(kind) or pa.types.is_integer(kind)
    return table.cast(pa.schema([pa.field(each.name, pa.large_string() if is_slow(each.type) else each.type) for each in table.schema]))


def compare_parts(comparison, rng, counted):
    """So many rows that threads read row groups side by side; the last of them may have other kinds of values."""
    columns = {"lead": (pa.int64(), "lead"), "object": (pa.string(), "many"), "time": (pa.timestamp("us", "UTC"), "time"),
               "minutes": (pa.int32(), "count")}
    first, last = activity_table(rng, columns, 0.1), activity_table(rng, columns, 1.0)
    table = pa.concat_tables([first] * 150 + [last])
    original, copy = comparison.path("table.arrow"), comparison.path("table.parquet")
    feather.write_feather(without_quick_ways(table), original, compression="uncompressed")
    for name, group in (("many small row groups", 5_000), ("large row groups", 70_000)):
        parquet.write_table(table, copy, row_group_size=group, dictionary_pagesize_limit=20_000)
        comparison.compare(name, counted, original, copy)
        comparison.damage(name, rng, copy, "counted")


def activity_table(rng, columns, missing):
    """Kinds are those of the policy, and some others; leads are integers or texts."""
    kinds, leads = ["visited", "opened", "Visited", "danced"], columns["lead"][0]
    table = table_of(rng, {name: each for name, each in columns.items() if name not in ("lead", "activity")}, missing, False)
    numbers = [None if rng.random() < missing / 2 else rng.randrange(600) for _ in range(ROWS)]
    lead = pa.array([None if each is None else str(each) for each in numbers] if leads == pa.string() else numbers, leads)
    kind = pa.array([None if rng.random() < missing / 4 else rng.choice(kinds) for _ in range(ROWS)])
    return table.append_column("lead", lead).append_column("activity", kind)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
