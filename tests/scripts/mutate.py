#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Is each number of the document really held by the test that says so?

usage: mutate.py BUILD SOURCE [ROW...]

Of every row of datasets/anhui/coverage.csv that names a number, each number is changed in a copy of the pack, up and down, and the
tests that the row names must then fail; the unchanged copy must pass them. How many a list names is held by `qunce coverage`
itself. A QUANT row that claims to be computed must name a number. A change that no test notices is told with its row, and fails."""
import csv, os, shutil, subprocess, sys, tempfile

PACK, DATA = "scripts/anhui", "datasets/anhui"
CLAIMS = ("computed", "tested")
COVERAGE = "qunce coverage"

# Written before the first line of a script, on that line: whatever helper declares a name in the end calls these.
WRAP = {
    "parameter": """local original = parameter; local function parameter(id) return function(t) if id == "%s" then %s end return original(id)(t) end end """,
    "option": """local original = option; local function option(id) return function(t) if id == "%s" then %s end return original(id)(t) end end """,
    "recognition": """local original = recognition; local function recognition(t) %s return original(t) end """,
}
# By one in the last digit that the text writes: 2.2 by 0.1. A dated value changes from its last day on; where nothing is set, something is.
NUMBER = ("local function moved(v) if v == floor(v) then return v %s 1 end return v %s 0.1 end "
          "if t.values then local last; for day in pairs(t.values) do last = day end t.values[last] = moved(t.values[last]) "
          "elseif t.value then t.value = moved(t.value) else t.value = 1 end")
OTHER = ("local before = t.default; for _, reading in ipairs(t.readings) do if reading[1] ~= before then t.default = reading[1] break end end "
         "if t.default == before then error(\"an option of one reading\") end")


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def items(text):
    return [item.strip() for item in text.split(";") if item.strip()]


def changes(item):
    """The changes of one number: pairs of what is told and what is done to the copy."""
    kind, name = item.split(":", 1)
    if kind == "parameter":
        return [(f"{name} {told}", ("parameter", WRAP["parameter"] % (name, NUMBER % (sign, sign)))) for told, sign in (("raised", "+"), ("lowered", "-"))]
    if kind == "option":
        return [(f"another reading of {name}", ("option", WRAP["option"] % (name, OTHER)))]
    if kind == "report_due":
        month, day = name.split("-")
        return [(f"due on {month}-{int(day) + by:02d}", ("recognition", WRAP["recognition"] % f't.report_due = "{month}-{int(day) + by:02d}"')) for by in (-1, 1)]
    if kind == "holiday":
        return [(f"without {name}", ("holidays.csv", lambda lines: [line for line in lines if not line.startswith(name + ",")]))]
    if kind == "field":
        return [(f"{name} in another unit", ("registers.csv", lambda lines: other_unit(lines, ",".join(name.split(".")) + ",")))]
    if kind == "members":
        group = name.split("=")[0]
        return [(f"one fewer of {group}", ("entities.csv", lambda lines: without_first(lines, group)))]
    raise SystemExit(f"{item}: mutate.py knows no way to change it")


def without_first(lines, group):
    at = next(i for i, line in enumerate(lines) if group in line.replace(",", ";").replace(" ", "").split(";") and not line.startswith("industry"))
    return lines[:at] + lines[at + 1:]


def other_unit(lines, start):
    """亿元 in the place of 万元, or the other way round, in the row of a register's field."""
    at = next(i for i, line in enumerate(lines) if line.startswith(start))
    swapped = lines[at].replace("万元", "亿元") if "万元" in lines[at] else lines[at].replace("亿元", "万元")
    assert swapped != lines[at], start
    return lines[:at] + [swapped] + lines[at + 1:]


