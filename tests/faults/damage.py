#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A store whose file is damaged is told as such: no signal, no hang, no silently wrong answer. usage: damage.py BUILD SOURCE [SEED
[EVERY]]

Single bits flipped, runs of bytes overwritten, files cut short, entries that stand in another's place: whatever is asked must end with a documented exit code, and an
answer given with exit code 0 must be the answer of the sound store. Of the files, each EVERYth is made."""
import itertools, os, random, shutil, sys, tempfile
from common import CODES, damages, make_store, misled, qunce, renumbered

SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20250701
EVERY = int(sys.argv[4]) if len(sys.argv) > 4 else 1
FLIPS, SMEARS, CUTS, MISLED = 120, 20, 20, 300
QUESTIONS = (["export"], ["status", "--paths", "20", "--format", "json"], ["list", "clusters"],
             ["export", "--as-of", "2026-04-01"])


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        with open(os.path.join(sound, "data.mdb"), "rb") as file:
            bytes_of_sound = file.read()
        answers = [qunce(folder, question[0], sound, *question[1:]).stdout for question in QUESTIONS]
        victim = os.path.join(folder, "victim.qn")
        dice = random.Random(SEED)
        files = itertools.chain(damages(bytes_of_sound, dice, FLIPS, SMEARS, CUTS), misled(bytes_of_sound, dice, MISLED), renumbered(bytes_of_sound))
        for what, damaged in itertools.islice(files, 0, None, EVERY):
            shutil.rmtree(victim, ignore_errors=True)
            os.mkdir(victim)
            with open(os.path.join(victim, "data.mdb"), "wb") as file:
                file.write(damaged)
            for question, wanted in zip(QUESTIONS, answers):
                done = qunce(folder, question[0], victim, *question[1:])
                why = (f"exit code {done.returncode}" if done.returncode not in CODES
                       else "a wrong answer without a word" if done.returncode == 0 and done.stdout != wanted
                       else "no words" if done.returncode != 0 and not done.stderr.startswith(b"qunce: ") else None)
                passed, failed = passed + (why is None), failed + (why is not None)
                if why:
                    print(f"{what}, {question[0]}: {why}: {done.stderr.decode(errors='replace').strip()[:200]}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed != 0)


main()
