#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many processes at one store: no row is lost, the file does not swell, and when there are too many of them it is told. usage: many.py
BUILD SOURCE [all]

Eight imports at once: each is whole or told to try again, and after that all rows are there. Thirty imports of the same and of other
figures, with readers that stand still and are killed: the file grows by half at the most. A reader that stands still for all of them
sees what it saw. With "all" as many readers as a store has places for, and some."""
import os, shutil, subprocess, sys, tempfile, time
from common import BUILD, DEMO, SOURCE, must, qunce, write_corrections

ALL = len(sys.argv) > 3
BUSY, PLACES = 75, 1086 # what a lock file of 68 KB has room for


def start(folder, *words):
    return subprocess.Popen([os.path.join(BUILD, "qunce"), *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8"))


def size(folder, name):
    return os.path.getsize(os.path.join(folder, name, "data.mdb"))


def end(process):
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def at_once(folder):
    with open(os.path.join(DEMO, "observations-2019-2025.csv"), encoding="utf-8") as file:
        head, *rows = file.read().splitlines()
    for part in range(8):
        with open(os.path.join(folder, f"part{part}.csv"), "w", encoding="utf-8") as file:
            print(head, *rows[part::8], sep="\n", file=file)
    shutil.copytree(os.path.join(folder, "empty.qn"), os.path.join(folder, "a.qn"))
    left, rounds = list(range(8)), 0
    while left:
        begun = [(part, start(folder, "import", "a.qn", f"part{part}.csv", "--known-on", "2026-03-30")) for part in left]
        told = [(part, process.communicate()[1], process.returncode) for part, process in begun]
        for part, words, code in told:
            if code not in (0, BUSY) or (code == BUSY and b"try again when it has finished" not in words):
                yield f"part {part}: {code}: {words}"
        done, left, rounds = 8 - sum(code == BUSY for _, _, code in told), [part for part, _, code in told if code == BUSY], rounds + 1
        if rounds > 20:
            yield f"after 20 rounds {left} are left, {done} done"
            break
    got = sorted(tuple(row.split(",")[:3]) for row in must(folder, "export", "a.qn").stdout.decode().splitlines()[1:])
    wanted = sorted(tuple(row.split(",")[:3]) for row in rows)
    yield None if got == wanted else f"{len(got)} rows of {len(wanted)}"


def again_and_again(folder):
    write_corrections(os.path.join(folder, "other.csv"), 700, 1.1)
    write_corrections(os.path.join(folder, "same.csv"), 700, 1)
    shutil.copytree(os.path.join(folder, "a.qn"), os.path.join(folder, "b.qn"))
    for name in ("other.csv", "same.csv"): # so that both have been told, and what is told again is no news
        must(folder, "import", "b.qn", name, "--synthetic", "--known-on", "2026-04-01")
    before = size(folder, "b.qn")
    for number in range(30):
        readers = [start(folder, "dump", "b.qn") for _ in range(3)] # nobody reads what they say: they stand still in the midst of it
        time.sleep(0.02)
        must(folder, "import", "b.qn", "same.csv", "--synthetic", "--known-on", "2026-04-01")
        for reader in readers:
            end(reader)
    now = size(folder, "b.qn")
    yield None if now <= 1.5 * before else f"after 30 imports {now} bytes, and {before} before"
    sound = qunce(folder, "verify", "b.qn")
    yield None if sound.returncode == 0 else f"verify: {sound.stdout + sound.stderr}"


def stands_still(folder):
    usual = must(folder, "dump", "b.qn").stdout
    reader = start(folder, "dump", "b.qn")
    seen = os.read(reader.stdout.fileno(), 100)
    for number in range(6):
        must(folder, "import", "b.qn", ("other.csv", "same.csv")[number % 2], "--synthetic", "--known-on", f"2026-05-0{number + 1}")
    seen += reader.communicate()[0]
    yield None if reader.returncode == 0 and seen == usual else "a reader that stood still saw another store than it began with"
    yield None if must(folder, "dump", "b.qn").stdout != usual else "the imports did nothing"


def too_many(folder):
    readers = [start(folder, "dump", "a.qn") for _ in range(PLACES + 6)]
    end_at = time.monotonic() + 60
    while sum(reader.poll() == BUSY for reader in readers) < 6 and time.monotonic() < end_at:
        time.sleep(0.1)
    refused = [reader for reader in readers if reader.poll() is not None]
    yield None if len(refused) == 6 and all(reader.returncode == BUSY for reader in refused) else f"{len(refused)} ended: {[reader.returncode for reader in refused]}"
    for words in (["list", "a.qn", "clusters"], ["verify", "a.qn"], ["backup", "a.qn", "c.qn"], ["import", "a.qn", "same.csv", "--synthetic"]):
        done = qunce(folder, *words)
        yield None if done.returncode == BUSY and b"as it has places for: try again" in done.stderr else f"{words[0]}: {done.returncode}: {done.stderr}"
    yield "a copy was left" if os.path.exists(os.path.join(folder, "c.qn")) else None
    for reader in readers:
        end(reader)
    done = qunce(folder, "list", "a.qn", "clusters")
    yield None if done.returncode == 0 else f"after all were killed: {done.returncode}: {done.stderr}"


def main():
    tried = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        must(folder, "init", "empty.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui"), "--known-on", "2026-01-01")
        for of in (at_once, again_and_again, stands_still) + ((too_many,) if ALL else ()):
            for fault in of(folder):
                tried += 1
                if fault:
                    faults += 1
                    print(f"{of.__name__.replace('_', ' ')}: {fault}", flush=True)
    print(f"{tried} looks, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
