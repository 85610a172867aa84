#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Large files in little memory and in time that grows with them. usage: large.py BUILD SOURCE [MB [MOST]]

Of each form a file of so many MB (20; of words in wide tables half of them): its import takes less than MOST MB (112), whatever its size. One is
killed when pages of it have been written: the store is what it was. Then files of which one has four times as many rows, each with
something of its own: sources, claims of one figure, periods, notes, days. To import them, to verify the store and to look into what it
was told takes four times the work and not sixteen."""
import os, shutil, subprocess, sys, tempfile, time
from common import BUILD, SOURCE, must

MB, MOST = int(sys.argv[3]) if len(sys.argv) > 3 else 20, int(sys.argv[4]) if len(sys.argv) > 4 else 112
CLUSTERS, FEW, MANY, TIMES = 20000, 4000, 16000, 6
FIGURES = ("output", "research", "investment", "staff")


def write_pack(folder):
    shutil.copytree(os.path.join(SOURCE, "bench", "gate", "world"), folder)
    with open(os.path.join(folder, "data", "entities.csv"), "w", encoding="utf-8") as file:
        print("kind,id,name_zh,name_en,code,member_of", file=file)
        for cluster in range(CLUSTERS):
            print(f"cluster,c{cluster:05},,Cluster {cluster:05},,", file=file)
    with open(os.path.join(folder, "data", "registers.csv"), "w", encoding="utf-8") as file:
        print("register,field,type,unit,of,needed,zh,en,note", "projects,,register,month,12,,,Projects,", "projects,number,text,,,key,,Number,", "projects,name,text,,,yes,,Name,",
              "projects,kind,choice,,a=甲;b=乙,,,Kind,", "projects,cost,number,yi,,,,Cost,", "projects,begun,date,,,,,Begun,", sep="\n", file=file)


def notes():
    yield "entity,indicator,period,value,note"
    for k in range(10**9):
        yield f"c{k // 40 % CLUSTERS:05},{FIGURES[k % 4]},{1900 + k // 4 % 10 + k // 40 // CLUSTERS * 10},{k % 1000},as told in report {k} of the county"


def wide():
    yield "entity,period," + ",".join(FIGURES)
    for k in range(10**9):
        yield f'c{k % CLUSTERS:05},{1900 + k // CLUSTERS // 12}-{k // CLUSTERS % 12 + 1:02},"1,{k % 900 + 100}.5","2,{k % 900 + 100}.25",{k % 1000}亿,"4,{k % 900 + 100}"'


def records(register):
    yield "register,entity,number,name,kind,cost,begun"
    for k in range(10**9):
        yield f"{register},c{k * 7919 % CLUSTERS:05},P{k:08},Project of number {k},{'ab'[k % 2]},{k % 1000}.5,20{k % 20 + 1:02}-0{k % 9 + 1}-1{k % 10}"


def long():
    for row in notes():
        yield row.rpartition(",")[0]


FORMS = {"long form": (long, 1), "long form, a note in each row": (notes, 1), "wide table, words in each cell": (wide, 0.5),
         "register, held to nothing": (lambda: records("visits"), 1), "register, declared": (lambda: records("projects"), 1)}


def sources(k):
    return "entity,indicator,period,value,source,note", f"c{k % CLUSTERS:05},output,{2000 + k // CLUSTERS},{k},Source {k},a note"


def claims(k):
    return "entity,indicator,period,value,source", f"c00000,output,2020,{k},Source {k}"


def periods(k):
    return "entity,indicator,period,value,source,note", f"c{k // 4800:05},output,{1900 + k // 12 % 400}-{k % 12 + 1:02},{k},Source {k % 64},{k}"


def corrections(k):
    return "entity,indicator,period,value,source,known_on", f"c00000,output,2020,{k},One,{1980 + k // 336}-{k // 28 % 12 + 1:02}-{k % 28 + 1:02}"


def days(k):
    return "register,entity,number,told,known_on", f"visits,c{k % 100:05},{k},{k % 1000},{1980 + k // 336 % 45}-{k // 28 % 12 + 1:02}-{k % 28 + 1:02}"


def one_each(k):
    return "register,entity,number,told", f"visits,c{k:05},{k},{k % 1000}"


KINDS = {"as many sources, a note each": sources, "as many claims of one figure": claims, "as many corrections of one figure": corrections, "many periods, 64 sources, as many notes": periods,
         "as many records, known on many days": days, "a record of each of as many clusters": one_each}


LOOKS = (("verify", "now.qn"), ("history", "now.qn", "c00000", "output"), ("conflicts", "now.qn", "--year", "2020"), ("sources", "now.qn"),
         ("dump", "now.qn"), ("repair", "now.qn", "saved.qn"))


def write(path, rows, size):
    with open(path, "w", encoding="utf-8") as file:
        written = 0
        for row in rows:
            written += file.write(row + "\n")
            if written >= size:
                return


def start(folder, *words):
    return subprocess.Popen([os.path.join(BUILD, "qunce"), *words], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            env=dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8"))


def start_import(folder, file):
    store = os.path.join(folder, "now.qn")
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(os.path.join(folder, "empty.qn"), store)
    return start(folder, "import", store, file, "--known-on", "2026-03-30", "--source", "a county")


def spent(child):
    """(words of a fault or None, bytes resident at the most, seconds of processor)"""
    words = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.stderr.close()
    child.returncode = os.waitstatus_to_exitcode(status)
    fault = f"{child.args[1]}: {child.returncode}: {words[-300:].decode()}" if child.returncode else None
    return fault, used.ru_maxrss << 10, used.ru_utime + used.ru_stime


def in_little_memory(folder, form):
    rows, part = form
    path = os.path.join(folder, "large.csv")
    write(path, rows(), MB * part * 10**6)
    fault, most, seconds = spent(start_import(folder, path))
    size = os.path.getsize(path)
    os.remove(path)
    return fault or (None if most < MOST << 20 else "too much"), f"{size / 10**6:.0f} MB: {most >> 20} MB resident, {seconds:.1f} s"


def killed(folder, form):
    """When the store's file has begun to grow, which without large imports it does at their end."""
    path, data = os.path.join(folder, "large.csv"), os.path.join(folder, "now.qn", "data.mdb")
    write(path, form[0](), max(MB, 32) * form[1] * 10**6)
    child, before = start_import(folder, path), os.path.getsize(os.path.join(folder, "empty.qn", "data.mdb"))
    while child.poll() is None and os.path.getsize(data) < before + (8 << 20):
        time.sleep(0.002)
    child.kill()
    child.stderr.close()
    if child.wait() != -9:
        return "it had ended", "too late"
    must(folder, "verify", "now.qn")
    same = must(folder, "dump", "now.qn").stdout == must(folder, "dump", "empty.qn").stdout
    must(folder, "import", "now.qn", path, "--known-on", "2026-03-30")
    must(folder, "verify", "now.qn")
    os.remove(path)
    return None if same else "the store is not what it was", "it is gone"


