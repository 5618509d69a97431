#!/usr/bin/env python3
"""Scores real public data with the policies of this folder and holds the results against expected.py: ASSAY=path/to/assay run.py

The data is not part of the project: it is looked for in `data` of the folder that ASSAY_SHARED names, else of ../shared, and without it
nothing is run. Every policy is scored by both engines. The last line reads "N passed, N failed"."""
import collections
import csv
import datetime
import glob
import os
import subprocess
import sys
import tempfile
import zoneinfo

import expected

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("ASSAY", os.path.join(ROOT, "build", "dev", "assay")))
DATA = os.path.join(os.path.abspath(os.environ.get("ASSAY_SHARED", os.path.join(ROOT, "..", "shared"))), "data")
ENGINES = ("native", "interpreter")
TIMEOUT_SECONDS = 120
OLIST = os.path.join(DATA, "olist-marketing-funnel")
VARIANTS = os.path.join(OLIST, "variants")
CRM = os.path.join(DATA, "crm-sales-opportunities")
BANK = os.path.join(DATA, "uci-bank-marketing")
# The columns that bank.assay asks for.
BANK_ASKED = ("age", "job", "contact", "month", "balance", "housing", "campaign", "pdays", "poutcome")
YAMMER = os.path.join(DATA, "yammer-engagement")
VENDORS = os.path.join(DATA, "vendor-exports")


class Failure(Exception):
    pass


def check(holds, message):
    if not holds:
        raise Failure(message)


def rows_of(path, **dialect):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, **dialect))


def run(policy, leads, *words):
    """(exit code, rows, standard error); both engines must print the same."""
    results = []
    for engine in ENGINES:
        process = subprocess.run([PROGRAM, "score", policy, leads, "--format", "csv", "--engine", engine, *words], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT_SECONDS, text=True, encoding="utf-8")
        results.append((process.returncode, process.stdout, process.stderr))
    check(results[0][:2] == results[1][:2], "the engines differ")
    code, output, errors = results[0]
    return code, list(csv.DictReader(output.splitlines())), errors


def score(policy, leads, *words):
    code, rows, errors = run(os.path.join(HERE, policy) if os.sep not in policy else policy, leads, *words)
    check(code == 0, "exit code %d\n%s" % (code, errors))
    return rows


def hold(found, wanted):
    """Every column that is vouched for, in every row."""
    check(len(found) == len(wanted), "%d rows instead of %d" % (len(found), len(wanted)))
    for number, (row, want) in enumerate(zip(found, wanted), 1):
        differing = {name: (value, row.get(name)) for name, value in want.items() if row.get(name) != value}
        check(not differing, "row %d, id %s: wanted and found %s" % (number, row["id"], differing))


def with_format(policy, field, words, folder):
    """The policy as its author would change it for a file that spells dates in another way: one line."""
    with open(os.path.join(HERE, policy), encoding="utf-8") as file:
        text = file.read()
    check(text.count(field) == 1, "no line %s" % field)
    path = os.path.join(folder, policy)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(field, "%s format %s" % (field, words)))
    return path


def same_leads_in_other_spellings():
    """Five files of the same leads give the same stages once the policy says how their dates are written."""
    leads = rows_of(os.path.join(OLIST, "olist_marketing_qualified_leads_dataset.csv"))
    wanted = [expected.olist_mql(row) for row in leads]
    as_of = ("--as-of", "2018-05-31", "--quiet", "--max-bad", "0")
    field = 'date from "first_contact_date"'
    with tempfile.TemporaryDirectory() as folder:
        hold(score("olist_mql.assay", os.path.join(OLIST, "olist_marketing_qualified_leads_dataset.csv"), *as_of), wanted)
        policy = with_format("olist_mql.assay", field, '"DD-MM-YYYY"', folder)
        hold(score(policy, os.path.join(VARIANTS, "mql.dd-mm-yyyy.crlf.csv"), *as_of), wanted)
        policy = with_format("olist_mql.assay", field, '"M/D/YYYY"', folder)
        hold(score(policy, os.path.join(VARIANTS, "mql.us-dates.crlf.csv"), *as_of), wanted)
    hold(score("olist_mql.assay", os.path.join(VARIANTS, "mql.no-header.datetime.csv"), *as_of, "--no-header", "--map", "lead.id=1",
               "--map", "lead.first_contact=2", "--map", "lead.origin=4"), wanted)


