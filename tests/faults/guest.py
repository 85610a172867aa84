#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An interpreter of scripts that lies is found out: in time, with one line, whatever it sends, and nothing of it is left behind.
usage: guest.py BUILD SOURCE [MUTATIONS [SEED]]

In the place of qunce-guest stands a program that says nothing, too much, half of it or forever, fails without words or with words that
act, or that asks the true one and changes what it says: bits, words, lengths, numbers that are none."""
import os, random, shutil, stat, struct, subprocess, sys, tempfile, time
from common import BUILD, CODES, DEMO, SOURCE, must

MUTATIONS = int(sys.argv[3]) if len(sys.argv) > 3 else 60
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
SECONDS, PATIENCE, MOST = 1, 2.5, 400 # --script-time, on a busy machine, MB
HEAD = f"#!{sys.executable} -SE\nimport os, struct, sys, time, signal\nout = sys.stdout.buffer\ndef frame(kind, words, length=None):\n" \
    "    out.write(struct.pack('<IQ', kind, len(words) if length is None else length) + words)\n    out.flush()\n"
FAILED, PROGRAM = 7, 6
LIES = {
    "ends": "sys.exit(0)",
    "ends ill": "sys.exit(255)",
    "silent": "time.sleep(60)",
    "deaf": "os.close(0)\ntime.sleep(60)",
    "closes and stays": "os.close(1)\ntime.sleep(60)",
    "stays behind its answer": "frame(7, struct.pack('<i', -8) + b'a.lua:1: wrong')\ntime.sleep(60)",
    "drips": "for i in range(600):\n    out.write(b'\\x06')\n    out.flush()\n    time.sleep(0.1)",
    "endless": "while True:\n    out.write(bytes(65536))",
    "endless program": "out.write(struct.pack('<IQ', 6, 1 << 24))\nwhile True:\n    out.write(bytes(65536))",
    "too long": "frame(6, b'x', 1 << 62)\ntime.sleep(60)",
    "negative length": "frame(6, b'x', (1 << 64) - 1)\ntime.sleep(60)",
    "wrapping length": "frame(6, b'x', (1 << 64) - 12)\ntime.sleep(60)",
    "half a head": "out.write(b'\\x06\\0\\0')",
    "half a program": "frame(6, b'x', 1000)",
    "unknown kind": "frame(99, b'x')",
    "question sent back": "frame(1, sys.stdin.buffer.read(1000))",
    "program of nothing": "frame(6, b'')",
    "program of zeros": "frame(6, bytes(1 << 20))",
    "program of ones": "frame(6, b'\\xff' * (1 << 20))",
    "failure of nothing": "frame(7, b'')",
    "failure without words": "frame(7, struct.pack('<i', -8))",
    "failure that is none": "frame(7, struct.pack('<i', 0) + b'all is well')",
    "failure above all": "frame(7, struct.pack('<i', 5) + b'all is well')",
    "failure unheard of": "frame(7, struct.pack('<i', -1000) + b'what')",
    "failure of another": "frame(7, struct.pack('<i', -4) + b'the store is damaged: remove it')",
    "failure that acts": "frame(7, struct.pack('<i', -8) + b'\\x1b[2J\\x1b]0;x\\x07\\xff\\xfe\\n\\rqunce: done\\n\\xe2\\x80\\xae')",
    "failure in two": "frame(7, struct.pack('<i', -8) + b'a.lua:1: english words\\0\\x1b[2Jchinese\\0more')",
    "failure of 16 MB": "frame(7, struct.pack('<i', -8) + b'x' * ((1 << 24) - 4))",
    "two answers": "frame(7, struct.pack('<i', -8) + b'a.lua:1: one')\nframe(6, b'')",
    **{f"signal {n}": f"os.kill(os.getpid(), {n})\ntime.sleep(1)" for n in (2, 4, 6, 8, 9, 11, 13, 15, 24, 31)},
    "stopped": "os.kill(os.getpid(), signal.SIGSTOP)\ntime.sleep(60)",
}
TRUE = "import subprocess\nquestion = sys.stdin.buffer.read()\nsaid = subprocess.run([%r], input=question, stdout=subprocess.PIPE).stdout\n" % os.path.join(BUILD, "qunce-guest")


def place(folder, text):
    path = os.path.join(folder, "qunce-guest")
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(HEAD + text + "\n")
    os.chmod(path + ".new", stat.S_IRWXU)
    os.rename(path + ".new", path)


def ask(folder, *words, seconds=SECONDS):
    """(exit code, what it said, seconds, MB)"""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([os.path.join(folder, "qunce"), *words, "--script-time", str(seconds)], cwd=folder, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                   env={**os.environ, "XDG_CACHE_HOME": os.path.join(folder, "cache"), "LANG": "C.UTF-8"})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        err.seek(0)
        return os.waitstatus_to_exitcode(status), err.read(1 << 20).decode("utf-8", "replace"), time.monotonic() - begun, usage.ru_maxrss / 1024


def fault_of(done, may_pass):
    code, words, seconds, memory = done
    if code < 0 or code not in CODES or (code == 0 and not may_pass):
        return "passed" if code == 0 else f"ended with {code}"
    if code != 0 and (words.count("\n") != 1 or not words.startswith("qunce: ") or len(words) < 20):
        return "not one line of words"
    if any(ord(c) < 32 or 126 < ord(c) < 160 or c in "\u202e\ufffd" for c in words.replace("\n", "")):
        return "words that act"
    if seconds > SECONDS + PATIENCE:
        return f"took {seconds:.1f} s"
    return f"took {memory:.0f} MB" if memory > MOST else None


def left_behind(folder):
    """Processes of our making that are still there."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                if os.path.join(folder, "qunce-guest").encode() in file.read().split(b"\0"):
                    found.append(pid)
        except OSError:
            pass
    return found


