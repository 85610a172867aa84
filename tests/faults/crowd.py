#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One writes and many read, in processes of their own: nobody ever sees half an import. usage: crowd.py BUILD SOURCE [SECONDS [READERS]]

Every import sets one figure of all clusters to the same number, the number of the import: a reader that sees two numbers has seen
a mixture. Meanwhile some readers are killed, and now and then others try to write, and either do or are told that they must
wait; the file may not grow without end for it."""
import os, random, signal, subprocess, sys, tempfile, threading, time
from common import BUILD, SOURCE, must, qunce

SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 10
READERS = int(sys.argv[4]) if len(sys.argv) > 4 else 4
BUSY = 75


class Crowd:
    def __init__(self, folder, clusters):
        self.folder, self.clusters = folder, clusters
        self.end = time.monotonic() + SECONDS
        self.lock, self.number, self.faults = threading.Lock(), 1, []
        self.told = {"imports": 0, "refused": 0, "reads": 0, "killed": 0, "verified": 0, "copies": 0}

    def note(self, what, fault=None):
        with self.lock:
            self.told[what] += 1
            if fault:
                self.faults.append(f"{what}: {fault}")

    def write_file(self, number, path):
        with open(path, "w", encoding="utf-8") as file:
            file.write("entity,indicator,period,value\n" + "".join(f"{cluster},revenue,2025,{number}\n" for cluster in self.clusters))

    def writer(self, name):
        path = os.path.join(self.folder, f"{name}.csv")
        while time.monotonic() < self.end:
            with self.lock:
                self.number += 1
                number = self.number
            self.write_file(number, path)
            done = qunce(self.folder, "import", "a.qn", path, "--synthetic", "--known-on", "2026-03-30")
            if done.returncode == BUSY and b"another import is writing" in done.stderr:
                self.note("refused")
            else:
                self.note("imports", None if done.returncode == 0 else f"{done.returncode}: {done.stderr}")
            if name != "writer":
                time.sleep(0.4)

    def reader(self, dice):
        while time.monotonic() < self.end:
            kind = dice.random()
            if kind < 0.1:
                process = subprocess.Popen([os.path.join(BUILD, "qunce"), "dump", "a.qn"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(dice.uniform(0, 0.02))
                process.send_signal(signal.SIGKILL)
                process.wait()
                self.note("killed")
            elif kind < 0.2:
                done = qunce(self.folder, "verify", "a.qn")
                self.note("verified", None if done.returncode == 0 else f"{done.returncode}: {done.stdout[:300]} {done.stderr}")
            elif kind < 0.23:
                with self.lock:
                    name = f"copy{self.told['copies']}.qn"
                    self.told["copies"] += 1
                done = qunce(self.folder, "backup", "a.qn", name)
                if done.returncode != 0:
                    self.faults.append(f"backup: {done.returncode}: {done.stderr}")
            else:
                done = qunce(self.folder, "export", "a.qn", "revenue")
                values = {line.split(",")[3] for line in done.stdout.decode().splitlines()[1:]}
                rows = done.stdout.count(b"\n") - 1
                self.note("reads", f"{done.returncode}: {done.stderr}" if done.returncode != 0 else
                          f"{rows} rows with {sorted(values)[:3]}" if len(values) != 1 or rows != len(self.clusters) else None)


def main():
    with tempfile.TemporaryDirectory() as folder:
        must(folder, "init", "a.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui"))
        listed = must(folder, "list", "a.qn", "clusters", "--format", "csv").stdout.decode().splitlines()[1:]
        crowd = Crowd(folder, [line.split(",")[0] for line in listed])
        crowd.write_file(1, os.path.join(folder, "first.csv"))
        must(folder, "import", "a.qn", "first.csv", "--synthetic", "--known-on", "2026-03-30")
        threads = [threading.Thread(target=crowd.writer, args=("writer",)), threading.Thread(target=crowd.writer, args=("rival",))]
        threads += [threading.Thread(target=crowd.reader, args=(random.Random(i),)) for i in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        done = qunce(folder, "verify", "a.qn")
        if done.returncode != 0:
            crowd.faults.append(f"in the end: {done.stdout} {done.stderr}")
        size = os.path.getsize(os.path.join(folder, "a.qn", "data.mdb"))
        must(folder, "backup", "a.qn", "last.qn")
        compact = os.path.getsize(os.path.join(folder, "last.qn", "data.mdb"))
        if size > 2.5 * compact + (1 << 20):
            crowd.faults.append(f"the file has {size} bytes, and {compact} would do")
        for fault in crowd.faults[:20]:
            print(fault)
        print(", ".join(f"{count} {what}" for what, count in crowd.told.items()) + f"; {size >> 10} KB, {compact >> 10} of them needed: {len(crowd.faults)} faults")
        if not crowd.told["reads"] or not crowd.told["imports"]:
            crowd.faults.append("nothing was done")
    sys.exit(len(crowd.faults) != 0)


main()
