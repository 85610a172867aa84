#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the synthetic demonstration data: invented figures beside real names, labelled so in every row.

Sizes are as skewed as the few published figures are; nothing is fitted to a published total. The same bytes on every
machine and every Python 3: the random numbers are SplitMix64, and no library function of random order is used.
With --check it only compares."""
import csv, io, math, os, sys

sys.dont_write_bytecode = True
import make_registers

HERE = os.path.dirname(os.path.abspath(__file__))
ANHUI = os.path.join(HERE, "..", "anhui")
YEARS = list(range(2019, 2026))
MARK = "synthetic 合成"


class Random:
    """SplitMix64, one stream for each name, so that a new indicator changes no other."""

    def __init__(self, name):
        self.state = 20251114
        for byte in name.encode():
            self.state = (self.state * 1099511628211 + byte) % 2**64

    def uniform(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        return ((z ^ (z >> 31)) >> 11) / 2**53

    def normal(self, mean=0.0, sd=1.0):
        return mean + sd * (sum(self.uniform() for _ in range(12)) - 6)


def rows(name):
    with open(os.path.join(ANHUI, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def money(x):
    return round(max(x, 0.0), 2)


def whole(x):
    return max(0, int(round(x)))


def grow(start, rates):
    series = [start]
    for rate in rates:
        series.append(series[-1] * (1 + rate))
    return series


def size_in_2025(rank, jitter):
    """Revenue in 亿元 by rank: one above 1000, about a tenth above 300, a third above 100, a long tail."""
    return 1180 * math.exp(-0.52 * rank**0.43) * math.exp(jitter) + 4


def make_cluster(cluster, rank):
    luck = Random(cluster["id"])
    last = size_in_2025(rank, luck.normal(0, 0.12))
    rates = [luck.normal(0.085, 0.04) for _ in YEARS[1:]]
    revenue = grow(last / math.prod(1 + r for r in rates), rates)
    investing = [luck.normal(0.065, 0.05) for _ in YEARS[1:]]
    factories = grow(revenue[0] * (0.07 + 0.05 * luck.uniform()), investing)
    works = grow(factories[0] * (0.25 + 0.25 * luck.uniform()), [r + luck.normal(0, 0.02) for r in investing])
    intensity = 0.012 + 0.022 * luck.uniform()
    data = {}

    def put(name, values):
        data[name] = values

    put("revenue", [money(x) for x in revenue])
    put("manufacturing_investment", [money(x) for x in factories])
    put("tech_upgrade_investment", [money(x) for x in works])
    put("rd_expenditure", [money(x * (intensity + 0.0006 * i)) for i, x in enumerate(revenue)])
    put("gross_output", [money(x * (1.02 + 0.06 * luck.uniform())) for x in revenue])
    put("tax_revenue", [money(x * (0.02 + 0.02 * luck.uniform())) for x in revenue])
    put("profit_total", [money(x * (0.03 + 0.05 * luck.uniform())) for x in revenue])
    put("export_value", [money(x * 0.12 * luck.uniform()) for x in revenue])
    # Stocks keep a level of their own: an enterprise of one year is mostly there in the next.
    density = 1.45 + 0.3 * luck.uniform()
    firms = [10 + x**0.78 * density * (1 + luck.normal(0, 0.01)) for x in revenue]
    put("above_scale_enterprises", [whole(x) for x in firms])
    hte = [whole(f * (0.30 + 0.03 * i)) for i, f in enumerate(firms)]
    srdi = [whole(f * (0.14 + 0.02 * i)) for i, f in enumerate(firms)]
    giants = [whole(f * 0.03) for f in firms]
    champions = [whole(f * 0.008) for f in firms]
    put("hte_count", hte), put("srdi_sme_count", srdi), put("little_giant_count", giants), put("single_champion_count", champions)
    put("srdi_provincial_plus_count", [a + b for a, b in zip(srdi, giants)])
    overlap = 0.55 + 0.25 * luck.uniform()
    put("quality_enterprises", [max(h, whole(h + (s + g + c) * overlap)) for h, s, g, c in zip(hte, srdi, giants, champions)])
    leaders, platforms = luck.uniform(), 1.1 * luck.uniform()
    put("leading_enterprises", [whole(0.4 + x / 90 + leaders) for x in revenue])
    put("chain_master_enterprises", [whole(x / 220) for x in revenue])
    put("supporting_enterprises", [whole(f * 0.8) for f in firms])
    put("common_tech_platforms", [whole(0.06 * i + platforms) for i, _ in enumerate(YEARS)])
    return data


RATIOS = {  # typical level, spread, yearly step, in %
    "local_supply_rate": (48, 12, 1.0), "digital_coverage": (35, 12, 6.0), "main_product_market_share": (12, 8, 0.3),
    "qms_coverage": (55, 12, 2.0), "bri_export_share": (30, 10, 1.0),
}


def add_rest(cluster, indicators, data):
    """Everything else of the catalogue, at levels that fit the size of the cluster."""
    scale = data["revenue"][-1] ** 0.5
    for row in indicators:
        name, luck = row["id"], Random(cluster["id"] + ":" + row["id"])
        if name in data or name.startswith("revenue_rank") or name.endswith("_growth") or name == "rd_intensity":
            continue
        level = luck.uniform()
        if name in RATIOS:
            typical, spread, step = RATIOS[name]
            start = typical + luck.normal(0, spread)
            values = [round(min(100, max(1, start + step * i + luck.normal(0, 1))), 2) for i, _ in enumerate(YEARS)]
        elif row["unit"] == "0/1":
            first = whole(level * 12)
            values = [int(i >= first) for i, _ in enumerate(YEARS)]
        elif row["unit"] == "score":
            values = [round(min(98, max(30, 55 + 20 * level + 2 * i + luck.normal(0, 2))), 1) for i, _ in enumerate(YEARS)]
        elif row["unit"] == "亿元":
            values = [money(scale * 0.3 * level * (1 + 0.1 * i)) for i, _ in enumerate(YEARS)]
        elif name == "plan_and_libraries":
            values = [min(5, whole(level * 3 + 0.5 * i)) for i, _ in enumerate(YEARS)]
        elif name == "weak_links":
            values = [whole(8 * level - 0.3 * i) for i, _ in enumerate(YEARS)]
        else:
            values = [whole(scale * (0.1 + 0.8 * level) * (1 + 0.12 * i) * 0.5) for i, _ in enumerate(YEARS)]
        data[name] = values


def add_growth(data):
    for name in ("revenue", "manufacturing_investment", "tech_upgrade_investment"):
        values = data[name]
        data[name + "_growth"] = [None] + [round(100 * (b / a - 1), 2) for a, b in zip(values, values[1:])]
    data["rd_intensity"] = [round(100 * rd / r, 2) for rd, r in zip(data["rd_expenditure"], data["revenue"])]


def add_ranks(clusters, figures):
    """Provincial ranks as an office might report them: within the industry, by revenue, ties shared."""
    for cluster in clusters:
        peers = [c["id"] for c in clusters if c["industry_no"] == cluster["industry_no"]]
        own, luck = figures[cluster["id"]], Random(cluster["id"] + ":national")
        national = whole(3 + 40 * luck.uniform())
        own["revenue_rank_province"] = [1 + sum(figures[p]["revenue"][i] > own["revenue"][i] for p in peers) for i, _ in enumerate(YEARS)]
        own["revenue_rank_national"] = [max(1, national - i // 2) if luck.uniform() < 0.6 else None for i, _ in enumerate(YEARS)]


def is_missing(cluster, indicator, index):
    """Realistic gaps: two clusters begin late, a few per cent are lacking, some indicators begin in 2021."""
    luck = Random(f"gap:{cluster}:{indicator}:{index}")
    late = {"jingde-biomed": 3, "funan-nevparts": 2}.get(cluster, 0)
    begins = 2 if indicator in ("digital_coverage", "cloud_enterprises", "smart_factories", "green_factories", "cluster_loans") else 0
    rare = indicator in ("revenue", "leading_enterprises")
    return index < max(late, begins) or luck.uniform() < (0.01 if rare else 0.03)


def observations(clusters, indicators):
    order = sorted(range(len(clusters)), key=lambda i: Random("size:" + clusters[i]["id"]).uniform())
    order.remove(0)  # 长丰's assembly cluster is the largest, as it is in the press
    figures = {}
    for rank, index in enumerate([0] + order):
        figures[clusters[index]["id"]] = make_cluster(clusters[index], rank)
    for cluster in clusters:
        add_rest(cluster, indicators, figures[cluster["id"]])
        make_registers.settle(figures[cluster["id"]])
        add_growth(figures[cluster["id"]])
    add_ranks(clusters, figures)
    for cluster in clusters:
        for row in indicators:
            for index, year in enumerate(YEARS):
                value = figures[cluster["id"]][row["id"]][index]
                if value is not None and not is_missing(cluster["id"], row["id"], index):
                    yield [cluster["id"], row["id"], year, value, MARK]
    RESULT.update(figures)


RESULT = {}


def registers(clusters):
    """Two rounds of about twenty, by merit of the synthetic revenue with some luck; and three decisions on waivers."""
    def merit(cluster):
        return -(math.log(RESULT[cluster["id"]]["revenue"][-1]) + Random("merit:" + cluster["id"]).normal(0, 0.6))
    ranked = sorted(clusters, key=merit)
    for number, (day, chosen) in enumerate([("2025-11-14", ranked[:20]), ("2026-10-30", ranked[20:41])]):
        for cluster in sorted(chosen, key=lambda c: c["id"]):
            yield ["recognition", cluster["id"], day, 2025 + number, MARK]


# Day by round and stage; publicity has run its five working days before the title is granted.
COURSE = [("submitted", "县(市、区)", "2025-08-15", "2026-08-14"), ("city_checked", "市级部门", "2025-08-29", "2026-08-28"),
          ("reviewed", "省级部门", "2025-10-10", "2026-10-09"), ("listed", "省级部门", "2025-11-03", "2026-10-16"),
          ("publicity", "省级部门", "2025-11-05", "2026-10-20"), ("recognised", "省级部门", "2025-11-14", "2026-10-30")]


def course(clusters):
    """How each came to its title; of the first round the report of 2025, now and then late or lacking."""
    for number, (_, name, _, held, _) in enumerate(registers(clusters)):
        for stage, by, first, second in COURSE:
            yield ["course", name, stage, (first, second)[held - 2025], by, "", MARK]
        if held == 2025 and number % 9 != 4:
            yield ["course", name, "reported", "2026-04-07" if number % 9 == 7 else "2026-03-%02d" % (12 + number % 18), "集群", 2025, MARK]


def waivers(clusters):
    small = [c["id"] for c in clusters if RESULT[c["id"]]["revenue"][-1] < 100]
    titled = [row[1] for row in registers(clusters)]
    for name in [name for name in titled if name in small][:3]:
        yield ["waiver", name, "revenue", "2026-05-20", "invented reviewer 虚构评审", MARK]


PURPOSES = [("platform", 7, "省科技厅"), ("libraries", 27, "省财政厅"), ("plan", 2, "省发展改革委"), ("diagnosis", 1, "省工业和信息化厅")]
OTHERS = [3, 5, 6, 8, 11, 15, 16, 17, 18, 20, 21, 24]


def case(key, name, measure, purpose, agency, amount, luck, reached):
    """The stages of one case up to the one it reached; what is granted in 2025 is what observations report."""
    days = ["2025-%02d-%02d" % (m, 1 + int(27 * luck.uniform())) for m in (2, 4, 7)] + ["2026-%02d-%02d" % (1 + int(2 * luck.uniform()), 1 + int(27 * luck.uniform()))]
    used = amount and whole(amount * (0.5 + 0.5 * luck.uniform()))
    for number, stage in enumerate(("eligible", "applied", "granted", "used")[:reached]):
        money_of = ("", amount, amount, used)[number] if amount else ""
        yield ["support", name, key, measure, stage, days[number], money_of, purpose, agency, "已交付使用 in use" if stage == "used" else "", MARK]


def support(clusters, observed):
    """Special funds by purpose, which add up to the reported special_fund_support of 2025; and other measures of some."""
    for number, cluster in enumerate(clusters):
        luck, name = Random("support:" + cluster["id"]), cluster["id"]
        left = whole(10000 * observed.get((name, "special_fund_support"), 0))
        for k, (purpose, measure, agency) in enumerate(PURPOSES):
            amount = left if k == 3 else whole(left * 0.7 * luck.uniform())
            left -= amount
            if amount:
                yield from case("S%03d-%d" % (number + 1, k + 1), name, measure, purpose, agency, amount, luck, 3 + (luck.uniform() < 0.6))
        if number % 3 == 0:
            other = OTHERS[int(len(OTHERS) * luck.uniform())]
            yield from case("S%03d-5" % (number + 1), name, other, "other", "省工业和信息化厅", 0, luck, 1 + int(4 * luck.uniform()))


def table(header, body):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(body)
    return out.getvalue()


def main():
    clusters = rows("clusters.csv")
    indicators = [row for row in rows("indicators.csv") if not row["id"].startswith("x_")]  # what pages speak of besides
    made = {"observations-2019-2025.csv": table(["entity", "indicator", "period", "value", "source"], observations(clusters, indicators))}
    made["titles/course.csv"] = table(["register", "entity", "stage", "on", "by", "year", "source"], course(clusters))
    made["recognition.csv"] = table(["register", "entity", "recognised_on", "round", "source"], registers(clusters))
    made["waivers.csv"] = table(["register", "entity", "criterion", "decided_on", "by", "source"], waivers(clusters))
    seen = csv.DictReader(io.StringIO(made["observations-2019-2025.csv"]))
    observed = {(row["entity"], row["indicator"]): float(row["value"]) for row in seen if row["period"] == "2025"}
    made["support/support.csv"] = table(["register", "entity", "key", "measure", "stage", "on", "amount", "purpose", "agency", "effect", "source"],
                                        support(clusters, observed))
    for name, (head, body) in make_registers.files(clusters, RESULT, Random).items():
        made[name] = table(head, body)
    for name, text in made.items():
        path = os.path.join(HERE, name)
        if "--check" in sys.argv:
            with open(path, encoding="utf-8", newline="") as file:
                if file.read() != text:
                    sys.exit(f"{name} is not what make_demo.py makes")
        else:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)


main()
