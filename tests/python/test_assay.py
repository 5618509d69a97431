"""The package `assay` with the libraries that hand tables over: run by tests/python_test.py in the environment where it is installed."""
import datetime
import gc
import json
import pathlib
import threading
import unittest

import duckdb
import pandas
import polars
import pyarrow

import assay

POLICY = """policy "Inbound"
  timezone "Europe/Berlin"

lead
  id: text
  title: text
  employees: integer
  created: date
  interests: list of text

activity visited (page: url)

setting big = 1000

score profile, at most 40
  when title mentions "chief": +20 "decides"
  when employees >= big: +15.5
  when interests contains "pricing": +5

score interest
  for each visited "/pricing*" in last 30 days: +10

stage MQL
  enter when score >= 45

test "one who decides"
  given title "Chief of Staff"
  expect score 20
"""
LEADS = [
    {"id": "a", "title": "Chief Marketing Officer", "employees": 1200, "created": datetime.date(2026, 11, 1), "interests": ["Pricing", "AI"]},
    {"id": "b", "title": None, "employees": 50, "created": None, "interests": []},
    {"id": "c", "title": "chief of staff", "employees": None, "created": datetime.date(2025, 1, 1), "interests": None},
]
ACTIVITIES = [
    {"lead": "a", "activity": "visited", "time": datetime.datetime(2026, 11, 20, 12), "page": "https://x.com/pricing"},
    {"lead": "a", "activity": "visited", "time": datetime.datetime(2026, 1, 20, 12), "page": "/pricing"},
    {"lead": "c", "activity": "visited", "time": datetime.datetime(2026, 11, 21, 12), "page": "/pricing/teams"},
]
AS_OF = "2026-11-22"
SCORES = [50.0, 0.0, 30.0]
STAGES = ["MQL", "lead", "lead"]

policy = assay.compile(POLICY)


def tables(rows):
    """The rows in every library."""
    arrow = pyarrow.Table.from_pylist(rows)
    yield "pyarrow.Table", arrow
    yield "pyarrow.RecordBatch", arrow.to_batches()[0]
    yield "pyarrow.RecordBatchReader", arrow.to_reader()
    yield "pandas", pandas.DataFrame(rows)
    yield "polars", polars.DataFrame(rows)
    yield "duckdb", duckdb.from_arrow(arrow)
    yield "list of dicts", rows


