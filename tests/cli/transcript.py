#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays transcripts: commands and what they must answer.

usage: transcript.py BUILD SOURCE FILE [--write]

A .test file is one transcript; in a .md file the ```console blocks are, joined. A line "$ COMMAND" is run by sh in a fresh
folder with links to scripts/, datasets/ and tests/ and the built programs first in PATH; the lines up to the next command must be
its output, standard error behind "! ", then "? CODE" when the exit code is not 0. A line "..." stands for any lines, and
"..." within a line for any text. --write puts what was answered in the place of what was expected (a .test file only)."""
import os, re, subprocess, sys, tempfile


def transcript(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    if path.endswith(".md"):
        inside, kept = False, []
        for line in lines:
            if line.startswith("```"):
                inside = line.startswith("```console")
            elif inside:
                kept.append(line)
        lines = kept
    steps, until = [], None
    for line in lines:
        if until is not None:  # a here-document belongs to its command
            steps[-1] = (steps[-1][0] + "\n" + line, [])
            until = None if line == until else until
        elif line.startswith("$ "):
            steps.append((line[2:], []))
            here = re.search(r"<<'(\w+)'", line)
            until = here.group(1) if here else None
        elif steps:
            steps[-1][1].append(line)
    for _, expected in steps:
        while expected and not expected[-1]:
            expected.pop()
    return steps


def answer(command, folder, build, source):
    environment = {"PATH": build + ":" + os.environ["PATH"], "HOME": folder, "XDG_CACHE_HOME": folder + "/cache", "LANG": "C.UTF-8",
                   "SOURCE": source}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=300 * float(os.environ.get("QUNCE_PATIENCE", 1)))
    lines = done.stdout.decode("utf-8").split("\n")
    lines += ["! " + line for line in done.stderr.decode("utf-8").split("\n") if line]
    lines = [line.rstrip() for line in lines]
    while "" in lines[-1:]:
        lines.pop()
    lines = [line for i, line in enumerate(lines) if line or i + 1 < len(lines)]
    stdout = [line for line in lines if not line.startswith("! ")]
    while stdout and not stdout[-1]:
        stdout.pop()
    lines = stdout + [line for line in lines if line.startswith("! ")]
    return lines + (["? %d" % done.returncode] if done.returncode else [])


def matches(expected, got):
    pattern = ""
    for line in expected:
        if line == "...":
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += r"[^\n]*?".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ ]*\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


def main():
    if "--write" in sys.argv and not sys.argv[3].endswith(".test"):
        sys.exit(f"{sys.argv[3]}: only a .test file is written")
    build, source, path = (os.path.abspath(argument) for argument in sys.argv[1:4])
    failures, written = 0, []
    steps = transcript(path)
    if not steps:
        sys.exit(f"{path}: no command to run")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("scripts", "datasets", "tests"):
            os.symlink(os.path.join(source, name), os.path.join(folder, name))
        for command, expected in steps:
            got = answer(command, folder, build, source)
            written += ["$ " + command] + got + [""]
            if not matches(expected, got):
                failures += 1
                print("$ " + command, "--- wanted", *expected, "--- got", *got, sep="\n")
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(written))
    print(f"{len(steps) - failures} passed, {failures} failed")
    sys.exit(failures != 0 and "--write" not in sys.argv)


main()
