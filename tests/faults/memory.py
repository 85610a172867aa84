#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An answer for which there was not enough memory is no answer. usage: memory.py BUILD SOURCE REFUSE.so [STRIDE]

Each allocation of a command in its turn (every STRIDE-th of them) is refused, alone and with all that follow: the command must
end without a signal, and either with the answer it gives otherwise or with a code and words. In CSV, since the libraries that
draw tables have allocations of their own of which they do not tell."""
import os, subprocess, sys, tempfile

BUILD, SOURCE, REFUSE = (os.path.abspath(argument) for argument in sys.argv[1:4])
STRIDE = int(sys.argv[4]) if len(sys.argv) > 4 else 37
DATA = [os.path.join(SOURCE, "datasets", "demo", name) for name in ("observations-2019-2025.csv", "recognition.csv")]
QUESTIONS = (["status", "a.qn", "--paths", "20", "--threads", "1"], ["assess", "a.qn", "--paths", "20", "--threads", "1", "--top", "3"],
             ["explain", "a.qn", "changfeng-nev", "revenue"], ["list", "a.qn", "clusters"], ["list", "a.qn", "parameters"])


def qunce(folder, arguments, pass_fds=(), **more):
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8", **more)
    return subprocess.run([os.path.join(BUILD, "qunce"), *arguments], cwd=folder, env=environment, capture_output=True, timeout=60,
                          pass_fds=pass_fds)


def allocations(folder, question):
    reading, writing = os.pipe()
    qunce(folder, question, (writing,), LD_PRELOAD=REFUSE, REFUSE_COUNT=str(writing))
    os.close(writing)
    with os.fdopen(reading) as counts:
        return int(counts.read().split()[-1])


def fault_of(done, usual):
    if done.returncode < 0:
        return f"ended by signal {-done.returncode}"
    if done.returncode == 0:
        return None if done.stdout == usual.stdout else "another answer, and exit code 0"
    return None if done.stderr.startswith(b"qunce: ") and len(done.stderr) > len(b"qunce: \n") else "no words"


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for arguments in (["init", "a.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui")], ["import", "a.qn", *DATA, "--known-on", "2026-03-30"]):
            if qunce(folder, arguments).returncode != 0:
                sys.exit("the store cannot be made")
        for number, question in enumerate(question + ["--format", "csv"] for question in QUESTIONS):
            usual = qunce(folder, question)
            for at in range(number, allocations(folder, question), STRIDE):
                for more in ({}, {"REFUSE_ALL": "1"}):
                    fault = fault_of(qunce(folder, question, LD_PRELOAD=REFUSE, REFUSE_AT=str(at), **more), usual)
                    tried += 1
                    if fault:
                        faults += 1
                        print(f"{' '.join(question)}: allocation {at}{' and all after it' if more else ''}: {fault}")
    print(f"{tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
