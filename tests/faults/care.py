#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A damaged store is known as such by `verify`, and `repair` saves of it what is sound and nothing else. usage: care.py BUILD SOURCE [SEED [FLIPS]]

`verify` may call a damaged file sound only if it still says the very same, to the last byte of its dump. What `repair` makes must
be sound by `verify`, and hold no cell, past or claim that the store did not hold before."""
import itertools, os, random, re, shutil, sys, tempfile
from common import CODES, damages, make_store, must, qunce, renumbered, told_lines

SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20250701
FLIPS = int(sys.argv[4]) if len(sys.argv) > 4 else 30


def not_chinese(lines):
    """Of findings told in Chinese, those whose reason is not."""
    return [line for line in lines if re.search("[a-z]", re.split("[:]", line)[-1])]


def faults_of(folder, victim, dump, found):
    saved = os.path.join(folder, "saved.qn")
    shutil.rmtree(saved, ignore_errors=True)
    verified, dumped = qunce(folder, "verify", victim), qunce(folder, "dump", victim)
    repaired = qunce(folder, "repair", victim, saved)
    for name, done in (("verify", verified), ("dump", dumped), ("repair", repaired)):
        if done.returncode not in CODES:
            yield f"{name}: exit code {done.returncode}"
        elif done.returncode not in (0, 1) and not done.stderr.startswith(b"qunce: "):
            yield f"{name}: no words"
        elif done.stderr.count(b"\n") > 1:
            yield f"{name}: more than one line: {done.stderr.decode(errors='replace')}"
    found[verified.returncode] = found.get(verified.returncode, 0) + 1
    told = qunce(folder, "verify", victim, "--lang", "zh")
    if told.returncode != verified.returncode or told.stdout.count(b"\n") != verified.stdout.count(b"\n"):
        yield f"verify finds something else in Chinese: {told.stdout.decode()}{told.stderr.decode()}"
    elif told.returncode == 69 and not_chinese(told.stdout.decode().splitlines()):
        yield f"verify has no Chinese for {not_chinese(told.stdout.decode().splitlines())}"
    if verified.returncode == 0 and (dumped.returncode != 0 or dumped.stdout != dump):
        yield "verify calls it sound, but it says something else"
    if dumped.returncode == 0 and dumped.stdout != dump:
        yield "dump says something else without a word"
    if repaired.returncode not in (0, 1):
        if os.path.exists(saved):
            yield "repair failed and left something behind"
        return
    if qunce(folder, "verify", saved).returncode != 0:
        yield "what repair saved is not sound"
    if not told_lines(qunce(folder, "dump", saved).stdout) <= told_lines(dump):
        yield "repair made values up"
    if repaired.returncode == 0 and qunce(folder, "dump", saved).stdout != dump:
        yield "repair lost something and did not say so"


def main():
    failed = tried = 0
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        must(folder, "verify", sound)
        dump = must(folder, "dump", sound).stdout
        with open(os.path.join(sound, "data.mdb"), "rb") as file:
            bytes_of_sound = file.read()
        victim = os.path.join(folder, "victim.qn")
        for what, damaged in itertools.chain(damages(bytes_of_sound, random.Random(SEED), FLIPS, FLIPS // 6, FLIPS // 6), renumbered(bytes_of_sound)):
            shutil.rmtree(victim, ignore_errors=True)
            os.mkdir(victim)
            with open(os.path.join(victim, "data.mdb"), "wb") as file:
                file.write(damaged)
            tried += 1
            for fault in faults_of(folder, victim, dump, found):
                failed += 1
                print(f"{what}: {fault}")
    print(f"{tried} damaged files, of them {found.get(0, 0)} damaged where nothing is kept, {sum(found.values()) - found.get(0, 0)} found; {failed} faults")
    sys.exit(failed != 0 or tried == 0)


main()
