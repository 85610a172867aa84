#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A disk that is full: at every point of an import, and completely. usage: full.py BUILD SOURCE [STEP]

On a small disk in memory, where mounting one is allowed (else the test is skipped): an import with so many KB of room, STEP more
each time, ends with words or is done; then, with no byte left, the store is still read; with room again, the import works."""
import os, shutil, subprocess, sys, tempfile
from common import CODES, has_words, make_store, must, qunce, write_corrections

STEP = int(sys.argv[3]) if len(sys.argv) > 3 else 64
SKIP = 77


def mount(place, kilobytes):
    return subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", place], capture_output=True).returncode == 0


def fill(path):
    """Every byte of the disk, down to the last."""
    with open(path, "wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                pass


def room_left(disk):
    facts = os.statvfs(disk)
    return facts.f_bavail * facts.f_frsize // 1024


def leave(disk, kilobytes):
    fill(os.path.join(disk, "ballast"))
    with open(os.path.join(disk, "ballast"), "r+b") as file:
        size = os.path.getsize(file.name)
        file.truncate(max(0, size - kilobytes * 1024))


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        disk = os.path.join(folder, "disk")
        os.mkdir(disk)
        if not mount(disk, 8192):
            sys.exit(SKIP)
        try:
            sound = make_store(folder)
            write_corrections(os.path.join(folder, "change.csv"), 700, 1.3)
            words = ["import", os.path.join(disk, "a.qn"), os.path.join(folder, "change.csv"), "--known-on", "2026-06-01", "--synthetic"]
            before, done_at = must(folder, "dump", sound).stdout, None
            for room in range(0, 4096, STEP):
                for name in os.listdir(disk):
                    path = os.path.join(disk, name)
                    shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
                os.mkdir(os.path.join(disk, "a.qn"))
                shutil.copy(os.path.join(sound, "data.mdb"), os.path.join(disk, "a.qn"))
                leave(disk, room)
                done = qunce(folder, *words)
                tried += 1
                os.remove(os.path.join(disk, "ballast"))
                verified, now = qunce(folder, "verify", os.path.join(disk, "a.qn")), qunce(folder, "dump", os.path.join(disk, "a.qn")).stdout
                why = (f"exit code {done.returncode}" if done.returncode not in CODES else "no words" if done.returncode and not has_words(done)
                       else f"not sound: {verified.stdout}" if verified.returncode else "half an import" if done.returncode and now != before
                       else "exit code 0 and nothing done" if not done.returncode and now == before else None)
                if why:
                    faults += 1
                    print(f"import with {room} KB left: {why}: {done.stderr}")
                if done.returncode == 0:
                    done_at = room
                    break
                leave(disk, 0)
                for question in (["verify"], ["export"], ["status", "--paths", "10"], ["list", "clusters"]):
                    read = qunce(folder, question[0], os.path.join(disk, "a.qn"), *question[1:])
                    tried += 1
                    if read.returncode not in (0, 74):
                        faults += 1
                        print(f"{question[0]} on a full disk: {read.returncode}: {read.stderr}")
                os.remove(os.path.join(disk, "ballast"))
                again = qunce(folder, *words)
                if again.returncode != 0:
                    faults += 1
                    print(f"import with room again: {again.returncode}: {again.stderr}")
            if done_at is None:
                faults += 1
                print("the import never was done")
        finally:
            subprocess.run(["umount", disk])
    print(f"{tried} commands on a full disk, {faults} faults; done with {done_at} KB")
    sys.exit(faults != 0 or tried == 0)


main()
