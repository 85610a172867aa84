#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An answer for which there was not enough memory is no answer. usage: memory.py BUILD SOURCE REFUSE.so RECORD.so [SAMPLES]

SAMPLES allocations of each command, spread evenly (0: every one), are refused in turn, alone and with all that follow: the
command must end without a signal, and either with the answer it gives otherwise or with a code and words; what it writes is
there whole or not at all. The same for the interpreter of scripts, which is given the questions that the program asks it. In
CSV, since the libraries that draw tables have allocations of their own of which they do not tell."""
import os, shutil, subprocess, sys, tempfile
from common import BUILD, CODES, SOURCE, has_words, make_store, must, qunce, write_corrections

REFUSE, RECORD = (os.path.abspath(argument) for argument in sys.argv[3:5])
SAMPLES = int(sys.argv[5]) if len(sys.argv) > 5 else 12
FEW = ["--paths", "20", "--threads", "1", "--format", "csv"]
SCENARIOS = os.path.join(SOURCE, "scripts", "scenarios")
READING = (["status", "a.qn", *FEW], ["assess", "a.qn", *FEW, "--top", "3"], ["explain", "a.qn", "changfeng-nev", "revenue", "--format", "csv"],
           ["list", "a.qn", "clusters", "--format", "csv"], ["list", "a.qn", "parameters", "--format", "csv"], ["list", "a.qn", "imports", "--format", "csv"],
           ["targets", "a.qn", *FEW], ["whatif", "a.qn", "--set", "investment_growth=4%", *FEW], ["run", "a.qn", os.path.join(SCENARIOS, "slow_investment.lua"), *FEW],
           ["readings", "a.qn", "--format", "csv"], ["backtest", "a.qn", "revenue", "--threads", "1", "--paths", "20", "--format", "csv"],
           ["solve", "a.qn", "--vary", "investment_growth=2%..8%", "--goal", "clusters_revenue_ge_100@2027", *FEW],
           ["sensitivity", "a.qn", "--goal", "clusters_revenue_ge_100@2027", *FEW], ["export", "a.qn", "revenue", "--year", "2025"], ["verify", "a.qn"], ["dump", "a.qn"],
           ["assess", "a.qn", *FEW, "--top", "3", "--as-of", "2026-03-30"], ["history", "a.qn", "changfeng-nev", "revenue", "--as-of", "2026-05-02", "--format", "csv"],
           ["diff", "a.qn", "--from", "2026-03-30", *FEW], ["compare", "a.qn", "as-of=2026-03-30", "baseline", *FEW],
           ["lint", "a.qn", "--format", "csv"], ["plan", os.path.join(SOURCE, "scripts", "anhui", "criteria.lua")], ["help", "words"])
WRITING = (["import", "a.qn", "change.csv", "--known-on", "2026-06-01", "--synthetic"], ["init", "new.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui")],
           ["backup", "a.qn", "new.qn"], ["load", "new.qn", "sound.dump"], ["freeze", "a.qn", "annual"], ["repair", "a.qn", "new.qn"])


def fresh(folder):
    for name in ("a.qn", "new.qn"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    os.mkdir(os.path.join(folder, "a.qn"))
    shutil.copy(os.path.join(folder, "sound.qn", "data.mdb"), os.path.join(folder, "a.qn"))


def content(folder, words):
    """What the store that is written to says; the moment of an import left out, which differs from run to run."""
    name = "a.qn" if words[0] in ("import", "freeze") else "new.qn"
    if not os.path.exists(os.path.join(folder, name)):
        return None
    if qunce(folder, "verify", name).returncode != 0:
        return b"not sound"
    dump = qunce(folder, "dump", name).stdout
    dated = (b"import ", b'meta "vintage ')
    return b"\n".join(line.rsplit(b" ", 1)[0] if line.startswith(dated) else line for line in dump.splitlines())


def allocations(folder, words):
    reading, writing = os.pipe()
    qunce(folder, *words, pass_fds=(writing,), environment={"LD_PRELOAD": REFUSE, "REFUSE_COUNT": str(writing)})
    os.close(writing)
    with os.fdopen(reading) as counts:
        return int(counts.read().split()[-1])


def chosen(count, number):
    stride = max(1, count // SAMPLES) if SAMPLES else 1
    return range(number % stride, count, stride)


def fault_of(done, usual):
    if done.returncode not in CODES:
        return f"ended with {done.returncode}"
    if done.returncode == 0:
        return None if done.stdout == usual.stdout else "another answer, and exit code 0"
    return None if done.returncode == 1 or has_words(done) else "no words"


def sweep(folder, words, number, writes):
    """(what, fault or None) one after another."""
    fresh(folder)
    before = content(folder, words) if writes else None
    usual = qunce(folder, *words)
    if usual.returncode not in (0, 1):
        sys.exit(f"{' '.join(words)}: {usual.stderr.decode()}")
    after = content(folder, words) if writes else None
    if writes:
        fresh(folder)
    count = allocations(folder, words)
    for at in chosen(count, number):
        for more in ({}, {"REFUSE_ALL": "1"}):
            if writes:
                fresh(folder)
            done = qunce(folder, *words, environment={"LD_PRELOAD": REFUSE, "REFUSE_AT": str(at), **more})
            fault = fault_of(done, usual)
            if writes and not fault:
                now = content(folder, words)
                fault = "neither whole nor as before" if now not in (before, after) else "exit code 0, and nothing was done" if done.returncode == 0 and now != after else None
            yield f"{' '.join(words[:2])}: allocation {at} of {count}{' and all after it' if more else ''}", fault


def answer(question, **environment):
    with open(question, "rb") as file:
        return subprocess.run([os.path.join(BUILD, "qunce-guest")], stdin=file, capture_output=True, timeout=60, env=environment)


def sweep_guest(folder, number, words):
    """The interpreter, given what the program asked it."""
    question = os.path.join(folder, "question")
    if os.path.exists(question):
        os.remove(question)
    fresh(folder)
    shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
    qunce(folder, *words, environment={"LD_PRELOAD": RECORD, "RECORD_SENT": question})
    usual = answer(question)
    if usual.returncode != 0 or len(usual.stdout) < 100:
        sys.exit(f"{' '.join(words)}: the interpreter gave no answer: {usual}")
    most = 200000
    for at in chosen(20000, number) if SAMPLES else range(most):
        done = answer(question, LD_PRELOAD=REFUSE, REFUSE_AT=str(at))
        whole = len(done.stdout) >= 12 and len(done.stdout) == 12 + int.from_bytes(done.stdout[4:12], "little")
        fault = (f"ended with {done.returncode}" if done.returncode != 0 else "half an answer" if not whole
                 else "another answer" if done.stdout[:4] == usual.stdout[:4] and done.stdout != usual.stdout else None)
        yield f"the interpreter for {' '.join(words[:1])}: allocation {at}", fault
        if not SAMPLES and done.stdout == usual.stdout and at > 50000:
            break


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        must(folder, "dump", sound, "-o", "sound.dump")
        write_corrections(os.path.join(folder, "change.csv"), 200, 1.3)
        sweeps = [sweep(folder, words, number, False) for number, words in enumerate(READING)]
        sweeps += [sweep(folder, words, number, True) for number, words in enumerate(WRITING)]
        sweeps += [sweep_guest(folder, 0, ["status", "a.qn", *FEW])]
        for runs in sweeps:
            for what, fault in runs:
                tried += 1
                if fault:
                    faults += 1
                    print(f"{what}: {fault}")
    print(f"{tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
