#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An answer for which there was not enough memory is no answer. usage: memory.py BUILD SOURCE REFUSE.so RECORD.so [SAMPLES [PROGRAMME
[COMMAND...]]]

SAMPLES allocations of each command (programmes.py) are refused in turn, alone and with all that follow: the command must end without a
signal, and either with the answer it gives otherwise or with a code and words; what it writes is there whole or not at all; no other
file is left, and no child. "places": the first and the last of each place of the program, by the calls that lead there; "new": the
first of each place that no command before came by, by the eight innermost calls; 0: every one. PROGRAMME is gardens, or demo. Of a
build with a sanitizer, nothing may be left over in memory either."""
import hashlib, os, shutil, subprocess, sys, tempfile
from common import CODES, has_words, must, new_places, places, preloaded, qunce, read_sites
from left import adopt, children, names, steady
from programmes import PROGRAMMES

REFUSING = preloaded(os.path.abspath(sys.argv[3]))
SAMPLES = sys.argv[5] if len(sys.argv) > 5 else "4"
PROGRAMME = PROGRAMMES[sys.argv[6] if len(sys.argv) > 6 else "gardens"]
ONLY = sys.argv[7:]
ITS_OWN = b"AddressSanitizer: CHECK failed: sanitizer_" # a sanitizer that finds no memory for itself
UNTOLD = (b"the locale C.UTF-8", b"Resource temporarily unavailable") # the C library does not say for want of what: a locale, a thread
MET = set() # places, by a hash of the calls
DAMAGED, INTERNAL, NO_MEMORY = 69, 70, 71 # nothing is damaged here, and nobody is at fault: neither may be said


class Bench:
    """A folder with a sound store, in which one command is tried again and again."""

    def __init__(self, folder, line):
        self.folder, self.line = folder, line
        self.given = self.read(line.given) if line.given else None

    def read(self, *path):
        with open(os.path.join(self.folder, *path), "rb") as file:
            return file.read()

    def fresh(self):
        for name in ("a.qn", "new.qn") if self.line.writes else ():
            shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
        for name in os.listdir(self.folder):
            if name.startswith("out."):
                os.remove(os.path.join(self.folder, name))
        for name in ("tmp", "cache") if self.line.cold else ("tmp",):
            shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
        os.mkdir(os.path.join(self.folder, "tmp"))
        if not os.path.exists(os.path.join(self.folder, "a.qn")):
            os.mkdir(os.path.join(self.folder, "a.qn"))
            shutil.copy(os.path.join(self.folder, "sound.qn", "data.mdb"), os.path.join(self.folder, "a.qn"))

    def run(self, environment):
        return qunce(self.folder, *self.line.words, input=self.given, environment=environment)

    def store(self, name):
        """What a store says; the moment of an import left out, which differs from run to run."""
        if not os.path.exists(os.path.join(self.folder, name)):
            return None
        if name == "a.qn" and self.read(name, "data.mdb") == self.read("sound.qn", "data.mdb"):
            return "as it was"
        if qunce(self.folder, "verify", name).returncode != 0:
            return "not sound"
        dated = (b"import ", b'meta "vintage ')
        dump = qunce(self.folder, "dump", name).stdout
        return b"\n".join(line.rsplit(b" ", 1)[0] if line.startswith(dated) else line for line in dump.splitlines())

    def files(self):
        """What is in the working folder, the cache and the folder for temporary files; of what commands write, a digest."""
        written = lambda path: path.startswith(("out.", "cache/"))
        return {path: hashlib.sha256(self.read(path)).digest() if written(path) else None for path in names(self.folder) if path != "sites"}

    def state(self):
        return (self.store("a.qn"), self.store("new.qn")), self.files()


def answer_fault(done, usual):
    if ITS_OWN in done.stderr:
        return None
    if done.returncode not in CODES or done.returncode in (DAMAGED, INTERNAL):
        return f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-3000:]}"
    if done.returncode == usual.returncode and done.stdout == usual.stdout and (usual.returncode in (0, 1) or done.stderr == usual.stderr):
        return None
    if done.returncode in (0, 1):
        return f"another answer, and exit code {done.returncode}"
    if done.returncode != NO_MEMORY and not any(words in done.stderr for words in UNTOLD):
        return f"a reason that is none, {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"
    return None if has_words(done) else "no words"


def state_fault(now, before, after, code):
    """A file of the cache may be missing, whatever the exit code; everything else is as it was or as it is to be."""
    (stores, files), (old_stores, old_files), (new_stores, new_files) = now, before, after
    strange = [path for path, what in files.items() if (path, what) not in old_files.items() and (path, what) not in new_files.items()]
    if strange or any(path not in files for path in old_files if not path.startswith("cache")):
        return f"left behind, or lost: {strange}"
    if stores not in (old_stores, new_stores):
        return "neither whole nor as before"
    lacking = [path for path in new_files if path not in files and not path.startswith("cache")]
    return "exit code 0, and not all was done" if code == 0 and (stores != new_stores or lacking) else None


def chosen(sites, number):
    if SAMPLES == "places":
        return places(sites)
    if SAMPLES == "new":
        return new_places(sites, MET)
    stride = max(1, len(sites) // int(SAMPLES)) if SAMPLES != "0" else 1
    return range(number % min(stride, max(1, len(sites))), len(sites), stride)


def trial(bench, usual, before, after, environment):
    bench.fresh()
    try:
        done = bench.run({**REFUSING, **environment})
    except subprocess.TimeoutExpired:
        return "does not end"
    return children() or answer_fault(done, usual) or state_fault(bench.state(), before, after, done.returncode) # a child may have to clear away


def sweep(bench, number):
    """(what, fault or None) one after another."""
    bench.fresh()
    before = bench.state()
    usual = bench.run({})
    children()
    after = bench.state()
    made = [path for path in after[1].keys() - before[1].keys() if not path.startswith("cache")]
    if bench.line.writes == (after[0] == before[0] and not made):
        sys.exit(f"{bench.line.text}: {'' if bench.line.writes else 'not '}a command that writes? {usual.stderr.decode()}")
    bench.fresh()
    sites = read_sites(bench.folder, lambda more: bench.run({**REFUSING, **more, **({"REFUSE_DEPTH": "8"} if SAMPLES == "new" else {})}))
    for at in chosen(sites, number):
        for more in ({}, {"REFUSE_ALL": "1"}):
            what = f"{bench.line.text}: allocation {at} of {len(sites)}{' and all after it' if more else ''}"
            yield what, trial(bench, usual, before, after, {"REFUSE_AT": str(at), **more})


def main():
    faults = tried = commands = 0
    adopt()
    if SAMPLES == "new":
        steady()
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "tmp"))
        os.environ["TMPDIR"] = os.path.join(folder, "tmp")
        PROGRAMME.make(folder)
        must(folder, "dump", "sound.qn", "-o", "sound.dump")
        must(folder, "export", "sound.qn", PROGRAMME.flow, "--year", "2025", "-o", "change.xlsx")
        for number, line in enumerate(PROGRAMME.lines):
            if ONLY and line.words[0] not in ONLY:
                continue
            commands += 1
            for what, fault in sweep(Bench(folder, line), number):
                tried += 1
                if fault:
                    faults += 1
                    print(f"{what}: {fault}", flush=True)
    print(f"{commands} commands, {tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
