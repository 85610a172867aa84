# SPDX-License-Identifier: Apache-2.0
"""What commands are asked of a store: of the gardens, an invented programme with one of everything and little of each, so that each
command asks for memory a few hundred times; of the demonstration, which has much."""
import os, shlex
from common import DEMO, SOURCE, make_store, must, write_corrections

FEW = "--paths 20 --threads 1 --format csv"
READING = f"""status a.qn {FEW}
status a.qn --paths 20 --threads 1 --format json
assess a.qn {FEW} --top 3
assess a.qn {FEW} --top 3 --as-of 2026-03-30
explain a.qn ENTITY FLOW --format csv
explain a.qn ENTITY --to-pass
list a.qn GROUP --format csv
list a.qn parameters --format csv
list a.qn imports --format csv
list a.qn criteria --format json
targets a.qn {FEW}
whatif a.qn --set GROWTH=4% {FEW}
run a.qn SCENARIO {FEW}
run a.qn SCENARIO --at ENTITY@2027
sweep a.qn --vary GROWTH=2%..10%/2 --goal TARGET {FEW}
portfolio a.qn --vary FLOW=0%..30% {FEW}
discover a.qn --goal TARGET@DUE {FEW}
readings a.qn --format csv
backtest a.qn FLOW {FEW}
solve a.qn --vary GROWTH=2%..8% --goal TARGET@DUE {FEW}
sensitivity a.qn --goal TARGET@DUE {FEW}
export a.qn FLOW --year 2025
export a.qn FLOW --format json
export a.qn --wide --year 2025
verify a.qn
dump a.qn
history a.qn ENTITY FLOW --as-of 2026-05-02 --format csv
conflicts a.qn --format csv
sources a.qn --format csv
validate a.qn --format csv --top 3
life a.qn --today 2026-06-01 --format csv
calendar a.qn --today 2026-06-01 --format csv
calendar a.qn --today 2026-06-01 --format ics
diff a.qn --from 2026-03-30 {FEW}
score a.qn {FEW} --all
score a.qn {FEW} --SUBJECT ENTITY
round a.qn {FEW} --year 2025 --set PLACES=10
statistics a.qn --format csv --all STATISTICS
replay a.qn --set NUMBER --from 2025 {FEW}
registers a.qn --format csv
registers a.qn REGISTER --format csv
rollup a.qn --SUBJECT NEEDY --threads 1 --format csv
rollup a.qn WIDER --threads 1 --format json
diagnose a.qn NEEDY {FEW}
diagnose a.qn --coverage --format csv
measures a.qn --threads 1 --format csv
measures a.qn --funds --threads 1 --format csv
annual-report a.qn --year 2025 --as-of 2026-05-03 {FEW}
coverage a.qn --format csv
coverage PACK --format csv
compare a.qn as-of=2026-03-30 baseline {FEW}
lint a.qn --format csv
lint PACK --format csv
plan PACK/RULES.lua
test PACK/RULES_test.lua --format csv
template a.qn FLOW --year 2026
import a.qn change.csv --dry-run
import a.qn refused.csv
import a.qn wide.csv --dry-run --synthetic
status a.qn --set nothing=1 {FEW}
run a.qn refused.lua
help words
help criterion""".splitlines()
WRITING = """import a.qn change.csv --known-on 2026-06-01 --synthetic
import a.qn COURSE --known-on 2026-06-01
import a.qn PEOPLE --known-on 2026-06-01
import a.qn change.xlsx --known-on 2026-06-01 --synthetic
init new.qn --pack PACK
backup a.qn new.qn
load new.qn sound.dump
freeze a.qn annual
sources a.qn --set 'SOURCE_SAID=published' --known-on 2026-06-01 --submitter office
repair a.qn new.qn""".splitlines()

