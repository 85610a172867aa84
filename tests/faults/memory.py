#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An answer for which there was not enough memory is no answer. usage: memory.py BUILD SOURCE REFUSE.so RECORD.so [SAMPLES [COMMAND...]]

SAMPLES allocations of each command are refused in turn, alone and with all that follow: the command must end without a signal,
and either with the answer it gives otherwise or with a code and words; what it writes is there whole or not at all. The same for
the interpreter of scripts: see words.py. "places": the first and the last of each place of the program, by the calls that lead
there; 0: every one. Of a build with a sanitizer, nothing may be left over either."""
import os, shlex, shutil, sys, tempfile
from common import CODES, DEMO, SOURCE, has_words, make_store, must, places, preloaded, qunce, read_sites, write_corrections

REFUSING = preloaded(os.path.abspath(sys.argv[3]))
SAMPLES = sys.argv[5] if len(sys.argv) > 5 else "12"
ONLY = sys.argv[6:]
DAMAGED, INTERNAL = 69, 70 # nothing is damaged here, and nobody's fault: neither may be said
FEW = "--paths 20 --threads 1 --format csv"
READING = f"""status a.qn {FEW}
status a.qn --paths 20 --threads 1 --format json
assess a.qn {FEW} --top 3
assess a.qn {FEW} --top 3 --as-of 2026-03-30
explain a.qn changfeng-nev revenue --format csv
explain a.qn changfeng-nev --to-pass
list a.qn clusters --format csv
list a.qn parameters --format csv
list a.qn imports --format csv
list a.qn criteria --format json
targets a.qn {FEW}
whatif a.qn --set investment_growth=4% {FEW}
run a.qn SOURCE/scripts/scenarios/slow_investment.lua {FEW}
run a.qn SOURCE/scripts/scenarios/slow_investment.lua --at changfeng-nev@2027
sweep a.qn --vary investment_growth=2%..10%/2 --goal clusters_revenue_ge_100 {FEW}
portfolio a.qn --vary revenue=0%..30% {FEW}
discover a.qn --goal clusters_revenue_ge_100@2030 {FEW}
readings a.qn --format csv
backtest a.qn revenue {FEW}
solve a.qn --vary investment_growth=2%..8% --goal clusters_revenue_ge_100@2027 {FEW}
sensitivity a.qn --goal clusters_revenue_ge_100@2027 {FEW}
export a.qn revenue --year 2025
export a.qn revenue --format json
export a.qn --wide --year 2025
verify a.qn
dump a.qn
history a.qn changfeng-nev revenue --as-of 2026-05-02 --format csv
conflicts a.qn --format csv
sources a.qn --format csv
validate a.qn --format csv --top 3
life a.qn --today 2026-06-01 --format csv
calendar a.qn --today 2026-06-01 --format csv
calendar a.qn --today 2026-06-01 --format ics
diff a.qn --from 2026-03-30 {FEW}
score a.qn {FEW} --all
score a.qn {FEW} --cluster changfeng-nev
round a.qn {FEW} --year 2025 --set recognised_per_year=10
statistics a.qn --format csv --all
replay a.qn --set entry_rd=2.5% --from 2025 {FEW}
registers a.qn --format csv
registers a.qn enterprises --format csv
rollup a.qn --cluster tianchang-instruments --threads 1 --format csv
rollup a.qn province --threads 1 --format json
diagnose a.qn tianchang-instruments {FEW}
diagnose a.qn --coverage --format csv
measures a.qn --threads 1 --format csv
measures a.qn --funds --threads 1 --format csv
annual-report a.qn --year 2025 --as-of 2026-05-03 {FEW}
coverage a.qn --format csv
coverage SOURCE/scripts/anhui --format csv
compare a.qn as-of=2026-03-30 baseline {FEW}
lint a.qn --format csv
lint SOURCE/scripts/anhui --format csv
plan SOURCE/scripts/anhui/criteria.lua
test SOURCE/scripts/anhui/criteria_test.lua --format csv
template a.qn revenue --year 2026
import a.qn change.csv --dry-run
import a.qn refused.csv
import a.qn wide.csv --dry-run --synthetic
status a.qn --set nothing=1 {FEW}
run a.qn refused.lua
help words
help criterion""".replace("SOURCE", SOURCE).splitlines()
WRITING = f"""import a.qn change.csv --known-on 2026-06-01 --synthetic
import a.qn DEMO/titles/course.csv --known-on 2026-06-01
import a.qn DEMO/registers/talents.csv --known-on 2026-06-01
import a.qn change.xlsx --known-on 2026-06-01 --synthetic
init new.qn --pack SOURCE/scripts/anhui
backup a.qn new.qn
load new.qn sound.dump
freeze a.qn annual
sources a.qn --set 'synthetic 合成=published' --known-on 2026-06-01 --submitter office
repair a.qn new.qn""".replace("SOURCE", SOURCE).replace("DEMO", DEMO).splitlines()


def fresh(folder):
    for name in ("a.qn", "new.qn"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    os.mkdir(os.path.join(folder, "a.qn"))
    shutil.copy(os.path.join(folder, "sound.qn", "data.mdb"), os.path.join(folder, "a.qn"))


def content(folder, words):
    """What the store that is written to says; the moment of an import left out, which differs from run to run."""
    name = "a.qn" if words[1] == "a.qn" and words[0] not in ("backup", "repair") else "new.qn"
    if not os.path.exists(os.path.join(folder, name)):
        return None
    if qunce(folder, "verify", name).returncode != 0:
        return b"not sound"
    dump = qunce(folder, "dump", name).stdout
    dated = (b"import ", b'meta "vintage ')
    return b"\n".join(line.rsplit(b" ", 1)[0] if line.startswith(dated) else line for line in dump.splitlines())


def chosen(sites, number):
    if SAMPLES == "places":
        return places(sites)
    stride = max(1, len(sites) // int(SAMPLES)) if SAMPLES != "0" else 1
    return range(number % stride, len(sites), stride)


def fault_of(done, usual):
    if done.returncode not in CODES or done.returncode in (DAMAGED, INTERNAL):
        return f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-3000:]}"
    if done.returncode == usual.returncode and done.stdout == usual.stdout and (usual.returncode in (0, 1) or done.stderr == usual.stderr):
        return None
    if done.returncode in (0, 1):
        return f"another answer, and exit code {done.returncode}"
    return None if has_words(done) else "no words"


def sweep(folder, words, number, writes):
    """(what, fault or None) one after another."""
    fresh(folder)
    before = content(folder, words) if writes else None
    usual = qunce(folder, *words)
    after = content(folder, words) if writes else None
    if writes and (usual.returncode != 0 or after == before):
        sys.exit(f"{' '.join(words)}: {usual.stderr.decode()}")
    if writes:
        fresh(folder)
    sites = read_sites(folder, lambda more: qunce(folder, *words, environment={**REFUSING, **more}))
    for at in chosen(sites, number):
        for more in ({}, {"REFUSE_ALL": "1"}):
            if writes:
                fresh(folder)
            done = qunce(folder, *words, environment={**REFUSING, "REFUSE_AT": str(at), **more})
            fault = fault_of(done, usual)
            if writes and not fault:
                now = content(folder, words)
                fault = "neither whole nor as before" if now not in (before, after) else "exit code 0, and nothing was done" if done.returncode == 0 and now != after else None
            yield f"{' '.join(words)}: allocation {at} of {len(sites)}{' and all after it' if more else ''}", fault


def write_files(folder):
    write_corrections(os.path.join(folder, "change.csv"), 200, 1.3)
    for name, text in (("refused.csv", "entity,indicator,period,value\nnobody,revenue,2025,1\nchangfeng-nev,revenue,2025,x\n"),
                       ("wide.csv", "集群,2024年营业收入(亿元),2025年营业收入(亿元)\n长丰县新能源汽车,100,\"1,101.5\"\n"),
                       ("refused.lua", 'return scenario "x" { set = { nothing_known = pct(4) } }\n')):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    must(folder, "export", "sound.qn", "revenue", "--year", "2025", "-o", "change.xlsx")


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        must(folder, "dump", sound, "-o", "sound.dump")
        write_files(folder)
        lines = [(line, writes) for writes, group in enumerate((READING, WRITING)) for line in group if not ONLY or line.split()[0] in ONLY]
        sweeps = [sweep(folder, shlex.split(line), number, writes) for number, (line, writes) in enumerate(lines)]
        for runs in sweeps:
            for what, fault in runs:
                tried += 1
                if fault:
                    faults += 1
                    print(f"{what}: {fault}", flush=True)
    print(f"{tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
