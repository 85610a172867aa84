#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a command writes is there whole or not at all, whatever ends it, and nothing else is left. usage: unfinished.py BUILD SOURCE
[KILLS [STEPS]]

Each command that writes a file or a store is ended by KILLS signals at random moments, to it alone or to its whole group; then runs
where no file may be longer than so much, and on a disk with only so much room (where one may be mounted), STEPS sizes of each. What
stood in the place of the file must be there still, or the whole of the new one; nothing may be left beside it, among temporary files
or of processes; and the same command then must work."""
import hashlib, os, random, re, resource, shutil, signal, subprocess, sys, tempfile, time
from common import BUILD, CODES, SOURCE, has_words, make_store, must, qunce

KILLS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
STEPS = int(sys.argv[4]) if len(sys.argv) > 4 else 2
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGXCPU)
ANHUI = os.path.join(SOURCE, "scripts", "anhui")
OLD = b"what was there before"


def commands():
    """(words, the name written in the folder OUT, or None: a file is replaced there; False: nothing may stand there)"""
    panel = ["export", "a.qn", "revenue", "rd_intensity", "--force", "-o"]
    for name in ("o.csv", "o.json", "o.xlsx", "o.sqlite", "o.parquet"):
        yield [*panel, "OUT/" + name], name, True
    for name in ("o.dta", "o.sav"):
        yield ["export", "a.qn", "revenue", "--wide", "--force", "-o", "OUT/" + name], name, True
    yield ["template", "a.qn", "--year", "2026", "--force", "-o", "OUT/t.xlsx"], "t.xlsx", True
    yield ["annual-report", "a.qn", "--year", "2025", "--paths", "20", "--force", "-o", "OUT/r.md"], "r.md", True
    yield ["status", "a.qn", "--paths", "20", "--format", "xlsx", "--force", "-o", "OUT/s.xlsx"], "s.xlsx", True
    yield ["dump", "a.qn", "--force", "-o", "OUT/a.dump"], "a.dump", True
    yield ["explain", "a.qn", "taihe-filtercloth", "--force", "--trace", "OUT/t.json"], "t.json", True
    yield ["test", os.path.join(ANHUI, "criteria_test.lua"), "--junit", "OUT/j.xml"], "j.xml", True
    yield ["import", "a.qn", "strangers.csv", "--dry-run", "--force", "--rejects", "OUT/r.csv"], "r.csv", True
    yield ["new", "scenario", "OUT/n"], "n.lua", False
    yield ["backup", "a.qn", "OUT/b.qn"], "b.qn", False
    yield ["load", "OUT/l.qn", "a.dump"], "l.qn", False
    yield ["repair", "a.qn", "OUT/p.qn"], "p.qn", False
    yield ["init", "OUT/i.qn", "--pack", ANHUI, "--known-on", "2026-01-01"], "i.qn", False


def names_under(folder):
    return [os.path.relpath(os.path.join(at, name), folder) for at, folders, files in os.walk(folder) for name in folders + files]


class Work:
    def __init__(self, folder, out, words, name, replaces):
        self.folder, self.out, self.name, self.replaces = folder, out, name, replaces
        self.words = [word.replace("OUT", out) for word in words]
        self.temporary = os.path.join(folder, "temporary")
        self.environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8", TMPDIR=self.temporary)
        self.fresh()
        begun = time.monotonic()
        done = self.run()
        self.seconds, self.code, self.size = time.monotonic() - begun, done.returncode, self.length()
        self.whole = self.content()
        if done.returncode not in (0, 65) or self.whole is None:
            sys.exit(f"{' '.join(words)}: {done.returncode}: {done.stderr.decode()}")

    def fresh(self):
        for folder in (self.out, self.temporary):
            os.makedirs(folder, exist_ok=True)
            for name in os.listdir(folder):
                path = os.path.join(folder, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        if self.replaces:
            with open(os.path.join(self.out, self.name), "wb") as file:
                file.write(OLD)

    def start(self, **more):
        return subprocess.Popen([os.path.join(BUILD, "qunce"), *self.words], cwd=self.folder, env=self.environment, start_new_session=True, **more)

    def run(self, **more):
        process = self.start(stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        said, told = process.communicate(timeout=120)
        return subprocess.CompletedProcess(self.words, process.returncode, said, told)

    def length(self):
        path = os.path.join(self.out, self.name)
        return os.path.getsize(os.path.join(path, "data.mdb") if os.path.isdir(path) else path)

    def content(self):
        """What stands there, without the time that passed or the day; None: nothing, or an empty folder."""
        path = os.path.join(self.out, self.name)
        if os.path.isdir(path):
            if not os.listdir(path):
                return None
            if qunce(self.folder, "verify", path).returncode:
                return "a store that is not sound"
            text = re.sub(rb"(?m)^(import .*) \S+$", rb"\1", qunce(self.folder, "dump", path).stdout)
        elif os.path.exists(path):
            with open(path, "rb") as file:
                text = file.read()
            if path.endswith((".json", ".xml")):
                text = re.sub(rb'(?s)(time=")[^"]*|"store": [0-9.e-]+,.*', rb"\1", text)
        else:
            return None
        return OLD if text == OLD else hashlib.sha256(text).hexdigest()

    def wait_for_janitors(self):
        """Whatever was started, and the child that takes away what was not finished, ends by itself."""
        def lives():
            for number in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{number}/environ", "rb") as file:
                        if f"TMPDIR={self.temporary}".encode() in file.read().split(b"\0") and int(number) != os.getpid():
                            return True
                except OSError:
                    pass
            return False
        end = time.monotonic() + 30
        while lives():
            if time.monotonic() > end:
                return False
            time.sleep(0.005)
        return True

    def fault(self, code):
        if not self.wait_for_janitors():
            return "a process is left"
        left = [name for name in names_under(self.out) if name.split(os.sep)[0] != self.name] + names_under(self.temporary)
        now = self.content()
        if now not in (OLD if self.replaces else None, self.whole):
            return "neither as before nor whole"
        if code == self.code and now != self.whole:
            return f"exit code {code}, and nothing done"
        if left:
            return f"left behind: {left[:3]}"
        if now != self.whole:
            again = self.run()
            if again.returncode != self.code or self.content() != self.whole:
                return f"again: {again.returncode}: {again.stderr}"
        return None


def killed(work, dice):
    for number in range(KILLS):
        work.fresh()
        sent = SIGNALS[(number + dice.randrange(2)) % len(SIGNALS)]
        process = work.start(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0, work.seconds))
        try:
            os.killpg(process.pid, sent) if number % 2 else process.send_signal(sent)
        except ProcessLookupError:
            pass
        code = process.wait()
        yield f"{sent.name} after a while", work.fault(code) or (f"exit code {code}" if code not in (0, 65, -sent) else None)


def sizes(work):
    return sorted({1024 * (work.size * step // (STEPS * 1024)) for step in range(STEPS)})


def fault_of(work, done):
    if done.returncode not in CODES:
        return f"exit code {done.returncode}"
    return "no words" if done.returncode and not has_words(done) else work.fault(done.returncode)


def limited(work):
    for size in sizes(work):
        work.fresh()
        done = work.run(preexec_fn=lambda size=size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY)))
        yield f"no file longer than {size} bytes", fault_of(work, done)


def on_full_disk(work):
    for size in sizes(work):
        work.fresh()
        facts = os.statvfs(work.out)
        ballast = os.path.join(work.out, "ballast")
        with open(ballast, "wb") as file:
            file.write(bytes(max(0, facts.f_bavail * facts.f_frsize - size)))
        done = work.run()
        os.remove(ballast)
        yield f"{size} bytes of room", fault_of(work, done)


def main():
    dice, tried, faults = random.Random(20250701), {}, 0
    with tempfile.TemporaryDirectory() as folder:
        make_store(folder, "a.qn")
        must(folder, "dump", "a.qn", "-o", "a.dump")
        with open(os.path.join(folder, "strangers.csv"), "w", encoding="utf-8") as file:
            file.write("entity,indicator,period,value\n" + "".join(f"nobody-{i},revenue,2025,{i}\n" for i in range(500)))
        disk = os.path.join(folder, "disk")
        os.mkdir(disk)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], capture_output=True).returncode == 0
        try:
            for words, name, replaces in commands():
                work = Work(folder, os.path.join(folder, "out"), words, name, replaces)
                runs = [("kills", killed(work, dice)), ("limits", limited(work))]
                if mounted:
                    runs.append(("full disks", on_full_disk(Work(folder, disk, words, name, replaces))))
                for what, of in runs:
                    for told, fault in of:
                        tried[what] = tried.get(what, 0) + 1
                        if fault:
                            faults += 1
                            print(f"{' '.join(words)}: {told}: {fault}", flush=True)
        finally:
            if mounted:
                subprocess.run(["umount", disk])
    print(", ".join(f"{count} {what}" for what, count in tried.items()) + f": {faults} faults")
    sys.exit(faults != 0 or not tried)


main()
