#!/usr/bin/env python3
"""Holds the modules of the standard library against real titles, domains, countries and sources: ASSAY=path/to/assay run.py [--show]

titles.csv says level and functions of titles, industries.csv and sources.csv which industry or channel a word is of, free_domains.txt and company_domains.txt which domains are free-mail and which are not,
modules.assay asks each module as a policy does. Where the folder of public lists is beside the checkout (ASSAY_SHARED, else ../shared), it is
counted how much of them is recognised: less than the floor is a failure, and `--show` prints the counts and what was not known. The lists are
only held against; nothing of them is in the modules. The last line reads "N passed, N failed"."""
import csv
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
SHARED = os.path.abspath(os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared")))
DATA = os.path.join(SHARED, "data")
ENGINES = ("native", "interpreter")
TIMEOUT_SECONDS = 120
LEVELS = "c_level vice_president director manager senior_staff staff junior_staff".split()
FUNCTIONS = ("marketing sales it engineering finance hr operations logistics procurement legal product design administration "
             "customer_service").split()
INDUSTRIES = ("software financial insurance manufacturing retail healthcare education public nonprofit services construction energy "
              "transport telecom media hospitality agriculture").split()
CHANNELS = "search_engines social_networks organic paid social email direct referral partner event offline inbound press unknown".split()

# What the public lists call them. A word of a level without a title around it ("sales") is a function only.
LEVEL_OF_WORD = {"c-level": "c_level", "vp": "vice_president", "director": "director", "manager": "manager",
                 "senior": "senior_staff", "staff": "staff", "junior": "junior_staff", "none": "junior_staff"}
FUNCTION_OF_WORD = {"purchasing": "procurement", "security": "it"}
LANGUAGES = ("en", "de", "fr", "sv", "de_CH", "fr_CA")

# How much of the public lists must be recognised: as measured when this was last widened.
FLOORS = {"levels": 114, "functions": 45, "free-mail": 2072, "disposable": 1113, "countries": 755, "sources": 26}


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        return [line.strip() for line in file if line.strip()]


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tags_of(modules, field, conditions, values):
    """For each value of the field the tags whose condition holds; both engines must say the same."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "policy.assay"), "w", encoding="utf-8") as policy:
            policy.write("use %s\n" % modules)
            policy.writelines('tag "%s" when %s\n' % pair for pair in conditions.items())
        with open(os.path.join(folder, "leads.csv"), "w", encoding="utf-8", newline="") as leads:
            table = csv.writer(leads)
            table.writerow(["id", field])
            table.writerows(enumerate(values))
        printed = []
        for engine in ENGINES:
            process = subprocess.run([PROGRAM, "score", "policy.assay", "leads.csv", "--quiet", "--as-of", "2026-11-22",
                                      "--format", "csv", "--engine", engine], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                     stderr=subprocess.PIPE, timeout=TIMEOUT_SECONDS, text=True, encoding="utf-8")
            if process.returncode:
                raise RuntimeError(process.stderr)
            printed.append(process.stdout)
    if printed[0] != printed[1]:
        raise RuntimeError("the engines differ")
    return [set(filter(None, row["tags"].split("; "))) for row in csv.DictReader(printed[0].splitlines())]


def title_tags(titles):
    conditions = dict({level: level for level in LEVELS}, **{"in_" + each: "in_" + each for each in FUNCTIONS})
    return tags_of("titles", "title", conditions, titles)


def domain_tags(domains):
    conditions = {"free": "domain of email in freemail", "disposable": "domain of email in disposable"}
    return tags_of("freemail, disposable", "email", conditions, ["ada@" + domain for domain in domains])


def problems_of_titles():
    rows = rows_of(os.path.join(HERE, "titles.csv"))
    for row, found in zip(rows, title_tags([row["title"] for row in rows])):
        expected = {row["level"]} - {""} | {"in_" + each for each in row["functions"].split()}
        yield row["title"], "" if found == expected else "expected %s, found %s" % (sorted(expected), sorted(found))


def problems_of_domains():
    for name, expected in (("free_domains.txt", {"free"}), ("company_domains.txt", set())):
        domains = lines_of(os.path.join(HERE, name))
        for domain, found in zip(domains, domain_tags(domains)):
            yield domain, "" if found == expected else "expected %s, found %s" % (sorted(expected), sorted(found))


def problems_of_words(file, module, field, conditions):
    rows = rows_of(os.path.join(HERE, file))
    for row, found in zip(rows, tags_of(module, field, conditions, [row[field] for row in rows])):
        expected = {row["expected"]} - {""}
        yield row[field], "" if found == expected else "expected %s, found %s" % (sorted(expected), sorted(found))


def problems_of_industries():
    return problems_of_words("industries.csv", "industries", "industry", {name: "industry in %s_industry" % name for name in INDUSTRIES})


def problems_of_sources():
    conditions = {name: "source in %s_channels" % name for name in CHANNELS if "_" not in name}
    return problems_of_words("sources.csv", "channels", "source", conditions)


def problems_of_page():
    """docs/stdlib.md names what every module declares; of the lists of single countries it says what they have in common."""
    with open(os.path.join(ROOT, "docs", "stdlib.md"), encoding="utf-8") as file:
        named = set(re.findall(r"`([a-z0-9_]+)`", file.read()))
    for name in sorted(os.listdir(os.path.join(ROOT, "stdlib"))):
        if name.endswith(".assay") and name != "prelude.assay":
            with open(os.path.join(ROOT, "stdlib", name), encoding="utf-8") as file:
                text = file.read()
            declared = re.findall(r'^(?:list|define|activity) (\w+)(?!\w*: "[A-Z]{2}",)', text, re.MULTILINE)
            missing = [each for each in declared if each not in named]
            yield "docs/stdlib.md on " + name, "not named: " + ", ".join(missing) if missing else ""


def problems_of_policies():
    for engine in ENGINES:
        process = subprocess.run([PROGRAM, "test", os.path.join(HERE, "modules.assay"), "--engine", engine], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=TIMEOUT_SECONDS, text=True, encoding="utf-8")
        yield "modules.assay with the %s engine" % engine, process.stdout if process.returncode else ""


def recognised_titles():
    rows = rows_of(os.path.join(DATA, "lists", "job-titles", "seniority_words.handmade.csv"))
    levels, functions = [], []
    for row, found in zip(rows, title_tags([row["word"] for row in rows])):
        if row["level"]:
            levels.append((row["word"], LEVEL_OF_WORD[row["level"]] in found))
        if row["department"]:
            department = FUNCTION_OF_WORD.get(row["department"], row["department"])
            functions.append((row["word"], "in_" + department in found))
    return {"levels": levels, "functions": functions}


def recognised_domains():
    email = os.path.join(DATA, "lists", "email")
    free, disposable = (lines_of(os.path.join(email, name)) for name in ("free-only.derived.txt", "disposable_email_blocklist.conf"))
    return {"free-mail": [(domain, "free" in found) for domain, found in zip(free, domain_tags(free))],
            "disposable": [(domain, "disposable" in found) for domain, found in zip(disposable, domain_tags(disposable))]}


def recognised_countries():
    """Every name and code of every country, which must be in the list of its country: the one that has its code of two letters."""
    names = {}
    for language in LANGUAGES:
        for code, name in list(csv.reader(open(os.path.join(DATA, "lists", "countries", "umpirsky", "country.%s.csv" % language),
                                               encoding="utf-8")))[1:]:
            names.setdefault(code, set()).add(name)
    with open(os.path.join(ROOT, "stdlib", "regions.assay"), encoding="utf-8") as file:
        countries = dict((part.split('"')[1], part.split(":")[0]) for part in file.read().split("\nlist ") if ': "' in part)
    spellings = [(code, name) for code in sorted(names) if code in countries for name in sorted(names[code] | {code})]
    conditions = {countries[code]: "country in " + countries[code] for code in {code for code, _ in spellings}}
    tags = tags_of("regions", "country", conditions, [name for _, name in spellings])
    return {"countries": [("%s %s" % pair, found == {countries[pair[0]]}) for pair, found in zip(spellings, tags)]}


def recognised_sources():
    values = {row["origin"] for row in rows_of(os.path.join(DATA, "olist-marketing-funnel", "olist_marketing_qualified_leads_dataset.csv"))}
    values |= {row["Lead Source"] for row in rows_of(os.path.join(DATA, "x-education-leads", "Leads.csv"))}
    values = sorted(values - {""})
    conditions = {name: "source in " + (name if "_" in name else name + "_channels") for name in CHANNELS}
    return {"sources": [(value, bool(found)) for value, found in zip(values, tags_of("channels", "source", conditions, values))]}


def problems_of_coverage(show):
    counts = {}
    for measure in (recognised_titles, recognised_domains, recognised_countries, recognised_sources):
        counts.update(measure())
    for name, values in counts.items():
        known = sum(found for _, found in values)
        if show:
            print("%s: %d of %d" % (name, known, len(values)))
            unknown = [value for value, found in values if not found]
            print("".join("    %s\n" % value for value in unknown if len(unknown) <= 100), end="")
        yield "coverage of " + name, "" if known >= FLOORS[name] else "%d of %d, the floor is %d" % (known, len(values), FLOORS[name])


def main(words):
    results = [*problems_of_titles(), *problems_of_domains(), *problems_of_industries(), *problems_of_sources(),
               *problems_of_page(), *problems_of_policies()]
    if os.path.isdir(os.path.join(DATA, "lists")):
        results += problems_of_coverage("--show" in words)
    failed = [(name, problem) for name, problem in results if problem]
    for name, problem in failed:
        print("FAILED %s\n    %s" % (name, problem.rstrip().replace("\n", "\n    ")))
    print("%d passed, %d failed" % (len(results) - len(failed), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
