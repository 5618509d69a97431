"""Leads, activities and policies that every side of bench/compare gets. Python's standard library only; the same seed gives the same bytes.

A rule is a tuple; the points are its last part but for `each`:
  ("compare", field, operator, number, points)          a number; with a second comparison: ("both", (field, operator, number), (…), points)
  ("in", field, (text, …), points)                      the whole value
  ("contains", field, text, points)                     anywhere, caseless
  ("count", kind, prefix, days, at_least, points)       activities whose object starts so, in the last days
  ("each", kind, prefix, days, points, at_most)         points for each of them
Missing values make a condition false. Values are ASCII without quotes and commas, so that all sides read and fold alike."""
import datetime
import os
import random

import make_data

AS_OF = datetime.datetime(2026, 11, 1, tzinfo=datetime.timezone.utc)
AS_OF_SECONDS = int(AS_OF.timestamp())
DAY = 86400
MIXES = ("numeric", "sets", "text", "activities", "mixed")
NUMBERS, TEXTS = ("employees", "revenue", "pages_viewed"), ("country", "industry", "title", "notes")
KINDS, KIND_WEIGHTS = ("visited", "clicked", "opened", "attended"), (50, 20, 22, 8)
SYLLABLES = "ba ke li mo nu ra se ti vo zu".split()
AREAS = "/pricing /product /docs /blog /webinar /news /offer /customers".split()
TITLES = {"usual": 1200, "few": 12, "distinct": 1200}  # distinct: a number behind each


def vocabularies(seed):
    rng = random.Random("words %d" % seed)
    words = sorted({"".join(rng.choice(SYLLABLES) for _ in range(rng.randint(2, 4))) for _ in range(3000)})
    titles = [("%s %s %s" % (level, area, region)).strip() for level in make_data.LEVELS for area in make_data.AREAS for region in make_data.REGIONS]
    objects = list(AREAS) + ["%s/%s" % (rng.choice(AREAS), rng.choice(words)) for _ in range(600)]
    for each in (words, titles, objects):
        rng.shuffle(each)
    return words, titles, objects


def write_leads(path, shape):
    """20 columns; `shape` has leads, seed, titles (a key of TITLES) and missing (share of missing cells in the columns that rules ask)."""
    rng = random.Random("leads %d" % shape.seed)
    words, titles, _ = vocabularies(shape.seed)
    titles = titles[:TITLES[shape.titles]]
    used = [make_data.FIELDS.index(name) for name in NUMBERS + TEXTS]
    title, notes = make_data.FIELDS.index("title"), make_data.FIELDS.index("notes")
    with open(path, "w", encoding="ascii") as file:
        file.write(",".join(make_data.FIELDS) + "\n")
        for number in range(shape.leads):
            row = make_data.lead(rng, number)
            row[title] = rng.choice(titles) + (" %d" % number if shape.titles == "distinct" else "")
            row[notes] = " ".join(words[int(len(words) * rng.random() ** 2)] for _ in range(8)).capitalize()
            for column in used:
                if rng.random() < shape.missing:
                    row[column] = ""
            file.write(",".join(row) + "\n")


