#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The manual on paper: scripts/REFERENCE*.md are what the command prints, the annotations are Lua that declares the same
words, and .luacheckrc knows them all and no others. Each command shows its examples of scripts/examples.txt, which have no others. usage: manual.py BUILD SOURCE LUA [--write]"""
import csv, glob, os, re, subprocess, sys, tempfile

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
LUA = sys.argv[3]
LUA_OWN = set("print require pairs ipairs select unpack tonumber tostring type error assert pcall xpcall math string table utf8".split())
GIVEN = set("c p a".split())
failed = 0


def promise(what, kept):
    global failed
    failed += not kept
    if not kept:
        print("broken:", what)


def ask(*words):
    return subprocess.run([os.path.join(BUILD, "qunce"), "help", *words], capture_output=True, text=True, check=True).stdout


def lua(code, text):
    return subprocess.run([LUA, "-e", code, "-"], input=text, capture_output=True, text=True, check=True).stdout.split()


for language, name in (("en", "REFERENCE.md"), ("zh", "REFERENCE.zh-CN.md")):
    path = os.path.join(SOURCE, "scripts", name)
    printed = ask("--reference", "--lang", language)
    if "--write" in sys.argv:
        with open(path, "w", encoding="utf-8") as file:
            file.write(printed)
    with open(path, encoding="utf-8") as file:
        promise(f"{name} is what qunce help --reference prints", file.read() == printed)

with open(os.path.join(SOURCE, "scripts", "examples.txt"), encoding="utf-8") as file:
    lines_of = dict(re.findall(r"^([a-z-]+)\n((?:  .+\n)+)", file.read(), re.M))
commands = re.findall(r"^  ([a-z-]+) ", ask("--lang", "en"), re.M)
promise(f"examples are of commands: {sorted(set(lines_of) - set(commands))}", set(lines_of) <= set(commands))
for command in commands:
    promise(f"qunce help {command} shows its examples of scripts/examples.txt: at least one",
            command in lines_of and f"\nExamples:\n{lines_of[command]}\nOptions:\n" in ask(command, "--lang", "en"))

words = set(re.findall(r"^### `(\w+)", ask("--reference", "--lang", "en"), re.M))
for language in ("en", "zh"):
    text = ask("--annotations", "--lang", language)
    declared = set(lua("local env = setmetatable({}, { __newindex = function(_, name) print(name) end }) "
                       "assert(load(io.read('a'), 'annotations', 't', env))()", text))
    promise(f"annotations in {language} declare words of the manual: {sorted(declared - words)}", declared and declared <= words)
    missing = words - declared - GIVEN
    promise(f"only Lua's own words go without annotation: {sorted(missing)}",
            missing <= LUA_OWN)

with open(os.path.join(SOURCE, ".luacheckrc"), encoding="utf-8") as file:
    allowed = set(lua("stds, files = {}, {} dofile('" + os.path.join(SOURCE, ".luacheckrc") + "') "
                      "local function tell(t) for _, n in ipairs(t or {}) do print(n) end end "
                      "for _, s in pairs(stds) do tell(s.read_globals) end for _, f in pairs(files) do tell(f.read_globals) end", file.read()))

def examples(*groups):
    for part in re.split(r"^## ", ask("--reference", "--lang", "en"), flags=re.M):
        if part.split("\n")[0] in groups:
            for example in re.findall(r"```lua\n(.*?)\n```", part, re.S):
                yield example.replace('"CLUSTER"', '"changfeng-nev"').replace("city:NAME", "city:合肥市")


def run(folder, *words, lines=None):
    done = subprocess.run([os.path.join(BUILD, "qunce"), *words], cwd=folder, input=lines, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


with tempfile.TemporaryDirectory() as folder:
    run(folder, "init", "a.qn", "--pack", os.path.join(SOURCE, "scripts", "anhui"))
    run(folder, "import", "a.qn", os.path.join(SOURCE, "datasets", "demo", "observations-2019-2025.csv"), "--known-on", "2026-03-30")
    rules = list(examples("Choices and conditions", "Arithmetic", "Over periods", "Across clusters", "Units"))
    told = run(folder, "shell", "a.qn", lines="".join(f"={rule}\n" for rule in rules))
    promise(f"each of {len(rules)} examples of rules can be asked: {told}", rules and not told)
    verbs = [f"{verb}," for verb in examples("Verbs of scenarios")]
    spreads = [f"set = {{ elasticity = {spread} }}," for spread in examples("Distributions")]
    for line in verbs + spreads:
        with open(os.path.join(folder, "x.lua"), "w", encoding="utf-8") as file:
            file.write(f'return scenario "x" {{ {line} }}\n')
        told = run(folder, "run", "a.qn", "x.lua", "--central")
        promise(f"a scenario can say {line} {told}", verbs and spreads and not told)

makers = set()
for path in glob.glob(os.path.join(SOURCE, "**", "units.csv"), recursive=True):
    with open(path, encoding="utf-8") as file:
        makers |= {row["maker"] for row in csv.DictReader(file)}
known = words - LUA_OWN - GIVEN
promise(f".luacheckrc knows every word: {sorted(known - allowed)}", known <= allowed)
promise(f".luacheckrc knows no other: {sorted(allowed - words - makers)}", allowed <= words | makers)
print(f"{len(words)} words, {failed} broken promises")
sys.exit(failed != 0)
