"""DuckDB and ClickHouse: the SQL that a user would write for a policy ("natural"), and an expert's.

Natural: a sum of CASE over the leads; activities as one aggregate with a FILTER a rule. Expert: points of sets in one look-up a column, texts
searched once per distinct title or by one automaton, activities joined as rows to the conditions that their kind and object satisfy."""
import collections
import datetime

import workload

TYPES = {name: "BIGINT" for name in workload.NUMBERS} | {name: "VARCHAR" for name in workload.TEXTS}


def literal(text):
    return "'%s'" % text.replace("'", "''")


def total(terms):
    """The terms added up as a balanced tree, so that nesting stays low."""
    while len(terms) > 1:
        terms = ["(%s)" % "+".join(terms[i:i + 2]) for i in range(0, len(terms), 2)]
    return terms[0] if terms else "0"


class Sql:
    """What both dialects share. `terms` are the summands of a score over `leads`, `aggregates` named columns over activities."""

    def __init__(self, rules, form, threads):
        self.rules, self.form, self.threads = rules, form, threads
        self.aggregates, self.tables, self.joins = {}, [], []
        self.columns = workload.columns_of(rules)
        self.query = self.expert_query() if form == "expert" else self.natural_query()

    def time(self, days):
        return (workload.AS_OF - datetime.timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")

    def count(self, rule):
        condition = "activity=%s AND time>%s" % (literal(rule[1]), self.instant(rule[3]))
        if rule[2]:
            condition += " AND %s(object,%s)" % (self.starts_with, literal(rule[2]))
        return self.aggregates.setdefault(self.count_where(condition), "n%d" % len(self.aggregates))

    def condition(self, rule):
        if rule[0] == "both":
            return "%s %s %d AND %s %s %d" % (*rule[1], *rule[2])
        if rule[0] == "compare":
            return "%s %s %d" % rule[1:4]
        if rule[0] == "in":
            return "%s IN (%s)" % (rule[1], ",".join(literal(value) for value in rule[2]))
        if rule[0] == "contains":
            return self.contains(rule[1], rule[2])
        return "coalesce(%s,0)>=%d" % (self.count(rule), rule[4])

    def term(self, rule):
        if rule[0] == "each":
            return "least(coalesce(%s,0)*%d,%d)" % (self.count(rule), rule[4], rule[5])
        return "CASE WHEN %s THEN %d ELSE 0 END" % (self.condition(rule), rule[-1])

    def select(self, terms):
        head = "WITH %s " % ", ".join(self.tables) if self.tables else ""
        return "%sSELECT leads.id AS id, %s AS score FROM leads %s" % (head, total(terms), " ".join(self.joins))

    def natural_query(self):
        terms = [self.term(rule) for rule in self.rules]
        if self.aggregates:
            named = ",".join("%s AS %s" % each for each in self.aggregates.items())
            self.tables.append("counts AS (SELECT lead, %s FROM activities GROUP BY lead)" % named)
            self.joins.append("LEFT JOIN counts ON counts.lead=leads.id")
        return self.select(terms)

    def expert_query(self):
        by_kind = collections.defaultdict(list)
        for rule in self.rules:
            by_kind["activities" if rule[0] in ("count", "each") else rule[0]].append(rule)
        terms = [self.expert_term(rule) for rule in by_kind["compare"] + by_kind["both"]]
        for column in ("country", "industry", "title"):
            points = collections.Counter()
            for rule in by_kind["in"]:
                if rule[1] == column:
                    points.update({value: rule[3] for value in rule[2]})
            if points:
                terms.append(self.look_up(column, points))
        for column in ("title", "notes"):
            needles = [rule for rule in by_kind["contains"] if rule[1] == column]
            if needles:
                terms.append(self.search(column, needles))
        if by_kind["activities"]:
            self.join_activities(by_kind["activities"])
            terms.append("coalesce(given.points,0)")
        return self.select(terms)

    def join_activities(self, rules):
        """One row per activity and question that it passes; questions are (kind, prefix, days), asked once each."""
        questions = {}
        for rule in rules:
            questions.setdefault(rule[1:4], len(questions))
        asked = ["SELECT %d q, %s kind, %s prefix, %s since" % (number, literal(kind), literal(prefix), self.instant(days))
                 for (kind, prefix, days), number in questions.items()]
        wanted = ["SELECT %d q, %d need, %d points, %d each_points, %d at_most" % (
            questions[rule[1:4]], *((rule[4], rule[5], 0, 0) if rule[0] == "count" else (1, 0, rule[4], rule[5]))) for rule in rules]
        oldest = self.instant(max(days for _, _, days in questions))
        self.tables += [
            "asked AS (%s)" % " UNION ALL ".join(asked), "wanted AS (%s)" % " UNION ALL ".join(wanted),
            "recent AS (SELECT lead, activity, object, time FROM activities WHERE time>%s)" % oldest,
            "passing AS (SELECT o.activity activity, o.object object, q, since FROM (SELECT DISTINCT activity, object FROM recent) o"
            " JOIN asked ON asked.kind=o.activity WHERE %s(o.object, asked.prefix))" % self.starts_with,
            "counted AS (SELECT recent.lead lead, passing.q q, count(*) n FROM recent JOIN passing"
            " ON passing.activity=recent.activity AND passing.object=recent.object WHERE recent.time>passing.since GROUP BY recent.lead, passing.q)",
            "given AS (SELECT counted.lead lead, sum(CASE WHEN n>=need THEN points ELSE 0 END+least(n*each_points,at_most)) points"
            " FROM counted JOIN wanted ON wanted.q=counted.q GROUP BY counted.lead)"]
        self.joins.append("LEFT JOIN given ON given.lead=leads.id")


class DuckDB(Sql):
    starts_with = "starts_with"

    def __init__(self, rules, form, threads):
        import duckdb
        super().__init__(rules, form, threads)
        self.connection = duckdb.connect(config={"threads": threads})
        self.connection.execute("SET TimeZone='UTC'; SET max_expression_depth=100000; SET enable_progress_bar=false")

    def instant(self, days):
        return "TIMESTAMP '%s'" % self.time(days)

    def count_where(self, condition):
        return "count(*) FILTER (WHERE %s)" % condition

    def contains(self, column, text):
        return "%s ILIKE %s" % (column, literal("%%%s%%" % text))

    def expert_term(self, rule):
        return "coalesce((%s)::INTEGER*(%d),0)" % (self.condition(rule), rule[-1])

    def look_up(self, column, points):
        values = ",".join("(%s,%d)" % (literal(value), each) for value, each in points.items())
        self.tables.append("%s_points(value,points) AS (VALUES %s)" % (column, values))
        self.joins.append("LEFT JOIN %s_points ON %s_points.value=leads.%s" % (column, column, column))
        return "coalesce(%s_points.points,0)" % column

    def search(self, column, needles):
        found = ["contains(folded,%s)::INTEGER*(%d)" % (literal(rule[2].lower()), rule[3]) for rule in needles]
        if column == "notes":
            return "coalesce((SELECT %s FROM (SELECT lower(notes) folded)),0)" % total(found)
        self.tables.append("%s_found AS MATERIALIZED (SELECT value, %s points FROM (SELECT DISTINCT %s AS value, lower(%s) folded FROM leads WHERE %s"
                           " IS NOT NULL))" % (column, total(found), column, column, column))
        self.joins.append("LEFT JOIN %s_found ON %s_found.value=leads.%s" % (column, column, column))
        return "coalesce(%s_found.points,0)" % column

    def load(self, leads, activities):
        wanted = ["CAST(%s AS %s) AS %s" % (name, TYPES[name], name) for name in self.columns]
        self.connection.execute("CREATE TABLE leads AS SELECT %s FROM read_csv('%s', header=true, all_varchar=true)" % (
            ",".join(["CAST(id AS BIGINT) AS id"] + wanted), leads))
        if workload.has_activities(self.rules):
            self.connection.execute("CREATE TABLE activities AS SELECT * FROM read_csv('%s', header=true, columns={'lead':'BIGINT',"
                                    "'activity':'VARCHAR','object':'VARCHAR','time':'TIMESTAMP'})" % activities)

    def read(self, leads, _):
        self.load(leads, None)

    def run(self):
        self.found = self.connection.execute(self.query).to_arrow_table()

    def result(self):
        return zip(self.found["id"].to_pylist(), self.found["score"].to_pylist())

    def from_files(self, leads, activities, result):
        self.load(leads, activities)
        self.connection.execute("COPY (%s) TO '%s' (HEADER)" % (self.query, result))


class ClickHouse(Sql):
    starts_with = "startsWith"
    settings = {"max_ast_depth": 100000, "max_ast_elements": 10000000, "max_expanded_ast_elements": 10000000, "max_query_size": 1 << 28,
                "max_parser_depth": 100000, "date_time_input_format": "'best_effort'", "input_format_csv_empty_as_default": 1,
                "join_use_nulls": 1, "max_hyperscan_regexp_length": 0, "max_hyperscan_regexp_total_length": 0}

    def __init__(self, rules, form, threads):
        import chdb
        super().__init__(rules, form, threads)
        self.connection = chdb.connect(":memory:")
        for name, value in dict(self.settings, max_threads=threads).items():
            self.connection.query("SET %s=%s" % (name, value))

    def instant(self, days):
        return "toDateTime('%s','UTC')" % self.time(days)

    def count_where(self, condition):
        return "countIf(%s)" % condition

    def contains(self, column, text):
        return "positionCaseInsensitive(%s,%s)>0" % (column, literal(text))

    def expert_term(self, rule):
        return "ifNull(%s,0)*(%d)" % (self.condition(rule).join("()"), rule[-1])

    def look_up(self, column, points):
        return "toInt64(transform(ifNull(%s,''),[%s],[%s],0))" % (
            column, ",".join(literal(value) for value in points), ",".join(str(each) for each in points.values()))

    def search(self, column, needles):
        patterns = ",".join(literal("(?i)" + rule[2]) for rule in needles)
        return "arraySum(x->arrayElement([%s],x),multiMatchAllIndices(ifNull(%s,''),[%s]))" % (
            ",".join(str(rule[3]) for rule in needles), column, patterns)

    def load(self, leads, activities):
        dictionary = ("country", "industry", "title") if self.form == "expert" else ()
        types = {name: "Nullable(%s)" % {"BIGINT": "Int64", "VARCHAR": "String"}[TYPES[name]] for name in self.columns}
        wanted = ",".join(["id"] + ["toLowCardinality(%s) AS %s" % (name, name) if name in dictionary else name for name in self.columns])
        structure = ",".join(["id Int64"] + ["%s %s" % each for each in types.items()])
        self.connection.query("CREATE TABLE leads ENGINE=Memory AS SELECT %s FROM file('%s',CSVWithNames,'%s')" % (wanted, leads, structure))
        if workload.has_activities(self.rules):
            kind = "toLowCardinality(activity) AS activity,toLowCardinality(object) AS object" if self.form == "expert" else "activity,object"
            self.connection.query("CREATE TABLE activities ENGINE=Memory AS SELECT lead,%s,time FROM file('%s',CSVWithNames,"
                                  "'lead Int64,activity String,object String,time DateTime(\\'UTC\\')')" % (kind, activities))

    def run(self):
        self.found = self.connection.query(self.query, "ArrowTable")

    def result(self):
        return zip(self.found["id"].to_pylist(), self.found["score"].to_pylist())

    def from_files(self, leads, activities, result):
        self.load(leads, activities)
        self.connection.query("%s INTO OUTFILE '%s' FORMAT CSVWithNames" % (self.query, result))
