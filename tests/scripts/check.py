#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the shipped pack and data against the policy's own text. usage: check.py SOURCE LUA"""
import csv, glob, os, shutil, subprocess, sys

SOURCE, LUA = sys.argv[1:3]
DATA = os.path.join(SOURCE, "datasets", "anhui")
PACK = os.path.join(SOURCE, "scripts", "anhui")
NAMED = {"汽车产业": 14, "新一代信息技术产业": 9, "装备制造产业": 11, "新材料产业": 12, "先进光伏和新型储能产业": 4, "化工产业": 9, "有色金属产业": 6,
         "智能家电(居)产业": 7, "节能环保产业": 3, "建材产业": 3, "纺织服装产业": 7, "医药产业": 4, "绿色食品产业": 7, "其他特色产业": 5}
# Every open reading of the text; those that are a number are parameters.
REGISTER = """tier.nesting tier.strict about_100 approx.20 horizon.date growth.avg growth.base growth.unit rd.mean rd.level firms.union
firms.date firms.cumulative exception_rank exception.depth high_local_supply high_market_share validity renewal expiry.gap
rereview.rules pub.count report.before report.sanction effective county.unit leading.industry""".split()
# Where targets.csv, made apart from the pack from the same texts, says the same number. The levels of risk and the rank that counts as
# 前列 are ours, and the unset ones have none.
SAME = """entry_revenue=entry_revenue entry_leaders=entry_leading entry_quality=entry_quality entry_rd=entry_rd tier_100=entry_revenue
goal_2027_100@2025-07-01=c100_2027 goal_2027_100@2024-01-01=p_c100_2027 goal_2027_500@2025-07-01=c500_2027
goal_2027_1000@2025-07-01=c1000_2027 goal_2027_1000@2024-01-01=p_c1000_2027 goal_2030_100@2025-07-01=c100_2030
goal_rd@2025-07-01=rd_2027 goal_hte@2025-07-01=hte_2027 goal_srdi@2025-07-01=srdi_2027 goal_platforms=platform_each_2027
earlier_2025_100=p_c100_2025 earlier_2025_500=p_c500_2025 earlier_2025_total=p_total_2025 earlier_2027_100=p_c100_2027
earlier_2027_1000=p_c1000_2027 earlier_2027_total=p_total_2027 earlier_2025_300_500=p_c300_500_2025 earlier_2025_hte=p_hte_2025
earlier_2025_srdi=p_srdi_2025 earlier_2025_leaders=p_leading_2025 earlier_2025_partners=p_partner_2025
investment_goal=techinv_growth investment_growth=mfginv_growth digital_goal=digital_full rounds_per_year=assessment_frequency
publicity_days=publicity_days validity_years=validity renewal_years=renewal recognised_per_year=recognised_per_year"""
OURS = "first_in_province exception_rank high_local_supply high_market_share tier_500 tier_1000 about_100 risk_high risk_medium risk_low".split()
OURS_BEGIN = ("risk_", "check_", "weight_", "score_", "band_", "round_") # levels, checks, scores and rounds: the text has no numbers of theirs
passed = failed = 0


def promise(what, kept):
    global passed, failed
    passed, failed = passed + bool(kept), failed + (not kept)
    if not kept:
        print("broken:", what)


