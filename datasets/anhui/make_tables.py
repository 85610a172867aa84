#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes entities.csv and aliases.csv from clusters.csv and anhui-counties.csv; with --check only compares."""
import csv, io, os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
OLD_CODES = [  # codes and names that old tables still carry
    ("340212", ["340211", "340222", "繁昌县"]), ("340210", ["340221", "芜湖县"]), ("340281", ["340225", "无为县"]),
    ("341882", ["341822", "广德县"]), ("340882", ["340824", "潜山县"]), ("340209", ["340208", "三山区"]),
]


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


def aliases(clusters, counties):
    for code, names in OLD_CODES:
        for name in names:
            yield ["county", code, name]
    for row in clusters:
        short = row["area_in_text"] + row["product_zh"]
        yield ["cluster", row["id"], short]
        if not row["area_in_text"].startswith(row["county_zh"]):
            yield ["cluster", row["id"], row["county_zh"] + row["product_zh"]]


def main():
    clusters, counties = rows("clusters.csv"), rows("anhui-counties.csv")
    made = {
        "entities.csv": table(["kind", "id", "name_zh", "name_en", "code", "member_of", "from", "until", "note"], entities(clusters, counties)),
        "aliases.csv": table(["kind", "id", "alias"], aliases(clusters, counties)),
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
