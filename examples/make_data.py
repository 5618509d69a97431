#!/usr/bin/env python3
"""Makes the leads and activities of the examples: make_data.py [FOLDER]...

Invented people and companies, the same ones each time: every example has a seed of its own. Run it after a change and read the difference."""
import csv
import datetime
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
AS_OF = datetime.datetime(2026, 11, 22, 18, 0)

FIRST_NAMES = ["Ada", "Anna", "Björn", "Camille", "Carl", "Chloé", "Elin", "Emma", "Erik", "Fatma", "Georg", "Hanna", "Ines", "Jonas", "Julia", "Karin",
               "Léa", "Lena", "Lukas", "Maja", "Marie", "Mehmet", "Nils", "Olga", "Paul", "Petra", "Rasmus", "Sofia", "Théo", "Tom", "Ursula", "Wei"]
LAST_NAMES = ["Andersson", "Bauer", "Berg", "Dubois", "Eriksson", "Fischer", "Garnier", "Holm", "Jansen", "Keller", "Kowalski", "Lambert", "Lindqvist",
              "Meyer", "Moreau", "Müller", "Nielsen", "Novak", "Öberg", "Petit", "Richter", "Rossi", "Schäfer", "Silva", "Ström", "Vogel", "Walker", "Yılmaz"]
TITLES = ["CEO", "CMO", "Head of Marketing", "VP Sales", "Marketing Manager", "Sales Director", "Geschäftsführerin", "Leiter Marketing", "Vertriebsleiter",
          "Marknadschef", "Försäljningschef", "VD", "Directrice marketing", "Responsable des achats", "Einkäufer", "Procurement Specialist", "Werkstudentin",
          "Intern", "Student", "Controller", "IT-Leiter", "Software Engineer", "Assistant", "Praktikant", ""]
COMPANIES = ["Nordlicht Maschinen", "Lind Fabrik", "Brightdock", "Atelier Garonne", "Havsvind Energi", "Kupfer & Söhne", "Papyrus Verlag", "Quellwerk",
             "Roche Bleue", "Silverfjord", "Talwind Logistik", "Ostsee Reederei", "Vitrine Paris", "Wolkenwerk", "Björkskog"]
COUNTRIES = ["DE", "Deutschland", "Germany", "AT", "Österreich", "Schweiz", "SE", "Sweden", "Sverige", "France", "FR", "United Kingdom", "Poland", "US", ""]
FREEMAIL = ["gmail.com", "gmx.de", "web.de", "hotmail.se", "orange.fr", "outlook.com"]
PAGES = ["/", "/pricing", "/preise", "/de/preise", "/blog/scoring", "/product", "/careers", "/pricing/enterprise", "/about"]
WEBINARS = ["Pricing 101", "Scoring that sales believes", "Routing leads"]
LETTERS = ["October letter", "November letter", "Product news"]


def domain_of(company):
    plain = company.lower().replace(" & ", "-").replace(" ", "-")
    for sign, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        plain = plain.replace(sign, letters)
    return plain + ".example"


class Person:
    """One invented lead; the examples take from it what their exports have."""

    def __init__(self, dice):
        self.first, self.last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
        self.title, self.company, self.country = dice.choice(TITLES), dice.choice(COMPANIES), dice.choice(COUNTRIES)
        domain = domain_of(self.company) if dice.random() < 0.8 else dice.choice(FREEMAIL)
        letters = "".join(sign for sign in (self.first + "." + self.last).lower() if sign.isascii())
        self.email = "%s@%s" % (letters, domain) if dice.random() < 0.95 else ""
        self.employees = int(10 ** dice.uniform(0.5, 4.2))


def maybe(dice, share, value):
    return value if dice.random() < share else ""


def time_before(dice, days):
    """A time within the last days, most of them lately."""
    return AS_OF - datetime.timedelta(minutes=int(days * 1440 * dice.random() ** 2))


