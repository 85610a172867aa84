#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever the system refuses to read or write, a command ends with words, and a store holds the whole of a change or nothing of
it. usage: files.py BUILD SOURCE BLOCK.so [STRIDE]

Each call to the system's files in its turn (every STRIDE-th of them) fails: with an input/output error, not allowed, for want of room
alone, and for want of room with all writing after it. Then the store is looked at without faults: sound, and as it was before or as it
is after; an exit code 0 means after."""
import errno, os, shutil, signal, sys, tempfile
from common import CODES, SOURCE, count_calls, has_words, make_store, must, qunce, told_lines, write_corrections
from left import adopt, children

BLOCK = os.path.abspath(sys.argv[3])
STRIDE = int(sys.argv[4]) if len(sys.argv) > 4 else 1
FAULTS = (("EIO", errno.EIO, {}), ("EACCES", errno.EACCES, {}), ("ENOSPC", errno.ENOSPC, {}), ("ENOSPC for good", errno.ENOSPC, {"BLOCK_ALL": "1"}))


def commands(folder):
    """(name, words, the folder that must hold the whole or not be there; None: the store itself)"""
    return (("import", ["import", "a.qn", os.path.join(folder, "change.csv"), "--known-on", "2026-06-01", "--synthetic"], None),
            ("init", ["init", "new.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui"), "--known-on", "2026-01-01"], "new.qn"),
            ("export", ["export", "a.qn", "revenue"], ""), ("verify", ["verify", "a.qn"], ""),
            ("status", ["status", "a.qn", "--paths", "10", "--threads", "1", "--format", "csv"], ""),
            ("dump", ["dump", "a.qn", "-o", "a.dump"], "a.dump"), ("backup", ["backup", "a.qn", "new.qn"], "new.qn"),
            ("load", ["load", "new.qn", os.path.join(folder, "sound.dump")], "new.qn"), ("repair", ["repair", "a.qn", "new.qn"], "new.qn"))


def fresh(folder):
    children() # who clears up behind the run before, and would not know the next one's folder from its own
    for name in ("a.qn", "new.qn"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    if os.path.exists(os.path.join(folder, "a.dump")):
        os.remove(os.path.join(folder, "a.dump"))
    os.mkdir(os.path.join(folder, "a.qn"))
    shutil.copy(os.path.join(folder, "sound.qn", "data.mdb"), os.path.join(folder, "a.qn"))


def content(folder, name):
    """What a store or file says, without faults; None: nothing is there."""
    path = os.path.join(folder, name)
    if not os.path.exists(path):
        return None
    if os.path.isfile(path):
        with open(path, "rb") as file:
            return file.read()
    done = qunce(folder, "verify", name)
    return qunce(folder, "dump", name).stdout if done.returncode == 0 else f"not sound: {done.stdout + done.stderr}".encode()


def strip_time(dump):
    """Without the moment of an import, which differs from run to run."""
    return dump and b"\n".join(line.rsplit(b" ", 1)[0] if line.startswith(b"import ") else line for line in dump.splitlines())


def calls(folder, words):
    return count_calls(folder, lambda more: qunce(folder, *words, environment={"LD_PRELOAD": BLOCK, **more}))


def fault_of(folder, name, done, usual, before, after, target):
    if done.returncode not in CODES:
        return f"exit code {done.returncode}"
    if done.returncode not in (0, 1) and not has_words(done):
        return f"no words: {done.stderr[:200]}"
    if done.returncode == 0 and done.stdout != usual.stdout:
        return "another answer, and exit code 0"
    if target == "":
        return None
    now = strip_time(content(folder, target or "a.qn"))
    if name == "repair" and done.returncode == 1: # a page that cannot be read is passed over
        made_up = told_lines(now or b"") - told_lines(after)
        return f"values that were not there: {list(made_up)[:3]}" if made_up else None if b"its disk does not give a page of it" in done.stdout else "lost, and not told why"
    if now not in (before, after):
        return f"neither as before nor as after: {(now or b'nothing')[:200]}"
    if done.returncode == 0 and now != after:
        return "exit code 0, and nothing was done"
    leftovers = [name for name in os.listdir(folder) if ".part" in name]
    return f"left behind: {leftovers}" if leftovers else None


def main():
    faults = tried = 0
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        sound = make_store(folder)
        must(folder, "dump", sound, "-o", "sound.dump")
        write_corrections(os.path.join(folder, "change.csv"), 200, 1.3)
        for name, words, target in commands(folder):
            fresh(folder)
            before = strip_time(content(folder, "a.qn")) if target is None else None
            count, usual = calls(folder, words)
            after = strip_time(content(folder, target or "a.qn")) if target != "" else None
            if usual.returncode != 0 or count < 5:
                sys.exit(f"{name}: {count} calls, exit code {usual.returncode}: {usual.stderr.decode()}")
            for at in range(tried % STRIDE, count, STRIDE):
                for fault_name, number, more in FAULTS:
                    fresh(folder)
                    done = qunce(folder, *words, environment={"LD_PRELOAD": BLOCK, "BLOCK_AT": str(at), "BLOCK_ERROR": str(number), **more})
                    fault = fault_of(folder, name, done, usual, before, after, target)
                    tried += 1
                    if fault:
                        faults += 1
                        print(f"{name}: call {at} of {count}, {fault_name}: {fault} [{done.returncode}: {done.stderr.decode(errors='replace').strip()[:200]}]")
        for words in (["verify", "a.qn"], ["repair", "a.qn", "new.qn"]):
            for at in range(0, calls(folder, words)[0], STRIDE):
                tried += 1
                fresh(folder)
                done = qunce(folder, *words, environment={"LD_PRELOAD": BLOCK, "BLOCK_AT": str(at), "BLOCK_KILL": str(int(signal.SIGBUS)), "BLOCK_CHILD": "1"})
                told = done.returncode == 69 and done.stderr.count(b"\n") == 1 and b"ended by signal 7" in done.stderr
                if not told and (at > 3 or done.returncode != 0): # the first are from before there is a child
                    faults += 1
                    print(f"{words[0]}: a signal at call {at}: {done.returncode}: {done.stderr}")
        fresh(folder)
        for words in (["verify", "a.qn"], ["import", "a.qn", "change.csv"], ["init", "new.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui")]):
            done = qunce(folder, *words, environment={"LD_PRELOAD": BLOCK, "BLOCK_FILESYSTEM": "0x6969"})
            tried += 1
            if done.returncode != 64 or b"lies on a network file system (NFS)" not in done.stderr or os.path.exists(os.path.join(folder, "new.qn")):
                faults += 1
                print(f"{words[0]} on a network file system: {done.returncode}: {done.stderr}")
    print(f"{tried} refusals, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