# Of the gardens more ways of asking: each has a path of its own in the program.
MORE_READING = f"""status a.qn --paths 20 --threads 1
status a.qn --paths 20 --threads 1 --format md --lang zh
assess a.qn --paths 20 --threads 1 --town wick
explain a.qn oak
explain a.qn oak fineness
whatif a.qn --shock harvest:oak:2027=-50% --set weather=2% {FEW}
whatif a.qn --base SCENARIO --central --format csv
run a.qn SCENARIO --central --format csv
run a.qn measured.lua {FEW}
list a.qn indicators --format tsv
list a.qn options
list a.qn assumptions
list a.qn checks
list a.qn measures
list a.qn targets
list a.qn vintages
life a.qn oak --today 2026-06-01
score a.qn --weigh entropy --aggregate topsis {FEW}
score a.qn --weigh critic --aggregate geometric --normalise rank {FEW}
statistics a.qn --of workers --by valley --from 2024
registers a.qn --SUBJECT oak --today 2026-06-01
history a.qn oak harvest
conflicts a.qn harvest --tolerance 20%
compare a.qn SCENARIO growth=4% {FEW}
compare a.qn enough.strict=at_least enough.strict=above {FEW}
diff a.qn --from first {FEW}
measures a.qn --SUBJECT elm --threads 1
annual-report a.qn --year 2025 --paths 20 --threads 1 --format md
annual-report a.qn --year 2025 --paths 20 --threads 1 --format json --lang zh
replay a.qn --pack PACK --from 2024 {FEW}
validate a.qn
sources a.qn
plan PACK
test PACK
import a.qn mapped.csv --map map.csv --dry-run
import a.qn slip.csv
template a.qn --year 2026 --town ham
backtest --series series.csv --horizon 2 {FEW}
help --reference
help --annotations
help import
status a.qn --pack PACK {FEW}
status none.qn
status a.qn --set groth=4%
cold status a.qn {FEW}
cold run a.qn SCENARIO {FEW}
cold run a.qn refused.lua
cold whatif a.qn --set growth=4% --base SCENARIO {FEW}
cold assess a.qn --pack PACK {FEW}
cold lint PACK --format csv
cold plan PACK/RULES.lua
cold test PACK --format csv
cold import a.qn change.csv --dry-run
cold validate a.qn
in shell.txt shell a.qn""".splitlines()
MORE_WRITING = """import a.qn mapped.csv --map map.csv --known-on 2026-06-01
import a.qn refused.csv --rejects out.csv
import a.qn slip.csv --known-on 2026-06-01 --accept fine.of.harvest --submitter office
import a.qn wide.csv --known-on 2026-06-01 --synthetic
import a.qn support.csv --known-on 2026-06-01
cold import a.qn change.csv --known-on 2026-06-01 --synthetic
cold init new.qn --pack PACK
in change.csv import a.qn - --known-on 2026-06-01 --synthetic
freeze a.qn earlier --as-of 2026-03-31
dump a.qn -o out.dump
export a.qn -o out.csv
export a.qn --wide -o out.xlsx
export a.qn -o out.sqlite
export a.qn harvest -o out.parquet
export a.qn harvest --wide -o out.dta
template a.qn harvest --year 2026 -o out.xlsx
status a.qn --paths 20 --threads 1 --format xlsx -o out.xlsx
assess a.qn --paths 20 --threads 1 -o out.md
registers a.qn people -o out.csv
new scenario out.lua a.qn""".splitlines()

DEMO_WORDS = dict(SUBJECT="cluster", ENTITY="changfeng-nev", FLOW="revenue", GROUP="clusters", GROWTH="investment_growth", SCENARIO=os.path.join(SOURCE, "scripts", "scenarios", "slow_investment.lua"),
                  TARGET="clusters_revenue_ge_100", DUE="2027", PLACES="recognised_per_year", NUMBER="entry_rd=2.5%", REGISTER="enterprises", NEEDY="tianchang-instruments",
                  WIDER="province", PACK=os.path.join(SOURCE, "scripts", "anhui"), RULES="criteria", STATISTICS="", SOURCE_SAID="synthetic 合成",
                  COURSE=os.path.join(DEMO, "titles", "course.csv"), PEOPLE=os.path.join(DEMO, "registers", "talents.csv"))
GARDENS = os.path.join(SOURCE, "tests", "packs", "gardens")
GARDEN_WORDS = dict(SUBJECT="garden", ENTITY="oak", FLOW="harvest", GROUP="gardens", GROWTH="growth", SCENARIO=os.path.join(GARDENS, "scripts", "dry.lua"), TARGET="total_harvest", DUE="2028",
                    PLACES="places", NUMBER="fine=60%", REGISTER="people", NEEDY="elm", WIDER="valley", PACK=os.path.join(GARDENS, "scripts"), RULES="rules",
                    STATISTICS="--by town", SOURCE_SAID="synthetic", COURSE=os.path.join(GARDENS, "course.csv"), PEOPLE=os.path.join(GARDENS, "people.csv"))


