#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the *_test.lua of the shipped pack through the built program: what is given becomes an import, what is expected is held
against its answers. usage: expect.py BUILD SOURCE LUA

Values of indicators are seen through criteria that compare an indicator with itself, added to a copy of the pack. Tests of one
cluster that agree in `set` and year share a store, each with a cluster of its own."""
import csv, glob, json, os, re, shutil, subprocess, sys, tempfile

BUILD, SOURCE, LUA = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]
PACK, DATA = os.path.join(SOURCE, "scripts", "anhui"), os.path.join(SOURCE, "datasets", "anhui")
passed, failed = 0, 0


def judge(test, what, wanted, got):
    global passed, failed
    passed, failed = passed + (wanted == got), failed + (wanted != got)
    if wanted != got:
        print(f"{test['file']}: {test['name']}: {what}: wanted {wanted}, got {got}")


def column(path, name):
    with open(path, encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def qunce(folder, *arguments):
    environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), LANG="C.UTF-8", QUNCE_LANG="en")
    done = subprocess.run([os.path.join(BUILD, "qunce"), *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"qunce {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout


def answer(folder, *arguments):
    return json.loads(qunce(folder, *arguments, "--format", "json"))["tables"]


def probed_pack(folder, indicators):
    """A copy of the pack whose criteria also show the value of each indicator."""
    copy = os.path.join(folder, "scripts", "anhui")
    shutil.copytree(PACK, copy)
    os.makedirs(os.path.join(folder, "datasets"))
    os.symlink(DATA, os.path.join(folder, "datasets", "anhui"))
    write(os.path.join(copy, "probed.lua"), 'require "pack"\n' + "".join(
        f'criterion "value_of_{name}" {{ title = "{name}", needs = function(c) return c.{name} >= c.{name} end }}\n' for name in indicators))
    with open(os.path.join(copy, "pack.csv"), encoding="utf-8") as file:
        text = file.read()
    write(os.path.join(copy, "pack.csv"), text.replace("main,pack.lua", "main,probed.lua"))
    qunce(folder, "init", "empty.qn", "--pack", copy)


def figures(given, cluster, period):
    for name, value in given.items():
        for when, figure in (value if isinstance(value, dict) else {period: value}).items():
            yield f"{cluster},{name},{when},{figure!r},synthetic\n"


def store_of(folder, cases):
    """A fresh store with the figures of (test, cluster, given), and with the waivers."""
    path = os.path.join(folder, "s.qn")
    shutil.rmtree(path, ignore_errors=True)
    if os.path.isdir(os.path.join(folder, "empty.qn")):
        shutil.copytree(os.path.join(folder, "empty.qn"), path)
    else:
        shutil.copy(os.path.join(folder, "empty.qn"), path)
    lines = [line for test, cluster, given in cases for line in figures(given, cluster, test["period"])]
    write(os.path.join(folder, "o.csv"), "entity,indicator,period,value,source\n" + "".join(lines))
    waived = [f"waiver,{cluster},{name},2026-05-20,somebody,synthetic\n" for test, cluster, _ in cases for name in test.get("waived", [])]
    write(os.path.join(folder, "w.csv"), "register,entity,criterion,decided_on,by,source\n" + "".join(waived))
    qunce(folder, "import", "s.qn", "o.csv", *(["w.csv"] if waived else []), "--known-on", "2026-12-31")


def settings(test):
    return [part for name, value in test.get("set", {}).items() for part in ("--set", f"{name}={value}")]


def run_verdicts(folder, tests, clusters):
    """Tests of criteria and of derived values that share their settings and year."""
    cases = [(test, cluster, test["given"]) for test, cluster in zip(tests, clusters)]
    store_of(folder, cases)
    found = {}
    for row in answer(folder, "assess", "s.qn", "--year", tests[0]["period"], "--paths", "1", *settings(tests[0]))["findings"]:
        found[row["id"], row["criterion"]] = row
    for test, cluster, _ in cases:
        for name, wanted in test["expect"].items():
            if isinstance(wanted, str) and wanted != "missing":
                judge(test, name, wanted, found[cluster, name]["verdict"])
            else:
                value = found[cluster, "value_of_" + name]["value"]
                judge(test, name, wanted, "missing" if value is None else round(value, 9))


def shown(text):
    """The number at the start of what a table shows, and how many decimals it has."""
    number = re.match(r"-?\d+(?:\.(\d+))?", text)
    return ("missing", 0) if number is None else (float(number[0]), len(number[1] or ""))


def run_model(folder, test, clusters):
    store_of(folder, [(test, clusters[0], test["given"])])
    changes = ", ".join('["%s"] = %s' % (name, f"pct({value[:-1]})" if value.endswith("%") else json.dumps(value))
                        for name, value in test.get("set", {}).items())
    write(os.path.join(folder, "x.lua"), 'return scenario "x" { set = { %s } }\n' % changes)
    tables = answer(folder, "run", "s.qn", "x.lua", "--at", f"{clusters[0]}@{test['after']}")
    for name, wanted in test["expect"].items():
        value, decimals = shown(tables[name][0]["value"])
        judge(test, name, wanted if wanted == "missing" else round(wanted, decimals), value)


def run_targets(folder, test, clusters):
    store_of(folder, [(test, cluster, given) for cluster, given in zip(clusters, test["clusters"])])
    tables = answer(folder, "status", "s.qn", "--year", test["period"], "--paths", "1", *settings(test))
    rows = {(row["id"], row["due"]): row for name in ("targets", "earlier_targets") for row in tables[name]}
    for name, wanted in test["expect"].items():
        for due, reached in wanted["reached"].items():
            row = rows[name, due]
            judge(test, name, wanted["now"] if wanted["now"] == "missing" else round(wanted["now"], 9), "missing" if row["now"] is None else round(row["now"], 9))
            judge(test, f"{name} reached, {due}", reached, {"yes": True, "no": False, "unknown": "unknown"}[row["reached"]])
        judge(test, f"{name} lacking", wanted.get("lacking", row["lacking"]), row["lacking"])


def main():
    files = sorted(glob.glob(os.path.join(PACK, "*_test.lua")))
    tests = json.loads(subprocess.run([LUA, os.path.join(SOURCE, "tests", "scripts", "tests_to_json.lua"), *files], check=True, capture_output=True).stdout)
    named = {name for test in tests for name in test["expect"]}
    indicators = [name for name in column(os.path.join(DATA, "indicators.csv"), "id") if name in named]
    clusters = column(os.path.join(DATA, "clusters.csv"), "id")
    groups = {}
    for test in tests:
        test["period"] = test.get("period") or test.get("given", {}).pop("period", "2025")
        groups.setdefault((json.dumps(test.get("set", {}), sort_keys=True), test["period"]), []).append(test)
    with tempfile.TemporaryDirectory() as folder:
        probed_pack(folder, indicators)
        targets = {row["id"] for row in answer(folder, "list", "empty.qn", "targets")["targets"]}
        for group in groups.values():
            alone = [test for test in group if "given" in test and "after" not in test]
            if alone:
                run_verdicts(folder, alone, clusters)
            for test in group:
                if "after" in test:
                    run_model(folder, test, clusters)
                elif "clusters" in test:
                    run_targets(folder, test, clusters)
        criteria = {row["id"] for row in answer(folder, "list", "empty.qn", "criteria")["criteria"] if not row["id"].startswith("value_of_")}
    for name in sorted((criteria | targets) - named):
        judge({"file": "*_test.lua", "name": "every criterion and target has a test"}, name, "a test", "none")
    print(f"{len(tests)} tests, {passed} passed, {failed} failed")
    sys.exit(failed != 0 or not tests)


main()
