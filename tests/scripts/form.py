#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The form of the sources: a licence line, no trailing blanks, a newline at the end, lines
that fit, and each third-party header in its one folder. usage: form.py SOURCE"""
import os, re, subprocess, sys

SOURCE = sys.argv[1]
ENDINGS = (".c", ".h", ".lua", ".py", ".sh", "CMakeLists.txt", "run", "install")
LONGEST = 200
HOMES = {"lmdb.h": "engine/store/", "csv.h": "engine/ingest/", "lua.h": "engine/script/guest/", "lauxlib.h": "engine/script/guest/",
         "lualib.h": "engine/script/guest/", "linux/seccomp.h": "engine/base/", "sleef.h": "engine/base/", "openssl/sha.h": "engine/base/",
         "Random123/philox.h": "engine/lanes/", "libsmartcols.h": "engine/report/", "jansson.h": "engine/report/", "sqlite3.h": "engine/files/", "editline/readline.h": "engine/cli/",
         "zip.h": "engine/files/", "zstd.h": "engine/files/", "readstat.h": "engine/files/", "expat.h": "engine/files/"}
faults = 0


def fault(path, line, what):
    global faults
    faults += 1
    print(f"{path}:{line}: {what}")


def check(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8", newline="") as file:
        text = file.read()
    lines = text.split("\n")
    licence = "CC0-1.0" if path.startswith("scripts/starter/") else "Apache-2.0"  # what people begin with is theirs
    if f"SPDX-License-Identifier: {licence}" not in "\n".join(lines[:3]):
        fault(path, 1, "no licence line")
    if not text.endswith("\n") or text.endswith("\n\n"):
        fault(path, len(lines), "one newline ends a file")
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            fault(path, number, "blanks at the end, or a carriage return")
        if len(line) > LONGEST:
            fault(path, number, f"{len(line)} characters, more than {LONGEST}")
        header = re.match(r"#\s*include\s*[<\"]([^>\"]+)[>\"]", line)
        if header and path.startswith("engine/") and not path.startswith(HOMES.get(header.group(1), "engine/")):
            fault(path, number, f"{header.group(1)} belongs to {HOMES[header.group(1)]}")


listed = subprocess.run(["git", "-C", SOURCE, "ls-files"], capture_output=True, text=True)
paths = [path for path in listed.stdout.split("\n") if path.endswith(ENDINGS) and "/data/" not in path]
if not paths:
    sys.exit(77)  # not a checkout
for path in paths:
    if os.path.exists(os.path.join(SOURCE, path)):
        check(path)
print(f"{len(paths)} files, {faults} faults")
sys.exit(faults != 0)
