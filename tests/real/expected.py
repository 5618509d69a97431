"""What the policies of this folder must give, worked out with Python's csv module and decimals, knowing nothing of the program.

Each function takes a row as csv.DictReader gives it and returns the columns of the result that it vouches for."""
import datetime
from decimal import Decimal, ROUND_HALF_EVEN


def shown(points):
    """Points as the program writes them: four places, and no more than needed."""
    text = format(Decimal(points).quantize(Decimal("0.0001"), ROUND_HALF_EVEN), "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def grade(value, bands, last):
    return next((name for name, bound in bands if value >= bound), last)


def olist_mql(row):
    origin = row["origin"] if row["origin"] not in ("", "unknown", "other") else None
    channel = {"organic_search": 20, "paid_search": 20, "direct_traffic": 12, "referral": 12, "social": 5, "email": 5, None: 15}.get(origin, 0)
    day = datetime.date.fromisoformat(row["first_contact_date"])
    recency = 20 if day >= datetime.date(2018, 3, 1) else 10 if day >= datetime.date(2017, 11, 1) else 0
    recency += 5 if (datetime.date(2018, 5, 31) - day).days <= 60 else 0
    recency += 2 if day.isoweekday() <= 5 else 0
    score = channel + recency
    stage = "lead"
    if score >= 30:
        stage = "hot" if recency >= 25 else "MQL"
    elif score < 15:
        stage = "cold"
    return {"channel": shown(channel), "recency": shown(recency), "score": shown(score), "stage": stage}


def olist_deal(row):
    won = datetime.datetime.fromisoformat(row["won_date"])
    deal = 10 if won >= datetime.datetime(2018, 4, 1) else 0
    deal += 5 if won.month in (5, 6) else 0
    deal += 7 if row["business_type"] == "manufacturer" else 0
    deal += 3 if "wolf" in [part.strip() for part in row["lead_behaviour_profile"].split(",")] else 0
    return {"deal": shown(deal), "stage": "priority" if deal >= 20 else "onboarding" if deal >= 10 else "lead"}


def x_education(row):
    said = {name: "" if value == "Select" else (value or "").strip() for name, value in row.items() if name}
    fit = 31 if said["Lead Origin"] == "Lead Add Form" else 0
    source = said["Lead Source"].casefold()
    fit += {"welingak website": 33, "google": 3, "olark chat": 12}.get(source, 0)
    occupation = said["What is your current occupation"]
    fit += 23 if occupation == "Working Professional" else -9 if not occupation else 0
    fit -= 5 if not said["Specialization"] else 0
    fit += 1 if "mumbai" in said["City"].casefold() else 0
    interest = Decimal(0)
    if said["Total Time Spent on Website"]:
        interest += min(Decimal(int(said["Total Time Spent on Website"]) / 60), Decimal(25)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    last = said["Last Activity"]
    interest += 14 if last == "SMS Sent" else -15 if last in ("Email Bounced", "Unsubscribed", "Email Marked Spam") else 0
    interest += 4 if said["TotalVisits"] and 2 <= float(said["TotalVisits"]) <= 20 else 0
    interest = min(interest, Decimal(40))
    held = said["Do Not Email"] == "Yes"
    score = fit + interest - (14 if held else 0)
    return {"fit": shown(fit), "interest": shown(interest), "score": shown(score), "stage": "MQL" if score >= 30 and not held else "lead",
            "band": grade(score, (("A", 45), ("B", 25), ("C", 5)), "D")}


def whole(cell, *missing):
    return None if cell in ("",) + missing else int(float(cell))


def bank(row):
    outcome, days = row["poutcome"], whole(row["pdays"], "-1")
    history = 40 if outcome == "success" else 10 if days is not None and days <= 180 else -5 if outcome == "failure" else 0
    balance, age = whole(row["balance"]), whole(row["age"])
    profile = 10 if row["job"] in ("retired", "student") else 0
    if balance is not None:
        profile += 5 if balance >= 1000 else -5 if balance < 0 else 0
    profile += 5 if age is not None and not 30 <= age <= 60 else 0
    profile += 4 if row["housing"] == "no" else 0
    timing = 15 if row["month"] in ("mar", "sep", "oct", "dec") else 0
    timing += {"cellular": 6, "telephone": 0}.get(row["contact"], -6)
    campaign = whole(row["campaign"])
    timing -= 4 if campaign is not None and campaign > 3 else 0
    score = history + profile + timing
    return {"history": shown(history), "profile": shown(profile), "timing": shown(timing), "score": shown(score),
            "call": grade(score, (("hot", 40), ("warm", 20)), "cold")}


def hillstrom(row):
    recency, band = int(row["recency"]), int(row["history_segment"][0])
    line = 0 if recency <= 3 else 1 if recency <= 8 else 2
    worth = Decimal((((5, 12, 25), (2, 6, 14), (0, 3, 8))[line])[0 if band <= 2 else 1 if band <= 5 else 2])
    worth += 3 if Decimal(row["history"]) >= Decimal("500.5") else 0
    person = Decimal(4 if row["mens"] == row["womens"] == "1" else 0)
    person += {"Multichannel": 5, "Web": 3}.get(row["channel"], 0)
    person += Decimal("2.5") if row["zip_code"] == "Rural" else 0
    person -= 2 if row["newbie"] == "1" else 0
    return {"worth": shown(worth), "person": shown(person), "score": shown(worth + person),
            "tags": "holdout" if row["segment"] == "No E-Mail" else ""}


def account(row):
    size = 0 if int(row["employees"]) < 500 else 1 if int(row["employees"]) <= 2000 else 2
    lines = {"software": (10, 20, 30), "technolgy": (10, 20, 30), "medical": (10, 20, 30), "finance": (5, 15, 20), "telecommunications": (5, 15, 20)}
    company = Decimal(lines.get(row["sector"], (0, 5, 10))[size])
    company += min(Decimal(float(row["revenue"]) / 100), Decimal(40)).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    company -= 2 if row["office_location"] != "United States" else 0
    company += Decimal("1.25") if row["subsidiary_of"] else 0
    return {"company": shown(company), "size": grade(int(row["employees"]), (("L", 5000), ("M", 1000)), "S")}


def opportunity(row):
    engaged, closed = (datetime.date.fromisoformat(row[name]) if row[name] else None for name in ("engage_date", "close_date"))
    worth = 0
    if engaged and closed:
        worth += 10 if (closed - engaged).days <= 30 else -5 if (closed - engaged).days > 100 else 0
    worth += 5 if row["close_value"] and float(row["close_value"]) >= 1000 else 0
    worth -= 3 if not row["account"] else 0
    worth += 2 if row["product"] in ("GTX Pro", "GTXPro") else 0
    stage = row["deal_stage"]
    quiet = closed is None and engaged is not None and (datetime.date(2017, 12, 31) - engaged).days > 180
    return {"worth": shown(worth), "stage": {"Won": "customer", "Lost": "excluded", "Engaging": "open", "Prospecting": "lead"}[stage],
            "excluded": "lost" if stage == "Lost" else "",
            "tags": "; ".join(name for name, holds in (("early", stage == "Prospecting"), ("quiet", quiet)) if holds)}


def campaign(row):
    person = 3 if not row["Income"] else 20 if float(row["Income"]) >= 75000 else 8 if float(row["Income"]) >= 40000 else 0
    person -= 1 if row["Marital_Status"] in ("Absurd", "YOLO") else 0
    answers = sum(row["AcceptedCmp%d" % i] == "1" for i in range(1, 6))
    history = Decimal(30 if answers >= 2 else 12 if answers == 1 else 0)
    recent = int(row["Recency"]) <= 30
    history += 6 if recent else 0
    history += 5 if datetime.datetime.strptime(row["Dt_Customer"], "%d-%m-%Y").year < 2013 else 0
    history += Decimal(int(row["MntWines"]) / 200).quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
    tags = (["born too early"] if int(row["Year_Birth"]) < 1920 else []) + (["recent"] if recent else [])
    return {"person": shown(person), "history": shown(history), "tags": "; ".join(tags)}


def yammer(state, events, as_of):
    """The points of one person whose events are (time, action)."""
    since = as_of - datetime.timedelta(days=30)
    times = {action: sorted(time for time, what in events if what == action) for action in {what for _, what in events}}
    opened, clicked = times.get("email_open", []), times.get("email_clickthrough", [])
    sent = len(times.get("sent_weekly_digest", [])) + len(times.get("sent_reengagement_email", []))
    score = min(6, sum(since < time <= as_of for time in opened))
    score += 5 * sum(since < time <= as_of for time in clicked)
    score += min(10, 2 * len({time.isocalendar()[:2] for time in clicked}))
    score -= 4 if sent >= 8 and not opened else 0
    score += 3 if any(a < b <= a + datetime.timedelta(days=2) for a, b in zip(clicked, clicked[1:])) else 0
    return {"interest": shown(max(0, score - (20 if state == "pending" else 0)))}


def marketo(events):
    """Events are (type, day, row), of one lead, over all its logs."""
    opened = sum(kind == "10" for kind, _, _ in events)
    clicks = [row["link"] for kind, _, row in events if kind == "11"]
    interest = min(opened, 3) + 5 * len({link.casefold() for link in clicks if link})
    interest += 10 if any("webinar" in link.casefold() for link in clicks) else 0
    interest -= 10 if any(kind == "8" and row["category"] in ("1", "2") for kind, _, row in events) else 0
    interest += 2 if len({day for kind, day, _ in events if kind == "6"}) >= 2 else 0
    interest = max(interest, -5)
    gone = any(kind == "9" for kind, _, _ in events)
    return {"score": shown(interest), "stage": "excluded" if gone else "engaged" if interest >= 5 else "lead"}


def hubspot_events(events, as_of, local_day):
    """Events are (type, time, filtered)."""
    opened = [time for kind, time, filtered in events if kind == "OPEN" and filtered != "true"]
    sent = [time for kind, time, _ in events if kind in ("SENT", "PROCESSED")]
    score = min(len(opened), 20) + 3 * len({local_day(time) for time in opened})
    score += 5 if any(datetime.timedelta(0) < later - first <= datetime.timedelta(hours=1) for first in sent for later in opened) else 0
    score += 10 if any(time > as_of - datetime.timedelta(days=1) for time in opened) else 0
    return {"score": shown(score), "stage": "engaged" if score >= 10 else "lead"}


def hubspot_contact(row):
    merged = [part for part in row["property_hs_merged_object_ids"].split(";") if part]
    fit = 10 if int(row["property_annualrevenue"]) > 100000 else 0
    fit += 7 if row["property_company"] == "SampleCompany" else 0
    fit += (5 if len(merged) >= 2 else 0) + (3 if "46897301" in merged else 0)
    fit += (4 if row["property_createdate"].startswith("2021") else 0) - (0 if row["property_jobtitle"] else 2)
    return {"id": row["id"], "score": shown(fit), "stage": "known" if row["property_company"] or merged else "lead"}


def salesforce(row):
    amount = float(row["amount"]) if row["amount"] else None
    deal = 20 if amount is not None and amount >= 100000 else 5 if amount is not None else 0
    deal += (3 if "2018-12-01" <= row["close_date"][:10] <= "2018-12-15" else 0) + (1 if row["fiscal_quarter"] == "4" else 0)
    return {"id": row["id"], "score": shown(deal), "stage": "won" if row["is_won"] == "true" else "lost" if row["is_closed"] == "true" else "running"}


def case(events, as_of):
    """Events are (kind, time)."""
    calls = [time for kind, time in events if kind == "5"]
    offers = [time for kind, time in events if kind == "3"]
    work = min(len(events), 10) + min(2 * len({time.date() for time in calls}), 8)
    work += 5 if any(datetime.timedelta(0) < later - first <= datetime.timedelta(days=3) for first in offers for later in calls) else 0
    work -= 0 if any(time > as_of - datetime.timedelta(days=30) for _, time in events) else 10
    work += 4 if len(events) >= 20 else 0
    return {"work": shown(work), "stage": "busy" if work >= 15 else "lead"}
