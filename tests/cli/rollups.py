# SPDX-License-Identifier: Apache-2.0
"""Roll-ups against a plain count: random registers (synthetic), imported and rolled up to cluster, county, city and province, and
the same counted here by hand from the rows. Titles begin and end around the day, firms sit in two clusters, figures lack, a later
import corrects an earlier one, and --as-of sees the earlier."""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

BUILD, SOURCE = sys.argv[1], sys.argv[2]
QUNCE = os.path.join(BUILD, "qunce")
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
YEAR, DAY = 2025, "2025-12-31"
MARK = "synthetic 合成"


def code(number):
    body = "91340100MA2N%05d" % number
    total = sum(ALPHABET.index(letter) * pow(3, i, 31) for i, letter in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def run(*words):
    done = subprocess.run([QUNCE, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"qunce {' '.join(words)}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([head, *rows])


def near(seen, wanted, what):
    if wanted is None or seen is None:
        fine = wanted is None and seen is None
    else:
        fine = abs(seen - wanted) <= 1e-9 * max(1, abs(wanted))
    if not fine:
        sys.exit(f"{what}: {seen}, counted by hand {wanted}")


class World:
    """Rows as they are written, and what they come to."""

    def __init__(self, seed):
        draw = random.Random(seed)
        with open(os.path.join(SOURCE, "datasets", "anhui", "clusters.csv"), encoding="utf-8") as table:
            rows = list(csv.DictReader(table))
        # clusters of counties that hold several, so that a firm may sit twice in one county
        counties = {}
        for row in rows:
            counties.setdefault(row["county_zh"], []).append(row)
        several = [row for county in counties.values() if len(county) > 2 for row in county]
        self.cluster = {row["id"]: row for row in several}
        ids = sorted(self.cluster)
        self.member, self.titles, self.years = [], [], {}
        for n in range(300):
            homes = draw.sample(ids, draw.choice([1, 1, 1, 2, 3]))
            for home in homes:
                joined, left = draw.choice(["", "2020-01-01", DAY, "2026-01-01"]), draw.choice(["", "", "", DAY, "2025-12-30"])
                if joined and left and left < joined:
                    left = ""
                self.member.append([home, code(n), draw.choice(["core", "supporting", "service"]), joined, left])
            for title in ["high_tech", "specialised", "little_giant", "champion"]:
                if draw.random() < 0.3:
                    granted = draw.choice(["2019-06-01", "2024-06-01", DAY, "2026-01-01"])
                    expires = draw.choice(["", DAY, "2025-12-30", "2027-01-01"])
                    self.titles.append([homes[0], code(n), title, granted, expires if not expires or expires >= granted else ""])
            if draw.random() < 0.9:
                self.years[code(n)] = [homes[0], draw.choice(["above", "below"]), draw.randint(1, 99999), draw.choice(["", draw.randint(1, 999)])]

    def write(self, folder):
        write(f"{folder}/f.csv", ["register", "entity", "code", "name", "sector", "linkage", "joined", "left", "source"],
              [["enterprises", home, firm, "x", "manufacturing", linkage, joined, left, MARK] for home, firm, linkage, joined, left in self.member])
        write(f"{folder}/t.csv", ["register", "entity", "code", "title", "granted", "expires", "source"],
              [["titles", *row, MARK] for row in self.titles])
        write(f"{folder}/y.csv", ["register", "entity", "code", "year", "scale", "revenue", "tax", "rd", "profit", "source"],
              [["enterprise_years", home, firm, YEAR, scale, revenue, 1, 1, profit, MARK] for firm, (home, scale, revenue, profit) in self.years.items()])

    def holds(self, title, ever=False):
        return {row[1] for row in self.titles if row[2] == title and row[3] <= DAY and (ever or not row[4] or row[4] >= DAY)}

    def count(self, inside):
        """inside(cluster row): does it belong to the group?"""
        firms = {row[1] for row in self.member if inside(self.cluster[row[0]]) and (not row[3] or row[3] <= DAY) and (not row[4] or row[4] >= DAY)}
        if not firms:
            return None
        held = {title: self.holds(title) & firms for title in ["high_tech", "specialised", "little_giant", "champion"]}
        revenue = {firm: self.years[firm][2] / 10000 for firm in firms if firm in self.years}
        profit = [self.years[firm][3] / 10000 for firm in firms if firm in self.years and self.years[firm][3] != ""]
        known = [firm for firm in firms if firm in self.years]
        total = sum(revenue.values())
        largest = sorted(revenue.values(), reverse=True)
        return {
            "x_enterprises_all": len(firms),
            "hte_count": len(held["high_tech"]),
            "enterprises_ever_high_tech": len(self.holds("high_tech", True) & firms),
            "quality_enterprises": len(set().union(*held.values())),
            "quality_titles": sum(len(one) for one in held.values()),
            "srdi_provincial_plus_count": len(held["specialised"] | held["little_giant"]),
            "above_scale_enterprises": sum(self.years[firm][1] == "above" for firm in known) if known else None,
            "revenue": total if known else None,
            "profit_total": sum(profit) if profit else None,
            "revenue_hhi": 100 * sum((one / total) ** 2 for one in largest) if known else None,
            "revenue_cr4": 100 * sum(largest[:4]) / total if known and largest[:5].count(largest[min(3, len(largest) - 1)]) == 1 else None,
        }


def told(store, kind, *options):
    rows = json.loads(run("rollup", store, kind, "--all", "--year", str(YEAR), "--format", "json", *options))["tables"]["rollups"]
    out = {}
    for row in rows:
        out.setdefault(row["entity"], {})[row["rollup"]] = row
    return out


def check(store, world, *options):
    groups = {"cluster": ("id", lambda row: row["id"]), "county": ("county", lambda row: row["adcode"]), "province": ("province", lambda row: "340000")}
    compared = 0
    for kind, (_, of) in groups.items():
        seen = told(store, kind, *options)
        for group in sorted({of(row) for row in world.cluster.values()}):
            wanted = world.count(lambda row: of(row) == group)
            for rollup, value in (wanted or {"hte_count": None, "revenue": None}).items():
                if rollup == "revenue_cr4" and value is None:
                    continue
                near(seen[group][rollup]["rolled"], value, f"{kind} {group} {rollup}")
                compared += 1
    return compared


def main():
    compared = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(3):
            world, store = World(seed), f"{folder}/{seed}.qn"
            world.write(folder)
            run("init", store, "--pack", os.path.join(SOURCE, "scripts", "anhui"))
            run("import", store, os.path.join(SOURCE, "datasets", "demo", "observations-2019-2025.csv"), "--known-on", "2026-03-30")
            run("import", store, f"{folder}/y.csv", f"{folder}/t.csv", f"{folder}/f.csv", "--known-on", "2026-03-30")
            compared += check(store, world)
            # a later return corrects revenue of some: what was known before does not change
            before = {firm: list(row) for firm, row in world.years.items()}
            for firm in list(world.years)[::7]:
                world.years[firm][2] += 1000
            world.write(folder)
            run("import", store, f"{folder}/y.csv", "--known-on", "2026-06-30")
            compared += check(store, world)
            world.years = before
            compared += check(store, world, "--as-of", "2026-03-30")
    print(f"{compared} figures as counted by hand")


main()
