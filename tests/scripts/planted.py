#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the demonstration's registers add up to its reported figures of 2025, but for the errors that PLANTED.md lists?

usage: planted.py BUILD SOURCE

Counted here by plain Python, cluster by cluster, without the engine; then `qunce rollup` must come to the same, figure by figure,
say why where it can, and count once in a county who stands in two of its clusters; and the files that must be refused are."""
import collections, csv, os, subprocess, sys, tempfile

YEAR, LAST = "2025", "2025-12-31"
FAILED = []


def promise(what, kept, told=""):
    if not kept:
        FAILED.append(f"{what}{': ' if told else ''}{told}")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Registers:
    def __init__(self, folder):
        self.of = {name[:-4]: rows(os.path.join(folder, name)) for name in sorted(os.listdir(folder)) if name.endswith(".csv")}
        self.by = collections.defaultdict(list)       # register, cluster -> rows
        for register, all_rows in self.of.items():
            for row in all_rows:
                self.by[register, row["entity"]].append(row)
        self.here = collections.defaultdict(set)      # cluster -> codes of those that have not left
        for row in self.of["enterprises"]:
            if not row["left"] or row["left"] >= LAST:
                self.here[row["entity"]].add(row["code"])
        self.title = collections.defaultdict(set)     # title -> codes that hold it on the last day
        for row in self.of["titles"]:
            if row["granted"] <= LAST and (not row["expires"] or row["expires"] >= LAST):
                self.title[row["title"]].add(row["code"])
        self.year = {row["code"]: row for row in self.of["enterprise_years"] if row["year"] == YEAR}

    def holding(self, cluster, *titles):
        return len(self.here[cluster] & set().union(*(self.title[title] for title in titles)))

    def figure(self, cluster, name):
        return sum(int(self.year[code][name]) for code in self.here[cluster] if code in self.year)

    def counted(self, register, cluster, **wanted):
        return len({row["key"] for row in self.by[register, cluster] if all(row[name] == value for name, value in wanted.items())})

    def of_cluster(self, cluster):
        """Indicator -> what the registers come to, in the indicator's unit."""
        figures = {"hte_count": self.holding(cluster, "high_tech"), "srdi_sme_count": self.holding(cluster, "specialised"),
                   "little_giant_count": self.holding(cluster, "little_giant"), "single_champion_count": self.holding(cluster, "champion"),
                   "srdi_provincial_plus_count": self.holding(cluster, "specialised", "little_giant"),
                   "quality_enterprises": self.holding(cluster, "high_tech", "specialised", "little_giant", "champion"),
                   "leading_enterprises": self.holding(cluster, "leader"), "chain_master_enterprises": self.holding(cluster, "chain_master")}
        known = [self.year[code] for code in self.here[cluster] if code in self.year]
        above = [row for row in known if row["scale"] == "above"]
        figures["above_scale_enterprises"] = len(above)
        figures["digital_coverage"] = round(100 * sum(row["digital"] == "yes" for row in above) / len(above), 2)
        figures["qms_coverage"] = round(100 * sum(row["certified"] == "yes" for row in known) / len(self.here[cluster]), 2)
        for indicator, name in (("revenue", "revenue"), ("tax_revenue", "tax"), ("profit_total", "profit"), ("rd_expenditure", "rd"), ("export_value", "exports"),
                                ("manufacturing_investment", "investment"), ("tech_upgrade_investment", "tech_upgrade")):
            figures[indicator] = round(self.figure(cluster, name) / 10000, 4)
        figures["valid_invention_patents"] = self.figure(cluster, "patents")
        figures["local_supply_rate"] = round(100 * self.figure(cluster, "local_purchases") / self.figure(cluster, "purchases"), 2)
        exports = self.figure(cluster, "exports")
        if exports:
            figures["bri_export_share"] = round(100 * self.figure(cluster, "bri_exports") / exports, 2)
        for indicator, kind in (("common_tech_platforms", "common_technology"), ("concept_validation_centres", "concept_validation"), ("pilot_platforms", "pilot"),
                                ("county_institutes", "county_institute"), ("testing_bodies", "testing"), ("public_service_platforms", "public_service"),
                                ("innovation_platforms", "innovation"), ("service_mfg_zones", "service_manufacturing")):
            built = {row["key"] for row in self.by["platforms", cluster] if row["kind"] == kind and row["built"] <= LAST}
            figures[indicator] = len(built)
        for indicator, kind in (("regional_brands", "regional_brand"), ("collective_marks", "collective_mark"), ("fine_products", "fine_product"),
                                ("landmark_products", "landmark_product"), ("standards_made", "standard_led"), ("provincial_new_products", "new_product"),
                                ("three_first_products", "three_first")):
            figures[indicator] = self.counted("brands", cluster, kind=kind)
        for indicator, kind in (("core_tech_projects", "core_technology"), ("joint_rd_projects", "joint_research"), ("innovation_consortia", "consortium"),
                                ("chain_digital_projects", "digital_chain")):
            figures[indicator] = self.counted("projects", cluster, kind=kind)
        figures["major_projects"] = self.counted("projects", cluster, landmark="yes")
        figures["transferred_projects"] = self.counted("projects", cluster, transferred="yes")
        figures["yrd_projects"] = self.counted("projects", cluster, yangtze_delta="yes")
        figures["talents_introduced"] = self.counted("talents", cluster)
        figures["weak_links"] = self.counted("chain", cluster, state="weak") + self.counted("chain", cluster, state="missing")
        figures["policy_package"] = min(1, self.counted("documents", cluster, kind="policy_package"))
        figures["diagnosis_done"] = min(1, self.counted("documents", cluster, kind="diagnosis"))
        return figures


