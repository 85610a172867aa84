#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Large files in little memory and in time that grows with them. usage: large.py BUILD SOURCE [MB [MOST]]

Of each form a file of so many MB (24): the import keeps, beyond the pages that LMDB holds until it commits (as much as the store grows by,
but no more than 512 MB of them), less than 64 MB in memory, or MOST MB. Then files of which one has four times as many rows, each with something of
its own: sources, claims of one figure, periods, notes, days. They take four times the work and not sixteen."""
import os, shutil, subprocess, sys, tempfile
from common import BUILD, SOURCE, must

MB, MOST = int(sys.argv[3]) if len(sys.argv) > 3 else 24, int(sys.argv[4]) if len(sys.argv) > 4 else 64
CLUSTERS, FEW, MANY, TIMES, DIRTY = 20000, 4000, 16000, 6, 512 << 20
FIGURES = ("output", "research", "investment", "staff")


def write_pack(folder):
    shutil.copytree(os.path.join(SOURCE, "bench", "gate", "world"), folder)
    with open(os.path.join(folder, "data", "entities.csv"), "w", encoding="utf-8") as file:
        print("kind,id,name_zh,name_en,code,member_of", file=file)
        for cluster in range(CLUSTERS):
            print(f"cluster,c{cluster:05},,Cluster {cluster:05},,", file=file)


def notes():
    yield "entity,indicator,period,value,note"
    for k in range(10**9):
        yield f"c{k // 40 % CLUSTERS:05},{FIGURES[k % 4]},{1900 + k // 4 % 10 + k // 40 // CLUSTERS * 10},{k % 1000},as told in report {k} of the county"


def wide():
    yield "entity,year," + ",".join(FIGURES)
    for k in range(10**9):
        yield f'c{k % CLUSTERS:05},{1000 + k // CLUSTERS},"1,{k % 900 + 100}.5","2,{k % 900 + 100}.25",{k % 1000}亿,"4,{k % 900 + 100}"'


FORMS = {"long form, a note in each row": notes, "wide table, words in each cell": wide}


def sources(k):
    return "entity,indicator,period,value,source,note", f"c{k % CLUSTERS:05},output,{2000 + k // CLUSTERS},{k},Source {k},a note"


def claims(k):
    return "entity,indicator,period,value,source", f"c00000,output,2020,{k},Source {k}"


KINDS = {"as many sources, a note each": sources, "as many claims of one figure": claims}


def import_file(folder, file):
    """(words of a fault or None, bytes resident at the most, seconds of processor, bytes of the store)"""
    store = os.path.join(folder, "now.qn")
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(os.path.join(folder, "empty.qn"), store)
    before = os.path.getsize(os.path.join(store, "data.mdb"))
    child = subprocess.Popen([os.path.join(BUILD, "qunce"), "import", store, file, "--known-on", "2026-03-30", "--source", "a county"],
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8"))
    words = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.stderr.close()
    child.returncode = os.waitstatus_to_exitcode(status)
    fault = f"{child.returncode}: {words[-300:].decode()}" if child.returncode else None
    return fault, used.ru_maxrss << 10, used.ru_utime + used.ru_stime, os.path.getsize(os.path.join(store, "data.mdb")) - before


def in_little_memory(folder, rows):
    path = os.path.join(folder, "large.csv")
    with open(path, "w", encoding="utf-8") as file:
        written = 0
        for row in rows():
            written += file.write(row + "\n")
            if written >= MB * 10**6:
                break
    fault, most, seconds, grown = import_file(folder, path)
    size = os.path.getsize(path)
    os.remove(path)
    told = f"{size >> 20} MB: {most >> 20} MB resident, the store grew by {grown >> 20} MB, {seconds:.1f} s"
    return fault or (None if most < min(grown, DIRTY) + (MOST << 20) else "too much"), told


def in_time(folder, row):
    taken = []
    for count in (FEW, MANY):
        path = os.path.join(folder, "many.csv")
        with open(path, "w", encoding="utf-8") as file:
            print(row(0)[0], file=file)
            for k in range(count):
                print(row(k)[1], file=file)
        fault, _, seconds, _ = import_file(folder, path)
        if fault:
            return fault, f"{count} rows"
        taken.append(seconds)
    return None if taken[1] < TIMES * max(taken[0], 0.05) else "time grows faster than the file", f"{taken[0]:.2f} s of {FEW}, {taken[1]:.2f} s of {MANY}"


def main():
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        write_pack(os.path.join(folder, "pack"))
        must(folder, "init", "empty.qn", "--pack", "pack", "--known-on", "2026-01-01")
        for name, how, what in [(name, in_little_memory, rows) for name, rows in FORMS.items()] + [(name, in_time, row) for name, row in KINDS.items()]:
            fault, told = how(folder, what)
            print(f"{name}: {told}{': ' + fault if fault else ''}")
            faults += fault is not None
    print(f"{faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
