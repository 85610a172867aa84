#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hostile scripts are refused or ended: each in time, within its memory, with one line that names it, and nothing written.
usage: attacks.py BUILD SOURCE [SECONDS [NAME...]]

Those of data/attacks and data/scripts.txt, run as scenarios; those of data/packs and data/parts.txt, each a part of a pack; and some too
long to be kept. In the texts "--- NAME" begins a script; behind the name, pass: it must pass; any: it may. A part that passes is then asked
about, where what it shares would be met on more ways than there is time for. SECONDS is what
--script-time gives them (0: the usual 4 s); the host's own work may take one more. Where others use the machine too, a second is
what a harmless script takes ten times over just then; of the processor nobody may use more whatever others do. Then scripts that
only work hard, which must pass: within the usual seconds of the processor, so that the machine's load does not decide."""
import hashlib, os, re, shutil, subprocess, sys, tempfile, time
from common import BUILD, CODES, DEMO, SOURCE, must

SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 0.5
ONLY = sys.argv[4:]
ATTACKS, PACKS, SCRIPTS, PARTS = (os.path.join(SOURCE, "tests", "faults", "data", kind) for kind in ("attacks", "packs", "scripts.txt", "parts.txt"))
ASKED = (("assess", "p.qn"), ("explain", "p.qn", "changfeng-nev", "--to-pass"), ("lint", "p.qn"), ("status", "p.qn", "--paths", "20"))
USUAL = 4 # seconds
SPENT = 68 # the exit code of a script that ran out of time or memory
HARMLESS = 'return scenario "harmless" { set = { investment_growth = pct(4) } }'
BUDGET, SLACK = 256, 64  # MB
LONG = {
    "compiler_nested": "return " + "(" * 50000 + "1" + ")" * 50000,
    "compiler_chain": "local x = " + " .. ".join(['"a"'] * 60000),
    "compiler_locals": "\n".join(f"local v{i} = {i}" for i in range(300)),
    "compiler_tables": "return " + "{" * 20000 + "}" * 20000,
    "compiler_functions": "return " + "function() return " * 5000 + "1" + " end" * 5000,
    "compiler_unary": "return " + "- " * 100000 + "1",
    "compiler_not": "return " + "not " * 100000 + "1",
    "compiler_if": "if true then " * 20000 + "end " * 20000,
    "compiler_calls": "f" + "()" * 200000,
    "compiler_index": "local t = {} return t" + ".x" * 200000,
    "compiler_assignments": ",".join(["x"] * 50000) + " = 1",
    "compiler_upvalues": "".join(f"local v{i} = {i}\n" for i in range(190)) + "return function() return " + "+".join(f"v{i}" for i in range(190)) * 1000 + " end",
    "compiler_strings": "return " + '"' + "\\z \n" * 100000 + '"',
    "compiler_comment": "--[" + "=" * 100000 + "[",
    "compiler_number": "return " + "9" * 1000000,
    "compiler_labels": "".join(f"::l{i}:: " for i in range(100000)) + "goto nowhere",
    "source_large": "-- " + "x" * (3 << 20),
    "source_random": "".join(chr(33 + i * 7919 % 90) for i in range(100000)),
    "source_one_name": "x" * (1 << 20),
}
HARD = {
    "operations": "local n = 0\nfor i = 1, 10000000 do n = n + i % 7 end\nreturn scenario \"hard\" { set = { investment_growth = n > 0 and pct(4) or pct(5) } }",
    "memory": "local t = {}\nfor i = 1, 60 do t[i] = string.rep(\"x\", 1000000) .. i end\nreturn scenario \"hard\" { set = { investment_growth = pct(#t / 15) } }",
    "strings": "local t = {}\nfor i = 1, 200000 do t[#t + 1] = string.format(\"%05d\", i) end\nlocal s = table.concat(t, \",\")\nlocal n = 0\n"
               "for w in string.gmatch(s, \"%d+\") do n = n + 1 end\nreturn scenario \"hard\" { set = { investment_growth = pct(n / 50000) } }",
    "pairs": "local t = {}\nfor i = 1, 1000 do t[\"k\" .. i] = i end\nlocal n = 0\nfor k in pairs(t) do n = n + 1 end\nreturn scenario \"hard\" { set = { investment_growth = pct(n / 250) } }",
    "sorting": "local t = {}\nfor i = 1, 100000 do t[i] = i * 7919 % 100003 end\ntable.sort(t, function(a, b) return a < b end)\n"
               "return scenario \"hard\" { set = { investment_growth = pct(t[1] >= 0 and 4 or 5) } }",
    "recursion": "local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end\nfib(27)\nreturn scenario \"hard\" { set = { investment_growth = pct(4) } }",
}


