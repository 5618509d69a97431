#!/usr/bin/env python3
"""Leads and policies to measure with, made by the project itself: make_data.py FOLDER [--leads 1000000] [--seed 1]

Writes leads.csv (20 columns) and policy-N.assay for N = 10, 30, 100, 1000 rules over numbers, closed sets and lists. Same seed, same bytes;
Python's standard library only. A smaller policy's rules are the first ones of a larger one."""
import argparse
import os
import random

COUNTRIES = "US DE GB FR SE NL CH AT IN CA AU ES IT PL DK NO FI BE IE PT CZ BR MX JP SG".split()
SOURCES = ["organic search", "paid search", "event", "referral", "partner", "social", "email", "direct"]
LEVELS = ["VP", "Head of", "Director of", "Manager", "Senior Manager", "Chief", "Specialist", "Assistant", "Intern", "Owner"]
AREAS = ["Marketing", "Sales", "Growth", "Finance", "Purchasing", "IT", "Security", "Engineering", "Operations", "Legal", "Support", "Data"]
REGIONS = ["EMEA", "DACH", "Nordics", "APAC", "Global", "SMB", "Enterprise", "North", "South", ""]
FIELDS = ("id email first_name last_name title company domain country city language industry employees revenue source created phone website "
          "consent pages_viewed notes").split()
WORDS = "asked called about pricing demo trial renewal budget waiting next quarter integration security partner webinar".split()
POLICY_SIZES = (10, 30, 100, 1000)


def lead(rng, number):
    word = "%s%s" % (rng.choice(WORDS), number % 9973)
    maybe = lambda text, share=0.92: text if rng.random() < share else ""
    title = ("%s %s %s" % (rng.choice(LEVELS), rng.choice(AREAS), rng.choice(REGIONS))).strip()
    return [str(100000 + number), "lead%d@%s.example" % (number, word), "Ada", maybe("Lovelace"), maybe(title), word + " GmbH", word + ".example",
            maybe(rng.choice(COUNTRIES)), "Berlin", "en", maybe(rng.choice(AREAS)), maybe(str(int(rng.lognormvariate(4.6, 1.9)) + 1)),
            maybe(str(int(rng.lognormvariate(16, 2)))), maybe(rng.choice(SOURCES)), "2026-0%d-1%d" % (rng.randint(1, 9), rng.randint(0, 9)),
            maybe("+49 30 %d" % rng.randint(1000000, 9999999), 0.7), "https://www.%s.example" % word, rng.choice(["yes", "no"]),
            maybe(str(int(rng.expovariate(0.1)))), maybe(" ".join(rng.choice(WORDS) for _ in range(6)))]


def rule(rng):
    kind = rng.randrange(3)
    if kind == 0:
        field, bound = rng.choice([("employees", rng.randint(1, 5000)), ("revenue", rng.randint(1, 500) * 100000), ("pages_viewed", rng.randint(1, 40))])
        condition = "%s %s %d" % (field, rng.choice([">=", "<", ">"]), bound)
    elif kind == 1:
        condition = "source in %s" % ", ".join('"%s"' % each for each in rng.sample(SOURCES, 3))
    else:
        field, values = rng.choice([("country", COUNTRIES), ("industry", AREAS),
                                    ("title", ["%s %s *" % (level, area) for level in LEVELS for area in AREAS])])
        condition = "%s in %s" % (field, ", ".join('"%s"' % each for each in rng.sample(values, 6)))
    return "  when %s: %+d" % (condition, rng.choice([-1, 1]) * rng.randint(1, 20))


def policy(rules):
    labels = ", ".join('"%s"' % each for each in SOURCES)
    head = ['policy "bench"', "", "lead", "  id: text", "  employees: integer", "  revenue: integer", "  pages_viewed: integer",
            "  country: text", "  industry: text", "  title: text", "  source: one of " + labels, "", "score points"]
    return "\n".join(head + rules + ["", "stage MQL", "  enter when score >= 10", ""])


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder")
    arguments.add_argument("--leads", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    rng = random.Random(options.seed)
    rules = [rule(rng) for _ in range(max(POLICY_SIZES))]
    for size in POLICY_SIZES:
        with open(os.path.join(options.folder, "policy-%d.assay" % size), "w", encoding="utf-8") as file:
            file.write(policy(rules[:size]))
    with open(os.path.join(options.folder, "leads.csv"), "w", encoding="utf-8") as file:
        file.write(",".join(FIELDS) + "\n")
        for number in range(options.leads):
            file.write(",".join(lead(rng, number)) + "\n")


if __name__ == "__main__":
    main()