def in_time(folder, row):
    taken = []
    for count in (FEW, MANY):
        path = os.path.join(folder, "many.csv")
        with open(path, "w", encoding="utf-8") as file:
            print(row(0)[0], file=file)
            for k in range(count):
                print(row(k)[1], file=file)
        shutil.rmtree(os.path.join(folder, "saved.qn"), ignore_errors=True)
        jobs = [spent(start_import(folder, path))] + [spent(start(folder, *words)) for words in LOOKS]
        faults = [fault for fault, _, _ in jobs if fault]
        if faults:
            return faults[0], f"{count} rows"
        taken.append(sum(seconds for _, _, seconds in jobs))
    return None if taken[1] < TIMES * max(taken[0], 0.05) else "time grows faster than the file", f"{taken[0]:.2f} s of {FEW}, {taken[1]:.2f} s of {MANY}"


def main():
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        write_pack(os.path.join(folder, "pack"))
        must(folder, "init", "empty.qn", "--pack", "pack", "--known-on", "2026-01-01")
        jobs = [(name, in_little_memory, form) for name, form in FORMS.items()] + [(name, in_time, row) for name, row in KINDS.items()]
        for name, how, what in jobs + [("killed while pages are written", killed, FORMS["wide table, words in each cell"])]:
            fault, told = how(folder, what)
            print(f"{name}: {told}{': ' + fault if fault else ''}")
            faults += fault is not None
    print(f"{faults} faults")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
