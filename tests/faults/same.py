#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same question of the same store has the same bytes for an answer, wherever, whenever and by whomever it is asked. usage: same.py
BUILD SOURCE WHEN.so [all]

Locales, time zones, clocks from 1970 to 2262, closed standard files, another folder, another user, one processor or two, addresses that
move or not, a terminal's words; without "all" a third of the questions. What depends on the day is asked with --today, and its help
must say that it does; the language is that of --lang."""
import hashlib, os, re, shutil, subprocess, sys, tempfile
from common import BUILD, SOURCE, another_reaches, make_store, qunce

WHEN = os.path.abspath(sys.argv[3])
ALL = len(sys.argv) > 4
QUESTIONS = """list a.qn clusters
export a.qn
export a.qn revenue --wide --force -o OUT.csv
export a.qn revenue --format json
export a.qn revenue --force -o OUT.xlsx
export a.qn --force -o OUT.sqlite
export a.qn revenue --force -o OUT.parquet
export a.qn revenue --wide --force -o OUT.dta
export a.qn revenue --wide --force -o OUT.sav
dump a.qn
status a.qn --paths 100
annual-report a.qn --year 2025 --paths 50
template a.qn --force -o OUT.xlsx
annual-report a.qn --year 2025 --paths 50 --format json
assess a.qn --paths 50
explain a.qn taihe-filtercloth
whatif a.qn --set investment_growth=4% --paths 50
score a.qn --paths 50
round a.qn --paths 50
statistics a.qn
rollup a.qn
registers a.qn --today 2026-11-01
life a.qn --today 2026-11-01
calendar a.qn --today 2026-11-01
calendar a.qn --today 2026-11-01 --format ics
measures a.qn
readings a.qn
history a.qn taihe-filtercloth revenue
conflicts a.qn
sources a.qn
validate a.qn
diff a.qn --from 2026-03-30
diagnose a.qn taihe-filtercloth --paths 50
backtest a.qn revenue --paths 20
coverage SCRIPTS/anhui
plan SCRIPTS/anhui/criteria.lua
run a.qn SCRIPTS/scenarios/slow_investment.lua --paths 50
verify a.qn
help words
import a.qn may.csv --dry-run --synthetic --known-on 2026-06-01""".splitlines()
THREADED = ("status", "assess", "whatif", "score", "backtest", "run ")
DAYS = (1, 946684799, 2147483648, 4107542400, 9223372036) # the last is in 2262
TODAY = {"life": "--today", "calendar": "--today", "registers": "--today", "import": "--known-on", "init": "--known-on", "sources": "--known-on"}


def nobody():
    os.setgid(65534)
    os.setuid(65534)


def variants():
    """(what, environment, how the process is started)"""
    for name in ("C", "C.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8", "zh_CN.GB18030", "tr_TR.UTF-8"):
        yield name, {"LC_ALL": name}, {}
    for zone in ("Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"):
        yield zone, {"TZ": zone}, {}
    for day in DAYS:
        yield f"{day} s after 1970", {"LD_PRELOAD": WHEN, "WHEN": str(day)}, {}
    for closed in ((0,), (2,), (0, 2)):
        yield f"closed: {closed}", {}, {"preexec_fn": lambda closed=closed: [os.close(number) for number in closed]}
    yield "a narrow terminal", {"TERM": "dumb", "COLUMNS": "20", "LINES": "2", "NO_COLOR": "1"}, {}
    yield "another folder", {}, {"cwd": "/"}
    yield "one processor", {}, {"preexec_fn": lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})}
    yield "addresses that stay", {}, {"before": ("setarch", "-R")}
    yield "no folder for what is kept", {"XDG_CACHE_HOME": "", "HOME": ""}, {}
    if os.geteuid() == 0 and another_reaches():
        yield "another user", {"XDG_CACHE_HOME": "/nonexistent"}, {"preexec_fn": nobody}


def ask(folder, question, environment, before=(), cwd=None, **more):
    for name in os.listdir(folder):
        if name.startswith("OUT."):
            os.remove(os.path.join(folder, name))
    words = [word.replace("OUT", os.path.join(folder, "OUT")).replace("SCRIPTS", os.path.join(SOURCE, "scripts")) for word in question.split()]
    words = [os.path.join(folder, word) if cwd and word in ("a.qn", "may.csv") else word for word in words]
    words += ["--lang", "en"]
    done = subprocess.run([*before, os.path.join(BUILD, "qunce"), *words], cwd=cwd or folder, capture_output=True, timeout=120,
                          env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "UTC0", "XDG_CACHE_HOME": os.path.join(folder, "cache"), **environment}, **more)
    answer = done.stdout.replace(folder.encode() + b"/", b"")
    if question.startswith(("test", "backtest")):
        answer = re.sub(rb"[0-9.]+ m?s\b", b"", answer)
    for name in sorted(os.listdir(folder)):
        if name.startswith("OUT."):
            with open(os.path.join(folder, name), "rb") as file:
                answer += name.encode() + hashlib.sha256(file.read()).digest()
    return done.returncode, answer


def differences(folder, question):
    usual = ask(folder, question, {})
    if usual[0] not in (0, 1):
        yield f"{question}: exit code {usual[0]}"
    for what, environment, how in variants():
        if "before" in how and not shutil.which(how["before"][0]):
            continue
        now = ask(folder, question, environment, **how)
        yield None if now == usual else f"{question}: {what}: another answer, exit code {now[0]}"
    for count in ("1", "2", "5") if question.startswith(THREADED) else ():
        yield None if ask(folder, f"{question} --threads {count}", {}) == usual else f"{question}: {count} threads: another answer"


def main():
    tried = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        make_store(folder, "a.qn")
        for question in QUESTIONS if ALL else QUESTIONS[::3]:
            for at in (folder, os.path.join(folder, "a.qn")):
                os.chmod(at, 0o777) # another user writes there
            for name in os.listdir(os.path.join(folder, "a.qn")):
                os.chmod(os.path.join(folder, "a.qn", name), 0o666)
            for fault in differences(folder, question):
                tried += 1
                if fault:
                    faults += 1
                    print(fault, flush=True)
        for command, option in TODAY.items():
            lines = qunce(folder, "help", command).stdout.decode().splitlines()
            tried += 1
            if not any(option in line and ("today" in line.split(option)[1] or "clock" in line) for line in lines):
                faults += 1
                print(f"help {command} does not say that the day matters")
    print(f"{tried} answers, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