def read(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return file.read()


def rows(*path):
    with open(os.path.join(*path), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


policy = read(DATA, "policy.txt")
entities = rows(DATA, "entities.csv")
titles = {row["id"]: row["name_zh"] for row in entities if row["kind"] == "industry"}
counted = {}
for row in entities:
    if row["kind"] == "cluster":
        industry = titles[row["member_of"].split("industry/")[1]]
        counted[industry] = counted.get(industry, 0) + 1
promise("clusters by industry are those of the text", counted == NAMED)
promise("101 clusters, 104 counties, 16 cities", [sum(row["kind"] == kind for row in entities) for kind in ("cluster", "county", "city")] == [101, 104, 16])

for row in rows(DATA, "clusters.csv"):
    for words in (row["area_in_text"], row["product_zh"]):
        promise(f"{row['id']}: the text says {words}", words in policy)

done = subprocess.run([LUA, os.path.join(SOURCE, "tests", "scripts", "declared.lua"), PACK], check=True, capture_output=True)
declared = [line.split("\t") for line in done.stdout.decode("utf-8").splitlines()]
for kind, name, clause, quote, _ in declared:
    promise(f"{kind} {name}: the text says {quote}", quote in policy)
    promise(f"{kind} {name}: {quote} is at most 30 characters", len(quote) <= 30)
    promise(f"{kind} {name}: has its clause and its words, or is ours or of another document",
            (clause and quote) or clause.startswith(("皖政办秘〔2024〕56号", "二 工作目标")) or name.startswith(OURS_BEGIN))
for number in "一二三四五六七":
    promise(f"a criterion for 附件4 第三条({number})", any(kind == "criterion" and clause == f"附件4 第三条({number})" for kind, _, clause, _, _ in declared))
texts = {row["no"]: row["text_zh"] for row in rows(DATA, "measures.csv")}
promise("the measures are those of 附件3, and quoted from them", {name: True for kind, name, _, _, _ in declared if kind == "measure"}
        == {no: True for no in texts} and all(quote and quote in texts[name] for kind, name, _, quote, _ in declared if kind == "measure"))
ids = {name for _, name, _, _, _ in declared}
for name in REGISTER:
    promise(f"the open reading {name} can be chosen", name in ids)

required = rows(DATA, "requirements.csv")
promise("184 requirements, each with an id of its own", len({row["id"] for row in required}) == len(required) == 184)
for row in required:
    promise(f"{row['id']}: the text says {row['snippet']}", row["snippet"] in policy and len(row["snippet"]) <= 30)
    promise(f"{row['id']}: its kind is known", row["kind"] in ("QUANT", "PROC", "QUAL", "LIST", "META"))

answers = rows(DATA, "answers.csv")
wanted_rows = {row["id"] for row in required if row["id"][0] == "M" and "责任单位" not in row["clause"]} | {f"O.{i}" for i in range(1, 13)}
promise("every sentence of section 三 and 四 that acts is an answer; 年均增长 stands twice in the requirements", {row["id"] for row in answers} == wanted_rows - {"M3.6b"})
for row in answers:
    at = policy.find(row["quote"])
    promise(f"answer {row['id']}: the text says {row['quote']}", at >= 0)
    units = policy[policy.index("(责任单位:", at) + 6:]
    promise(f"answer {row['id']}: those behind it in the text see to it", row["owners"].split(";") == units[:units.index(")")].split("、"))
promise("every measure is named by a sentence", {no for row in answers for no in row["measures"].split(";") if no} == set(texts))

numbers = {}
for kind, name, _, _, values in declared:
    if kind == "parameter" and name not in OURS and not name.startswith(OURS_BEGIN):
        for value in values.split():
            day, _, number = value.rpartition("=")
            numbers[name + ("@" + day if day else "")] = float(number)
wanted = {row["id"]: float(row["value"]) for row in rows(DATA, "targets.csv") if row["value"] != "03-30"}
same = dict(pair.split("=") for pair in SAME.split())
promise(f"every number of a text is compared: {sorted(numbers.keys() ^ same.keys())}", numbers.keys() == same.keys())
for name, row in same.items():
    promise(f"{name} is {wanted[row]}, as {row} of targets.csv has it", numbers.get(name) == wanted[row])

for path in sorted(glob.glob(os.path.join(SOURCE, "scripts", "**", "*.lua"), recursive=True) + glob.glob(os.path.join(SOURCE, "tests", "packs", "**", "*.lua"), recursive=True)):
    done = subprocess.run([LUA, "-e", "assert(loadfile(arg[1]))", "/dev/null", path], capture_output=True)
    promise(f"{os.path.relpath(path, SOURCE)} is Lua", done.returncode == 0)
if shutil.which("luacheck"):
    done = subprocess.run(["luacheck", "--quiet", "scripts", "tests/packs"], cwd=SOURCE, capture_output=True, text=True)
    promise("luacheck finds nothing: " + done.stdout, done.returncode == 0)

for script, folder in (("make_tables.py", DATA), ("make_demo.py", os.path.join(SOURCE, "datasets", "demo"))):
    done = subprocess.run([sys.executable, os.path.join(folder, script), "--check"], capture_output=True)
    promise(f"{script} makes what is shipped", done.returncode == 0)

for name in ("observations-2019-2025.csv", "recognition.csv", "titles/course.csv", "waivers.csv", "support/support.csv"):
    promise(f"every row of {name} says that it is synthetic", all("synthetic 合成" == row["source"] for row in rows(SOURCE, "datasets", "demo", name)))
indicators = {row["id"] for row in rows(DATA, "indicators.csv") if not row["id"].startswith("x_")}
seen = {row["indicator"] for row in rows(SOURCE, "datasets", "demo", "observations-2019-2025.csv")}
promise("the demonstration has every indicator of the document, and gross output", seen == indicators)
facts, published = rows(DATA, "facts.csv"), rows(DATA, "published-facts.csv")
promise("facts.csv has the published facts line by line", [(f["indicator"], f["value"], f["operator"]) for f in facts] == [(p["metric"], p["value"], p["op"]) for p in published])
promise("a fact that is not of the same scope says what it is of", all(f["scope"] for f, p in zip(facts, published) if p["match"] in ("wider", "narrower")))
promise("no fact is known after the pages were read", all("2000" < f["known_on"] <= "2026-11-22" for f in facts if not f["known_on"].endswith("-12-31")))

print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