def collected(path):
    """{name: (what must become of it, text)}"""
    found = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("--- "):
                name, *fate = line.split()[1:]
                if name in found:
                    sys.exit(f"{path}: {name} is there twice")
                found[name] = (fate[0] if fate else "fail", [])
            else:
                found[name][1].append(line)
    return {name: (fate, "".join(text)) for name, (fate, text) in found.items()}


def state_of(folder):
    out = {}
    for place, _, files in os.walk(folder):
        for file in files:
            path = os.path.join(place, file)
            if os.sep + "cache" + os.sep not in path and not file.endswith("lock.mdb"):
                with open(path, "rb") as opened:
                    out[path] = hashlib.sha256(opened.read()).hexdigest()
    return out


def run(folder, *words):
    """(exit status, words, seconds, of these the processor's, MB at the most of it or what it started)"""
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([os.path.join(BUILD, "qunce"), *words], cwd=folder, stdout=out, stderr=err, stdin=subprocess.DEVNULL,
                                   env=dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8"))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        err.seek(0)
        return os.waitstatus_to_exitcode(status), err.read(1 << 20), time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def run_script(folder, script, *more):
    return run(folder, "run", "a.qn", script, "--paths", "10", "--threads", "1", *more)


def slack(folder):
    """What the host may take besides, as the machine is just now."""
    return max(1, 10 * run_script(folder, os.path.join(folder, "harmless.lua"))[2])


def fault_of(folder, done, limit, fate="fail"):
    status, words, seconds, busy, memory = done
    text = words.decode("utf-8", "replace")
    if status < 0 or status not in CODES:
        return f"ended with {status}"
    if (status == 0 and fate == "fail") or (status != 0 and fate == "pass"):
        return "passed" if status == 0 else "refused"
    if "signal" in text or "what its sandbox does not allow" in text:
        return "the interpreter was ended"
    if status == 0:
        return excess_of(folder, seconds, busy, memory, USUAL)
    if text.count("\n") != 1 or not text.startswith("qunce: ") or len(text) < 20:
        return "not one line of words"
    if re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]", text):
        return "controls in its words"
    if not re.search(r"[\w./-]+\.lua(:\d+)?[:)] ?", text):
        return "no script is named"
    return excess_of(folder, seconds, busy, memory, limit)


def excess_of(folder, seconds, busy, memory, limit):
    if busy > limit + 1:
        return f"took {busy:.1f} s of the processor"
    if seconds > limit + 1 and seconds > limit + slack(folder):
        return f"took {seconds:.1f} s"
    if memory > BUDGET + SLACK:
        return f"took {memory:.0f} MB"
    return None


def attack_packs(folder, limits):
    """(name, fault or None) of each part that a pack may have: it is refused, or comes to nothing."""
    for part in (os.path.join("scripts", "anhui"), os.path.join("datasets", "anhui")):
        shutil.copytree(os.path.join(SOURCE, part), os.path.join(folder, part))
    pack = os.path.join(folder, "scripts", "anhui")
    with open(os.path.join(pack, "pack.lua"), "a", encoding="utf-8") as file:
        file.write('require "attack"\n')
    parts = collected(PARTS)
    for name in os.listdir(PACKS):
        with open(os.path.join(PACKS, name), encoding="utf-8") as file:
            parts[name[:-4]] = ("fail", file.read())
    for name, (fate, text) in sorted(parts.items()):
        if ONLY and name not in ONLY:
            continue
        with open(os.path.join(pack, "attack.lua"), "w", encoding="utf-8") as file:
            file.write(text)
        before = state_of(folder)
        done = run(folder, "init", "p.qn", "--pack", pack, *limits)
        fault = fault_of(folder, done, SECONDS or USUAL, fate)
        fault = fault and f"{fault}: {done}"
        if done[0] == 0 and not fault:
            fault = fault_when_asked(folder)
        shutil.rmtree(os.path.join(folder, "p.qn"), ignore_errors=True)
        yield f"{name}, in a pack", fault or (None if state_of(folder) == before else "files changed")


