#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every word that scripts may use meets memory that runs out. usage: words.py BUILD SOURCE REFUSE.so RECORD.so [SAMPLES]

Scripts are made of the examples of the manual (`qunce help --reference`), so that a new word comes by itself, and asked of the
program; what it sends its interpreter is kept. Then the interpreter is asked the same with one allocation refused, alone and with
all that follow: SAMPLES of each question, "new" (by all calls), "places" or 0 as of memory.py. It must end of itself and answer as it
does otherwise, or tell that memory ran out."""
import os, re, shutil, struct, subprocess, sys, tempfile
from common import BUILD, DEMO, SOURCE, must, new_places, places, preloaded, qunce, read_sites
from left import steady

REFUSING = preloaded(os.path.abspath(sys.argv[3]))
RECORDING = preloaded(os.path.abspath(sys.argv[4]))
SAMPLES = sys.argv[5] if len(sys.argv) > 5 else "6"
RUN, FAILURE, HEAD = 5, 7, 12 # of script/wire.h
PACK = os.path.join("scripts", "anhui") # as in the repository, where its data lies by a way from there
MET = set() # places, by a hash of the calls
NO_MEMORY = (b"out of memory", b"MiB of memory", b"not enough memory")
RULES = ("Choices and conditions", "Arithmetic", "Over periods", "Across clusters", "Units")
VERBS = ("Verbs of scenarios", "What verbs are made of")
LOCALS = 'local sizes, values, list, x, yes = { a = 1 }, { 1, 2 }, { 1 }, 1, function() end\nlocal f = yes\n'


def parts(text):
    """(group, example) of every word."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        for example in re.findall(r"```lua\n(.*?)\n```", part, re.S):
            yield part.split("\n")[0], example.replace('"CLUSTER"', '"changfeng-nev"').replace("city:NAME", "city:合肥市")


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def last_question(sent):
    """Of all that was sent, to one interpreter after another, what the last was asked."""
    begin = at = 0
    while at < len(sent):
        kind, length = struct.unpack_from("<IQ", sent, at)
        at += HEAD + length
        if kind == RUN and at < len(sent):
            begin = at
    return sent[begin:]


def asked(folder, words, kept):
    """What the program sends its interpreter, kept in a file; None if it fails."""
    shutil.rmtree(os.path.join(folder, "cache"), ignore_errors=True)
    if os.path.exists(kept):
        os.remove(kept)
    done = qunce(folder, *words, environment={**RECORDING, "RECORD_SENT": kept})
    if done.returncode not in (0, 1) or not os.path.exists(kept):
        return None
    with open(kept, "rb") as file:
        question = last_question(file.read())
    with open(kept, "wb") as file:
        file.write(question)
    return done


def forms(group, example):
    """How an example may stand in a file: each is tried until one can be asked."""
    if group in RULES:
        for key in ("hint", "needs"):
            yield "pack", f'criterion "word.NUMBER" {{ title = {{ zh = "词", en = "word" }}, {key} = function(c, p) return {example} end }}'
        yield "pack", f'criterion "word.NUMBER" {{ title = {{ zh = "词", en = "word" }}, needs = function(c, p) return present({example}) end }}'
    elif group == "Distributions":
        yield "scenario", f'return scenario "x" {{ set = {{ elasticity = {example} }} }}'
    elif group in VERBS:
        yield "scenario", f'return scenario "x" {{ {example} }}'
        yield "scenario", f'{example}\nreturn scenario "x" {{ set = {{ investment_growth = pct(4) }} }}'
    elif group == "Lua's own":
        for text in (f"local word = {example}", f"local word = function() {example} end pcall(word)"):
            yield "scenario", f'{LOCALS}{text}\nreturn scenario "x" {{ set = {{ investment_growth = pct(4) }} }}'
    elif group == "Functions of tests":
        yield "test", f'test "x" {{ {"given = { revenue = yi(100) }, " if "expect" in example else "expect = {}, "}{example} }}'
    elif example.startswith("test "):
        yield "test", example
    elif "scenario" in example:
        yield "scenario", example


