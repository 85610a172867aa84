#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The program that reads and writes files of others meets want: of memory, of room, of leave. usage: outside.py BUILD SOURCE REFUSE.so
BLOCK.so [SAMPLES]

In its place stands a script that starts it with one allocation refused, or one call to files; alone, or all that follow too. The
command ends with words, or does the whole of what it was asked; neither half a file nor a part is left. SAMPLES of each, or
"places": of memory as of memory.py, of files every call."""
import contextlib, errno, hashlib, os, shutil, sqlite3, stat, subprocess, sys, tempfile
from common import BUILD, CODES, count_calls, has_words, make_store, must, places, read_sites

REFUSE, BLOCK = (os.path.abspath(path) for path in sys.argv[3:5])
SAMPLES = sys.argv[5] if len(sys.argv) > 5 else "6"
WORK = (["export", "a.qn", "revenue", "rd_intensity", "-o", "out.xlsx"], ["export", "a.qn", "-o", "out.sqlite"], ["export", "a.qn", "revenue", "-o", "out.parquet"],
        ["export", "a.qn", "revenue", "--wide", "-o", "out.dta"], ["export", "a.qn", "revenue", "--wide", "-o", "out.sav"],
        ["template", "a.qn", "revenue", "--year", "2026", "-o", "out.xlsx"], ["import", "a.qn", "in.xlsx", "--dry-run"])


def make_bin(folder):
    place = os.path.join(folder, "bin")
    os.mkdir(place)
    for name in ("qunce", "qunce-guest"):
        shutil.copy(os.path.join(BUILD, name), place)
    return os.path.join(place, "qunce")


def put_before(folder, environment):
    """The stand-in: the real program, with an environment that qunce would not give it."""
    path = os.path.join(folder, "bin", "qunce-files")
    if os.path.exists(path):
        os.remove(path)
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n" + "".join(f"export {name}='{value}'\n" for name, value in environment.items()) + f"exec '{BUILD}/qunce-files' \"$@\"\n")
    os.chmod(path, stat.S_IRWXU)


def run(folder, words, environment):
    put_before(folder, environment)
    for name in os.listdir(folder):
        if name.startswith("out."):
            os.remove(os.path.join(folder, name))
    return subprocess.run([os.path.join(folder, "bin", "qunce"), *words], cwd=folder, capture_output=True, timeout=120,
                          env={**os.environ, "XDG_CACHE_HOME": os.path.join(folder, "cache"), "LANG": "C.UTF-8"})


def content(path):
    """SQLite works with less memory, and then its pages lie otherwise: of it, what they say."""
    if path.endswith(".sqlite"):
        with contextlib.closing(sqlite3.connect(path)) as database:
            return hashlib.sha256("\n".join(database.iterdump()).encode()).hexdigest()
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def state(folder):
    out = {}
    for name in sorted(os.listdir(folder)):
        if name.startswith("out."):
            out[name] = content(os.path.join(folder, name))
    return out


def fault_of(folder, done, usual):
    now, (code, words, files) = state(folder), usual
    if done.returncode not in CODES or done.returncode in (69, 70):
        return f"ended with {done.returncode}: {done.stderr.decode(errors='replace').strip()[-500:]}"
    if done.returncode == code:
        return None if (done.stdout, now) == (words, files) else f"exit code {code}, and another answer"
    if now:
        return f"left behind: {list(now)}"
    return None if has_words(done) else "no words"


def chosen(count, number, sites=None):
    if SAMPLES in ("0", "places"):
        return places(sites) if sites and SAMPLES == "places" else range(count)
    return range(number % max(1, count // int(SAMPLES)), count, max(1, count // int(SAMPLES)))


def trials(folder, words, number):
    """(what, environment) one after another."""
    sites = read_sites(folder, lambda more: run(folder, words, {"LD_PRELOAD": REFUSE, **more}))
    for at in chosen(len(sites), number, sites):
        for more in ({}, {"REFUSE_ALL": "1"}):
            yield f"allocation {at} of {len(sites)} {more}", {"LD_PRELOAD": REFUSE, "REFUSE_AT": at, **more}
    count, _ = count_calls(folder, lambda more: run(folder, words, {"LD_PRELOAD": BLOCK, **more}))
    for at in chosen(count, number):
        for error in (errno.EIO, errno.EACCES, errno.ENOSPC):
            for more in ({}, {"BLOCK_ALL": "1"}):
                yield f"call {at} of {count}, {errno.errorcode[error]} {more}", {"LD_PRELOAD": BLOCK, "BLOCK_AT": at, "BLOCK_ERROR": error, **more}


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        make_store(folder, "a.qn")
        must(folder, "export", "a.qn", "revenue", "-o", "in.xlsx")
        make_bin(folder)
        for number, words in enumerate(WORK):
            done = run(folder, words, {})
            usual = (done.returncode, done.stdout, state(folder))
            if done.returncode != 0 or fault_of(folder, run(folder, words, {}), usual):
                sys.exit(f"{words}: {done.returncode}: {done.stderr.decode()}")
            for what, environment in trials(folder, words, number):
                tried += 1
                fault = fault_of(folder, run(folder, words, environment), usual)
                if fault:
                    faults += 1
                    print(f"{' '.join(words)}: {what}: {fault}", flush=True)
    print(f"{tried} refusals, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
