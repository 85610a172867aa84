#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Nothing that somebody else has named acts: not on a terminal, not in a spreadsheet. usage: names.py BUILD SOURCE

Escapes, links, overrides of direction, characters without width and formulas come in by every door: names of clusters, of sources,
submitters and files, fields of registers, remarks, titles of scenarios, names on the command line. Each is refused in a clean line,
or taken, and then whatever shows it, in every format, holds no control and no cell that a spreadsheet would run."""
import csv, io, json, os, re, shutil, sys, tempfile, zipfile
from common import BUILD, CODES, DEMO, SOURCE, qunce

HOSTILE = ("\x1b[31mred\x1b[0m", "\x1b]8;;http://evil\x07here\x1b]8;;\x07", "\x1b]0;title\x07", "\u009b31mcsi", "\u202eexe.tar", "\u2066isolated", "zero\u200bwidth", "\ufeffmark",
           "=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "\t=1", "<script>alert(1)</script>", "a|b`c`[d](e)", "%s%n%p", "../../x", "$(reboot)")
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
WIDTHLESS = "\u200b\ufeff"
FORMULA = re.compile(r"^[=+@\t\r＝＋＠]|^-(?![\d.])|^-[\d.]+[^\d.e]")
PACK = os.path.join("scripts", "anhui")
SHOW = (["list", "a.qn", "clusters"], ["list", "a.qn", "imports"], ["sources", "a.qn"], ["history", "a.qn", "changfeng-nev", "revenue"], ["life", "a.qn", "--today", "2026-06-01"],
        ["life", "a.qn", "changfeng-nev", "--today", "2026-06-01"], ["conflicts", "a.qn"], ["validate", "a.qn", "--top", "2"])
EXPORT = (["export", "a.qn", "revenue", "--year", "2025"], ["export", "a.qn", "revenue", "--year", "2025", "--for", "excel"], ["export", "a.qn", "revenue", "--year", "2025", "--format", "json"],
          ["registers", "a.qn", "recognition", "--format", "csv"], ["template", "a.qn", "revenue", "--year", "2026"], ["calendar", "a.qn", "--today", "2026-06-01", "--format", "ics"])
BOOKS = (["export", "a.qn", "revenue", "--year", "2025", "-o", "x.xlsx"], ["template", "a.qn", "revenue", "--year", "2026", "-o", "x.xlsx"])


def rewrite(path, change):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def quoted(text):
    return '"' + "".join(f"\\{byte:03d}" for byte in text.encode()) + '"'


def name_cluster(folder, text):
    def change(rows):
        column = rows[0].index("name_zh")
        row = next(row for row in rows if row[rows[0].index("id")] == "changfeng-nev")
        row[column] = row[rows[0].index("name_en")] = text
    shutil.copytree(os.path.join(SOURCE, "datasets", "anhui"), os.path.join(folder, "datasets", "anhui"), dirs_exist_ok=True)
    for name in ("clusters.csv", "entities.csv"):
        path = os.path.join(folder, "datasets", "anhui", name)
        with open(path, encoding="utf-8") as file:
            if "changfeng-nev" in file.read() and "name_zh" in open(path, encoding="utf-8").readline():
                rewrite(path, change)
                return
    sys.exit("no table names clusters")


def figures(folder, text, **columns):
    with open(os.path.join(folder, "x.csv"), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["entity", "indicator", "period", "value", *columns])
        out.writerow(["changfeng-nev", "revenue", "2025", "1234.5", *columns.values()])
    return "x.csv"


def doors(folder, text):
    """(what, words of the command that takes the name in) one after another; each store is made anew."""
    yield "a cluster's name", lambda: name_cluster(folder, text) or []
    yield "a source", lambda: ["import", "a.qn", figures(folder, text), "--source", text, "--rank", "published"]
    yield "a submitter", lambda: ["import", "a.qn", figures(folder, text), "--submitter", text]
    yield "a column of sources", lambda: ["import", "a.qn", figures(folder, text, source=text)]
    yield "a remark", lambda: ["import", "a.qn", figures(folder, text, note=text)]
    yield "a heading", lambda: ["import", "a.qn", figures(folder, text, **{text or "x": "1"})]
    yield "an entity in a file", lambda: ["import", "a.qn", _file(folder, f"entity,indicator,period,value\n{_cell(text)},revenue,2025,1\n")]
    yield "a unit in a file", lambda: ["import", "a.qn", figures(folder, text, unit=text)]
    yield "a register's field", lambda: ["import", "a.qn", _file(folder, "register,entity,recognised_on,round,source\n"
                                                                f"recognition,changfeng-nev,2025-11-14,{_cell(text)},{_cell(text)}\n")]
    yield "a scenario's title", lambda: ["run", "a.qn", _file(folder, f"return scenario({quoted(text)}) {{ set = {{ investment_growth = pct(4) }} }}", "x.lua"), "--paths", "10", "--threads", "1"]
    printing = f"print({quoted(text)})\nreturn scenario 'x' {{ set = {{ investment_growth = pct(4) }} }}"
    yield "what a script prints", lambda: ["run", "a.qn", _file(folder, printing, "x.lua"), "--paths", "10", "--threads", "1"]
    yield "a vintage", lambda: ["freeze", "a.qn", text]
    yield "a word of the command line", lambda: ["explain", "a.qn", text]
    yield "a setting", lambda: ["whatif", "a.qn", "--set", text + "=1", "--paths", "10", "--threads", "1"]
    if "/" not in text:
        yield "a file's name", lambda: ["import", "a.qn", os.path.join(".", os.path.basename(shutil.copy(os.path.join(folder, figures(folder, text)), os.path.join(folder, text + ".csv"))))]


def _cell(text):
    return '"' + text.replace('"', '""') + '"'


def _file(folder, text, name="x.csv"):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text + "\n")
    return name


def acting(output, kept=""):
    """kept: what a file may hold as it came, since it is data there and acts on nobody."""
    output = re.sub(f"[{kept}]", "", output) if kept else output
    found = ACTS.search(output.removeprefix("\ufeff").replace("\r\n", "\n"))
    return found and f"{found.group()!r} in {output[max(0, found.start() - 60):found.start() + 40]!r}"


def running(output, delimiter=","):
    for row in csv.reader(io.StringIO(output.removeprefix("\ufeff")), delimiter=delimiter):
        for cell in row:
            if FORMULA.search(cell) and not cell.startswith(("'", "+0x")):
                return f"a cell that a spreadsheet would run: {cell!r}"
    return None


def shown(folder):
    """(words, fault) of everything that shows what the store holds."""
    for words in SHOW:
        for form in ("table", "csv", "md", "json"):
            done = qunce(folder, *words, "--format", form)
            out = done.stdout.decode() + done.stderr.decode()
            if form == "json" and done.returncode in (0, 1):
                json.loads(done.stdout)
            yield words, (None if done.returncode in CODES else f"ended with {done.returncode}") or acting(out) or (running(done.stdout.decode()) if form == "csv" else None)
    for words in EXPORT:
        done = qunce(folder, *words)
        text = done.stdout.decode()
        yield words, acting(text + done.stderr.decode(), WIDTHLESS) or (running(text) if "json" not in words and "ics" not in words else None)
    for words in BOOKS:
        done = qunce(folder, *words, "--force")
        with zipfile.ZipFile(os.path.join(folder, "x.xlsx")) as book:
            parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml")]
        yield words, acting("".join(parts) + done.stderr.decode(), WIDTHLESS) or next((f"a formula in a workbook: {part[:80]}" for part in parts if "<f>" in part), None)


def fresh(folder, *, made_of=None):
    shutil.rmtree(os.path.join(folder, "a.qn"), ignore_errors=True)
    if made_of:
        shutil.copytree(made_of, os.path.join(folder, "a.qn"))
        return None
    done = qunce(folder, "init", "a.qn", "--pack", PACK, "--known-on", "2026-01-01")
    return done if done.returncode else qunce(folder, "import", "a.qn", os.path.join(DEMO, "observations-2019-2025.csv"), os.path.join(DEMO, "recognition.csv"), "--known-on", "2026-03-30")


def try_door(folder, door, text):
    """(of what, fault or None)"""
    words = door()
    if words:
        fresh(folder, made_of=os.path.join(folder, "sound.qn"))
        done = qunce(folder, *words)
    else:
        done = fresh(folder)
        shutil.copytree(os.path.join(SOURCE, "datasets", "anhui"), os.path.join(folder, "datasets", "anhui"), dirs_exist_ok=True)
    if done.returncode not in CODES:
        yield "taking it", f"ended with {done.returncode}"
    yield "taking it", acting((done.stdout + done.stderr).decode())
    if done.returncode == 0 and words[:1] not in (["run"], ["explain"], ["whatif"]):
        yield from shown(folder)


def main():
    faults = tried = 0
    with tempfile.TemporaryDirectory() as folder:
        for part in (PACK, os.path.join("datasets", "anhui")):
            shutil.copytree(os.path.join(SOURCE, part), os.path.join(folder, part))
        fresh(folder)
        shutil.move(os.path.join(folder, "a.qn"), os.path.join(folder, "sound.qn"))
        for at, text in enumerate(HOSTILE):
            for number, (what, door) in enumerate(doors(folder, text)):
                if len(sys.argv) <= 3 and (at + number) % 4: # with any third word, all
                    continue
                for words, fault in try_door(folder, door, text):
                    tried += 1
                    if fault:
                        faults += 1
                        print(f"{what} {text!r}, {words}: {fault}")
    print(f"{tried} answers, {faults} faults")
    sys.exit(faults != 0 or tried == 0)


main()
