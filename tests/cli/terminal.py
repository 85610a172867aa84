#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shell at a terminal: completion, history, interruption. usage: terminal.py BUILD SOURCE"""
import os, pty, select, subprocess, sys, tempfile, time

BUILD, SOURCE = sys.argv[1:3]
failed = 0


def promise(what, kept, seen):
    global failed
    failed += not kept
    if not kept:
        print(f"broken: {what}\n  seen: {seen!r}")


class Terminal:
    def __init__(self, folder):
        self.shown = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(TERM="dumb", HOME=folder, XDG_STATE_HOME=folder + "/state", XDG_CACHE_HOME=folder + "/cache", LANG="C.UTF-8")
            os.execv(BUILD + "/qunce", ["qunce", "shell", "a.qn"])

    def until(self, wanted, seconds=60):
        """What is shown up to and with `wanted`, or all that came in time. What follows is left for the next time."""
        wanted, end = wanted.encode(), time.time() + seconds
        while wanted not in self.shown and time.time() < end:
            if not select.select([self.fd], [], [], 0.2)[0]:
                continue
            try:
                piece = os.read(self.fd, 65536)
            except OSError:
                break
            if not piece:
                break
            self.shown += piece
        cut = self.shown.find(wanted) + len(wanted) if wanted in self.shown else len(self.shown)
        seen, self.shown = self.shown[:cut], self.shown[cut:]
        return seen.decode("utf-8", "replace")

    def type(self, keys, wanted):
        os.write(self.fd, keys.encode())
        shown = self.until(wanted)
        promise(f"{keys!r} shows {wanted!r}", wanted in shown, shown)

    def end(self):
        os.write(self.fd, b"qu\t\n")                       # completion leaves a blank behind it
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


try:
    [os.close(end) for end in pty.openpty()]
except OSError as why:
    print(f"no pseudo-terminal to be had: {why}")
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    for words in (["init", "a.qn", "--pack", SOURCE + "/scripts/anhui"],
                  ["import", "a.qn", SOURCE + "/datasets/demo/observations-2019-2025.csv", "--known-on", "2026-03-30"]):
        subprocess.run([BUILD + "/qunce", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    t = Terminal(folder)
    t.until("a.qn> ")
    t.type("list crit\t\n", "no list")                    # a word that nothing completes stays as it is
    t.until("a.qn> ")
    t.type("expl\t", "ain ")                              # a command
    t.type("taihe-f\t", "iltercloth ")                    # a cluster
    t.type("rd_i\t\n", "R&D intensity — unmet")           # a criterion
    t.until("a.qn> ")
    t.type("=tot\t", "al")                                # a function
    t.type("(c.reven\t", "ue")                            # an indicator
    t.type("\x03", "a.qn> ")                              # the line is dropped, the session is not
    t.type("=count(\n", "… ")
    t.type("c.revenue >= yi(100))\n", "   38 ")           # an unfinished line goes on
    t.until("a.qn> ")
    t.type("assess --city 阜\t", "阳市 ")                  # a member of a kind, in Chinese
    t.type("--to\t", "p ")                                # and an option after it
    t.type("\x03", "a.qn> ")
    t.type("=1 + 1\n", "    2 ")
    t.until("a.qn> ")
    t.type("status --paths 10000000\n", "10000000\r\n")  # far too many
    time.sleep(0.3)
    t.type("\x03", "interrupted")                         # ends the command, and the session goes on
    t.type("=2 + 3\n", "    5 ")
    t.until("a.qn> ")
    promise("quit leaves with 0", t.end() == 0, "")
    history = os.path.join(folder, "state", "qunce", "history")
    promise("the history is the user's alone", os.path.exists(history) and os.stat(history).st_mode & 0o77 == 0, "")
    t = Terminal(folder)
    t.until("a.qn> ")
    t.type("\x1b[A", "quit")                              # what was asked yesterday
    t.type("\x1b[A", "=2 + 3")
    t.type("\n", "    5 ")
    t.until("a.qn> ")
    t.end()
print(f"{failed} broken promises")
sys.exit(failed != 0)
