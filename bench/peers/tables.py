# SPDX-License-Identifier: Apache-2.0
"""Rows of many turns into one row each, answers compared, tables and goals printed."""
import re, statistics

# (job, ours, theirs, kind, ratio). "most": ours may take so many times what theirs takes; "least": theirs must take so many
# times what ours takes; "over": ours may take so many ms more. find() says what a name means. The ratios were set for 10,000,000 rows.
GOALS = [
    ("W1", "qunce", "raw C", "most", 1.5), ("W1", "qunce", "duckdb 2thr", "least", 4), ("W1", "qunce", "polars", "least", 2),
    ("W1", "qunce", "sqlite C api", "least", 20), ("W1 year", "qunce", "raw C", "most", 2), ("W1 corrections", "qunce", "raw C", "most", 2),
    ("W2", "qunce", "raw C", "most", 1.3), ("W2", "qunce", "duckdb 2thr", "least", 30), ("W2", "qunce", "numpy", "least", 1.5),
    ("W2", "qunce", "sqlite C api$", "least", 200),
    ("W3", "qunce", "raw C", "most", 1.5), ("W3", "qunce", "sqlite", "least", 20), ("W3", "qunce", "duckdb 2thr batch join", "least", 2),
    ("W4", "qunce", "raw C", "most", 1.5), ("W4", "qunce rules, first touch", "raw C", "most", 2.2), ("W4", "qunce", "duckdb 2thr", "least", 20), ("W4", "qunce", "numpy", "least", 2),
    ("W4", "qunce", "sqlite", "least", 100),
    ("W5", "qunce@1", "raw C@1", "most", 1.15), ("W5", "qunce@2", "raw C@2", "most", 1.15), ("W5", "qunce@2", "qunce@1", "least", 1.7),
    ("W5", "qunce@1", "numpy$", "least", 3.5), ("W5", "qunce@2", "numpy$", "least", 7), ("W5", "qunce@1", "luajit", "least", 7),
    ("W5", "qunce@1", "R", "least", 12), ("W5", "qunce@1", "plain lua", "least", 28),
    ("W6 paths", "qunce@1", "raw C@1", "most", 1.5), ("W6 paths", "qunce@2", "raw C@2", "most", 1.5), ("W6 cold", "qunce whatif, cache warm", "raw C", "over", 2),
    ("W6 start", "qunce", "sqlite3 shell", "least", 1), ("W6 start", "qunce", "pandas", "least", 100),
]
# (job, ours, what, limit, in words): 1,000,000 lookups take as many ms as one takes ns.
LIMITS = [("W1", "qunce", "rss_mb", 300, "MB at the peak"), ("W1", "qunce", "bytes a value", 9.6, "bytes a value, origins among them"),
          ("W3", "qunce series, one at a time", "median_ms", 500, "ns for a single lookup")]


def merge(rows):
    """One row for each job, who and threads: median of the turns' medians, least of the least, greatest of the greatest."""
    found = {}
    for row in rows:
        found.setdefault((row["job"], row["who"], row["threads"]), []).append(row)
    merged = []
    for turns in found.values():
        row = dict(turns[0])
        row.update(runs=sum(t["runs"] for t in turns), median_ms=statistics.median(t["median_ms"] for t in turns), min_ms=min(t["min_ms"] for t in turns),
                   max_ms=max(t["max_ms"] for t in turns), rss_mb=max(t["rss_mb"] for t in turns), turns=len(turns))
        row["checks"] = sorted({t["check"] for t in turns})
        merged.append(row)
    return merged


def numbers(check):
    return re.findall(r"-?\d[\d.]*(?:e[+-]?\d+)?", check)


def agree(job, mine, other):
    """Integers alike to the digit; floats to two units of the last printed place, since sums have an order. W5 with other
    random numbers: the means may differ by 0.15, the quantiles by 1; who has the same prints their bits."""
    if job == "W5" and ("bits=" in mine) != ("bits=" in other):
        mine, other = (re.sub(r" bits=\w+", "", check) for check in (mine, other))
    elif "bits=" in mine:
        return mine == other
    a, b = numbers(mine), numbers(other)
    if re.sub(r"[\d.e+-]+", "#", mine) != re.sub(r"[\d.e+-]+", "#", other) or len(a) != len(b):
        return False
    for x, y in zip(a, b):
        gap, place = abs(float(x) - float(y)), 0
        if job == "W5":
            place = 0.15 if "." in x else 1
        elif "e" in x or "." in x:
            mantissa = x.split("e")[0]
            place = 2.01 * 10.0 ** (int(x.split("e")[1]) if "e" in x else 0) / 10 ** len(mantissa.partition(".")[2])
        if gap > place:
            return False
    return True


def judge(rows):
    """Marks the rows of one job whose answers are not those of the raw row, or of most where there is none."""
    scale = [r for r in rows if r["who"].startswith("(")]
    raw = [r for r in rows if r["who"].startswith("raw")]
    asked = [r for r in rows if r not in scale]
    if not asked:
        return
    votes = [(sum(agree(r["job"], r["checks"][0], o["checks"][0]) for o in asked), -i) for i, r in enumerate(asked)]
    truth = (raw[0] if raw else asked[-max(votes)[1]])["checks"][0]
    for row in asked:
        row["wrong"] = not all(agree(row["job"], check, truth) for check in row["checks"])


