#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""W1 as most people would do it: .import of the sqlite3 shell into a table without a key. usage: sqlite_shell.py W1 SIZE DATA WORK"""
import json, os, resource, subprocess, sys, time

JOB, SIZE, DATA, WORK = sys.argv[1:5]
STORE = f"{WORK}/sqlite-shell-{SIZE}.db"
if os.path.exists(STORE):
    os.remove(STORE)
script = ("pragma synchronous=full;\ncreate table obs(entity text, indicator text, period int, value real);\n"
          f".import --csv --skip 1 {DATA}/panel-{SIZE}.csv obs\n")
start = time.perf_counter()
subprocess.run(["sqlite3", STORE], input=script, text=True, check=True)
ms = (time.perf_counter() - start) * 1e3
memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
query = "select printf('values=%d sum=%.6e', count(nullif(value, '')), total(value)) from obs"
check = subprocess.run(["sqlite3", STORE, query], capture_output=True, text=True, check=True).stdout.strip()
print(json.dumps({"job": JOB, "who": "sqlite3 shell .import", "threads": 1, "size": int(SIZE), "runs": 1, "median_ms": ms, "min_ms": ms, "max_ms": ms,
                  "rss_mb": memory, "bytes": os.stat(STORE).st_blocks * 512, "check": check}))
os.remove(STORE)
