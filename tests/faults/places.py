#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever place and limits a command is given, it does what was asked for or says in one line what stands in its way.
usage: places.py BUILD SOURCE

Few files, processes, little stack, memory and room for a file; homes and folders that are not there; names that are long, empty,
broken, or begin like options; stores whose files are links, of two names, or no files; as root, in a namespace of mounts of its own,
also a disk that is only to be read and a system without /proc. What is told of a store must name it."""
import os, resource, shutil, subprocess, sys, tempfile
from common import BUILD, CODES, SOURCE, another_reaches, has_words, must, qunce

IO, STORE, USAGE, NO_MEMORY, NOT_FOUND = 74, 69, 64, 71, 66
CHANGE = "entity,indicator,period,value,source\nchangfeng-nev,revenue,2025,12,synthetic\n"
PACK = os.path.join(SOURCE, "scripts", "anhui")
STATUS, LIST, IMPORT = ("status", "a.qn", "--paths", "10"), ("list", "a.qn", "clusters"), ("import", "a.qn", "f.csv", "--known-on", "2026-03-31")
WRITE, INIT, VERIFY, SHEET = ("export", "a.qn", "-o", "o.csv"), ("init", "n.qn", "--pack", PACK), ("verify", "a.qn"), ("export", "a.qn", "-o", "o.sqlite")
OLD = ("a.qn", "sound.qn", "f.csv", "cache")


class Trial:
    def __init__(self, folder):
        self.folder, self.tried, self.faults = folder, 0, 0
        with open(os.path.join(folder, "f.csv"), "w", encoding="utf-8") as file:
            file.write(CHANGE)
        must(folder, "init", "sound.qn", "--pack", PACK, "--known-on", "2026-01-01")
        must(folder, "import", "sound.qn", "f.csv", "--known-on", "2026-03-30")
        self.fresh()

    def fresh(self):
        for name in os.listdir(self.folder):
            if name not in OLD[1:]:
                path = os.path.join(self.folder, name)
                shutil.rmtree(path) if os.path.isdir(path) and not os.path.islink(path) else os.remove(path)
        shutil.copytree(os.path.join(self.folder, "sound.qn"), os.path.join(self.folder, "a.qn"))

    def check(self, what, words, wanted=None, said=b"", **more):
        """wanted: the exit codes that may be; any but 66, of what is there, where left out."""
        self.tried += 1
        done = qunce(self.folder, *words, **more)
        good = done.returncode in (wanted or CODES - {NOT_FOUND}) and (done.returncode == 0 or has_words(done)) and said in done.stderr
        if not good or (done.returncode not in (0, 75) and any(name in os.listdir(self.folder) for name in ("n.qn", "o.csv", "o.sqlite"))):
            self.faults += 1
            print(f"{what}: {' '.join(words)}: exit code {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}; {os.listdir(self.folder)}", flush=True)
        return done

    def limits(self):
        for name, kind, values in (("files", resource.RLIMIT_NOFILE, range(4, 16)), ("stack", resource.RLIMIT_STACK, (64 << 10, 256 << 10, 600 << 10)),
                                   ("a file's size", resource.RLIMIT_FSIZE, (0, 1, 5000, 200000)), ("memory", resource.RLIMIT_AS, (40 << 20, 400 << 20, 1 << 30))):
            for value in values:
                for words in (STATUS, IMPORT, WRITE, INIT, VERIFY, SHEET):
                    self.fresh()
                    shutil.rmtree(os.path.join(self.folder, "cache"), ignore_errors=True)
                    self.check(f"{name}: {value}", words, preexec_fn=lambda: resource.setrlimit(kind, (value, value)))
        self.fresh()
        for value in (400 << 20, 1 << 30):
            self.check(f"memory: {value}", LIST, {0}, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (value, value)))

    def surroundings(self):
        file = os.path.join(self.folder, "f.csv")
        for name in ("HOME", "XDG_CACHE_HOME", "TMPDIR"):
            for value in ("", os.path.join(self.folder, "gone", "one"), file, "/proc", "relative", "/" + "a" * 5000):
                self.fresh()
                shutil.rmtree(os.path.join(self.folder, "gone"), ignore_errors=True)
                for words in (STATUS, SHEET):
                    self.check(f"{name}={value[:20]}", words, {0}, environment={"XDG_CACHE_HOME": "", name: value})
                if os.path.exists(os.path.join(self.folder, "relative")):
                    self.faults += 1
                    print(f"{name}: a relative folder was made")

    def names(self):
        self.fresh()
        here = lambda name: os.path.join(self.folder, name)
        deep = os.path.join(*["d" * 250] * 15)
        for name in ("two\nlines.qn", b"\xff\xfe.qn".decode(errors="surrogateescape"), "-s.qn", "n" * 255, os.path.join(deep, "n")):
            os.makedirs(os.path.dirname(here(name)), exist_ok=True)
            self.check(f"{name[:20]!r}", ("init", "--pack", PACK, "--", name), {0})
            self.check(f"{name[:20]!r}", ("import", "--known-on", "2026-03-31", "--", name, "f.csv"), {0})
            self.check(f"{name[:20]!r}", ("status", "--paths", "10", "--", name), {0})
        for name in ("n" * 256, os.path.join(deep, "n" * 250, "n" * 250, "n" * 250)):
            self.check("a name too long", ("init", name, "--pack", PACK), {IO})
        for words in (("status", ""), ("import", "a.qn", ""), ("init", "n.qn", "--pack", ""), ("export", "a.qn", "-o", ""), ("import", "a.qn", "f.csv", "--map", "")):
            self.check("no name", words, {USAGE}, b"a name is empty")
        for words in (("backup", "a.qn", "a.qn/b"), ("repair", "a.qn", "a.qn/b"), ("export", "a.qn", "-o", "a.qn/o")):
            self.check("within a store", words, {USAGE}, b"in the store's own folder")
        self.check("an unknown option", ("import", "a.qn", "-f.csv"), {USAGE})
        os.symlink("a.qn", here("l.qn"))
        self.check("a link to a store", ("import", "l.qn", "f.csv", "--known-on", "2026-03-31"), {0})
        os.symlink("nowhere", here("d.qn"))
        self.check("a link to nothing", ("init", "d.qn", "--pack", PACK), {USAGE}, b"leads nowhere")

    def links(self):
        inside = lambda name: os.path.join(self.folder, "a.qn", name)
        for name in ("data.mdb", "lock.mdb", "writer.lock"):
            self.fresh()
            if name != "data.mdb" and os.path.exists(inside(name)):
                os.remove(inside(name))
            other = os.path.join(self.folder, "other")
            with open(other, "wb") as file:
                file.write(b"precious")
            if name == "data.mdb":
                os.replace(inside(name), other)
            os.symlink(other, inside(name))
            with open(other, "rb") as file:
                before = file.read()
            for words in (LIST, IMPORT):
                self.check(f"{name} is a link", words, {STORE}, name.encode())
            with open(other, "rb") as file:
                if file.read() != before:
                    self.faults += 1
                    print(f"{name} is a link: what it leads to was written to")
        self.fresh()
        os.link(inside("data.mdb"), os.path.join(self.folder, "other"))
        self.check("two names of one file", LIST, {0})
        self.check("two names of one file", IMPORT, {STORE}, b"hard link")

    def another(self):
        """As somebody who may not write to the lock file of a folder that others may write to; without processes."""
        if not another_reaches():
            return
        self.fresh()
        beside = tempfile.mkdtemp()
        try:
            os.chmod(self.folder, 0o777)
            os.chmod(beside, 0o777)
            user = {"user": 65534, "group": 65534, "extra_groups": []}
            os.chmod(os.path.join(self.folder, "a.qn"), 0o777)
            must(self.folder, *LIST)
            more = {"environment": {"XDG_CACHE_HOME": beside}, **user}
            self.check("a lock file of another's", LIST, {IO}, b"lock.mdb", **more)
            for words in (STATUS, VERIFY, INIT):
                self.fresh()
                os.chmod(os.path.join(self.folder, "a.qn"), 0o755)
                self.check("no process", words, {IO}, b"unavailable", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NPROC, (0, 0)), **more)
        finally:
            shutil.rmtree(beside)

    def mounts(self):
        """In a namespace of its own, which ends with the process that is in it."""
        self.fresh()
        inside = "mount -t tmpfs none /proc && " + " && ".join(f'"$0" {" ".join(words)} > /dev/null' for words in (STATUS, VERIFY, SHEET))
        disk = 'mkdir ro && cp -r a.qn ro && mount --bind ro ro && mount -o remount,bind,ro ro && "$0" status ro/a.qn --paths 10 > /dev/null || exit 1;' \
               '"$0" import ro/a.qn f.csv; "$0" init ro/n.qn --pack "$1"; "$0" backup a.qn ro/b.qn'
        for what, script, wanted in (("no /proc", inside, []), ("a disk only to be read", disk, [b"with 'qunce backup'", b"another place", b"another place"])):
            done = subprocess.run(["unshare", "-m", "sh", "-c", script, os.path.join(BUILD, "qunce"), PACK], cwd=self.folder, capture_output=True, check=False,
                                  env=dict(os.environ, XDG_CACHE_HOME=os.path.join(self.folder, "cache"), LANG="C.UTF-8"))
            self.tried += 1
            lines = done.stderr.splitlines()
            if done.returncode != (IO if wanted else 0) or len(lines) != len(wanted) or not all(want in line for want, line in zip(wanted, lines)):
                self.faults += 1
                print(f"{what}: exit code {done.returncode}: {done.stderr.decode(errors='replace')}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(folder)
        trial.surroundings()
        trial.names()
        trial.links()
        trial.limits()
        if os.geteuid() == 0:
            trial.another()
            if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode == 0:
                trial.mounts()
    print(f"{trial.tried} commands, {trial.faults} faults")
    sys.exit(trial.faults != 0 or trial.tried == 0)


main()
