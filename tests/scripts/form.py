#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The form of the sources: a licence line, no trailing blanks, a newline at the end, lines
that fit, and each third-party header in its one folder. And the engine is of no programme: it names nothing that a pack of
scripts/ names. usage: form.py SOURCE"""
import csv, glob, os, re, subprocess, sys

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


def read_rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def names_of(pack):
    """Its folder, whom it judges, and places, which are those with a code, with and without 市 or County. A trade is nobody's own."""
    about = {row["key"]: row["value"] for row in read_rows(os.path.join(pack, "pack.csv"))}
    yield os.path.basename(pack)
    for row in read_rows(os.path.join(pack, about["data"], "entities.csv")):
        if row["kind"] != about["peers"]:
            yield from (row["id"], row["name_zh"], row["name_en"])
        if row["code"]:
            yield from (row["code"], row["name_zh"][:-1], row["name_en"].split(" ")[0])


def check_neutral(path, names):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        text = file.read().lower()
    for name in (name for name in names if name in text):
        whole = rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else name
        for found in re.finditer(whole, text):
            fault(path, text.count("\n", 0, found.start()) + 1, f"{name} is of a pack: the engine knows none")


listed = subprocess.run(["git", "-C", SOURCE, "ls-files"], capture_output=True, text=True)
paths = [path for path in listed.stdout.split("\n") if path.endswith(ENDINGS) and "/data/" not in path]
if not paths:
    sys.exit(77)  # not a checkout
for path in paths:
    if os.path.exists(os.path.join(SOURCE, path)):
        check(path)
packs = [os.path.dirname(path) for path in glob.glob(os.path.join(SOURCE, "scripts", "*", "pack.csv"))]
names = {name.lower() for pack in packs for name in names_of(pack) if len(name.encode()) > 3}  # 和 and He are words, too
if not names:
    fault("scripts", 0, "no pack whose names the engine may not hold")
for path in listed.stdout.split("\n"):
    if path.startswith("engine/"):
        check_neutral(path, names)
print(f"{len(paths)} files, {faults} faults")
sys.exit(faults != 0)