def write(folder, name, head, rows, delimiter=","):
    with open(os.path.join(HERE, folder, name), "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def sample_activities(dice, lead, kinds, most):
    """Rows of activities.csv: lead, kind, time, object, minutes. `kinds` maps a kind to its objects."""
    rows = []
    for _ in range(int(dice.random() ** 2 * (most + 1))):
        kind = dice.choice(list(kinds))
        what = dice.choice(kinds[kind])
        minutes = dice.randint(5, 70) if "ttended" in kind else ""
        rows.append([lead, kind, time_before(dice, 120).strftime("%Y-%m-%d %H:%M"), what, minutes])
    return rows


def one_line():
    dice = random.Random(1)
    people = [Person(dice) for _ in range(200)]
    leads = [[1001 + i, p.first, p.last, p.email, p.title, p.company, "Marketing Qualified Lead" if i % 9 == 0 else "Lead"] for i, p in enumerate(people)]
    activities = []
    for lead in leads:
        rows = sample_activities(dice, lead[0], {"PAGE_VIEW": ["https://www.assay.example" + page for page in PAGES], "OPEN": LETTERS}, 6)
        activities += [row[:4] for row in rows]
    dice.shuffle(activities)
    write("one-line", "leads.csv", ["Record ID", "First Name", "Last Name", "Email", "Job Title", "Company Name", "Lifecycle Stage"], leads)
    write("one-line", "activities.csv", ["Contact ID", "Event Type", "Occurred At", "Page URL"], activities)


def b2b_inbound():
    dice = random.Random(2)
    kinds = {"Visit Webpage": PAGES, "Open Email": LETTERS, "Click Email": LETTERS, "Registered": WEBINARS, "Webinar Attended": WEBINARS,
             "Demo Request": ["demo"], "Sales Accepted": ["yes"], "Returned to Marketing": ["not now"]}
    leads, activities = [], []
    for i in range(300):
        p = Person(dice)
        leads.append([5000 + i, p.first, maybe(dice, 0.9, p.last), p.email, p.title, p.company, maybe(dice, 0.9, p.employees), p.country,
                      dice.choice(["inbound", "Event", "interaction", ""]), dice.choice(["yes", "no", "", ""]), maybe(dice, 0.4, dice.randint(1, 90) * 1000)])
        activities += sample_activities(dice, 5000 + i, kinds, 14)
    dice.shuffle(activities)
    write("b2b-inbound", "leads.csv", ["id", "First Name", "Last Name", "Email", "Job Title", "Company Name", "Number of Employees", "Country/Region",
                                       "Original Source", "buying_cycle", "Deal Size"], leads)
    write("b2b-inbound", "activities.csv", ["lead", "activity", "time", "object", "minutes"], activities)


def event_triage():
    dice = random.Random(3)
    leads = []
    for i in range(250):
        p = Person(dice)
        day = datetime.date(2026, 11, 22) - datetime.timedelta(days=dice.choice([0, 0, 0, 1, 2, 9]))
        wishes = dice.choice(["Offer", "demo", "demo", "reading", "reading", "partner", "job", ""])
        topics = "|".join(sorted(dice.sample(["Scoring", "Routing", "Reporting", "Badges", "Coffee"], dice.randint(0, 2))))
        leads.append(["B-%04d" % (i + 1), p.first, maybe(dice, 0.92, p.last), p.title, p.company, p.email, "%s %02d:%02d" % (day, dice.randint(9, 17), dice.randint(0, 59)),
                      wishes, maybe(dice, 0.9, dice.randint(1, 30)), dice.choice(["north", "south"]), topics, dice.choice(["x", ""])])
    write("event-triage", "leads.csv", ["Badge", "First Name", "Last Name", "Job Title", "Company", "Email", "Scanned", "Wants", "Minutes", "Booth", "Topics",
                                        "Newsletter"], leads)
    accounts = sorted(dice.sample(COMPANIES, 5))
    write("event-triage", "accounts.csv", ["company", "domain", "owner"], [[name, domain_of(name), dice.choice(["Elin", "Paul"])] for name in accounts])


def german():
    dice = random.Random(4)
    kinds = {"Seitenaufruf": ["/preise", "/preise/maschinen", "/karriere", "/", "/referenzen/bahn"], "Download": ["Whitepaper Instandhaltung", "Preisliste", "Datenblatt"],
             "E-Mail geöffnet": ["Oktober", "November"], "Anfrage": ["Demo vor Ort", "Rückruf", "Angebot"]}
    leads, activities = [], []
    for i in range(300):
        p = Person(dice)
        founded = datetime.date(dice.randint(1890, 2024), dice.randint(1, 12), dice.randint(1, 28))
        revenue = "{:,.2f}".format(p.employees * dice.uniform(40_000, 260_000)).replace(",", "_").replace(".", ",").replace("_", ".")
        leads.append(["K%05d" % (i + 1), p.first, p.last, p.title, p.email, p.company, "{:,}".format(p.employees).replace(",", "."), maybe(dice, 0.8, revenue),
                      dice.choice(["Maschinenbau", "maschinenbau ", "Handel", "Dienstleistung", "Öffentlich", "k. A.", ""]),
                      maybe(dice, 0.7, founded.strftime("%d.%m.%Y")), "%05d" % dice.randint(1067, 99998), dice.choice(["x", "x", ""])])
        activities += [row[:4] for row in sample_activities(dice, "K%05d" % (i + 1), kinds, 8)]
    dice.shuffle(activities)
    write("german", "leads.csv", ["Kundennummer", "Vorname", "Nachname", "Position", "E-Mail", "Firma", "Mitarbeiter", "Umsatz (EUR)", "Branche", "Gegründet",
                                  "PLZ", "Einwilligung"], leads, ";")
    write("german", "activities.csv", ["Kunde", "Aktivität", "Zeitpunkt", "Was"], activities, ";")


EXAMPLES = {"one-line": one_line, "b2b-inbound": b2b_inbound, "event-triage": event_triage, "german": german}

if __name__ == "__main__":
    for example in sys.argv[1:] or EXAMPLES:
        EXAMPLES[example]()
