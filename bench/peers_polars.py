"""Polars: lazy expressions, one `when/then` a rule ("natural"), and an expert's: sets as joins, Aho-Corasick for texts, activities as rows joined
to the questions that they pass."""
import collections
import datetime

import polars as pl
import workload


def since(days):
    return pl.lit((workload.AS_OF - datetime.timedelta(days=days)).replace(tzinfo=None))


def compared(field, operator, bound):
    column = pl.col(field)
    return {">=": column.ge, ">": column.gt, "<": column.lt, "<=": column.le}[operator](bound)


class Polars:
    def __init__(self, rules, form, _threads):
        self.rules, self.form = rules, form
        self.columns = workload.columns_of(rules)

    def scan_leads(self, path):
        types = {name: pl.Int64 if name in workload.NUMBERS else pl.String for name in self.columns}
        # The other columns are never parsed, but the scan asks their types.
        return pl.scan_csv(path, infer_schema=False).select(pl.col("id").cast(pl.Int64), *[pl.col(name).cast(kind) for name, kind in types.items()])

    def scan_activities(self, path):
        found = pl.scan_csv(path, schema={"lead": pl.Int64, "activity": pl.String, "object": pl.String, "time": pl.String})
        kind = pl.col("activity").cast(pl.Enum(list(workload.KINDS))) if self.form == "expert" else pl.col("activity")
        return found.with_columns(kind, pl.col("time").str.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_unit="us"))

    def load(self, leads, activities):
        self.leads = self.scan_leads(leads).collect().lazy()
        self.activities = self.scan_activities(activities).collect().lazy() if workload.has_activities(self.rules) else None

    def read(self, leads, _):
        self.scan_leads(leads).collect()

    def count(self, rule, counts):
        passes = (pl.col("activity") == rule[1]) & (pl.col("time") > since(rule[3]))
        if rule[2]:
            passes = passes & pl.col("object").str.starts_with(rule[2])
        name = counts.setdefault(rule[1:4], ("n%d" % len(counts), passes))[0]
        return pl.col(name).fill_null(0).cast(pl.Int64)

    def term(self, rule, counts):
        kind = rule[0]
        if kind == "each":
            return pl.min_horizontal(self.count(rule, counts) * rule[4], pl.lit(rule[5], pl.Int64))
        if kind == "compare":
            condition = compared(*rule[1:4])
        elif kind == "both":
            condition = compared(*rule[1]) & compared(*rule[2])
        elif kind == "in":
            condition = pl.col(rule[1]).is_in(list(rule[2]))
        elif kind == "contains":
            condition = pl.col(rule[1]).str.to_lowercase().str.contains(rule[2].lower(), literal=True)
        else:
            condition = self.count(rule, counts) >= rule[4]
        return pl.when(condition).then(pl.lit(rule[-1], pl.Int32)).otherwise(pl.lit(0, pl.Int32))

    def natural(self, leads, activities):
        counts = {}
        terms = [self.term(rule, counts) for rule in self.rules]
        if counts:
            counted = activities.group_by("lead").agg([passes.sum().alias(name) for name, passes in counts.values()])
            leads = leads.join(counted, left_on="id", right_on="lead", how="left")
        return leads, terms

    def expert(self, leads, activities):
        plain, sets, needles, asked = [], collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter), []
        for rule in self.rules:
            if rule[0] == "in":
                sets[rule[1]].update({value: rule[3] for value in rule[2]})
            elif rule[0] == "contains":
                needles[rule[1]].update({rule[2].lower(): rule[3]})
            elif rule[0] in ("count", "each"):
                asked.append(rule)
            else:
                plain.append(self.term(rule, {}))
        joined = leads
        for column, points in sets.items():
            table = pl.LazyFrame({column: list(points), column + "_set": list(points.values())})
            joined = joined.join(table, on=column, how="left")
        for column, points in needles.items():
            joined = joined.join(self.search(leads, column, points), on=column, how="left")
        if asked:
            joined = joined.join(self.activity_points(activities, asked), left_on="id", right_on="lead", how="left")
        names = [column + "_set" for column in sets] + [column + "_found" for column in needles] + (["given"] if asked else [])
        return joined, plain + [pl.col(name).fill_null(0) for name in names]

    def search(self, leads, column, points):
        """Points by distinct value: one automaton over all texts, each found at most once."""
        found = leads.select(column).unique().drop_nulls().with_columns(
            found=pl.col(column).str.to_lowercase().str.extract_many(list(points), overlapping=True).list.unique())
        table = pl.LazyFrame({"found": list(points), "points": list(points.values())})
        return found.explode("found").drop_nulls().join(table, on="found").group_by(column).agg(pl.col("points").sum().alias(column + "_found"))

    def activity_points(self, activities, rules):
        questions = {}
        for rule in rules:
            questions.setdefault(rule[1:4], len(questions))
        asked = pl.LazyFrame([(number, kind, prefix, (workload.AS_OF - datetime.timedelta(days=days)).replace(tzinfo=None))
                              for (kind, prefix, days), number in questions.items()], orient="row",
                             schema={"q": pl.Int32, "activity": pl.Enum(list(workload.KINDS)), "prefix": pl.String, "since": pl.Datetime("us")})
        wanted = pl.LazyFrame([(questions[rule[1:4]], *((rule[4], rule[5], 0, 0) if rule[0] == "count" else (1, 0, rule[4], rule[5])))
                               for rule in rules], orient="row", schema={"q": pl.Int32, "need": pl.Int64, "points": pl.Int64, "each": pl.Int64, "most": pl.Int64})
        recent = activities.filter(pl.col("time") > since(max(days for _, _, days in questions)))
        passing = recent.select("activity", "object").unique().join(asked, on="activity").filter(
            pl.col("object").str.starts_with(pl.col("prefix"))).drop("prefix")
        counted = recent.join(passing, on=["activity", "object"]).filter(pl.col("time") > pl.col("since")).group_by("lead", "q").agg(
            pl.len().cast(pl.Int64).alias("n"))
        once = pl.when(pl.col("n") >= pl.col("need")).then(pl.col("points")).otherwise(0)
        return counted.join(wanted, on="q").group_by("lead").agg(
            (once + pl.min_horizontal(pl.col("n") * pl.col("each"), "most")).sum().alias("given"))

    def query(self, leads, activities):
        frame, terms = (self.expert if self.form == "expert" else self.natural)(leads, activities)
        return frame.select("id", pl.sum_horizontal(terms).cast(pl.Int64).alias("score"))

    def run(self):
        self.found = self.query(self.leads, self.activities).collect()

    def result(self):
        return self.found.iter_rows()

    def from_files(self, leads, activities, result):
        with_activities = workload.has_activities(self.rules)
        self.query(self.scan_leads(leads), self.scan_activities(activities) if with_activities else None).collect().write_csv(result)