FIRM = {"above_scale_enterprises", "revenue", "tax_revenue", "profit_total", "rd_expenditure", "digital_coverage", "qms_coverage", "local_supply_rate",
        "export_value", "manufacturing_investment", "tech_upgrade_investment", "valid_invention_patents", "bri_export_share"}
# Of each planted error: what it must change, and what it may (a share may come out the same).
MUST = {
    "changfeng-nev": {"hte_count": -1, "quality_enterprises": -1},
    "tianchang-instruments": {"above_scale_enterprises": -1},
    "feixi-appliances": {"common_tech_platforms": 1},
    "qianshan-brushes": {"weak_links": -3},
    "guangde-pcb": {"hte_count": -1, "quality_enterprises": -1, "above_scale_enterprises": -1},
    "shucheng-electronics": {"common_tech_platforms": -1},
    "ningguo-seals": {"hte_count": -1, "quality_enterprises": -1},
    "taihe-filtercloth": {"above_scale_enterprises": -1},
    "funan-willow": {"talents_introduced": -6},
}
MAY = {"tianchang-instruments": FIRM, "guangde-pcb": FIRM, "taihe-filtercloth": FIRM, "wuwei-cables": {"revenue"}}


def differences(registers, reported):
    found = collections.defaultdict(dict)
    for cluster, of in reported.items():
        for indicator, value in registers.of_cluster(cluster).items():
            if indicator in of and abs(of[indicator] - value) > 1e-9:
                found[cluster][indicator] = value - of[indicator]
    return found


def check_sums(demo):
    reported = collections.defaultdict(dict)
    for row in rows(os.path.join(demo, "observations-2019-2025.csv")):
        if row["period"] == YEAR:
            reported[row["entity"]][row["indicator"]] = float(row["value"])
    registers = Registers(os.path.join(demo, "registers"))
    found = differences(registers, reported)
    for cluster, wanted in MUST.items():
        for indicator, by in wanted.items():
            promise(f"{cluster} {indicator} is {by:+d}", abs(found[cluster].get(indicator, 0) - by) < 1e-9, f"{found[cluster].get(indicator)}")
    for cluster, of in found.items():
        for indicator, by in of.items():
            promise(f"{cluster} {indicator} is as reported", indicator in MUST.get(cluster, {}) or indicator in MAY.get(cluster, ()), f"{by:+g}")
    promise("in 无为 the revenue of one typed in 元 is far too much", found["wuwei-cables"].get("revenue", 0) > 100 * reported["wuwei-cables"]["revenue"])
    for cluster in ("tianchang-instruments", "guangde-pcb", "taihe-filtercloth"):
        promise(f"{cluster} has less revenue than reported", found[cluster].get("revenue", 0) < 0)
    both = registers.here["jiujiang-robots"] & registers.here["jiujiang-nev"]
    promise("one enterprise stands in two clusters of 鸠江", len(both) == 1 and both <= registers.title["high_tech"])
    names = [row["name"] for row in registers.of["platforms"] if row["key"] == "F99999"]
    promise("one platform is there twice", len(names) == 1)
    return len(reported)


