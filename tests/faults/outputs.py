#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An answer that cannot be given is no answer: every command, with a standard output that is full, closed, only to be read, or whose
reader has gone, ends with exit code 74 where it has something to say, and with its own code where it has not. With standard error
full or closed, or standard input closed, it does what it did before.
usage: outputs.py BUILD SOURCE [N]

Every Nth of the command lines of the invented programme (1: all)."""
import os, shutil, subprocess, sys, tempfile
from common import BUILD, CODES, has_words
from programmes import PROGRAMMES

STEP = int(sys.argv[3]) if len(sys.argv) > 3 else 7
IO = 74
FULL = lambda: open("/dev/full", "wb")
UNREADABLE = lambda: open("/dev/null", "rb")


def gone():
    """A pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    return os.fdopen(writer, "wb")


def run(folder, line, **streams):
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8")
    if line.cold:
        shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
    closed = streams.pop("closed", None)
    given = open(os.path.join(folder, line.given), "rb") if line.given else open(os.devnull, "rb")
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": given, **streams}
    words = [os.path.join(BUILD, "qunce"), *line.words]
    if closed is not None: # by a shell: Python would have it open again
        words = ["/bin/sh", "-c", f'exec "$@" {closed}{"<" if closed == 0 else ">"}&-', "sh", *words]
    with given:
        return subprocess.run(words, cwd=folder, env=environment, timeout=60, **streams)


class Trial:
    def __init__(self, folder):
        self.folder, self.tried, self.faults = folder, 0, []

    def fresh(self):
        for name in os.listdir(self.folder):
            if name not in self.kept:
                path = os.path.join(self.folder, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        shutil.copytree(os.path.join(self.folder, "sound.qn"), os.path.join(self.folder, "a.qn"))

    def check(self, line, what, wanted, wordy, **streams):
        """wordy: is there a standard error to be read?"""
        self.fresh()
        done = run(self.folder, line, **streams)
        self.tried += 1
        fault = None
        if done.returncode not in CODES:
            fault = f"ended with {done.returncode}"
        elif done.returncode != wanted:
            fault = f"exit code {done.returncode} instead of {wanted}"
        elif wordy and wanted == IO and not has_words(done):
            fault = "no word of it"
        if fault:
            self.faults.append(f"{line.text}: {what}: {fault}: {(done.stderr or b'')[-300:]}")

    def line(self, line):
        self.fresh()
        usual = run(self.folder, line)
        failing = IO if usual.stdout and usual.returncode in (0, 1) else usual.returncode
        for what, open_it in (("a full disk", FULL), ("a standard output only to be read", UNREADABLE)):
            with open_it() as stream:
                self.check(line, what, failing, True, stdout=stream)
        self.check(line, "a closed standard output", failing, True, closed=1)
        with gone() as stream:
            self.check(line, "a reader that has gone", failing, False, stdout=stream)
        with FULL() as stream:
            self.check(line, "a full standard error", usual.returncode, False, stderr=stream)
        self.check(line, "a closed standard error", usual.returncode, False, closed=2)
        if not line.given:
            self.check(line, "a closed standard input", usual.returncode, False, closed=0)


def main():
    programme = PROGRAMMES["gardens"]
    with tempfile.TemporaryDirectory() as folder:
        programme.make(folder)
        lines = programme.lines[::STEP]
        trial = Trial(folder)
        run(folder, programme.lines[0])
        trial.kept = set(os.listdir(folder)) | {"sound.dump", "change.xlsx"}
        with open(os.path.join(folder, "sound.dump"), "wb") as file:
            subprocess.run([os.path.join(BUILD, "qunce"), "dump", "sound.qn"], cwd=folder, stdout=file, check=True)
        for line in lines:
            trial.line(line)
    print(*trial.faults, sep="\n")
    print(f"{len(lines)} command lines, {trial.tried} ways, {len(trial.faults)} faults")
    sys.exit(bool(trial.faults) or not lines)


main()
