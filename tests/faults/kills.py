#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An import is in the store whole or not at all, whenever it is killed and whenever the power goes. usage: kills.py BUILD SOURCE
BLOCK.so RECORD.so [KILLS [CUTS [STRIDE]]]

KILLS imports are killed after a random while, and one before every STRIDE-th call to the system's files. Then CUTS disks as they may be after a
power cut: of what was written since the system last promised safety, any part is there, in sectors and in any order. Each time
the store must open at once, be sound, and hold all or nothing; and all once the import has said that it is done."""
import os, random, shutil, signal, subprocess, sys, tempfile, time
from common import BUILD, DEMO, SOURCE, count_calls, make_store, must, qunce, write_corrections

BLOCK, RECORD = os.path.abspath(sys.argv[3]), os.path.abspath(sys.argv[4])
KILLS = int(sys.argv[5]) if len(sys.argv) > 5 else 40
CUTS = int(sys.argv[6]) if len(sys.argv) > 6 else 40
STRIDE = int(sys.argv[7]) if len(sys.argv) > 7 else 5
SECTOR = 512


def strip_time(dump):
    """Without the moment of an import, which differs from run to run."""
    return b"\n".join(line.rsplit(b" ", 1)[0] if line.startswith(b"import ") else line for line in dump.splitlines())


class Import:
    """One store, one import: what the store says before and after."""
    def __init__(self, folder, name, sound, words):
        self.folder, self.name, self.sound, self.words = folder, name, sound, words
        with open(os.path.join(sound, "data.mdb"), "rb") as file:
            self.bytes_before = file.read()
        self.fresh()
        self.before = strip_time(must(folder, "dump", "victim.qn").stdout)
        begun = time.monotonic()
        must(folder, *words)
        self.seconds = time.monotonic() - begun
        self.after = strip_time(must(folder, "dump", "victim.qn").stdout)

    def fresh(self, data=None):
        victim = os.path.join(self.folder, "victim.qn")
        shutil.rmtree(victim, ignore_errors=True)
        os.mkdir(victim)
        with open(os.path.join(victim, "data.mdb"), "wb") as file:
            file.write(self.bytes_before if data is None else data)

    def fault(self, done):
        verified = qunce(self.folder, "verify", "victim.qn")
        if verified.returncode != 0:
            return f"not sound: {(verified.stdout + verified.stderr)[:300]}"
        now = strip_time(qunce(self.folder, "dump", "victim.qn").stdout)
        if now not in (self.before, self.after):
            return "half an import"
        return "the import is lost" if done and now != self.after else None

    def environment(self, **more):
        return dict(os.environ, XDG_CACHE_HOME=os.path.join(self.folder, "cache"), LANG="C.UTF-8", **more)

    def start(self, **more):
        return subprocess.Popen([os.path.join(BUILD, "qunce"), *self.words], cwd=self.folder, env=self.environment(**more), stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)


def random_kills(work, dice, count):
    for _ in range(count):
        work.fresh()
        process = work.start()
        time.sleep(dice.uniform(0, work.seconds * 1.1))
        process.send_signal(signal.SIGKILL)
        yield "killed after a while", work.fault(process.wait() == 0)


def kills_at_calls(work):
    work.fresh()
    calls, done = count_calls(work.folder, lambda more: qunce(work.folder, *work.words, environment={"LD_PRELOAD": BLOCK, **more}))
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    for at in range(0, calls, STRIDE):
        work.fresh()
        process = work.start(LD_PRELOAD=BLOCK, BLOCK_AT=str(at), BLOCK_KILL=str(int(signal.SIGKILL)))
        yield f"killed at call {at} of {calls}", work.fault(process.wait() == 0)


def read_record(path):
    with open(path, "rb") as file:
        data = file.read()
    at, out = 0, []
    while at < len(data):
        kind, place, length = data[at:at + 1], int.from_bytes(data[at + 1:at + 9], "little"), int.from_bytes(data[at + 9:at + 17], "little")
        at += 17
        out.append((kind, place, data[at:at + length] if kind in b"wd" else b""))
        at += length if kind in b"wd" else 0
    return out


def apply(image, kind, place, data):
    if kind == b"t":
        image[place:] = b""
        image.extend(bytes(max(0, place - len(image))))
        return
    image.extend(bytes(max(0, place + len(data) - len(image))))
    image[place:place + len(data)] = data


def sectors(kind, place, data):
    if kind != b"w":
        return [(kind, place, data)]
    return [(kind, place + at, data[at:at + SECTOR]) for at in range(0, len(data), SECTOR)]


def power_cuts(work, dice, count):
    work.fresh()
    record = os.path.join(work.folder, "record")
    if os.path.exists(record):
        os.remove(record)
    if work.start(LD_PRELOAD=RECORD, RECORD_FILE="data.mdb", RECORD_TO=record).wait() != 0:
        sys.exit("the import that is recorded fails")
    steps = read_record(record)
    if not any(kind == b"s" for kind, _, _ in steps):
        sys.exit("nothing was recorded")
    for number in range(count):
        cut = len(steps) if number == 0 else dice.randrange(len(steps) + 1)
        safe, pending = bytearray(work.bytes_before), []
        for kind, place, data in steps[:cut]:
            if kind == b"s":
                for step in pending:
                    apply(safe, *step)
                pending = []
            elif kind == b"d":
                apply(safe, b"w", place, data)
            else:
                pending.append((kind, place, data))
        pieces = [piece for step in pending for piece in sectors(*step)]
        kept = [piece for piece in pieces if dice.random() < dice.choice((0.1, 0.5, 0.9))]
        dice.shuffle(kept)
        for piece in kept:
            apply(safe, *piece)
        work.fresh(bytes(safe))
        yield f"power cut after step {cut} of {len(steps)}, {len(kept)} of {len(pieces)} pieces there", work.fault(cut == len(steps))


def main():
    dice, tried, faults = random.Random(20250701), {}, 0
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        empty = os.path.join(folder, "empty.qn")
        must(folder, "init", empty, "--pack", os.path.join(SOURCE, "scripts", "anhui"), "--known-on", "2026-01-01")
        write_corrections(os.path.join(folder, "change.csv"), 700, 1.3)
        works = (Import(folder, "corrections", sound, ["import", "victim.qn", "change.csv", "--known-on", "2026-06-01", "--synthetic"]),
                 Import(folder, "first import", empty, ["import", "victim.qn", os.path.join(DEMO, "observations-2019-2025.csv"), "--known-on", "2026-03-30"]))
        for work in works:
            for what, runs in (("random kills", random_kills(work, dice, KILLS // 2)), ("kills at calls", kills_at_calls(work)),
                               ("power cuts", power_cuts(work, dice, CUTS // 2))):
                for told, fault in runs:
                    tried[what] = tried.get(what, 0) + 1
                    if fault:
                        faults += 1
                        print(f"{work.name}: {told}: {fault}")
    print(", ".join(f"{count} {what}" for what, count in tried.items()) + f": {faults} faults")
    sys.exit(faults != 0 or not tried)


main()
