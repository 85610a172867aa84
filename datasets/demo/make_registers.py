# SPDX-License-Identifier: Apache-2.0
"""The registers behind the demonstration's figures of 2025: invented enterprises, titles, projects … whose counts and sums are what
make_demo.py reported of each cluster, but for the errors that PLANTED.md lists. Everything is invented, and every row says so."""

MARK = "合成"  # synthetic: short, as it is in each of so many rows
YEAR = 2025
LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLAIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def credit_code(adcode, number):
    """GB 32100-2015, with the check character of the organisation code (GB 11714) inside. No real one begins with 91…HC."""
    body = "HC%06d" % number
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = (11 - sum(PLAIN.index(c) * w for c, w in zip(body, weights)) % 11) % 11
    text = "91" + adcode + body + ("X" if check == 10 else str(check))
    power, total = 1, 0
    for letter in text:
        total += LETTERS.index(letter) * power
        power = power * 3 % 31
    return text + LETTERS[(31 - total % 31) % 31]


def split(total, weights):
    """Whole parts of a whole total, as near to the weights as they can be; nothing for whoever weighs nothing."""
    whole, weighing = sum(weights), [i for i, w in enumerate(weights) if w > 0]
    if not weighing or total <= 0:
        return [0] * len(weights)
    parts = [int(total * w / whole) for w in weights]
    for i in range(total - sum(parts)):
        parts[weighing[i % len(weighing)]] += 1
    return parts


def parts_of(whole, percent):
    return int(round(whole * percent / 100))


def settle(figures):
    """Shares in the last year are those of so many whole enterprises, or 万元 of exports."""
    firms, exports = figures["above_scale_enterprises"][-1], hundredths(figures["export_value"][-1])
    for name, whole in (("digital_coverage", firms), ("qms_coverage", firms), ("bri_export_share", exports)):
        if whole:
            figures[name][-1] = round(100 * parts_of(whole, figures[name][-1]) / whole, 2)


def hundredths(x):
    """亿元 with two decimals in whole 万元."""
    return int(round(x * 100)) * 100