# What rollup says of the figures that differ.
WHY = {("changfeng-nev", "hte_count"): "202 if lapsed titles counted", ("tianchang-instruments", "revenue"): "no data of 1",
       ("taihe-filtercloth", "revenue"): "no data of 1", ("qianshan-brushes", "weak_links"): "no record", ("funan-willow", "talents_introduced"): "no record"}


def check_rolled(qunce, source, demo):
    """The engine against the count above: the figure of every cluster and roll-up that both have."""
    store = qunce.store("rolled.qn", source)
    registers = os.path.join(demo, "registers")
    qunce("import", store, os.path.join(demo, "observations-2019-2025.csv"), *(os.path.join(registers, name) for name in sorted(os.listdir(registers)) if name.endswith(".csv")),
          "--known-on", "2026-03-30")
    plain, compared = Registers(registers), 0
    told = list(csv.DictReader(qunce("rollup", store, "--all", "--format", "csv").stdout.splitlines()))
    by_cluster = {}
    for row in told:
        own = by_cluster.setdefault(row["entity"], plain.of_cluster(row["entity"]))
        if row["rollup"] not in own or (not row["rolled"] and not own[row["rollup"]]):
            continue
        compared += 1
        rolled = float(row["rolled"] or 0)
        promise(f"rollup {row['entity']} {row['rollup']}", abs(rolled - own[row["rollup"]]) <= (0.0051 if row["unit"] == "%" else 1e-6 * max(1, rolled)),
                f"{row['rolled']}, and by plain counting {own[row['rollup']]}")
        why = WHY.get((row["entity"], row["rollup"]))
        promise(f"rollup says why {row['entity']} {row['rollup']} differs", not why or why in row["why"], row["why"])
    promise("the engine's figures were compared with plain ones", compared > 4000, str(compared))
    county = {row["rollup"]: row for row in csv.DictReader(qunce("rollup", store, "county", "--all", "--format", "csv").stdout.splitlines()) if row["entity"] == "340207"}
    promise("who stands in two clusters of 鸠江 counts there once", county["above_scale_enterprises"]["difference"] == "-1"
            and "1 in several of it, once here" in county["above_scale_enterprises"]["why"], str(county["above_scale_enterprises"]))
    qunce("import", store, os.path.join(registers, "old", "talents-2023.csv"), "--known-on", "2023-12-31")
    for cluster, line in (("qianshan-brushes", "chain,Chain map,0,—,,24,not kept"), ("funan-willow", "talents,Talents,6,2023-12-31,26,12,stale"),
                          ("changfeng-nev", "talents,Talents,21,2026-03-30,0,12,in order")):
        told = qunce("diagnose", store, cluster, "--paths", "50", "--format", "csv").stdout
        promise(f"diagnose {cluster} says of its registers: {line}", "\n" + line in told)
    return compared


REFUSED = {"wrong-digit.csv": "has a wrong check character", "no-name.csv": "name is needed", "twice.csv": "the same record as line 2",
           "until-before-since.csv": "is before granted"}


def check_refused(qunce, source, demo):
    store = qunce.store("refused.qn", source)
    listed = sorted(os.listdir(os.path.join(demo, "registers", "refused")))
    promise("the files to be refused are known here", listed == sorted(REFUSED))
    for name in listed:
        done = qunce("import", store, os.path.join(demo, "registers", "refused", name))
        promise(f"{name} is refused", done.returncode == 65 and REFUSED.get(name, "?") in done.stderr, done.stderr)


class Program:
    def __init__(self, build, folder):
        self.path, self.folder = os.path.join(build, "qunce"), folder

    def __call__(self, *words):
        return subprocess.run([self.path, *words], env=dict(os.environ, XDG_CACHE_HOME=self.folder, LANG="C.UTF-8", QUNCE_LANG="en"), stdin=subprocess.DEVNULL,
                              capture_output=True, encoding="utf-8")

    def store(self, name, source):
        path = os.path.join(self.folder, name)
        self("init", path, "--pack", os.path.join(source, "scripts", "anhui"))
        return path


def main():
    build, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    demo = os.path.join(source, "datasets", "demo")
    clusters = check_sums(demo)
    with tempfile.TemporaryDirectory() as folder:
        qunce = Program(build, folder)
        compared = check_rolled(qunce, source, demo)
        check_refused(qunce, source, demo)
    print(*FAILED, sep="\n")
    print(f"{clusters} clusters, {compared} roll-ups compared, {len(FAILED)} promises not kept")
    sys.exit(bool(FAILED))


main()
