#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A program that uses libqunce lives on when memory is short. usage: library.py BUILD SOURCE REFUSE.so CALLER [STRIDE]

Every STRIDE-th allocation of the caller (caller.c) is refused: alone, and the call that failed gives its answer when it is made
again; with all that follow, and the status says that memory ran out. With and without a cache of programs. Of a build with a
sanitizer, nothing may be left over either."""
import os, shutil, subprocess, sys, tempfile
from common import BUILD, preloaded, read_sites
from left import adopt, children, names
from programmes import GARDEN_WORDS, make_gardens

REFUSING, CALLER = preloaded(os.path.abspath(sys.argv[3])), os.path.abspath(sys.argv[4])
STRIDE = int(sys.argv[5]) if len(sys.argv) > 5 else 9
NO_MEMORY = 6 # -QUNCE_ENOMEM


def call(folder, environment):
    words = [CALLER, "sound.qn", GARDEN_WORDS["ENTITY"], GARDEN_WORDS["FLOW"], GARDEN_WORDS["SCENARIO"]]
    more = {"XDG_CACHE_HOME": os.path.join(folder, "cache"), "LD_LIBRARY_PATH": BUILD}
    return subprocess.run(words, cwd=folder, capture_output=True, timeout=60, env={**os.environ, **more, **environment})


def fault_of(done, usual, all_after):
    if (done.returncode, done.stdout) == (0, usual.stdout):
        return None
    if all_after and done.returncode == NO_MEMORY and b"memory" in done.stderr:
        return None
    return f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-3000:]}"


def sweep(folder, cold):
    """(what, fault or None) one after another."""
    def fresh():
        if cold:
            shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
    usual = call(folder, {})
    if usual.returncode != 0:
        sys.exit(usual.stderr.decode())
    files = names(folder)
    fresh()
    sites = read_sites(folder, lambda more: call(folder, {**REFUSING, **more}))
    os.remove(os.path.join(folder, "sites"))
    for at in range(STRIDE // 2, len(sites), STRIDE):
        for more in ({}, {"REFUSE_ALL": "1"}):
            fresh()
            fault = fault_of(call(folder, {**REFUSING, "REFUSE_AT": str(at), **more}), usual, more) or children()
            left = set(names(folder)) - set(files)
            yield f"{'no cache, ' if cold else ''}allocation {at} of {len(sites)}{' and all after it' if more else ''}", fault or (f"left behind: {left}" if left else None)


def main():
    faults = tried = 0
    adopt()
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "tmp"))
        os.environ["TMPDIR"] = os.path.join(folder, "tmp")
        make_gardens(folder)
        for cold in (False, True):
            for what, fault in sweep(folder, cold):
                tried += 1
                if fault:
                    faults += 1
                    print(f"{what}: {fault}", flush=True)
    print(f"{tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
