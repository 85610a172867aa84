#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every command and every option of the tables in the source stands in qunce(1), with its words, in both languages.
usage: man_page.py BUILD SOURCE"""
import os
import re
import sys

BUILD, SOURCE = sys.argv[1:3]


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as file:
        return file.read()


def main():
    pages = [os.path.join(BUILD, "engine", "package", name) for name in ("qunce.1.zh_CN.scd", "qunce.1.scd")]
    if not all(os.path.exists(page) for page in pages):
        return 77
    string = r'"((?:[^"\\]|\\.)*)"'
    options = re.findall(r'^\t\{ "([a-z-]+)", (?:NULL|"[^"]*"), [A-Z]+\([^)]*\), \{ ' + string + r",\s+" + string, read(SOURCE, "engine", "cli", "options.c"), re.M)
    commands = re.findall(r'^\t\{ "([a-z]+)", "[^"]*", \{ ' + string + r", " + string, read(SOURCE, "engine", "cli", "commands.c"), re.M)
    faults = []
    for at, page in enumerate(pages):
        text = re.sub(r"\\(.)", r"\1", read(page))
        for row in options:
            if row[0] != "help" and (f"*--{row[0]}*" not in text or row[1 + at].replace('\\"', '"') not in text):
                faults.append(f"{os.path.basename(page)}: --{row[0]}: {row[1 + at]}")
        for row in commands:
            if f"*qunce {row[0]}*" not in text or row[1 + at].replace('\\"', '"') not in text:
                faults.append(f"{os.path.basename(page)}: {row[0]}: {row[1 + at]}")
    print(f"{len(options)} options, {len(commands)} commands", *faults, sep="\n")
    return 1 if faults or len(options) < 50 or len(commands) < 30 else 0


if __name__ == "__main__":
    sys.exit(main())