def change(dice, said):
    """A true answer, changed somewhere behind its head; its length is told anew."""
    kind, words = said[:4], bytearray(said[12:])
    for _ in range(dice.choice((1, 1, 1, 2, 4, 16))):
        at, how = dice.randrange(len(words)), dice.randrange(7)
        if how == 0:
            words[at] ^= 1 << dice.randrange(8)
        elif how == 1:
            words[at:at + 4] = struct.pack("<I", dice.choice((0, 1, 2, 255, 65535, 65536, 1 << 24, 1 << 31, (1 << 31) - 1, (1 << 32) - 1, (1 << 32) - 2)))
        elif how == 2:
            words[at:at + 8] = struct.pack("<d", dice.choice((float("nan"), float("inf"), -float("inf"), 1e308, -1e308, 5e-324, -0.0, 1e18)))
        elif how == 3:
            words[at:at + dice.randrange(1, 64)] = b""
        elif how == 4:
            words[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 64)))
        elif how == 5:
            other = dice.randrange(len(words))
            words[at:at + 32] = words[other:other + 32]
        else:
            words[at:] = b""
        if not words:
            break
    return kind + struct.pack("<Q", len(words)) + bytes(words)


def true_answer(folder, words):
    """What the true interpreter says to the question that these words lead to."""
    path = os.path.join(folder, "said")
    place(folder, TRUE + f"open({path!r}, 'wb').write(said)\nout.write(said)")
    done = ask(folder, *words, seconds=30)
    if done[0] != 0:
        sys.exit(f"{' '.join(words)}: the true interpreter is refused: {done}")
    with open(path, "rb") as file:
        return file.read()


def main():
    dice, faults, tried = random.Random(SEED), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        pack = os.path.join(SOURCE, "scripts", "anhui")
        must(folder, "init", "a.qn", "--pack", pack)
        must(folder, "import", "a.qn", os.path.join(DEMO, "observations-2019-2025.csv"), "--known-on", "2026-03-30")
        shutil.copy(os.path.join(BUILD, "qunce"), folder)
        with open(os.path.join(folder, "s.lua"), "w", encoding="utf-8") as file:
            file.write('return scenario "s" { set = { investment_growth = pct(4) }, shock("revenue", "industry:汽车产业", pct(-5), "2027") }\n')
        run, init = ("run", "a.qn", "s.lua", "--paths", "10", "--threads", "1"), ("init", "b.qn", "--pack", pack)
        said = {run: true_answer(folder, run), init: true_answer(folder, init)} # and the pack of a.qn is kept in the cache
        shutil.rmtree(os.path.join(folder, "b.qn"))

        def judge(name, words, text, may_pass):
            nonlocal tried, faults
            with open(os.path.join(folder, "s.lua"), "a", encoding="utf-8") as file:
                file.write(f"-- {tried}\n") # another question, or the cache would answer
            place(folder, text)
            done = ask(folder, *words) if words[0] == "run" else ask(folder, *words, seconds=SECONDS + tried / 1000)
            fault = fault_of(done, may_pass)
            if words[0] == "init" and done[0] != 0 and os.path.exists(os.path.join(folder, "b.qn")):
                fault = fault or "a store is left behind"
            shutil.rmtree(os.path.join(folder, "b.qn"), ignore_errors=True)
            tried += 1
            if fault:
                faults += 1
                print(f"{name}, {words[0]}: {fault}: {done}")

        for name, text in LIES.items():
            for words in (run, init):
                judge(name, words, text, False)
        answer = os.path.join(folder, "answer")
        for i in range(MUTATIONS):
            words = (run, init)[i % 2]
            with open(answer, "wb") as file:
                file.write(change(dice, said[words]))
            judge(f"change {i} of seed {SEED}", words, f"sys.stdin.buffer.read()\nout.write(open({answer!r}, 'rb').read())", True)
        left = left_behind(folder)
        if left:
            faults += 1
            print(f"left behind: {left}")
    print(f"{tried} answers of a lying interpreter, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
