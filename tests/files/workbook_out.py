#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A workbook that is written: it reads back to the bit, here and by openpyxl, has no formula and the same bytes each time.
usage: workbook_out.py BUILD SOURCE"""
import datetime, io, os, subprocess, sys, tempfile, zipfile

BUILD, SOURCE = sys.argv[1:]
sys.path.insert(0, os.path.join(SOURCE, "tests/ingest"))
from workbook import Checks, rows_of

check = Checks()


def written(**environment):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "b.xlsx")
        done = subprocess.run([os.path.join(BUILD, "write_tables"), "xlsx", path], capture_output=True, text=True, env={**os.environ, **environment})
        check.equal("written", (done.returncode, done.stderr), (0, ""))
        with open(path, "rb") as file:
            return file.read()


NUMBERS = ["0.30000000000000004", "0.3333333333333333", "1e+300", "4.94065645841247e-324", "-0", "1.2345678901234568e+18", "100", "-12.5", "0.07", "1e+15", "123456789.12345679", "2", ""]
TEXTS = ["=1+1", "+1", "-1", "@SUM(A1)", "=1", "blanks", "<b>&amp;\"'", "line\nbreak", "_x0041_", "bell\a", "天长市\U00020BB7", "", ""]

content = written(TZ="Asia/Shanghai")
check.equal("the same bytes elsewhere and later", written(TZ="America/New_York") == content, True)
first = (datetime.date(1970, 1, 1) + datetime.timedelta(20000))
lines = ["sheet 表一  年 度   a name that is longer", "1: 名称 | 营业收入 (亿元) | 家数 | yes | day"]
for i, (text, number) in enumerate(zip(TEXTS, NUMBERS)):
    day = "" if i == 12 else f" | {first + datetime.timedelta(i)}"
    lines.append(f"{i + 2}: {text} | {number} | {1000 + i} | {i % 2}{day}")
got = rows_of(BUILD, content)
check.equal("read back", "\n".join(got.split("\n")[1:]), "\n".join(lines))
check.equal("a second sheet of nearly the same name", got.split("\n")[0].split(" // ")[0].split("not: ")[1], "表一  年 度   a name that is lo 2, 说明; --sheet NAME chooses")
with zipfile.ZipFile(io.BytesIO(content)) as z:
    check.equal("no broken part", z.testzip(), None)
    check.equal("no formula", [n for n in z.namelist() if b"<f>" in z.read(n) or b"<f " in z.read(n)], [])

try:
    import openpyxl
except ImportError:
    system = "/usr/bin/python3"
    if not check.faults and os.path.exists(system) and not os.path.samefile(system, sys.executable):
        os.execv(system, [system, *sys.argv])
    sys.exit(1 if check.faults else 77)
book = openpyxl.load_workbook(io.BytesIO(content))
sheet = book.worksheets[0]
check.equal("sheets", book.sheetnames[2], "说明")
check.equal("no formula to openpyxl either", {c.data_type for row in sheet.iter_rows() for c in row} - {"s", "n", "inlineStr", "d"}, set())
check.equal("texts", [sheet.cell(i + 2, 1).value for i in range(5)], ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
check.equal("numbers", [sheet.cell(i + 2, 2).value for i in range(12)], [float(n) for n in NUMBERS[:-1]])
check.equal("days", sheet["E2"].value.date(), first)
check.equal("frozen", sheet.freeze_panes, "A2")
check.equal("made by", (book.properties.creator, book.properties.title), ("qunce", "观测值 <&\">"))
check.equal("where it comes from", [[c.value for c in row] for row in book["说明"].iter_rows()],
            [["标题", "观测值 <&\">"], ["来源", "市工信局"], ["数据截至", "2026-03-30"], ["性质", "synthetic 合成"], ["软件", "qunce"]])
sys.exit(check.faults != 0)