def find(rows, pattern):
    """The row a pattern means: "qunce@2" wants two threads; the first of ours and of raw, the fastest of the others."""
    words, _, threads = pattern.partition("@")
    good = [r for r in rows if not r.get("wrong") and re.match(words.replace("(", r"\("), r["who"]) and (not threads or r["threads"] == int(threads))]
    return (good[0] if words in ("qunce", "raw C") else min(good, key=lambda r: r["median_ms"])) if good else None


def print_table(job, rows, say):
    raw, ours = find(rows, "raw C"), find(rows, "qunce")
    say(f"\n{job}, size {rows[0]['size']:,}")
    say(f"{'who':44} {'thr':>3} {'median ms':>10} {'min':>10} {'max':>10} {'runs':>5} {'RSS MB':>7} {'bytes':>12} {'x raw':>8} {'x ours':>8}")
    for row in sorted(rows, key=lambda r: (r.get("wrong", False), r["median_ms"])):
        if row.get("wrong"):
            say(f"{row['who'][:44]:44} {row['threads']:3} wrong: {' | '.join(row['checks'])}")
            continue
        ratio = lambda to: f"{row['median_ms'] / to['median_ms']:8.2f}" if to and to["median_ms"] else " " * 8
        say(f"{row['who'][:44]:44} {row['threads']:3} {row['median_ms']:10.3f} {row['min_ms']:10.3f} {row['max_ms']:10.3f} {row['runs']:5} {row['rss_mb']:7.0f}"
            f" {row['bytes'] or 0:12,.0f} {ratio(raw)} {ratio(ours)}")
    known = raw or ours or next((r for r in rows if r["checks"][0] and not r.get("wrong")), rows[0])
    say(f"check: {known['checks'][0]}")


def compare(ours, theirs, kind, by="median_ms"):
    a, b = ours[by], theirs[by]
    return round(b / a if kind == "least" else a - b if kind == "over" else a / b, 3)


def goal_in_words(ours, theirs, kind, wanted):
    return {"least": f"{ours} at least {wanted} x as fast as {theirs}", "over": f"{ours} at most {wanted} ms over {theirs}",
            "most": f"{ours} at most {wanted} x {theirs}"}[kind]


def measure_goals(tables):
    """Each goal with what was measured: a list of dicts, those without both rows left out."""
    found = []
    for job, mine, other, kind, ratio in GOALS:
        a, b = (find(tables.get(job, []), pattern) for pattern in (mine, other))
        if a and b:
            measured = compare(a, b, kind)
            found.append({"job": job, "goal": goal_in_words(a["who"], b["who"], kind, ratio), "wanted": ratio, "measured": measured,
                          "of_minima": compare(a, b, kind, "min_ms"), "met": measured >= ratio if kind == "least" else measured <= ratio})
    for job, mine, what, limit, words in LIMITS:
        a = find(tables.get(job, []), mine)
        values = a and re.search(r"values=(\d+)", a["checks"][0])
        measured = a and (a["bytes"] / int(values.group(1)) if what == "bytes a value" and values else a.get(what))
        if measured:
            found.append({"job": job, "goal": f"{a['who']}: at most {limit} {words}", "wanted": limit, "measured": round(measured, 2), "met": measured <= limit})
    return found


def print_goals(goals, say):
    say(f"\n{'job':16} {'wanted':>8} {'measured':>9} {'of minima':>9} met  goal")
    for goal in goals:
        say(f"{goal['job']:16} {goal['wanted']:8} {goal['measured']:9} {goal.get('of_minima', ''):>9} {'yes' if goal['met'] else 'NO ':3}  {goal['goal']}")


def markdown(found, say):
    """A run kept as JSON, as tables for a document."""
    by_job = {}
    for row in found.get("rows", []):
        by_job.setdefault(row["job"], []).append(row)
    for job, rows in by_job.items():
        raw, ours = find(rows, "raw C"), find(rows, "qunce")
        say(f"\n**{job}**, size {rows[0]['size']:,}\n\n| who | threads | median ms | min | max | RSS MB | bytes | × raw | × ours |\n| --- |" + " ---: |" * 8)
        for row in sorted((r for r in rows if not r.get("wrong")), key=lambda r: r["median_ms"]):
            ratio = lambda to: f"{row['median_ms'] / to['median_ms']:.2f}" if to else ""
            memory, size = (f"{row[key]:,.0f}" if row[key] else "" for key in ("rss_mb", "bytes"))
            say(f"| {row['who']} | {row['threads']} | {row['median_ms']:.3f} | {row['min_ms']:.3f} | {row['max_ms']:.3f} | {memory} | {size} | {ratio(raw)} | {ratio(ours)} |")
    if found.get("goals"):
        say("\n| job | goal | measured | of the minima | met |\n| --- | --- | ---: | ---: | --- |")
        for goal in found["goals"]:
            say(f"| {goal['job']} | {goal['goal']} | {goal['measured']} | {goal.get('of_minima', '')} | {'yes' if goal['met'] else '**no**'} |")
    for c in found.get("curves", []):
        exponent = "" if c["exponent"] is None else f"{c['exponent']:.2f}"
        say(f"\n**{c['job']}** {c['who']}, {c['threads']} threads: exponent {exponent or 'none'}; " + ", ".join(f"{size:,}: {ms:.3f} ms" for size, ms in c["points"]))
    say(f"\n{found['machine']}")
