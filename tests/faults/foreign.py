#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is no store is told as such, in one line that names it, at once. usage: foreign.py BUILD SOURCE [all]

In the place of a store, and of each of its files: other formats and other versions of ours, folders, pipes, sockets, devices, links that
lead nowhere or to themselves. With "all" every command that reads a store is tried, else a few of each kind."""
import gzip, os, re, shutil, socket, sqlite3, struct, subprocess, sys, tempfile, zipfile
from common import CODES, PAGE, make_store, qunce

ALL = len(sys.argv) > 3
FEW = ["list v.qn clusters", "export v.qn", "import v.qn may.csv --synthetic", "verify v.qn", "repair v.qn new.qn", "backup v.qn new.qn"]
MORE = ["status v.qn --paths 10", "assess v.qn --paths 10", "explain v.qn taihe-filtercloth", "whatif v.qn --set investment_growth=4% --paths 10",
        "targets v.qn --paths 10", "annual-report v.qn --year 2025 --paths 10", "template v.qn", "score v.qn --paths 10", "round v.qn --paths 10",
        "statistics v.qn", "rollup v.qn", "registers v.qn", "measures v.qn", "readings v.qn", "history v.qn taihe-filtercloth revenue", "conflicts v.qn",
        "sources v.qn", "validate v.qn", "life v.qn", "calendar v.qn", "diagnose v.qn taihe-filtercloth --paths 10", "backtest v.qn revenue --paths 10",
        "coverage v.qn", "lint v.qn", "diff v.qn --from 2026-03-30", "dump v.qn", "freeze v.qn one", "new scenario one v.qn", "shell v.qn"]
REFUSED = {64, 66, 69, 74}


def inside(data, name="data.mdb"):
    def make(path):
        os.mkdir(path)
        with open(os.path.join(path, name), "wb") as file:
            file.write(data)
    return make


def put(maker, name="data.mdb"):
    """A thing that is no plain file, under the name of one in a store."""
    def make(path):
        os.mkdir(path)
        maker(os.path.join(path, name))
    return make


def make_socket(path):
    with socket.socket(socket.AF_UNIX) as one:
        at = os.open(os.path.dirname(path), os.O_RDONLY)
        one.bind(f"/proc/self/fd/{at}/{os.path.basename(path)}") # whose path may be no longer than so much
        os.close(at)


def make_database(path):
    database = sqlite3.connect(path)
    database.execute("create table one(two)")
    database.executemany("insert into one values(?)", ((number,) for number in range(5000)))
    database.commit()
    database.close()


def make_zip(path):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("one", bytes(50000))


def changed(data, *pieces):
    out = bytearray(data)
    for at, value in pieces:
        for header in (0, PAGE):
            out[header + at:header + at + len(value)] = value
    return bytes(out)


def crc32c(data):
    rest = 0xFFFFFFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x82F63B78 if rest & 1 else 0)
    return rest ^ 0xFFFFFFFF


def of_format(data, number):
    """The store's word of its format, wherever a page has it: the key, a seal over key and word, the word, LMDB's version."""
    key, word = b"format", re.compile(rb"format....qunce(....)(....)", re.DOTALL)
    found = [match for match in word.finditer(data) if match[1] == struct.pack("<I", 3)] # engine/store/env.h
    if not found:
        sys.exit("no word of the format was found: has it changed?")
    out = bytearray(data)
    for match in found:
        value = b"qunce" + struct.pack("<I", number) + match[2]
        out[match.start() + len(key):match.end()] = struct.pack("<I", crc32c(key + value)) + value
    return bytes(out)


def strangers(data):
    yield from ((f"format {number}", inside(of_format(data, number))) for number in (4, 1 << 31))
    yield from (("an empty file", inside(b"")), ("a text", inside(b"one\n" * 5000)), ("zeros", inside(bytes(100000))), ("ones", inside(b"\xff" * 100000)))
    yield from (("LMDB 1.0", inside(changed(data, (20, struct.pack("<I", 2))))), ("LMDB of a developer", inside(changed(data, (20, struct.pack("<I", 999))))))
    yield "LMDB of a machine that begins with the other end", inside(changed(data, (16, struct.pack(">I", 0xBEEFC0DE))))
    yield "Bolt", inside(struct.pack("<QHHIIIII", 0, 4, 0, 0, 0xED0CDAED, 2, 4096, 0) + bytes(65536))
    yield from (("SQLite", put(make_database)), ("a zip", put(make_zip)), ("a store in gzip", inside(gzip.compress(data))))
    for size in (0, 1, 8192, 1 << 31):
        yield f"pages of {size} bytes", inside(changed(data, (40, struct.pack("<I", size))))
    yield from (("behind a byte", inside(b"x" + data)), ("one header", inside(data[:PAGE])), ("two headers", inside(data[:2 * PAGE])))
    yield from (("an empty folder", os.mkdir), ("a file", lambda path: shutil.copy(__file__, path)), ("nothing", lambda path: None))
    for name, maker in (("a folder", os.mkdir), ("a pipe", os.mkfifo), ("a socket", make_socket)):
        yield f"{name} for data.mdb", put(maker)
    yield "a pipe for a store", os.mkfifo
    for target in ("/dev/zero", "/dev/null", "/dev/full", "data.mdb", "/nonexistent/one"):
        yield f"a link to {target} for data.mdb", put(lambda path, target=target: os.symlink(target, path))
    yield "a store that leads to itself", lambda path: os.symlink("v.qn", path)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.remove(path)


def ask(folder, question):
    try:
        return qunce(folder, *question.split(), timeout=10, input=b"list clusters\n")
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(question, None, b"", b"it hangs")


def fault_of(folder, done, usual=None):
    words = done.stderr.splitlines()
    if usual is not None and done.returncode == usual[0]:
        return None if done.stdout == usual[1] else "another answer"
    if done.returncode not in (REFUSED if usual is None else CODES):
        return f"ended with {done.returncode}"
    if not words or not words[-1].startswith(b"qunce: ") or b"v.qn" not in words[-1]:
        return "no words that name it"
    return "something was left" if os.path.exists(os.path.join(folder, "new.qn")) else None


def main():
    tried = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(make_store(folder), "data.mdb"), "rb") as file:
            data = file.read()
        victim = os.path.join(folder, "v.qn")
        for what, make in strangers(data):
            for question in FEW + MORE if ALL else FEW:
                for name in ("v.qn", "new.qn", "one.lua"):
                    remove(os.path.join(folder, name))
                make(victim)
                done = ask(folder, question)
                fault, tried = fault_of(folder, done), tried + 1
                if fault:
                    faults += 1
                    print(f"{what}: {question}: {fault}: {done.stderr.decode(errors='replace').strip()[-200:]}", flush=True)
        for name in ("lock.mdb", "writer.lock"): # without which a store is whole
            for what, maker in (("a folder", os.mkdir), ("a pipe", os.mkfifo), ("a link to itself", lambda path, name=name: os.symlink(name, path)),
                                ("a link to /dev/full", lambda path: os.symlink("/dev/full", path)), ("noise", lambda path: shutil.copy(sys.executable, path))):
                for question in ("export v.qn", "list v.qn clusters"):
                    usual = qunce(folder, *question.replace("v.qn", "sound.qn").split())
                    remove(victim)
                    inside(data)(victim)
                    maker(os.path.join(victim, name))
                    fault, tried = fault_of(folder, ask(folder, question), (0, usual.stdout)), tried + 1
                    if fault:
                        faults += 1
                        print(f"{what} for {name}: {question}: {fault}", flush=True)
        remove(victim)
    print(f"{tried} commands, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