class Scoring(unittest.TestCase):
    def test_takes_tables_of_every_library(self):
        activities = pyarrow.Table.from_pylist(ACTIVITIES)
        for name, leads in tables(LEADS):
            with self.subTest(name):
                result = policy.score(leads, activities=activities, as_of=AS_OF).to_pyarrow()
                self.assertEqual(result["id"].to_pylist(), ["a", "b", "c"])
                self.assertEqual(result["score"].to_pylist(), SCORES)
                self.assertEqual(result["stage"].to_pylist(), STAGES)

    def test_takes_activities_of_every_library(self):
        leads = pyarrow.Table.from_pylist(LEADS)
        for name, activities in tables(ACTIVITIES):
            with self.subTest(name):
                self.assertEqual(policy.score(leads, activities=activities, as_of=AS_OF).to_pyarrow()["score"].to_pylist(), SCORES)

    def test_takes_activities_nested_in_leads(self):
        nested = [dict(lead, activities=[{key: value for key, value in each.items() if key != "lead"} for each in ACTIVITIES
                                         if each["lead"] == lead["id"]]) for lead in LEADS]
        for leads in (nested, pyarrow.Table.from_pylist(nested), polars.DataFrame(nested)):
            self.assertEqual([row["score"] for row in policy.score(leads, as_of=AS_OF).to_dicts()], SCORES)

    def test_gives_tables_of_every_library(self):
        result = policy.score(LEADS, activities=ACTIVITIES, as_of=AS_OF)
        self.assertEqual(result.to_pandas()["score"].tolist(), SCORES)
        self.assertEqual(result.to_polars()["stage"].to_list(), STAGES)
        self.assertEqual(polars.DataFrame(result)["id"].to_list(), ["a", "b", "c"])
        self.assertEqual(duckdb.sql("select sum(score) from scores", connection=self.connection(result)).fetchall()[0][0], sum(SCORES))
        self.assertEqual([row["score"] for row in result.to_dicts()], SCORES)
        self.assertEqual(len(result), 3)

    def connection(self, result):
        connection = duckdb.connect()
        connection.register("scores", result.to_pyarrow())
        return connection

    def test_results_are_handed_out_without_copies_and_outlive_each_other(self):
        result = policy.score(LEADS, as_of=AS_OF)
        first, second = result.to_pyarrow(), result.to_pyarrow()
        address = lambda table: table["score"].chunk(0).buffers()[1].address  # noqa: E731
        self.assertEqual(address(first), address(second))
        del result, second
        gc.collect()
        self.assertEqual(first["id"].to_pylist(), ["a", "b", "c"])

    def test_leads_are_read_without_copies(self):
        held = pyarrow.total_allocated_bytes()
        leads = pyarrow.table({"id": pyarrow.array([str(i) for i in range(100_000)]), "employees": pyarrow.array(range(100_000), pyarrow.int64())})
        used = pyarrow.total_allocated_bytes()
        policy.score(leads, as_of=AS_OF)
        self.assertGreater(used, held)
        self.assertEqual(pyarrow.total_allocated_bytes(), used)

    def test_many_batches_and_threads_give_the_same(self):
        rows = [dict(LEADS[i % 3], id=str(i)) for i in range(3000)]
        table = pyarrow.Table.from_pylist(rows)
        chunked = pyarrow.Table.from_batches(table.to_batches(max_chunksize=7))
        expected = policy.score(table, as_of=AS_OF, threads=1).to_pyarrow()
        for threads in (0, 1, 3):
            self.assertEqual(policy.score(chunked, as_of=AS_OF, threads=threads).to_pyarrow().combine_chunks(), expected.combine_chunks())

    def test_streams_lazily(self):
        pulled = []

        def batches():
            for i in range(3):
                pulled.append(i)
                yield pyarrow.RecordBatch.from_pylist([{"id": str(i), "title": "Chief"}])

        schema = pyarrow.schema([("id", pyarrow.string()), ("title", pyarrow.string())])
        stream = policy.stream(pyarrow.RecordBatchReader.from_batches(schema, batches()), as_of=AS_OF, threads=1)
        self.assertEqual(pulled, [])
        reader = pyarrow.RecordBatchReader.from_stream(stream)
        reader.read_next_batch()
        self.assertEqual(pulled, [0])
        self.assertEqual(reader.read_all().num_rows, 2)
        self.assertEqual(stream.report["rows"], 3)
        with self.assertRaises(ValueError):
            pyarrow.RecordBatchReader.from_stream(stream)

    def test_as_of_is_a_date_a_time_or_a_text(self):
        for as_of in (AS_OF, datetime.date(2026, 11, 22), datetime.datetime(2026, 11, 22, 23, 59), "2026-11-22T22:00:00Z"):
            self.assertEqual(policy.score(LEADS, activities=ACTIVITIES, as_of=as_of).to_pyarrow()["score"].to_pylist(), SCORES)
        self.assertEqual(policy.score(LEADS, as_of="now").to_pyarrow()["score"].to_pylist()[1], 0)
        for wrong in ("soon", 5, None):
            with self.assertRaises(assay.ArgumentError):
                policy.score(LEADS, as_of=wrong)
        with self.assertRaises(TypeError):
            policy.score(LEADS)

    def test_explains_scores(self):
        result = policy.score(LEADS, as_of=AS_OF, explain=True).to_pyarrow()
        reasons = result["reasons"].to_pylist()[0]
        self.assertEqual([(each["points"], each["reason"]) for each in reasons],
                         [(20, "decides"), (15.5, "employees >= big"), (5, 'interests contains "pricing"'), (-0.5, "profile: at most 40")])

    def test_reports_what_was_found(self):
        result = policy.score([{"id": "a", "employees": "many"}, {"id": "a"}], as_of=AS_OF)
        self.assertEqual(result.report["rows"], 2)
        self.assertEqual(result.report["as_of"], "2026-11-22T22:59:59.999999Z")
        self.assertEqual(result.report["data"]["bad_lead_cells"][0]["field"], "employees")
        self.assertEqual(result.report["data"]["repeated_ids"]["count"], 1)

    def test_runs_beside_other_threads_of_python(self):
        rows = pyarrow.Table.from_pylist([dict(LEADS[0], id=str(i)) for i in range(1000)])
        rows = pyarrow.concat_tables([rows] * 300)
        steps, done = [], threading.Event()

        def score():
            policy.score(rows, as_of=AS_OF, threads=1)
            done.set()

        worker = threading.Thread(target=score)
        worker.start()
        while not done.is_set():
            steps.append(1)
        worker.join()
        self.assertGreater(len(steps), 1000)

    def test_threads_share_a_policy(self):
        found = []
        workers = [threading.Thread(target=lambda: found.append(policy.score(LEADS, activities=ACTIVITIES, as_of=AS_OF).to_dicts())) for _ in range(8)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual([[row["score"] for row in each] for each in found], [SCORES] * 8)


class Faults(unittest.TestCase):
    def test_a_policy_that_does_not_compile(self):
        with self.assertRaises(assay.PolicyError) as caught:
            assay.compile("when emplyees > 3: +1\nwhen titel is \"x\": +1\n")
        self.assertIn("error[unknown-name]", str(caught.exception))
        first = caught.exception.diagnostics[0]
        self.assertEqual((first.code, first.line, first.column, first.level), ("unknown-name", 1, 6, "error"))
        self.assertEqual(first.help, ["did you mean 'employees'?"])
        self.assertEqual(len(caught.exception.diagnostics), 2)
        self.assertIsInstance(caught.exception, assay.AssayError)

    def test_things_that_are_no_tables(self):
        for wrong in (5, "leads.csv", [1, 2], {"id": 1}):
            with self.assertRaises(TypeError):
                policy.score(wrong, as_of=AS_OF)

    def test_columns_that_no_field_takes(self):
        with self.assertRaises((assay.DataError, TypeError)):
            policy.score(pyarrow.chunked_array([[1, 2]]), as_of=AS_OF)

    def test_a_stream_that_fails(self):
        def batches():
            yield pyarrow.RecordBatch.from_pylist([{"id": "1"}])
            raise OSError("the disk is gone")

        reader = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("id", pyarrow.string())]), batches())
        with self.assertRaises(assay.DataError) as caught:
            policy.score(reader, as_of=AS_OF)
        self.assertIn("the disk is gone", str(caught.exception))

    def test_wrong_settings_and_engines(self):
        with self.assertRaises(assay.PolicyError):
            assay.compile(POLICY, settings={"bigg": 3})
        with self.assertRaises(assay.ArgumentError):
            assay.compile(POLICY, engine="fast")


