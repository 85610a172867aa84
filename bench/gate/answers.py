# SPDX-License-Identifier: Apache-2.0
"""The golden answers: what the shipped scenarios must answer, to the letter. One file of answers/ for each command."""
import collections, glob, json, os, re
from room import KNOWN_ON, SOURCE, Room, demo_data

FOLDER = os.path.join(SOURCE, "bench", "gate", "answers")
FUTURE = ("--paths", "1000", "--seed", "1")
# A line of a script moves when a comment is written above it, and no answer changes by that.
SCRIPT_LINE = re.compile(r"(\w+\.lua):\d+")


def commands():
    """(name of the answer, words after qunce); a table in each but for plan's text."""
    yield "status", ("status", "anhui.qn", *FUTURE)
    yield "assess", ("assess", "anhui.qn", *FUTURE)
    yield "assess-2023", ("assess", "anhui.qn", "--year", "2023", "--city", "阜阳市", *FUTURE)
    for cluster in ("tianchang-instruments", "taihe-filtercloth", "changfeng-nev"):
        yield "explain-" + cluster, ("explain", "anhui.qn", cluster)
    yield "whatif-investment", ("whatif", "anhui.qn", "--set", "investment_growth=4%", *FUTURE)
    yield "whatif-doubt", ("whatif", "anhui.qn", "--set", "investment_growth=normal(4%, 2%)@2027", "--set", "firms.union=sum", *FUTURE)
    yield "whatif-shock", ("whatif", "anhui.qn", "--shock", "revenue:changfeng-nev:2027=-20%", *FUTURE)
    for path in sorted(glob.glob(os.path.join(SOURCE, "scripts", "scenarios", "*.lua"))):
        name = os.path.basename(path)[:-4]
        yield "run-" + name, ("run", "anhui.qn", os.path.join("scripts", "scenarios", name + ".lua"), *FUTURE)
    yield "at-2028", ("run", "anhui.qn", os.path.join("scripts", "scenarios", "slow_investment.lua"), "--at", "changfeng-nev@2028")
    yield "whatif-central", ("whatif", "anhui.qn", "--set", "investment_growth=4%", "--central")
    yield "readings", ("readings", "anhui.qn")
    yield "plan", ("plan", "scripts/anhui")


def compact(text):
    """A report's tables as columns and rows, so that a row is one line of the file."""
    report = json.loads(text)
    tables = {}
    for name, rows in report.pop("tables").items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        tables[name] = {"columns": columns, "rows": [[row.get(column) for column in columns] for row in rows]}
    return {**report, "tables": tables}


def ask(room, folder, words):
    """The answer to a command: a compact report, or a list of lines."""
    report = words[0] != "plan"
    text = room.run(folder, ["qunce", *words, *(("--format", "json") if report else ()), "--lang", "en"]).decode("utf-8")
    text = SCRIPT_LINE.sub(r"\1", text)
    return compact(text) if report else {"lines": text.splitlines()}


def ask_all(build):
    with Room(build) as room:
        folder = room.folder("answers")
        room.run(folder, ["qunce", "init", "anhui.qn", "--pack", "scripts/anhui", "--known-on", KNOWN_ON])
        room.run(folder, ["qunce", "import", "anhui.qn", *demo_data(), "--known-on", KNOWN_ON])
        return {name: ask(room, folder, words) for name, words in commands()}


def write(path, answer):
    """JSON with every row, note and line on a line of its own."""
    def rows(things, indent):
        return ",\n".join(indent + json.dumps(thing, ensure_ascii=False) for thing in things)
    parts = []
    for key, value in answer.items():
        if key == "tables":
            tables = [f'  {json.dumps(name)}: {{"columns": {json.dumps(table["columns"])}, "rows": [\n{rows(table["rows"], "   ")}\n  ]}}'
                      for name, table in value.items()]
            parts.append(' "tables": {\n' + ",\n".join(tables) + "\n }")
        elif isinstance(value, list):
            parts.append(f" {json.dumps(key)}: [\n{rows(value, '  ')}\n ]")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n" + ",\n".join(parts) + "\n}\n")


