#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whatever is noted of a store, a dump or a catalogue in English has its Chinese in fault_words.c, and none is there twice.
usage: chinese.py SOURCE"""
import glob, os, re, sys

ENGINE = os.path.join(sys.argv[1], "engine")
LITERAL = r'"([^"\\]*)"'
FILES = glob.glob(os.path.join(ENGINE, "store", "*.c")) + glob.glob(os.path.join(ENGINE, "plan", "bytes*.c")) + [
    os.path.join(ENGINE, "plan", name) for name in ("catalogue.c", "register.c")]
CALL = re.compile(r"\b(?:qn_bytes_refuse|refuse|qn_env_damaged|damaged|qn_env_fail|qn_env_put_thing)\(([^;{}]*);")
NOTE = re.compile(r"\bwhy = ([^;]*);|\breturn (%s);" % LITERAL)

with open(os.path.join(ENGINE, "store", "fault_words.c"), encoding="utf-8") as file:
    phrases = [english for _, english in re.findall(r"^\t\{ %s, %s \},$" % (LITERAL, LITERAL), file.read(), re.M)]
faults = [f'"{english}" is there twice' for english in set(phrases) if phrases.count(english) > 1]
for path in sorted(FILES):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for found in list(CALL.finditer(text)) + list(NOTE.finditer(text)):
        for english in re.findall(LITERAL, found.group()):
            if " " in english and "%" not in english and english not in phrases:
                faults.append(f'{path}:{text.count(chr(10), 0, found.start()) + 1}: "{english}" has no Chinese')
print(*faults, f"{len(phrases)} phrases, {len(faults)} faults", sep="\n")
sys.exit(bool(faults))
