#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A dump of which lines are lost, doubled, moved or changed is refused in one line and leaves nothing, or it gives a sound store that
says the very same again. usage: lines.py BUILD SOURCE [SEED [CHANGES]]"""
import os, random, re, shutil, sys, tempfile
from common import CODES, SOURCE, must, qunce

SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20250701
CHANGES = int(sys.argv[4]) if len(sys.argv) > 4 else 120
NUMBERS = ("0", "1", "7", "-1", "65535", "4294967295", "1e+20", "1e+308", "-")


def make_small(folder):
    """Something in every table, and a dump of a few hundred lines."""
    path = os.path.join(folder, "sound.qn")
    with open(os.path.join(folder, "more.csv"), "w", encoding="utf-8") as file:
        file.write("entity,indicator,period,value,operator,source,scope,note\nn1,cargo,2026-Q1,101,,synthetic,,put right\n"
                   "n1,cargo,2026-Q2,500,>,synthetic,\"the port, all of it\",over 500\nn2,cargo,2026-Q1,90,,synthetic,,\n")
    with open(os.path.join(folder, "cranes.csv"), "w", encoding="utf-8") as file:
        file.write("register,entity,code,kind,sound,lifts,source\ncranes,n1,C1,gantry,1,5,synthetic\ncranes,n2,C2,gantry,0,7,synthetic\n")
    must(folder, "init", path, "--pack", os.path.join(SOURCE, "tests", "packs", "harbour", "scripts"), "--known-on", "2026-01-01")
    must(folder, "import", path, os.path.join(SOURCE, "tests", "packs", "harbour", "observations.csv"), "--known-on", "2026-07-01")
    must(folder, "import", path, os.path.join(folder, "more.csv"), "--known-on", "2026-08-01")
    must(folder, "import", path, os.path.join(SOURCE, "tests", "packs", "harbour", "observations.csv"), "--known-on", "2026-09-01", "--rank", "estimate", "--synthetic")
    must(folder, "freeze", path, "summer", "--as-of", "2026-07-31")
    must(folder, "sources", path, "--set", "synthetic=checked", "--known-on", "2026-10-01")
    return path


def change_number(line, dice):
    places = [found.span() for found in re.finditer(rb"(?<= )-?[0-9][0-9.e+-]*(?= |$)", line)]
    if not places:
        return line + b" 1"
    start, end = dice.choice(places)
    return line[:start] + dice.choice(NUMBERS).encode() + line[end:]


def change_bytes(line, dice):
    at = dice.randrange(len(line))
    return line[:at] + dice.choice((b"", b"\"", b"\\", b" ", b"\xff", b"\0", b"9")) + line[at + 1:]


def changed(lines, dice):
    """(what, lines) of one change; lines is what stands between the first and the last."""
    i = dice.randrange(len(lines))
    word = lines[i].split(b" ")[0].decode()
    how = dice.choice(("lost", "doubled", "moved", "number", "number", "number", "bytes"))
    if how == "lost":
        made = lines[:i] + lines[i + 1:]
    elif how == "doubled":
        made = lines[:i] + lines[i:i + 1] + lines[i:]
    elif how == "moved":
        rest = lines[:i] + lines[i + 1:]
        to = dice.randrange(len(rest) + 1)
        made = rest[:to] + lines[i:i + 1] + rest[to:]
    else:
        made = lines[:i] + [(change_number if how == "number" else change_bytes)(lines[i], dice)] + lines[i + 1:]
    return f"line {i + 2} ({word}) {how}", made


def faults_of(folder, text):
    path, new = os.path.join(folder, "x.dump"), os.path.join(folder, "new.qn")
    shutil.rmtree(new, ignore_errors=True)
    with open(path, "wb") as file:
        file.write(text)
    loaded = qunce(folder, "load", new, path)
    if loaded.returncode not in CODES:
        yield f"exit code {loaded.returncode}"
    elif loaded.returncode != 0:
        if not loaded.stderr.startswith(b"qunce: ") or loaded.stderr.count(b"\n") != 1:
            yield f"not one line: {loaded.stderr.decode(errors='replace')}"
        if os.path.exists(new):
            yield "it failed and left something behind"
    else:
        verified, dumped = qunce(folder, "verify", new), qunce(folder, "dump", new)
        if verified.returncode != 0:
            yield f"what was loaded is not sound: {verified.stdout.decode(errors='replace')}{verified.stderr.decode(errors='replace')}"
        elif sorted(dumped.stdout.splitlines()) != sorted(text.splitlines()):
            told = set(text.splitlines()) - set(dumped.stdout.splitlines())
            yield f"it was taken, and says something else: {b' / '.join(told).decode(errors='replace')}"


def main():
    dice = random.Random(SEED)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        dump = must(folder, "dump", make_small(folder)).stdout
        head, *lines, last = dump.splitlines()
        assert last == b"end %d" % len(lines)
        for _ in range(CHANGES):
            what, made = changed(lines, dice)
            text = b"\n".join([head, *made, b"end %d" % len(made)]) + b"\n"
            for fault in faults_of(folder, text):
                failed += 1
                print(f"seed {SEED}: {what}: {fault}")
    print(f"{CHANGES} changes of {len(lines)} lines, {failed} faults")
    sys.exit(failed != 0)


main()