def write_activities(path, shape):
    """In the order of time; `shape.activities` a lead on average, most of them at few leads."""
    rng = random.Random("activities %d" % shape.seed)
    objects = vocabularies(shape.seed)[2]
    total = shape.leads * shape.activities
    ages = sorted((rng.random() ** 1.5 * 400 * DAY for _ in range(total)), reverse=True)
    kinds = rng.choices(KINDS, KIND_WEIGHTS, k=total)
    with open(path, "w", encoding="ascii") as file:
        file.write("lead,activity,object,time\n")
        day, prefix = None, ""
        for age, kind in zip(ages, kinds):
            at = AS_OF_SECONDS - int(age)
            if at // DAY != day:
                day = at // DAY
                prefix = datetime.datetime.fromtimestamp(day * DAY, datetime.timezone.utc).strftime("%Y-%m-%dT")
            lead = 100000 + int(shape.leads * rng.random() ** 2)
            name = objects[int(len(objects) * rng.random() ** 2)]
            second = at % DAY
            file.write("%d,%s,%s,%s%02d:%02d:%02dZ\n" % (lead, kind, name, prefix, second // 3600, second // 60 % 60, second % 60))


def write_data(folder, shape):
    """leads.csv and activities.csv of this shape in the folder, unless they are there."""
    done = os.path.join(folder, "done")
    if os.path.exists(done):
        return
    os.makedirs(folder, exist_ok=True)
    write_leads(os.path.join(folder, "leads.csv"), shape)
    write_activities(os.path.join(folder, "activities.csv"), shape)
    open(done, "w").close()


def comparison(rng):
    field = rng.choice(NUMBERS)
    bound = {"employees": lambda: int(rng.lognormvariate(4.6, 1.9)) + 1, "revenue": lambda: int(rng.lognormvariate(16, 2)) + 1,
             "pages_viewed": lambda: int(rng.expovariate(0.1)) + 1}[field]()
    return field, rng.choice((">=", ">=", ">", "<", "<=")), bound


def make_rule(mix, rng, vocabulary):
    words, titles, objects = vocabulary
    points = rng.choice((-1, 1, 1, 1)) * rng.randint(1, 20)
    if mix == "mixed":
        mix = rng.choices(MIXES[:4], (8, 5, 4, 3))[0]
    if mix == "numeric":
        first = comparison(rng)
        return ("compare", *first, points) if rng.random() < 0.6 else ("both", first, comparison(rng), points)
    if mix == "sets":
        field, values = rng.choice((("country", make_data.COUNTRIES), ("industry", make_data.AREAS), ("title", titles)))
        return "in", field, tuple(rng.sample(values, 6)), points
    if mix == "text":
        if rng.random() < 0.5:
            return "contains", "title", " ".join(rng.choice(titles).split()[:2]).upper(), points
        return "contains", "notes", rng.choice(words), points
    name = objects[int(len(objects) * rng.random() ** 2)]
    prefix = rng.choice(("", "/" + name.split("/")[1], name))
    what = (rng.choice(KINDS), prefix, rng.choice((1, 7, 14, 30, 60, 90, 180, 365)))
    if rng.random() < 0.25:
        each = rng.randint(1, 5)
        return ("each", *what, each, each * rng.randint(2, 8))
    return ("count", *what, rng.randint(1, 6), points)


def make_rules(mix, count, seed):
    """Rules of a smaller policy are the first of a larger one's."""
    rng = random.Random("%s %d" % (mix, seed))
    vocabulary = vocabularies(seed)
    return [make_rule(mix, rng, vocabulary) for _ in range(count)]


def has_activities(rules):
    return any(rule[0] in ("count", "each") for rule in rules)


def columns_of(rules):
    """The lead's columns that the rules ask, in the order of the file."""
    asked = set()
    for rule in rules:
        if rule[0] == "both":
            asked |= {rule[1][0], rule[2][0]}
        elif rule[0] in ("compare", "in", "contains"):
            asked.add(rule[1])
    return [name for name in NUMBERS + TEXTS if name in asked]


def assay_rule(rule):
    kind = rule[0]
    if kind == "compare":
        return "when %s %s %d: %+d" % rule[1:]
    if kind == "both":
        return "when %s %s %d and %s %s %d: %+d" % (*rule[1], *rule[2], rule[3])
    if kind == "in":
        return "when %s in %s: %+d" % (rule[1], ", ".join('"%s"' % value for value in rule[2]), rule[3])
    if kind == "contains":
        return 'when %s contains "%s": %+d' % rule[1:]
    phrase = '%s "%s*"' % rule[1:3] if rule[2] else rule[1]
    window = "in last %d day%s" % (rule[3], "" if rule[3] == 1 else "s")
    if kind == "each":
        return "for each %s %s: +%d, at most %d" % (phrase, window, rule[4], rule[5])
    return "when %s at least %d time%s %s: %+d" % (phrase, rule[4], "" if rule[4] == 1 else "s", window, rule[5])


def assay_policy(rules):
    head = ['policy "bench"', "", "lead", "  id: text"]
    head += ["  %s: %s" % (name, "integer" if name in NUMBERS else "text") for name in NUMBERS + TEXTS]
    if has_activities(rules):
        head += [""] + ["activity %s (object: text)" % kind for kind in KINDS]
    return "\n".join(head + ["", "score points"] + ["  " + assay_rule(rule) for rule in rules] + [""])