class Cluster:
    """One cluster's rows, register by register."""

    def __init__(self, cluster, number, first, figures, luck):
        self.id, self.number, self.luck = cluster["id"], number, luck
        self.of = {name: values[-1] for name, values in figures.items() if values[-1] is not None}
        self.above = self.of["above_scale_enterprises"]
        self.core = max(1, self.of["leading_enterprises"], self.of["chain_master_enterprises"])
        self.firms = self.above
        assert self.core + self.of["supporting_enterprises"] <= self.firms, self.id
        self.code = [credit_code(cluster["adcode"], first + i) for i in range(self.firms)]
        self.rows = {}

    def put(self, register, *values):
        self.rows.setdefault(register, []).append([register, self.id, *values, MARK])

    def key(self, register, letter):
        """Of a project, a platform …: one of its own in the whole province."""
        return "%s%05d" % (letter, self.number * 500 + len(self.rows.get(register, [])))

    def day(self, first, last):
        year = first + int(self.luck.uniform() * (last - first + 1))
        return "%d-%02d-%02d" % (year, 1 + int(self.luck.uniform() * 12), 1 + int(self.luck.uniform() * 28))

    def enterprises(self):
        supporting = self.of["supporting_enterprises"]
        for i, code in enumerate(self.code):
            linkage = "core" if i < self.core else "supporting" if i < self.core + supporting else "other"
            self.put("enterprises", code, "合成企业%05d" % (self.number * 1000 + i), "manufacturing" if self.luck.uniform() < 0.94 else "service", linkage,
                     "N%05d" % (self.number * 500 + i % 5), "")

    def title(self, firm, title, years):
        granted = self.day(YEAR - years + 1, YEAR - 1)
        year, rest = granted.split("-", 1)
        self.put("titles", self.code[firm], title, granted, "" if title in ("leader", "chain_master") else "%d-%s" % (int(year) + years, rest))

    def titles(self):
        """Whose titles overlap so that so many distinct enterprises hold one."""
        of, order = self.of, list(range(self.firms))
        high, small, giants, champions = of["hte_count"], of["srdi_sme_count"], of["little_giant_count"], of["single_champion_count"]
        alone = of["quality_enterprises"] - high            # hold another title and not the first
        others = order[high:high + alone] + order[:high]    # from here the others' titles come
        assert 0 <= alone <= small + giants + champions and high + alone <= self.firms, self.id
        for firm in order[:high]:
            self.title(firm, "high_tech", 3)
        for firm in others[:small]:
            self.title(firm, "specialised", 3)
        for firm in others[small:small + giants]:
            self.title(firm, "little_giant", 3)
        for firm in others[small + giants:small + giants + champions]:
            self.title(firm, "champion", 3)
        for firm in order[:of["leading_enterprises"]]:
            self.title(firm, "leader", 5)
        for firm in order[:of["chain_master_enterprises"]]:
            self.title(firm, "chain_master", 5)

    def years(self):
        of, n = self.of, self.above
        size = [(i + 1.5) ** -0.7 * (0.7 + 0.6 * self.luck.uniform()) for i in range(n)]

        def some(share, name):
            return split(hundredths(of[name]), [s if self.luck.uniform() < share or i == 0 else 0 for i, s in enumerate(size)])

        revenue = split(hundredths(of["revenue"]), size)
        tax, profit, rd = (some(1.1, name) for name in ("tax_revenue", "profit_total", "rd_expenditure"))
        exports, investment, works = some(0.3, "export_value"), some(0.4, "manufacturing_investment"), some(0.35, "tech_upgrade_investment")
        purchases = [x * 6 // 10 for x in revenue]
        local = split(int(round(sum(purchases) * of["local_supply_rate"] / 100)), purchases)
        belt = split(parts_of(sum(exports), of["bri_export_share"]), exports)
        patents = split(of["valid_invention_patents"], size)
        digital, certified = parts_of(n, of["digital_coverage"]), parts_of(n, of["qms_coverage"])
        assert self.firms == n and of["cloud_enterprises"] <= n, self.id
        for i in range(n):
            self.put("enterprise_years", self.code[i], YEAR, "above", revenue[i], tax[i], profit[i], rd[i], purchases[i], local[i], exports[i], belt[i],
                     investment[i], works[i], patents[i], "yes" if i < digital else "no", "yes" if i < of["cloud_enterprises"] else "no",
                     "yes" if i >= n - certified else "no")

    def projects(self):
        kinds = [("major_projects", "new_plant", "yes", "no", "no"), ("transferred_projects", "new_plant", "no", "yes", "no"),
                 ("yrd_projects", "other", "no", "no", "yes"), ("core_tech_projects", "core_technology", "no", "no", "no"),
                 ("joint_rd_projects", "joint_research", "no", "no", "no"), ("innovation_consortia", "consortium", "no", "no", "no"),
                 ("chain_digital_projects", "digital_chain", "no", "no", "no")]
        for name, kind, landmark, transferred, delta in kinds:
            for i in range(self.of[name]):
                planned = 500 + int(20000 * self.luck.uniform())
                self.put("projects", self.key("projects", "P"), "合成项目", kind, "building", self.day(YEAR, YEAR), planned,
                         planned * int(30 + 60 * self.luck.uniform()) // 100, landmark, transferred, delta)

    def talents(self):
        for i in range(self.of["talents_introduced"]):
            day = self.day(YEAR, YEAR)
            self.put("talents", self.key("talents", "T"), ("provincial", "city", "urgent")[i % 3], self.code[i % self.firms], day, day)

    def platforms(self):
        kinds = [("common_tech_platforms", "common_technology", "provincial"), ("concept_validation_centres", "concept_validation", "provincial"),
                 ("pilot_platforms", "pilot", "provincial"), ("county_institutes", "county_institute", "county"), ("testing_bodies", "testing", "city"),
                 ("public_service_platforms", "public_service", "city"), ("innovation_platforms", "innovation", "provincial"),
                 ("service_mfg_zones", "service_manufacturing", "provincial")]
        for name, kind, level in kinds:
            for i in range(self.of[name]):
                self.put("platforms", self.key("platforms", "F"), "合成平台", kind, level, self.day(2018, YEAR))

    def brands(self):
        kinds = [("regional_brands", "regional_brand", "provincial", 2018), ("collective_marks", "collective_mark", "national", 2018),
                 ("provincial_new_products", "new_product", "provincial", YEAR), ("three_first_products", "three_first", "provincial", YEAR),
                 ("fine_products", "fine_product", "provincial", 2021), ("landmark_products", "landmark_product", "provincial", 2021),
                 ("standards_made", "standard_led", "national", 2018)]
        for name, kind, level, first in kinds:
            for i in range(self.of[name]):
                self.put("brands", self.key("brands", "B"), "合成品牌", kind, level, self.day(first, YEAR))

    def chain(self):
        tiers = ("upstream", "midstream", "midstream", "downstream", "support")
        weak = self.of["weak_links"]
        node = [self.number * 500 + i for i in range(5)]
        for i, tier in enumerate(tiers):
            self.put("chain", "N%05d" % node[i], "node", "合成环节%d" % (i + 1), tier, "", "", "present", "", "2025-06-30")
        for i in range(4):
            self.put("chain", "L%05d" % node[i], "link", "合成关联%d" % (i + 1), "", "N%05d" % node[i], "N%05d" % node[i + 1], "present", "", "2025-06-30")
        for i in range(weak):
            self.put("chain", "W%05d" % (node[0] + i), "node", "合成短板%d" % (i + 1), tiers[i % 5], "", "", "missing" if i % 3 == 0 else "weak",
                     ("common_technology", "core_part", "process_equipment", "supplier")[i % 4], "2025-06-30")

    def documents(self):
        done = [("plan", self.of["plan_and_libraries"] >= 1), ("chain_map", self.of["plan_and_libraries"] >= 2), ("policy_package", self.of["policy_package"]),
                ("diagnosis", self.of["diagnosis_done"])]
        for kind, there in done:
            if there:
                self.put("documents", "D%05d-%s" % (self.number, kind), kind, "合成文件", self.day(2023, YEAR), "合成县")


HEADS = {
    "enterprises": "code name sector linkage node left",
    "titles": "code title granted expires",
    "enterprise_years": "code year scale revenue tax profit rd purchases local_purchases exports bri_exports investment tech_upgrade patents digital cloud certified",
    "projects": "key name kind stage landed investment invested landmark transferred yangtze_delta",
    "talents": "key level employer introduced since",
    "platforms": "key name kind level built",
    "brands": "key name kind level granted",
    "chain": "key kind name tier from to state problem since",
    "documents": "key kind title issued issuer",
}


def table_of(clusters, figures, random):
    """register -> rows, in order of clusters."""
    first, made = 1, {register: [] for register in HEADS}
    for number, cluster in enumerate(clusters):
        one = Cluster(cluster, number + 1, first, figures[cluster["id"]], random("registers:" + cluster["id"]))
        first += one.firms
        for fill in (one.enterprises, one.titles, one.years, one.projects, one.talents, one.platforms, one.brands, one.chain, one.documents):
            fill()
        for register, rows in one.rows.items():
            made[register] += rows
    return made


class Planter:
    """Puts in what is wrong: each in a cluster of its own, as PLANTED.md says."""

    def __init__(self, made):
        self.made = made

    def at(self, register, name):
        """Where a field stands in a row: behind the register and the cluster."""
        return 2 + HEADS[register].split().index(name)

    def of(self, register, cluster, **wanted):
        """The cluster's rows with these values, in order."""
        return [row for row in self.made[register] if row[1] == cluster and all(row[self.at(register, name)] == value for name, value in wanted.items())]

    def titles_of(self, row):
        return sorted(title[3] for title in self.made["titles"] if title[2] == row[2])

    def with_one_title(self, cluster, title):
        """The last enterprise above scale whose only title it is."""
        with_year = {row[2] for row in self.of("enterprise_years", cluster)}
        return [row for row in self.of("enterprises", cluster) if row[2] in with_year and self.titles_of(row) == [title]][-1]

    def remove(self, register, row):
        self.made[register].remove(row)

    def put(self, register, row, **values):
        for name, value in values.items():
            row[self.at(register, name)] = value

    def in_two_clusters(self, here, there):
        """One enterprise stands in both; what the one it displaces there earned is earned there by the largest."""
        shared, gone = self.with_one_title(here, "high_tech"), self.with_one_title(there, "high_tech")
        year, lost = self.of("enterprise_years", here, code=shared[2])[0], self.of("enterprise_years", there, code=gone[2])[0]
        largest = self.of("enterprise_years", there)[0]
        for name in HEADS["enterprise_years"].split()[3:14]:
            at = self.at("enterprise_years", name)
            largest[at] += lost[at] - year[at]
            assert largest[at] >= 0, name
        for name in ("digital", "cloud", "certified"):
            at = self.at("enterprise_years", name)
            year[at] = lost[at] if year[at] == "no" else year[at]
        self.remove("enterprise_years", lost)
        self.remove("titles", self.of("titles", there, code=gone[2])[0])
        self.put("enterprises", gone, code=shared[2], name=shared[self.at("enterprises", "name")])

    def plant(self):
        self.in_two_clusters("jiujiang-robots", "jiujiang-nev")
        expired = self.with_one_title("changfeng-nev", "high_tech")
        self.put("titles", self.of("titles", "changfeng-nev", code=expired[2])[0], granted="2022-06-01", expires="2025-05-31")
        self.remove("enterprise_years", self.of("enterprise_years", "tianchang-instruments")[-1])
        slip = self.of("enterprise_years", "wuwei-cables")[4]
        self.put("enterprise_years", slip, revenue=slip[self.at("enterprise_years", "revenue")] * 10000)
        twice = self.of("platforms", "feixi-appliances")[0]
        self.made["platforms"].insert(self.made["platforms"].index(twice) + 1, twice[:2] + ["F99999"] + twice[3:])
        for row in self.of("chain", "qianshan-brushes"):
            self.remove("chain", row)
        left = self.with_one_title("guangde-pcb", "high_tech")
        self.put("enterprises", left, left="2025-06-30")
        planned = self.of("platforms", "shucheng-electronics", kind="common_technology")[0]
        self.put("platforms", planned, built="2026-09-30")
        nowhere = self.with_one_title("ningguo-seals", "high_tech")
        self.put("titles", self.of("titles", "ningguo-seals", code=nowhere[2])[0], code=credit_code("341881", 999999))
        self.put("enterprise_years", self.of("enterprise_years", "taihe-filtercloth")[-1], year=YEAR - 1)
        stale = self.of("talents", "funan-willow")
        for row in stale:
            self.remove("talents", row)
        return stale


REFUSED = {
    "wrong-digit": ("enterprises", "code name sector linkage", [[credit_code("340121", 999998)[:-1] + "0", "合成企业99998", "manufacturing", "core"]]),
    "no-name": ("enterprises", "code name sector linkage", [[credit_code("340121", 999997), "", "manufacturing", "core"]]),
    "twice": ("enterprise_years", "code year scale revenue tax rd", [[credit_code("340121", 999996), YEAR, "above", 100, 2, 3],
                                                                     [credit_code("340121", 999996), YEAR, "above", 1000, 2, 3]]),
    "until-before-since": ("titles", "code title granted expires", [[credit_code("340121", 999995), "high_tech", "2025-03-01", "2024-03-01"]]),
}


def files(clusters, figures, random):
    """Name -> header and rows: the registers, those that are too old, and those that an import must refuse."""
    made = table_of(clusters, figures, random)
    stale = Planter(made).plant()
    out = {"registers/%s.csv" % name: (["register", "entity", *HEADS[name].split(), "source"], rows) for name, rows in made.items()}
    out["registers/old/talents-2023.csv"] = (["register", "entity", *HEADS["talents"].split(), "source"], stale)
    for name, (register, head, rows) in REFUSED.items():
        out["registers/refused/%s.csv" % name] = (["register", "entity", *head.split(), "source"], [[register, "changfeng-nev", *row, MARK] for row in rows])
    return out