class Policies(unittest.TestCase):
    def test_come_from_files(self):
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "inbound.assay")
            path.write_text('use "words.assay"\nlead\n  title: text\nwhen title in bosses: +3\n', encoding="utf-8")
            pathlib.Path(folder, "words.assay").write_text('list bosses: "CEO"\n', encoding="utf-8")
            for name in (path, str(path)):
                self.assertEqual(assay.compile(name).score([{"title": "ceo"}], as_of=AS_OF).to_dicts()[0]["score"], 3)
            with self.assertRaises(FileNotFoundError):
                assay.compile(pathlib.Path(folder, "other.assay"))

    def test_come_with_files_of_a_callback(self):
        files = {"words.assay": 'list bosses: "CEO"\n'}
        text = 'use "words.assay"\nlead\n  title: text\nwhen title in bosses: +3\n'
        self.assertEqual(assay.compile(text, read_file=files.get).score([{"title": "ceo"}], as_of=AS_OF).to_dicts()[0]["score"], 3)
        with self.assertRaises(assay.PolicyError):
            assay.compile(text, read_file=lambda path: None)
        with self.assertRaises(ZeroDivisionError):
            assay.compile(text, read_file=lambda path: 1 / 0)

    def test_take_settings(self):
        changed = assay.compile(POLICY, settings={"big": 2000})
        self.assertEqual(changed.score(LEADS, as_of=AS_OF).to_dicts()[0]["profile"], 25)
        self.assertEqual(changed.inputs["settings"], [{"name": "big", "value": "2000"}])

    def test_give_the_same_with_either_engine(self):
        other = assay.compile(POLICY, engine="interpreter")
        self.assertEqual(other.score(LEADS, as_of=AS_OF, explain=True).to_dicts(), policy.score(LEADS, as_of=AS_OF, explain=True).to_dicts())

    def test_describe_themselves(self):
        fields = {field["name"]: field for field in policy.inputs["fields"]}
        self.assertEqual(fields["employees"]["type"], "integer")
        self.assertTrue(fields["employees"]["used"])
        self.assertEqual([column["name"] for column in policy.outputs["columns"]], ["id", "score", "profile", "interest", "stage", "reasons"])
        self.assertEqual(policy.name, "Inbound")
        self.assertEqual(policy.diagnostics, [])
        schema = pyarrow.schema(policy)
        self.assertEqual(schema.field("employees").type, pyarrow.int64())
        self.assertEqual(repr(policy), "<assay.Policy 'Inbound': 4 rules>")

    def test_run_their_tests(self):
        self.assertEqual((policy.test()["passed"], policy.test()["failed"]), (1, 0))
        self.assertEqual(assay.compile('always: +1\ntest "two"\n  expect score 2\n').test()["failed"], 1)

    def test_explain_a_lead(self):
        lead = dict(LEADS[0], activities=[dict(ACTIVITIES[0])])
        explained = policy.explain(lead, as_of=AS_OF)
        self.assertEqual(explained["score"], 50)
        table = pyarrow.Table.from_pylist(LEADS)
        self.assertEqual(policy.explain("c", table, activities=ACTIVITIES, as_of=AS_OF)["score"], 30)
        self.assertEqual(policy.score(table, activities=ACTIVITIES, as_of=AS_OF).explain("c")["score"], 30)
        with self.assertRaises(assay.LeadNotFound):
            policy.explain("z", table, as_of=AS_OF)
        with self.assertRaises(assay.ArgumentError):
            policy.explain("z", as_of=AS_OF)
        json.dumps(explained)

    def test_show_in_notebooks(self):
        self.assertIn("<code>employees</code>", policy._repr_html_())
        shown = policy.score([dict(LEADS[0], id="<a>")], as_of=AS_OF, explain=True)._repr_html_()
        self.assertIn("&lt;a&gt;", shown)
        self.assertIn("+20 decides", shown)

    def test_are_freed(self):
        import resource

        def size():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * resource.getpagesize()

        for _ in range(20):
            assay.compile(POLICY).score(LEADS, as_of=AS_OF)
        before = size()
        for _ in range(100):
            assay.compile(POLICY).score(LEADS, as_of=AS_OF)
        self.assertLess(size() - before, 16 << 20)


if __name__ == "__main__":
    unittest.main()
