"""The peers of bench/compare in Python: DuckDB and ClickHouse by SQL (peers_sql.py), Polars by expressions (peers_polars.py).

  peers.py PEER FORM RULES.json LEADS.csv ACTIVITIES.csv SCORES [--files RESULT.csv]

Loads the columns that the rules ask, says "ready", and for each line of standard input runs the whole query once, planning included, and
answers "WALL CPU" in milliseconds; the scores of the first run go to the file, in the order of ids. With --files it goes once from the CSV files
to a result file and answers "WALL CPU MEGABYTES". PEER "duckdb" and "polars" also know the form "read": eight columns, nothing else."""
import json
import resource
import sys
import time


def peer_class(name):
    if name == "polars":
        import peers_polars
        return peers_polars.Polars
    import peers_sql
    return {"duckdb": peers_sql.DuckDB, "clickhouse": peers_sql.ClickHouse}[name]


def timed(action):
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return "%.4f %.4f" % ((time.perf_counter() - wall) * 1e3, (time.process_time() - cpu) * 1e3)


def tuples(value):
    return tuple(tuples(each) for each in value) if isinstance(value, list) else value


def main():
    name, form, rules, leads, activities, scores = sys.argv[1:7]
    with open(rules) as file:
        policy = json.load(file)
    peer = peer_class(name)([tuples(rule) for rule in policy["rules"]], form, policy["threads"])
    if "--files" in sys.argv:
        result = sys.argv[sys.argv.index("--files") + 1]
        measured = timed(lambda: peer.read(leads, activities) if form == "read" else peer.from_files(leads, activities, result))
        print(measured, "%.0f" % (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), flush=True)
        return
    peer.load(leads, activities)
    print("ready", flush=True)
    written = False
    for _ in sys.stdin:
        measured = timed(peer.run)
        if not written:
            with open(scores, "w") as file:
                file.writelines("%d\n" % score for _, score in sorted(peer.result()))
            written = True
        print(measured, flush=True)


if __name__ == "__main__":
    main()
