#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of the fixed small jobs and writes them as JSON, by job and function.

usage: count.py BUILD OUT [JOB...]"""
import concurrent.futures, json, os, re, shutil, subprocess, sys
from jobs import JOBS, prepare
from room import COUNTED, Room, build_faults, give_up

SPACES = {"fl": "file", "fi": "file", "fe": "file", "cfi": "file", "cfl": "file", "fn": "function", "cfn": "function",
          "ob": "object", "cob": "object"}
PACKAGES = ("gcc-12", "valgrind", "libc6", "liblua5.4-0", "liblmdb0", "libcsv3", "libsleef3", "libssl-dev", "libjansson4",
            "libsmartcols1")

# A child that goes its own way writes a profile too: whose is the program's own, its number tells.
COUNTING = 'echo $$ > "$0" && exec valgrind --quiet --tool=callgrind --callgrind-out-file="$0.%p" "$@"'


def by_function(profile):
    """Own instructions of each function, as "file:function" (library:function without debug symbols), from the lines of a
    callgrind file: a name is told once, later its number stands for it."""
    counts, names, file, library, function, skip = {}, {}, "", "", "", False
    for line in profile:
        head = re.match(r"(fl|fn|ob|cfn|cfi|cfl|cob|fi|fe)=\((\d+)\)(?: (.*))?$", line)
        if head:
            key = (SPACES[head[1]], head[2])
            if head[3] is not None:
                names[key] = head[3]
            if head[1] == "fl":
                file = os.path.basename(names[key])
            elif head[1] == "ob":
                library = os.path.basename(names[key]).split(".so")[0]
            elif head[1] == "fn":
                function = f"{library if file == '???' else file}:{names[key].split(chr(39))[0]}"
        elif line.startswith("calls="):
            skip = True  # the next line is what the called function took, not this one
        elif line[:1] in "0123456789+-*":
            if not skip:
                cost = line.split()
                counts[function] = counts.get(function, 0) + int(cost[1]) if len(cost) > 1 else counts.get(function, 0)
            skip = False
    return counts


def run(room, made, job, name, before):
    folder = room.folder(name, *(os.path.join(made, thing) for thing in job.before))
    environment = dict(job.environment)
    if job.cold:
        environment["XDG_CACHE_HOME"] = os.path.join(room.path, f"cold-{name}")
    if not job.stdin:
        return room.run(folder, job.command, before, **environment)
    with open(os.path.join(folder, job.stdin), "rb") as question:
        return room.run(folder, job.command, before, question, **environment)


def count(room, made, job):
    out = os.path.join(room.path, f"{job.name}.callgrind")
    valgrind = ["sh", "-c", COUNTING, out, f"--toggle-collect={job.within}" if job.within else "--quiet"]
    answer = run(room, made, job, job.name + "-0", ())
    profiled = run(room, made, job, job.name + "-1", valgrind)
    if job.answer(profiled) != job.answer(answer):
        give_up(f"{job.name}: it answers otherwise under the profiler:\n{profiled.decode('utf-8', 'replace')[-1000:]}")
    with open(out, encoding="ascii") as own:
        number = own.read().strip()
    with open(f"{out}.{number}", encoding="utf-8", errors="replace") as profile:
        functions = by_function(profile)
    return {"total": sum(functions.values()), "functions": functions}


def versions():
    """Of what the counted instructions belong to; empty where dpkg knows nothing."""
    try:
        told = subprocess.run(["dpkg-query", "--show", "--showformat=${Package} ${Version}\n", *PACKAGES], capture_output=True, text=True)
    except OSError:
        return {}
    return dict(line.split() for line in told.stdout.splitlines() if len(line.split()) == 2)


def has(flag):
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            return any(line.startswith("flags") and flag in line.split() for line in file)
    except OSError:
        return False


def count_jobs(build, names=()):
    unknown = set(names) - {job.name for job in JOBS}
    if unknown:
        give_up(f"no job is called {', '.join(sorted(unknown))}: there are {', '.join(job.name for job in JOBS)}")
    if not shutil.which("valgrind"):
        give_up("valgrind, which counts the instructions, is not installed: apt-get install valgrind")
    faults = build_faults(build)
    if faults:
        give_up("\n".join(faults))
    jobs = [job for job in JOBS if (not names or job.name in names) and (not job.needs or has(job.needs))]
    with Room(build, COUNTED) as room, concurrent.futures.ThreadPoolExecutor(2) as pool:
        made = prepare(room)
        counts = dict(zip((job.name for job in jobs), pool.map(lambda job: count(room, made, job), jobs)))
    return {"versions": versions(), "known": [job.name for job in JOBS], "jobs": counts}


def main():
    if len(sys.argv) < 3:
        give_up(__doc__)
    counts = count_jobs(sys.argv[1], sys.argv[3:])
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump(counts, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