def make_copy(source, folder):
    """The pack and its tables can be changed; everything else is the tree's own."""
    for name in os.listdir(source):
        if name not in ("scripts", "datasets", "build", ".git"):
            os.symlink(os.path.join(source, name), os.path.join(folder, name))
    for part, own in (("scripts", "anhui"), ("datasets", "anhui")):
        os.mkdir(os.path.join(folder, part))
        for name in os.listdir(os.path.join(source, part)):
            place = os.path.join(folder, part, name)
            if name == own:
                shutil.copytree(os.path.join(source, part, name), place)
            else:
                os.symlink(os.path.join(source, part, name), place)


def write(folder, path, change):
    whole = os.path.join(folder, path)
    with open(whole, encoding="utf-8") as file:
        before = file.read()
    with open(whole, "w", encoding="utf-8") as file:
        file.write(change(before))
    return whole, before


def apply(folder, change):
    """Returns what puts the copy right again."""
    where, what = change
    if where.endswith(".csv"):
        return [write(folder, os.path.join(DATA, where), lambda text: "\n".join(what(text.split("\n"))))]
    names = [name for name in os.listdir(os.path.join(folder, PACK)) if name.endswith(".lua") and not name.endswith("_test.lua")]
    return [write(folder, os.path.join(PACK, name), lambda text: what + text) for name in sorted(names)]


def restore(written):
    for path, text in written:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def run_test(build, folder, test, cache):
    """Does it pass? A test that cannot run at all does not."""
    environment = dict(os.environ, XDG_CACHE_HOME=cache, LANG="C.UTF-8")
    beside = os.path.join(folder, PACK, test)
    if os.path.exists(beside):
        command = [os.path.join(build, "qunce"), "test", beside]
    elif test.endswith(".test"):
        command = [sys.executable, os.path.join(folder, "tests/cli/transcript.py"), build, folder, os.path.join(folder, test)]
    elif test == COVERAGE:
        command = [os.path.join(build, "qunce"), "coverage", os.path.join(folder, PACK)]
    elif test.endswith(".py"):
        command = [sys.executable, os.path.join(folder, test), build, folder]
    else:
        raise SystemExit(f"{test}: mutate.py knows no way to run it on a copy of the pack: name a test of the pack or a transcript")
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    if "an option of one reading" in done.stdout.decode() + done.stderr.decode():
        raise SystemExit(f"{test}: an option of one reading cannot be changed")
    return done.returncode == 0


def tests_of(row, item):
    return (COVERAGE,) if item.startswith("members:") else tuple(items(row["test"]))


def main():
    build, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    kinds = {row["id"]: row["kind"] for row in rows(os.path.join(source, DATA, "requirements.csv"))}
    claims = [row for row in rows(os.path.join(source, DATA, "coverage.csv")) if not sys.argv[3:] or row["id"] in sys.argv[3:]]
    survived, known = [], {}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        make_copy(source, folder)
        for test in sorted({test for row in claims if row["number"] for item in items(row["number"]) for test in tests_of(row, item)}):
            if not run_test(build, folder, test, cache):
                survived.append(f"{test} fails on the pack as it is")
        for row in claims:
            if kinds[row["id"]] == "QUANT" and row["status"] in CLAIMS and not row["number"]:
                survived.append(f"{row['id']} claims to be {row['status']} and names no number")
            for item, (told, change) in [(item, pair) for item in items(row["number"]) for pair in changes(item)]:
                tests = tests_of(row, item)
                if (told, tests) not in known:
                    written = apply(folder, change)
                    known[told, tests] = any(not run_test(build, folder, test, cache) for test in tests)
                    restore(written)
                if not known[told, tests]:
                    survived.append(f"{row['id']}: {told}, and {'; '.join(tests) or 'no test'} does not notice")
    quant = [row for row in claims if kinds[row["id"]] == "QUANT"]
    held = [row for row in quant if row["status"] in CLAIMS]
    print(*survived, sep="\n")
    print(f"{len(known)} changes, {len(survived)} not noticed; of {len(quant)} QUANT rows {len(held)} are computed, "
          f"{len([row for row in held if not any(line.startswith(row['id'] + ':') for line in survived)])} of them held by a test of their number")
    sys.exit(bool(survived))


main()