def keys_of(rows, other):
    """What a row is called in both tables: its first cells, up to three, that tell all rows apart; else the first and its turn."""
    for length in (1, 2, 3):
        if all(len({json.dumps(row[:length]) for row in table}) == len(table) for table in (rows, other)):
            return [[" ".join(str(cell) for cell in row[:length]) for row in table] for table in (rows, other)]
    return [turns(table) for table in (rows, other)]


def turns(rows):
    seen, keys = collections.Counter(), []
    for row in rows:
        first = str(row[0]) if row else ""
        seen[first] += 1
        keys.append(f"{first} ({seen[first]})" if seen[first] > 1 else first)
    return keys


def table_differences(old, new):
    """(row, field, old, new) for each cell that differs; a row that is only on one side counts as one."""
    columns = list(dict.fromkeys(old["columns"] + new["columns"]))
    before, after = keys_of(old["rows"], new["rows"])
    was = {key: dict(zip(old["columns"], row)) for key, row in zip(before, old["rows"])}
    now = {key: dict(zip(new["columns"], row)) for key, row in zip(after, new["rows"])}
    for key in dict.fromkeys(before + after):
        if key not in now or key not in was:
            yield key, "", "a row" if key in was else "no row", "a row" if key in now else "no row"
            continue
        for column in columns:
            if was[key].get(column) != now[key].get(column):
                yield key, column, was[key].get(column), now[key].get(column)
    if old["columns"] != new["columns"]:
        yield "the columns", "", ", ".join(old["columns"]), ", ".join(new["columns"])
    if before != after and sorted(before) == sorted(after):
        yield "the rows", "order", before[0], after[0]


def list_differences(old, new):
    """("", "", line, "nothing") for what went, the other way round for what came; lines in another order are one difference."""
    was, now = (collections.Counter(map(str, lines)) for lines in (old, new))
    for line in (was - now).elements():
        yield "", "", line, "nothing"
    for line in (now - was).elements():
        yield "", "", "nothing", line
    if was == now:
        yield "", "order", old[0], new[0]


def differences(old, new):
    """(table, row, field, old, new) of two answers."""
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        if was == now:
            continue
        if name == "tables":
            for table in dict.fromkeys([*was, *now]):
                empty = {"columns": [], "rows": []}
                for difference in table_differences(was.get(table, empty), now.get(table, empty)):
                    yield (table, *difference)
        elif isinstance(was, list) and isinstance(now, list):
            for difference in list_differences(was, now):
                yield (name, *difference)
        else:
            yield name, "", "", was, now


def show(name, words, old, new):
    found = list(differences(old, new))
    if found:
        print(f"$ qunce {' '.join(words)}    (answers/{name}.json: {len(found)} differences)")
    for table, row, field, was, now in found[:40]:
        print(f"    {' · '.join(part for part in (table, row.strip(), field) if part)}: {was} → {now}")
    if len(found) > 40:
        print(f"    and {len(found) - 40} more")
    return len(found)


def check(build, updating):
    """Prints every difference; how many answers differ. updating: the answers of now become the golden ones."""
    got, wrong = ask_all(build), 0
    asked = dict(commands())
    os.makedirs(FOLDER, exist_ok=True)
    for name, answer in got.items():
        path = os.path.join(FOLDER, name + ".json")
        old = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                old = json.load(file)
        if old == answer:
            continue
        wrong += 1
        if old:
            show(name, asked[name], old, answer)
        else:
            print(f"$ qunce {' '.join(asked[name])}    (answers/{name}.json is new)")
        if updating:
            write(path, answer)
    for path in sorted(glob.glob(os.path.join(FOLDER, "*.json"))):
        if os.path.basename(path)[:-5] not in got:
            wrong += 1
            print(f"{os.path.relpath(path, SOURCE)}: nothing asks for it any more")
            if updating:
                os.remove(path)
    print(f"{len(got)} answers, {wrong} differ" + (", the new ones are golden now" if wrong and updating else ""))
    return wrong
