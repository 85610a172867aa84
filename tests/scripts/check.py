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
for kind, name, clause, quote in declared:
    promise(f"{kind} {name}: the text says {quote}", quote in policy)
    promise(f"{kind} {name}: {quote} is at most 30 characters", len(quote) <= 30)
    promise(f"{kind} {name}: has its clause and its words, or is ours or of another document",
            (clause and quote) or clause.startswith(("皖政办秘〔2024〕56号", "二 工作目标")) or name.startswith("risk_"))
for number in "一二三四五六七":
    promise(f"a criterion for 附件4 第三条({number})", any(kind == "criterion" and clause == f"附件4 第三条({number})" for kind, _, clause, _ in declared))
ids = {name for _, name, _, _ in declared}
for name in REGISTER:
    promise(f"the open reading {name} can be chosen", name in ids)

for path in sorted(glob.glob(os.path.join(SOURCE, "scripts", "**", "*.lua"), recursive=True) + glob.glob(os.path.join(SOURCE, "tests", "packs", "**", "*.lua"), recursive=True)):
    done = subprocess.run([LUA, "-e", "assert(loadfile(arg[1]))", "/dev/null", path], capture_output=True)
    promise(f"{os.path.relpath(path, SOURCE)} is Lua", done.returncode == 0)
if shutil.which("luacheck"):
    done = subprocess.run(["luacheck", "--quiet", "scripts", "tests/packs"], cwd=SOURCE, capture_output=True, text=True)
    promise("luacheck finds nothing: " + done.stdout, done.returncode == 0)

for script, folder in (("make_tables.py", DATA), ("make_demo.py", os.path.join(SOURCE, "datasets", "demo"))):
    done = subprocess.run([sys.executable, os.path.join(folder, script), "--check"], capture_output=True)
    promise(f"{script} makes what is shipped", done.returncode == 0)

for name in ("observations-2019-2025.csv", "recognition.csv", "waivers.csv"):
    promise(f"every row of {name} says that it is synthetic", all("synthetic 合成" == row["source"] for row in rows(SOURCE, "datasets", "demo", name)))
indicators = {row["id"] for row in rows(DATA, "indicators.csv")}
seen = {row["indicator"] for row in rows(SOURCE, "datasets", "demo", "observations-2019-2025.csv")}
promise("the demonstration has every indicator of the catalogue", seen == indicators)

print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
