#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What export writes, read back by programs that are not ours: Parquet by DuckDB (node), .dta by pandas, .sav by readstat, SQLite
by its shell, .xlsx by openpyxl. Every value, to the bit, against the CSV of the same store; LibreOffice, which shows fifteen digits, to those.

usage: readers.py BUILD SOURCE; a reader that is not there is passed over and said, and 77 when none is."""
import csv, json, os, shutil, subprocess, sys, tempfile

BUILD, SOURCE = sys.argv[1:3]
PYTHON = next((p for p in ("/usr/bin/python3", sys.executable) if os.path.exists(p)), sys.executable)
ran, faults = 0, 0


def qunce(*words):
    done = subprocess.run([BUILD + "/qunce", *words], cwd=SOURCE, capture_output=True, text=True, env=dict(os.environ, LANG="C.UTF-8"))
    if done.returncode:
        sys.exit(f"qunce {' '.join(words)}: {done.stderr}")
    return done.stdout


def compare(name, rows, wanted):
    """Rows of (entity, indicator, period, value), value a float."""
    global ran, faults
    ran += 1
    same = [tuple(row[:3]) + (float(row[3]),) for row in rows] == wanted
    faults += not same
    print(f"{name}: {len(rows)} rows, {'the same' if same else 'NOT the same'}")


def expect(what, got, wanted):
    global faults
    if got != wanted:
        faults += 1
        print(f"{what}: {got}, not {wanted}")


def ask(words, **more):
    try:
        done = subprocess.run(words, capture_output=True, text=True, **more)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def duckdb(path):
    script = """
let duck; try { duck = require('@duckdb/node-api') } catch { process.exit(77) }
(async () => {
  const connection = await (await duck.DuckDBInstance.create(':memory:')).connect();
  const about = await connection.runAndReadAll(`select decode(value) from parquet_kv_metadata('${process.argv[1]}') where decode(key) = 'data'`);
  const all = await connection.runAndReadAll(`select entity, indicator, period, printf('%.17g', value), synthetic, known_on::varchar from '${process.argv[1]}'`);
  console.log(JSON.stringify([about.getRows(), all.getRows()]));
})()"""
    return ask(["node", "-e", script, path], env=dict(os.environ, NODE_PATH=os.environ.get("NODE_PATH", "/usr/lib/node_modules")))


def by_pandas(path):
    script = """
import json, sys
try: import pandas
except ImportError: sys.exit(77)
d = pandas.read_stata(sys.argv[1])
labels = pandas.read_stata(sys.argv[1], iterator=True).variable_labels()
print(json.dumps([[[r.entity, r.indicator, r.period, repr(r.value)] for r in d.itertuples()], labels["value"], str(d.known_on[0])[:10], str(d.synthetic[0])]))"""
    return ask([PYTHON, "-c", script, path])


def by_openpyxl(path):
    script = """
import json, sys
try: import openpyxl
except ImportError: sys.exit(77)
sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
print(json.dumps([[str(c) for c in row[:3]] + [repr(float(row[3]))] for row in sheet.iter_rows(values_only=True, min_row=2)]))"""
    return ask([PYTHON, "-c", script, path])


def by_libreoffice(path):
    """The first sheet as LibreOffice saves it: numbers as they are, not as they are shown."""
    folder = os.path.dirname(path) + "/office"
    how = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1'
    done = ask(["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", how, "--outdir", folder, path], timeout=120)
    made = [name for name in os.listdir(folder) if name.endswith(".csv")] if done is not None and os.path.isdir(folder) else []
    if not made:
        return None
    with open(os.path.join(folder, made[0]), encoding="utf-8", newline="") as file:
        return [tuple(row[:3]) + (float(row[3]),) for row in list(csv.reader(file))[1:]]


def alike(rows, wanted):
    return len(rows) == len(wanted) and all(a[:3] == b[:3] and abs(a[3] - b[3]) <= 1e-14 * abs(b[3]) for a, b in zip(rows, wanted))


with tempfile.TemporaryDirectory() as folder:
    store = folder + "/a.qn"
    qunce("init", store, "--pack", "scripts/anhui")
    qunce("import", store, "datasets/demo/observations-2019-2025.csv", "--known-on", "2026-03-30")
    odd = folder + "/odd.csv"
    with open(odd, "w", encoding="utf-8") as file:
        file.write("entity,indicator,period,value,source\nchangfeng-nev,profit_total,2018,0.30000000000000004,合成 =1\n"
                   "changfeng-nev,profit_total,2017,-1e-300,合成\nchangfeng-nev,profit_total,2016,8e307,合成\n")
    qunce("import", store, odd, "--known-on", "2026-03-31")
    wanted = [tuple(row[:3]) + (float(row[3]),) for row in csv.reader(qunce("export", store).splitlines()[1:])]
    for ending in ("parquet", "dta", "sav", "sqlite", "xlsx"):
        for again in ("1", "2"):  # the same store, the same bytes
            qunce("export", store, "-o", f"{folder}/{again}.{ending}", "--lang", "en")
        with open(f"{folder}/1.{ending}", "rb") as one, open(f"{folder}/2.{ending}", "rb") as two:
            if one.read() != two.read():
                faults += 1
                print(f"{ending}: two exports of one store differ")

    out = duckdb(folder + "/1.parquet")
    if out:
        about, rows = json.loads(out)
        compare("parquet, DuckDB", rows, wanted)
        expect("its words", (about, rows[0][4:]), ([["synthetic 合成"]], [True, "2026-03-30"]))
    else:
        print("parquet: no DuckDB (npm @duckdb/node-api on NODE_PATH)")
    out = by_pandas(folder + "/1.dta")
    if out:
        rows, label, known, synthetic = json.loads(out)
        compare("dta, pandas", rows, wanted)
        expect("its words", (label, known, synthetic), ("value", "2026-03-30", "yes"))
    else:
        print("dta: no pandas")
    out = ask([BUILD + "/tests/files/read_sav", folder + "/1.sav"])
    if out:
        lines = [line.split("\t") for line in out.splitlines()]
        compare("sav, readstat", lines[1:], wanted)
        expect("its words", (lines[0][3], lines[1][9]), ("value=value", "1"))
    if shutil.which("sqlite3"):
        out = ask(["sqlite3", "-json", folder + "/1.sqlite", "SELECT entity, indicator, period, printf('%!.17g', value) AS value FROM observations ORDER BY rowid"])
        compare("sqlite, its shell", [list(row.values()) for row in json.loads(out)], wanted)
        expect("its words", ask(["sqlite3", folder + "/1.sqlite", "SELECT value FROM about WHERE name = 'mark'; SELECT count(*) FROM entities WHERE kind = 'cluster'"]), "synthetic 合成\n101\n")
    else:
        print("sqlite: no sqlite3")
    out = by_openpyxl(folder + "/1.xlsx")
    if out:
        compare("xlsx, openpyxl", json.loads(out), wanted)
    else:
        print("xlsx: no openpyxl")
    out = by_libreoffice(folder + "/1.xlsx")
    if out:
        ran += 1
        expect("xlsx, LibreOffice", alike(out, wanted), True)
        print(f"xlsx, LibreOffice: {len(out)} rows")
    else:
        print("xlsx: no LibreOffice")
print(f"{faults} faults")
sys.exit(1 if faults else 0 if ran else 77)