def deals_in_other_spellings():
    deals = rows_of(os.path.join(OLIST, "olist_closed_deals_dataset.csv"))
    wanted = {row["mql_id"]: expected.olist_deal(row) for row in deals}
    as_of = ("--as-of", "2018-12-31", "--quiet", "--max-bad", "0")
    files = [("olist_closed_deals_dataset.csv", None), ("variants/closed_deals.dd-mm-yyyy.crlf.csv", '"DD-MM-YYYY HH:mm"'),
             ("variants/closed_deals.us-dates.subset.csv", '"M/D/YYYY H:mm"')]
    with tempfile.TemporaryDirectory() as folder:
        for name, words in files:
            policy = with_format("olist_deals.assay", 'time from "won_date"', words, folder) if words else "olist_deals.assay"
            path = os.path.join(OLIST, name)
            hold(score(policy, path, *as_of), [wanted[row["mql_id"]] for row in rows_of(path)])


def refused(policy, leads, *words):
    """What a run says that must write no file because of too much bad data."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "out.csv")
        code, _, errors = run(policy, leads, *words, "--as-of", "2018-05-31", "-o", output)
        check(code == 1 and not os.path.exists(output), "exit code %d\n%s" % (code, errors))
    return errors


def dates_that_nobody_declared():
    """Without a declared format, or with the wrong one, nothing is guessed: a report that locates the cells, and with --max-bad a refusal."""
    policy, leads = os.path.join(HERE, "olist_mql.assay"), os.path.join(VARIANTS, "mql.dd-mm-yyyy.crlf.csv")
    errors = refused(policy, leads, "--max-bad", "5%")
    for said in ("first_contact_date", "8000 bad cells", "expected a date like 2026-11-22", 'row 1 (line 2): "01-02-2018"'):
        check(said in errors, "%s is not said\n%s" % (said, errors))
    refused(policy, os.path.join(VARIANTS, "mql.us-dates.crlf.csv"), "--max-bad", "0")
    with tempfile.TemporaryDirectory() as folder:
        turned = with_format("olist_mql.assay", 'date from "first_contact_date"', '"MM-DD-YYYY"', folder)
        check("20-10-2017" in refused(turned, leads, "--max-bad", "5%"), "days from the 13th on are no months")


def x_education():
    for name in ("Leads.csv", "Leads.37col.derived.csv"):
        path = os.path.join(DATA, "x-education-leads", name)
        hold(score("x_education.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0"), [expected.x_education(row) for row in rows_of(path)])


def bank():
    path = os.path.join(BANK, "bank-full.csv")
    hold(score("bank.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0"),
         [expected.bank(row) for row in rows_of(path, delimiter=";")])


def bank_with_floats_and_blanks():
    """58.0 is 58, and a blank is what `unknown` was: rows that lost nothing else score as before."""
    path = os.path.join(BANK, "variants", "bank-full.floats-and-blanks.csv")
    rows = rows_of(path, delimiter=";")
    found = score("bank.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0")
    hold(found, [expected.bank(row) for row in rows])
    before = rows_of(os.path.join(BANK, "bank-full.csv"), delimiter=";")
    kept = [number for number, (old, new) in enumerate(zip(before, rows))
            if all(new[name] or old[name] in ("unknown", "-1") for name in BANK_ASKED)]
    check(len(kept) > 30000, "only %d rows to compare" % len(kept))
    hold([found[number] for number in kept], [expected.bank(before[number]) for number in kept])


def bank_with_moved_columns():
    path = os.path.join(BANK, "variants", "bank-additional-full.decimal-comma-damaged.csv")
    found = score("bank_damaged.assay", path, "--as-of", "2020-01-01", "--quiet")
    damaged = sum(row["tags"] == "damaged" for row in found)
    wanted = sum(not (4000 <= float(row["nr.employed"]) <= 6000 and 80 <= float(row["cons.price.idx"]) <= 110) for row in rows_of(path))
    check(damaged == wanted and damaged > 19000, "%d rows are told to be damaged, %d are" % (damaged, wanted))


def hillstrom():
    path = os.path.join(DATA, "hillstrom-email", "hillstrom.csv")
    hold(score("hillstrom.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0"), [expected.hillstrom(row) for row in rows_of(path)])


def accounts():
    """As they come, and as a German spreadsheet would save them: Latin-1, semicolons, decimal commas, groups of thousands."""
    path = os.path.join(CRM, "accounts.csv")
    rows = rows_of(path)
    wanted = [expected.account(row) for row in rows]
    hold(score("accounts.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0"), wanted)
    with tempfile.TemporaryDirectory() as folder:
        other = os.path.join(folder, "accounts.csv")
        with open(other, "w", encoding="latin-1", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]), delimiter=";", quoting=csv.QUOTE_ALL)
            table.writeheader()
            for row in rows:
                money = "{:,.2f}".format(float(row["revenue"])).replace(",", " ").replace(".", ",").replace(" ", ".")
                table.writerow(dict(row, revenue=money, sector=row["sector"].replace("medical", "m\u00e9dical")))
        policy = with_format("accounts.assay", "revenue: number", '"1.000,5"', folder)
        hold(score(policy, other, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0", "--encoding", "latin-1"), wanted)


def pipeline():
    path = os.path.join(CRM, "sales_pipeline.csv")
    hold(score("pipeline.assay", path, "--as-of", "2017-12-31", "--quiet", "--max-bad", "0"), [expected.opportunity(row) for row in rows_of(path)])


def campaign():
    """Columns between tabs in a file that is called .csv."""
    path = os.path.join(DATA, "marketing-campaign", "marketing_campaign.csv")
    hold(score("campaign.assay", path, "--as-of", "2020-01-01", "--quiet", "--max-bad", "0"), [expected.campaign(row) for row in rows_of(path, delimiter="\t")])


def yammer():
    """90,389 events with a byte order mark, and people in a file without a header."""
    events = collections.defaultdict(list)
    for row in rows_of(os.path.join(YAMMER, "yammer_emails.csv")):
        events[row["user_id"]].append((datetime.datetime.fromisoformat(row["occurred_at"]), row["action"]))
    with open(os.path.join(YAMMER, "yammer_users.csv"), encoding="utf-8-sig", newline="") as file:
        people = [(row[0], row[5]) for row in csv.reader(file)]
    as_of = datetime.datetime(2022, 8, 31, 23, 59, 59, 999999)
    wanted = [dict(expected.yammer(state, events.get(person, []), as_of), id=person) for person, state in people]
    with tempfile.TemporaryDirectory() as folder:
        users = os.path.join(folder, "users.csv")
        with open(users, "w", encoding="utf-8", newline="") as file:
            file.write("id,created,company,language,activated,state\r\n")
            with open(os.path.join(YAMMER, "yammer_users.csv"), encoding="utf-8-sig", newline="") as original:
                file.write(original.read())
        hold(score("yammer.assay", users, "--activities", os.path.join(YAMMER, "yammer_emails.csv"), "--map", "activity.lead=user_id",
                   "--map", "activity.time=occurred_at", "--map", "activity.activity=action", "--as-of", "2022-08-31", "--quiet"), wanted)


def ids_file(folder, ids):
    path = os.path.join(folder, "leads.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write("id\n" + "".join("%s\n" % each for each in ids))
    return path


def marketo():
    """Nine logs with a byte order mark each, told apart by a number; three of them hold kinds that the policy does not know."""
    logs = sorted(glob.glob(os.path.join(VENDORS, "marketo", "marketo_activity_*_data.csv")))
    events = collections.defaultdict(list)
    for path in logs:
        for row in rows_of(path):
            events[row["lead_id"]].append((row["activity_type_id"], row["activity_date"][:10], row))
    names = ("--map", "activity.lead=lead_id", "--map", "activity.activity=activity_type_id", "--map", "activity.time=activity_date")
    files = [word for path in logs for word in ("--activities", path)]
    with tempfile.TemporaryDirectory() as folder:
        leads = ids_file(folder, sorted(events))
        code, found, errors = run(os.path.join(HERE, "marketo.assay"), leads, *files, *names, "--as-of", "2020-06-01")
        check(code == 0, errors)
    hold(found, [dict(expected.marketo(events[lead]), id=lead) for lead in sorted(events)])
    for said in ('"13" (100)', '"32" (100)', '"29" (31)'):
        check(said in errors, "%s is not said\n%s" % (said, errors))
    leads = os.path.join(VENDORS, "marketo", "marketo_lead_data.csv")
    code, found, errors = run(os.path.join(HERE, "marketo.assay"), leads, *files, *names, "--as-of", "2020-06-01")
    check(code == 0 and len(found) == 100 and {row["score"] for row in found} == {"0"}, "leads without activities\n%s" % errors)
    check("831 activities of 648 leads not in the lead files" in errors, errors)


def hubspot():
    events = collections.defaultdict(list)
    path = os.path.join(VENDORS, "hubspot", "email_event_data.csv")
    for row in rows_of(path):
        events[row["recipient"]].append((row["type"], datetime.datetime.fromisoformat(row["created"]), row["filtered_event"]))
    zone = zoneinfo.ZoneInfo("America/New_York")
    utc = lambda time: time.replace(tzinfo=zone).astimezone(datetime.timezone.utc)  # noqa: E731
    as_of = utc(datetime.datetime(2020, 4, 24, 23, 59, 59, 999999))
    instants = {lead: [(kind, utc(time), filtered) for kind, time, filtered in each if utc(time) <= as_of] for lead, each in events.items()}
    wanted = [dict(expected.hubspot_events(instants[lead], as_of, lambda time: time.astimezone(zone).date()), id=lead) for lead in sorted(events)]
    with tempfile.TemporaryDirectory() as folder:
        hold(score("hubspot_events.assay", ids_file(folder, sorted(events)), "--activities", path, "--map", "activity.lead=recipient", "--map",
                   "activity.activity=type", "--map", "activity.time=created", "--as-of", "2020-04-24", "--quiet", "--max-bad", "0"), wanted)
    path = os.path.join(VENDORS, "hubspot", "contact_data.csv")
    hold(score("hubspot_contacts.assay", path, "--as-of", "2021-05-01", "--quiet", "--max-bad", "0"), [expected.hubspot_contact(row) for row in rows_of(path)])


def salesforce():
    path = os.path.join(VENDORS, "salesforce", "sf_opportunity_data.csv")
    hold(score("salesforce.assay", path, "--as-of", "2019-01-01", "--quiet", "--max-bad", "0"), [expected.salesforce(row) for row in rows_of(path)])


def logs_of_cases():
    """72,413 and 13,710 events in the order of their cases; exact duplicates without an id count twice, as they may have happened twice."""
    for name, day in (("bpi_12_w.csv", "2012-03-01"), ("helpdesk.csv", "2012-11-01")):
        path = os.path.join(DATA, "bpi2012-loan-applications", name)
        as_of = datetime.datetime.fromisoformat(day + " 23:59:59.999999")
        events = collections.defaultdict(list)
        for row in rows_of(path):
            time = datetime.datetime.fromisoformat(row["CompleteTimestamp"])
            events[row["CaseID"]] += [(row["ActivityID"], time)] if time <= as_of else []
        with tempfile.TemporaryDirectory() as folder:
            log = os.path.join(folder, name)
            with open(path, encoding="utf-8") as original, open(log, "w", encoding="utf-8", newline="") as file:
                file.write(original.read().replace("ActivityID", "Code", 1))  # it is no id of one event
            hold(score("cases.assay", ids_file(folder, sorted(events)), "--activities", log, "--map", "activity.lead=CaseID", "--map",
                       "activity.activity=Code", "--map", "activity.time=CompleteTimestamp", "--as-of", day, "--quiet"),
                 [dict(expected.case(events[each], as_of), id=each) for each in sorted(events)])


TESTS = (same_leads_in_other_spellings, deals_in_other_spellings, dates_that_nobody_declared, x_education, bank, bank_with_floats_and_blanks,
         bank_with_moved_columns, hillstrom, accounts, pipeline, campaign, yammer, marketo, hubspot, salesforce, logs_of_cases)


def main(words):
    if not os.path.isdir(DATA):
        print("The real data is not beside this checkout (ASSAY_SHARED names its folder): not run.\n0 passed, 0 failed")
        return 0
    passed = failed = 0
    for test in TESTS:
        if words and test.__name__ not in words:
            continue
        try:
            test()
            passed += 1
            print("ok %s" % test.__name__)
        except (Failure, OSError, subprocess.TimeoutExpired) as problem:
            failed += 1
            print("FAILED %s\n    %s" % (test.__name__, str(problem).replace("\n", "\n    ")))
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
