#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs every job on the engine, on raw C, and on the peers that are installed, in turns, and prints who took how long.
Rows come from the programs' standard output; tables go to standard output, all of it to --json FILE. Ends with 1 if anybody
failed or answered otherwise than the raw row."""
import argparse, json, os, platform, subprocess, sys, time
import contestants, curve, tables

PACKAGES = ["@duckdb/node-api@1.5.6-r.1", "nodejs-polars@0.26.1", "nodejs-polars-linux-x64-gnu@0.26.1"]
PATIENCE = 1200  # seconds for one command
TOO_SLOW = 30  # seconds after which a contestant has only one turn


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="1,000,000 rows, the default")
    size.add_argument("--full", action="store_true", help="10,000,000 rows")
    size.add_argument("--size", type=int, help="so many rows")
    parser.add_argument("--only", default="W1,W2,W3,W4,W5,W6", metavar="W1,W2", help="these jobs")
    parser.add_argument("--rounds", type=int, default=3, help="turns of everybody")
    parser.add_argument("--curve", action="store_true", help="how time grows with size, instead")
    parser.add_argument("--no-peers", action="store_true", help="the engine and raw C alone")
    parser.add_argument("--install", action="store_true", help="fetch DuckDB and polars by npm into the build tree first")
    parser.add_argument("--build", default=os.path.join(contestants.SOURCE, "build", "release"), metavar="DIR")
    parser.add_argument("--json", metavar="FILE", help="keep all that was measured")
    parser.add_argument("--show", metavar="FILE", help="a run that was kept, as Markdown; nothing is run")
    arguments = parser.parse_args()
    unknown = set(arguments.only.split(",")) - set(contestants.OURS)
    if unknown:
        parser.error(f"--only: {', '.join(sorted(unknown))}: W1 to W6 are known")
    return arguments


def note(text):
    print(text, file=sys.stderr, flush=True)


def machine(field):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal")) / 2**20
    return f"{model}, {os.cpu_count()} CPUs, {memory:.0f} GiB, Linux {platform.release()}, load {os.getloadavg()[0]:.2f}, {time.strftime('%Y-%m-%d')}; " + ", ".join(field.versions())


def rows_of(argv, failed):
    """What one command prints, and whether it is worth another turn. One that fails is noted in failed, and has none."""
    note("  " + " ".join(os.path.basename(word) for word in argv[:3]))
    start = time.monotonic()
    try:
        done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        note(f"  gave up after {PATIENCE} s")
        return failed.append(argv) or [], False
    if done.returncode:
        note(f"  {argv[0]} ended with {done.returncode}")
        failed.append(argv)
    rows = [json.loads(line) for line in done.stdout.split("\n") if line.startswith("{")]
    return rows, argv not in failed and time.monotonic() - start < TOO_SLOW


def run_job(field, job, rounds, with_peers, failed):
    """Everybody in turns; who began the last round begins this one last."""
    commands, rows = list(field.ours(job)) + (list(field.peers(job)) if with_peers else []), []
    for turn in range(rounds):
        note(f"{job}, round {turn + 1} of {rounds}")
        for argv in list(commands[turn % max(1, len(commands)):] + commands[:turn % max(1, len(commands))]):
            found, again = rows_of(argv, failed)
            rows += found
            if not again:
                commands.remove(argv)
    return rows


def answer_of(who, text):
    """The check of a started process: the peers print it; ours stands in the table of targets."""
    if not who.startswith("qunce"):
        return text.strip()
    row = next(r for r in json.loads(text)["tables"]["targets"] if r["target"] == "Clusters of 10 bn yuan" and r["due"] == "2030")
    return f"base={float(row['baseline']):.0f} changed={float(row['changed']):.0f}"


def run_starts(field, rounds, failed):
    """W6 from outside: process start to answer."""
    commands, taken, said = list(field.starts()), {}, {}
    note(f"W6 start, {rounds * 9} rounds")
    for _ in range(rounds * 9):
        for who, argv, standard_input in commands:
            ms, text = contestants.spawn(argv, standard_input)
            if text is None:
                failed += [argv] if argv not in failed else []
            else:
                taken.setdefault(who, []).append(ms)
                said[who] = text
    row = lambda who, ms: {"job": "W6 start", "who": who, "threads": 1, "size": 1, "runs": len(ms), "median_ms": sorted(ms)[len(ms) // 2], "min_ms": min(ms),
                           "max_ms": max(ms), "rss_mb": 0, "bytes": 0, "check": "" if who.startswith("(") else answer_of(who, said[who])}
    return [row(who, ms) for who, ms in taken.items()]


def run_jobs(field, arguments):
    rows, failed = [], []
    for job in arguments.only.split(","):
        rows += run_job(field, job, arguments.rounds, not arguments.no_peers, failed)
        if job == "W6" and not arguments.no_peers:
            rows += run_starts(field, arguments.rounds, failed)
    by_job = {}
    for row in tables.merge(rows):
        by_job.setdefault(row["job"], []).append(row)
    for job, found in by_job.items():
        tables.judge(found)
        tables.print_table(job, found, print)
    goals = tables.measure_goals(by_job)
    tables.print_goals(goals, print)
    return {"rows": [row for found in by_job.values() for row in found], "goals": goals, "failed": failed}


def main():
    arguments = read_arguments()
    if arguments.show:
        with open(arguments.show, encoding="utf-8") as file:
            return tables.markdown(json.load(file), print)
    size = arguments.size or (10_000_000 if arguments.full else 1_000_000)
    if arguments.install:
        folder = os.path.join(arguments.build, "bench", "node")
        os.makedirs(folder, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", *PACKAGES], check=True, stdout=sys.stderr)
    field = contestants.Field(arguments.build, size)
    if arguments.curve:
        found = {"curves": curve.run(field, 0 if arguments.full else 1, arguments.rounds, note)}
        curve.print_curves(found["curves"], print)
    else:
        subprocess.run([os.path.join(field.bench, "generate"), "--size", str(size), "--data", field.data], check=True)
        found = run_jobs(field, arguments)
    found["machine"] = machine(field)
    print("\nmachine: " + found["machine"])
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(found, file, indent=1, ensure_ascii=False)
    return bool(found.get("failed")) or any(row.get("wrong") for row in found.get("rows", []))


sys.exit(main())
