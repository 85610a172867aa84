#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes entities.csv and aliases.csv from clusters.csv and anhui-counties.csv, and facts.csv, which imports as it is, from
published-facts.csv; with --check only compares."""
import calendar, csv, io, os, re, sys

HERE = os.path.dirname(os.path.abspath(__file__))
OLD_CODES = [  # codes and names that old tables still carry
    ("340212", ["340211", "340222", "繁昌县"]), ("340210", ["340221", "芜湖县"]), ("340281", ["340225", "无为县"]),
    ("341882", ["341822", "广德县"]), ("340882", ["340824", "潜山县"]), ("340209", ["340208", "三山区"]),
]

BENCHMARKS = [  # what figures of context are about: other programmes and another province, which never count as clusters
    ("anhui-cluster-towns", "安徽省产业集群专业镇", "Cluster towns of Anhui (an earlier programme)"),
    ("hebei-key-clusters", "河北省107个省级重点特色产业集群", "Hebei's 107 key clusters"),
    ("hebei-county-clusters-269", "河北省县域特色产业集群(269个)", "Hebei's 269 county clusters"),
    ("hebei-county-clusters", "河北省县域特色产业集群", "Hebei's county clusters"),
]
COLLECTED = "2026-11-22"  # when the pages were read: a page without a date was known then, and maybe not before


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(header, body):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(body)
    return out.getvalue()


def entities(clusters, counties):
    yield ["province", "340000", "安徽省", "Anhui", "340000", "", "", "", ""]
    cities = {row["city_code"]: row for row in counties}
    for code in sorted(cities):
        yield ["city", code, cities[code]["city_zh"], cities[code]["city_en"], code, "province/340000", "", "", ""]
    for row in counties:
        yield ["county", row["adcode"], row["county_zh"], row["county_en"], row["adcode"], "city/" + row["city_code"], "", "", ""]
    industries = {int(row["industry_no"]): row for row in clusters}
    for number in sorted(industries):
        yield ["industry", f"industry-{number}", industries[number]["industry_zh"], industries[number]["industry_en"], "", "", "", "", ""]
    for row in clusters:
        groups = f"county/{row['adcode']}; industry/industry-{row['industry_no']}"
        yield ["cluster", row["id"], row["cluster_zh"], row["name_en"], "", groups, "", "", "named in section 二 of the plan"]
    for name, zh, en in BENCHMARKS:
        yield ["benchmark", name, zh, en, "", "", "", "", "context, no cluster"]


def aliases(clusters, counties):
    for code, names in OLD_CODES:
        for name in names:
            yield ["county", code, name]
    for row in clusters:
        short = row["area_in_text"] + row["product_zh"]
        yield ["cluster", row["id"], short]
        if not row["area_in_text"].startswith(row["county_zh"]):
            yield ["cluster", row["id"], row["county_zh"] + row["product_zh"]]


def month_end(year, month):
    return f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def known_on(words):
    """The last day that the words for a page's date allow."""
    if found := re.search(r"\d{4}-\d{2}-\d{2}", words):
        return found[0]
    if found := re.search(r"(\d{4})-(\d{2})(?:/(\d{2}))?", words):
        return month_end(int(found[1]), int(found[3] or found[2]))
    if found := re.search(r"(autumn|early) (\d{4})", words):
        return month_end(int(found[2]), {"autumn": 11, "early": 6}[found[1]])
    if "events of" in words or not (found := re.search(r"\d{4}", words)):
        return COLLECTED
    return found[0] + "-12-31"


def publisher(row):
    """Who published it: what stands before the date; a page that does not say so is named by its title."""
    name = re.split(r"[,;]| (?=\d)|(?<!\d)(?=\d{4})", row["source_date"])[0].strip()
    return row["source_title"] if not name or re.match(r"\d|early|undated|autumn", name) else name


def period(row):
    """The period as the engine writes it, and what to say if the page does not give one."""
    words = row["period"]
    if found := re.fullmatch(r"(\d{4})Q1-Q3", words):
        return found[1] + "-01..09", ""
    if found := re.fullmatch(r"(\d{4})H1", words):
        return found[1] + "-S1", ""
    if found := re.fullmatch(r"(\d{4})-(\d{4})", words):
        return found[2], f"{words}年合计"
    if re.fullmatch(r"\d{4}(-\d{2})?(-?\.\.\d{2})?|\d{4}-01\.\.\d{2}", words):
        return words, ""
    return known_on(row["source_date"])[:4], "时期未注明" if "peak" not in words else "峰值,时期未注明"


def facts():
    """Line by line as published-facts.csv has them: a figure of another scope, or of no stated period, says so and is no value."""
    benchmark = {zh: name for name, zh, _ in BENCHMARKS}
    for row in rows("published-facts.csv"):
        when, unstated = period(row)
        wider = [] if row["match"] in ("same", "context", "benchmark") else [row["entity_zh"]]
        precise = [] if row["precision"] == "exact" else [row["precision"]]
        dated = [] if re.fullmatch(r".*\d{4}-\d{2}-\d{2}", row["source_date"]) else ["page: " + row["source_date"]]
        yield [row["cluster_id"] or benchmark[row["entity_zh"]], row["metric"], when, row["value"], row["op"], "; ".join(wider + ([unstated] if unstated else [])),
               publisher(row), "published", known_on(row["source_date"]), "; ".join(precise + ([row["note"]] if row["note"] else []) + dated)]


def main():
    clusters, counties = rows("clusters.csv"), rows("anhui-counties.csv")
    made = {
        "entities.csv": table(["kind", "id", "name_zh", "name_en", "code", "member_of", "from", "until", "note"], entities(clusters, counties)),
        "aliases.csv": table(["kind", "id", "alias"], aliases(clusters, counties)),
        "facts.csv": table(["entity", "indicator", "period", "value", "operator", "scope", "source", "rank", "known_on", "note"], facts()),
    }
    for name, text in made.items():
        path = os.path.join(HERE, name)
        if "--check" in sys.argv:
            with open(path, encoding="utf-8", newline="") as file:
                if file.read() != text:
                    sys.exit(f"{name} is not what make_tables.py makes")
        else:
            with open(path, "w", encoding="utf-8", newline="") as file:
                file.write(text)


main()
