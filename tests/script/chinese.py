#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every message of the guest has its Chinese in chinese.c, which takes the same arguments; and none is there that nobody says.
usage: chinese.py SOURCE"""
import glob, os, re, sys

GUEST = os.path.join(sys.argv[1], "engine", "script", "guest")
LITERAL = r'"(?:[^"\\]|\\.)*"'
CALL = re.compile(r"\b(?:fail_here|fail_at|fail_plain|form_fail|tell_at)\(")
ROW = re.compile(r"\{\s*((?:%s\s*)+),\s*((?:%s\s*)+)\}" % (LITERAL, LITERAL))
faults = 0


def fault(*words):
    global faults
    faults += 1
    print(*words)


def joined(literals):
    return "".join(literal[1:-1] for literal in re.findall(LITERAL, literals))


def arguments(format):
    """What a format takes, in the order of its arguments."""
    found = re.findall(r"%(?:(\d)\$)?([a-z%])", format)
    taken = [(int(place) if place else None, kind) for place, kind in found if kind != "%"]
    if any(place for place, _ in taken):
        taken.sort(key=lambda one: one[0] or 0)
    return [kind for _, kind in taken]


def first_literal(text, at):
    """The format of a call: the first text among its arguments that are no call's own."""
    depth = 0
    while at < len(text):
        found = re.match(r"(?:%s\s*)+" % LITERAL, text[at:])
        if found and depth == 0:
            return joined(found.group())
        if found:
            at += found.end()
            continue
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if depth < 0:
            return None
        at += 1
    return None


def main():
    with open(os.path.join(GUEST, "chinese.c"), encoding="utf-8") as file:
        table = file.read()
    table = table[table.index("messages[]"):table.index("words[]")]
    rows = [(joined(chinese), joined(english)) for chinese, english in ROW.findall(table)]
    known = {english: chinese for chinese, english in rows}
    if len(known) != len(rows):
        fault("a message is there twice:", sorted(english for _, english in rows if [other for _, other in rows].count(english) > 1))
    said = set()
    for path in sorted(glob.glob(os.path.join(GUEST, "*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for call in CALL.finditer(text):
            format = first_literal(text, call.end())
            if format is None:
                continue
            said.add(format)
            if format not in known:
                fault(f"{os.path.basename(path)}: no Chinese: {format}")
            elif sorted(arguments(format)) != sorted(arguments(known[format])) or len(arguments(format)) > 8:
                fault(f"{os.path.basename(path)}: other arguments in Chinese: {format}")
    for english in sorted(known.keys() - said):
        fault(f"chinese.c: nobody says: {english}")
    print(f"{len(said)} messages, {faults} faults")
    sys.exit(faults != 0 or len(said) < 100)


main()
