#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A store whose file is damaged is told as such: no signal, no hang, no silently wrong answer. usage: damage.py BUILD SOURCE [SEED]

Single bits flipped, runs of bytes overwritten, files cut short: whatever is asked must end with a documented exit code, and an
answer given with exit code 0 must be the answer of the sound store."""
import os, random, shutil, subprocess, sys, tempfile

BUILD, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20250701
FLIPS, SMEARS, CUTS = 120, 20, 20
CODES = {0, 64, 65, 66, 67, 69, 70, 74}
# LMDB trusts its pages and may read astray in a damaged one. Qunce's own guard is on trial here, so a sanitizer leaves those signals to it.
UNWATCHED = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "handle_segv=0:handle_sigbus=0:handle_abort=0")))
QUESTIONS = (["export"], ["status", "--paths", "20", "--format", "json"], ["list", "clusters"])


def qunce(folder, *arguments):
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8", ASAN_OPTIONS=UNWATCHED)
    return subprocess.run([os.path.join(BUILD, "qunce"), *arguments], cwd=folder, env=environment, capture_output=True, timeout=60)


def make_store(folder):
    path = os.path.join(folder, "sound.qn")
    for arguments in (["init", path, "--pack", os.path.join(SOURCE, "scripts", "anhui")],
                      ["import", path, *(os.path.join(SOURCE, "datasets", "demo", name) for name in ("observations-2019-2025.csv", "recognition.csv")),
                       "--known-on", "2026-03-30"]):
        done = qunce(folder, *arguments)
        if done.returncode != 0:
            sys.exit(done.stderr.decode())
    return path


def damages(sound, dice):
    """(what, bytes) one after another."""
    for _ in range(FLIPS):
        at, bit = dice.randrange(len(sound)), dice.randrange(8)
        yield f"bit {bit} of byte {at} flipped", sound[:at] + bytes([sound[at] ^ 1 << bit]) + sound[at + 1:]
    for _ in range(SMEARS):
        at = dice.randrange(len(sound) - 64)
        yield f"64 bytes at {at} overwritten", sound[:at] + bytes(dice.randrange(256) for _ in range(64)) + sound[at + 64:]
    for _ in range(CUTS):
        length = dice.randrange(len(sound))
        yield f"cut to {length} bytes", sound[:length]


def main():
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        with open(os.path.join(sound, "data.mdb"), "rb") as file:
            bytes_of_sound = file.read()
        answers = [qunce(folder, question[0], sound, *question[1:]).stdout for question in QUESTIONS]
        victim = os.path.join(folder, "victim.qn")
        for what, damaged in damages(bytes_of_sound, random.Random(SEED)):
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