def fault_when_asked(folder):
    for words in (("import", "p.qn", os.path.join(DEMO, "observations-2019-2025.csv"), "--known-on", "2026-03-30"), *ASKED):
        done = run(folder, *words)
        if done[0] not in CODES or done[3] > USUAL + 1 or done[4] > BUDGET + SLACK:
            return f"{' '.join(words)}: {done}"
    return None


def main():
    faults = tried = 0
    slowest = largest = 0
    usual = SECONDS == 0
    limits = () if usual else ("--script-time", str(SECONDS))
    with tempfile.TemporaryDirectory() as folder:
        must(folder, "init", "a.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui"))
        must(folder, "import", "a.qn", os.path.join(DEMO, "observations-2019-2025.csv"), "--known-on", "2026-03-30")
        with open(os.path.join(folder, "harmless.lua"), "w", encoding="utf-8") as file:
            file.write(HARMLESS + "\n")
        if run_script(folder, "harmless.lua")[0] != 0: # and the pack is traced once, and kept
            sys.exit("a harmless script is refused")
        place = os.path.join(folder, "attacks")
        shutil.copytree(ATTACKS, place)
        for name, text in LONG.items():
            with open(os.path.join(place, name + ".lua"), "w", encoding="utf-8") as file:
                file.write(text + "\n")
        fates = {}
        for name, (fates[name + ".lua"], text) in collected(SCRIPTS).items():
            with open(os.path.join(place, name + ".lua"), "x", encoding="utf-8") as file:
                file.write(text)
        names = sorted(file for file in os.listdir(place) if not file.startswith("helper_"))
        alone = os.path.join(folder, "alone")
        os.mkdir(alone)
        for helper in (file for file in os.listdir(place) if file.startswith("helper_")):
            shutil.copy(os.path.join(place, helper), alone)
        before = state_of(folder)
        for name in names:
            if ONLY and name[:-4] not in ONLY:
                continue
            script = os.path.join(alone, name)
            shutil.copy(os.path.join(place, name), script)
            done = run_script(folder, script, *limits)
            if done[0] == SPENT and fates.get(name) == "pass": # a busy machine may leave it nothing of so little time
                done = run_script(folder, script)
            os.remove(script)
            fault = fault_of(folder, done, SECONDS or USUAL, fates.get(name, "fail"))
            after = state_of(folder)
            if after != before:
                fault = fault or f"files changed: {set(after.items()) ^ set(before.items())}"
                before = after
            tried, slowest, largest = tried + 1, max(slowest, done[2]), max(largest, done[4])
            if fault or ONLY:
                faults += fault is not None
                print(f"{name}: {fault}; exit code {done[0]}, {done[2]:.2f} s, {done[4]:.0f} MB: {done[1][:300]}")
        for name, fault in attack_packs(folder, limits):
            tried, faults = tried + 1, faults + (fault is not None)
            if fault or ONLY:
                print(f"{name}: {fault}")
        for name, text in HARD.items() if not ONLY else ():
            with open(os.path.join(folder, name + ".lua"), "w", encoding="utf-8") as file:
                file.write(text + "\n")
            status, words, seconds, busy, _ = run_script(folder, os.path.join(folder, name + ".lua"), "--script-time", "60")
            tried += 1
            if status != 0 or busy > USUAL:
                faults += 1
                print(f"{name}, which only works hard: exit code {status}, {seconds:.2f} s, {busy:.2f} of the processor: {words[:300]}")
    print(f"{tried} scripts, {faults} faults; {slowest:.1f} s and {largest:.0f} MB at the most")
    sys.exit(faults != 0 or tried == 0)


main()
