#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What Tab offers in bash, for whole lines. usage: completion.py BUILD SOURCE"""
import os
import shutil
import subprocess
import sys
import tempfile

BUILD, SOURCE = (os.path.abspath(argument) for argument in sys.argv[1:3])
SCRIPT = os.path.join(SOURCE, "engine", "package", "completion", "qunce.bash")
faults = 0


def offered(folder, *words):
    line = " ".join(f"'{word}'" for word in words)
    text = f"source {SCRIPT}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _qunce; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    environment = dict(os.environ, PATH=BUILD + ":" + os.environ["PATH"], XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8")
    done = subprocess.run(["bash", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
    return [word for word in done.stdout.split("\n") if word]


def promise(name, held):
    global faults
    if not held:
        faults += 1
        print("not so:", name)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([os.path.join(BUILD, "qunce"), "init", "a.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui")], cwd=folder, check=True, capture_output=True)
        promise("commands by their beginning", offered(folder, "qunce", "va") == ["validate"])
        promise("every command", len(offered(folder, "qunce", "")) > 20)
        promise("a store is a file's name", offered(folder, "qunce", "explain", "a") == [])
        promise("clusters of the store", offered(folder, "qunce", "explain", "a.qn", "tianchang-i") == ["tianchang-instruments"])
        promise("options of the command", offered(folder, "qunce", "validate", "a.qn", "--sev") == ["--severity"])
        promise("options before there is a store", offered(folder, "qunce", "init", "--pa") == ["--pack"])
        promise("kinds of the store are options", "--city" in offered(folder, "qunce", "validate", "a.qn", "--c"))
        promise("cities after --city", "合肥市" in offered(folder, "qunce", "assess", "a.qn", "--city", ""))
        promise("settings after --set", offered(folder, "qunce", "whatif", "a.qn", "--set", "investment_gr") == ["investment_growth"])
        promise("words of scripts after help", "criterion" in offered(folder, "qunce", "help", "crit"))
        promise("nothing of what is no store", offered(folder, "qunce", "explain", "nowhere", "tian") == [])
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main() if shutil.which("bash") else 77)