def ask(folder, kind, text, kept):
    path = os.path.join(folder, PACK, {"pack": "word.lua", "scenario": "x.lua", "test": "word_test.lua"}[kind])
    write(path, text)
    words = {"pack": ["lint", PACK], "scenario": ["run", "a.qn", path, "--central", "--pack", PACK], "test": ["test", path]}[kind]
    done = asked(folder, words, kept)
    if kind != "pack":
        os.remove(path)
    return done


def questions(folder):
    """Files of questions: the rules of all examples in one pack, everything else one by one; and what has no way of being asked."""
    rules, number, lost = [], 0, []
    kept = lambda: os.path.join(folder, f"question-{number}")
    for group, example in parts(must(folder, "help", "--reference", "--lang", "en").stdout.decode()):
        tried = [(kind, text.replace("NUMBER", str(number))) for kind, text in forms(group, example)]
        for kind, text in tried:
            if ask(folder, kind, text, kept()):
                rules += [text] if kind == "pack" else []
                break
        else:
            lost += [example] if tried else []
        number += 1
    for at in range(number):
        path = os.path.join(folder, f"question-{at}")
        if os.path.exists(path) and b'"word.%d"' % at in open(path, "rb").read():
            os.remove(path) # they go together
    number += 1
    if not ask(folder, "pack", "\n".join(rules), kept()):
        lost.append("all rules together")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.startswith("question-")], lost


def answer(question, **environment):
    with open(question, "rb") as file:
        return subprocess.run([os.path.join(BUILD, "qunce-guest")], stdin=file, capture_output=True, timeout=60, env={**REFUSING, **environment})


def fault_of(done, usual):
    out = done.stdout
    if done.returncode != 0:
        return f"ended with {done.returncode}: {done.stderr.decode(errors='replace')[-3000:]}"
    if len(out) < HEAD or len(out) != HEAD + int.from_bytes(out[4:HEAD], "little"):
        return "half an answer"
    if out == usual.stdout:
        return None
    if int.from_bytes(out[:4], "little") != FAILURE:
        return "another answer"
    return None if any(words in out for words in NO_MEMORY) else f"a reason that is none: {out[HEAD + 4:200]}"


def chosen(sites):
    if SAMPLES == "places":
        return places(sites)
    if SAMPLES == "new":
        return new_places(sites, MET)
    stride = max(1, len(sites) // int(SAMPLES)) if SAMPLES != "0" else 1
    return range(len(sites) // 7 % stride, len(sites), stride)


def sweep(folder, question):
    usual = answer(question)
    if usual.returncode != 0 or int.from_bytes(usual.stdout[:4], "little") == FAILURE:
        sys.exit(f"{question}: {usual}")
    sites = read_sites(folder, lambda more: answer(question, **more))
    for at in chosen(sites):
        for more in ({}, {"REFUSE_ALL": "1"}):
            yield at, fault_of(answer(question, REFUSE_AT=str(at), **more), usual)


def missing(folder, asked_all):
    """Words of the manual that no question holds."""
    words = re.findall(r"^### `(\w+)", must(folder, "help", "--reference", "--lang", "en").stdout.decode(), re.M)
    text = b"\n".join(open(path, "rb").read() for path in asked_all)
    return [word for word in words if not re.search(rb"\b%s\b" % word.encode(), text)]


def main():
    faults = tried = 0
    if SAMPLES == "new":
        steady()
    with tempfile.TemporaryDirectory() as folder:
        for part in (PACK, os.path.join("datasets", "anhui")):
            shutil.copytree(os.path.join(SOURCE, part), os.path.join(folder, part))
        with open(os.path.join(folder, PACK, "pack.lua"), "a", encoding="utf-8") as file:
            file.write('require "word"\n')
        write(os.path.join(folder, PACK, "word.lua"), "")
        must(folder, "init", "a.qn", "--pack", PACK)
        must(folder, "import", "a.qn", os.path.join(DEMO, "observations-2019-2025.csv"), "--known-on", "2026-03-30")
        all_of_them, lost = questions(folder)
        for what in lost + missing(folder, all_of_them):
            faults += 1
            print(f"not asked: {what}")
        for question in all_of_them:
            for at, fault in sweep(folder, question):
                tried += 1
                if fault:
                    faults += 1
                    print(f"{os.path.basename(question)}, allocation {at}: {fault}", flush=True)
    print(f"{len(all_of_them)} questions, {tried} refusals, {faults} faults")
    return 1 if faults or tried == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