class Line:
    """A command: its words, whether it writes, whether the cache of programs is empty before it, and what it reads from standard input."""

    def __init__(self, line, words, writes):
        for name in sorted(words, key=len, reverse=True):
            line = line.replace(name, words[name])
        self.text, self.writes, self.cold, self.given = line, writes, False, None
        self.words = shlex.split(line)
        if self.words[0] == "cold":
            self.cold, self.words = True, self.words[1:]
        if self.words[0] == "in":
            self.given, self.words = self.words[1], self.words[2:]


def write_all(folder, texts):
    for name, text in texts.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def make_demo(folder):
    make_store(folder)
    write_corrections(os.path.join(folder, "change.csv"), 200, 1.3)
    write_all(folder, {"refused.csv": "entity,indicator,period,value\nnobody,revenue,2025,1\nchangfeng-nev,revenue,2025,x\n",
                       "wide.csv": "集群,2024年营业收入(亿元),2025年营业收入(亿元)\n长丰县新能源汽车,100,\"1,101.5\"\n",
                       "refused.lua": 'return scenario "x" { set = { nothing_known = pct(4) } }\n'})


def make_gardens(folder):
    """As of the demonstration something in every table; and a frozen vintage."""
    path = lambda name: os.path.join(GARDENS, name)
    must(folder, "init", "sound.qn", "--pack", path("scripts"), "--known-on", "2026-01-01")
    must(folder, "import", "sound.qn", path("observations.csv"), path("titles.csv"), "--known-on", "2026-03-30")
    must(folder, "import", "sound.qn", *(path(name + ".csv") for name in ("waivers", "people", "courses", "support")), "--known-on", "2026-03-31")
    must(folder, "freeze", "sound.qn", "first", "--as-of", "2026-03-31")
    head, oak = "entity,indicator,period,value,operator,source,rank,note\n", "oak,harvest,2025,"
    write_all(folder, {"may.csv": f"{head}{oak}131,,synthetic,,counted again\nash,harvest,2025,104,,synthetic,,\n",
                       "paper.csv": f"{head}{oak}140,,synthetic paper,estimate,\n{oak}100,>,synthetic paper,estimate,over a hundred\n"})
    must(folder, "import", "sound.qn", "may.csv", "--known-on", "2026-05-02")
    must(folder, "import", "sound.qn", "paper.csv", "--known-on", "2026-05-03")
    for name in ("map.csv", "mapped.csv", "support.csv"):
        with open(path(name), encoding="utf-8") as file:
            write_all(folder, {name: file.read().replace("S-1", "S-3")})
    head = "entity,indicator,period,value,source\n"
    write_all(folder, {"change.csv": f"{head}oak,harvest,2025,132,synthetic\nelm,harvest,2025,95,synthetic\nyew,harvest,2026,61,synthetic\n",
                       "slip.csv": f"{head}oak,fine,2025,900,synthetic\n",
                       "refused.csv": f"{head}nobody,harvest,2025,1,synthetic\noak,harvest,2025,x,synthetic\n",
                       "wide.csv": "entity,2024 Harvest (kt),2025 Harvest (kt)\nOld Oak,100,\"1,101.5\"\n",
                       "series.csv": "series,period,value\n" + "".join(f"one,{2010 + i},{100 + 7 * i + i % 3}\n" for i in range(12)),
                       "refused.lua": 'return scenario "x" { set = { nothing_known = pct(4) } }\n',
                       "measured.lua": 'return scenario "x" {\n  measure("water", "all", "2026"), reach("harvest", "valley:lower", kt(300), "2028"),\n'
                                       '  from = { ["2027"] = { weather = uniform(pct(-4), pct(2)) } }, ask = { "targets", "at_risk" },\n}\n',
                       "shell.txt": "=total(c.harvest)\nlist gardens --format csv\nexplain oak harvest\n"})


class Programme:
    def __init__(self, make, words, *groups):
        self.make, self.flow, self.lines = make, words["FLOW"], [Line(line, words, writes) for group, writes in groups for line in group]


PROGRAMMES = {"gardens": Programme(make_gardens, GARDEN_WORDS, (READING, False), (MORE_READING, False), (WRITING, True), (MORE_WRITING, True)),
              "demo": Programme(make_demo, DEMO_WORDS, (READING, False), (WRITING, True))}
