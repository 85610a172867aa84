#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A workbook imports as the CSV of its sheet does, told by its rows and columns. usage: workbooks.py BUILD SOURCE"""
import csv, os, subprocess, sys, tempfile
from xml.sax.saxutils import escape

BUILD, SOURCE = sys.argv[1:]
sys.path.insert(0, os.path.join(SOURCE, "tests/ingest"))
from workbook import Checks, packed, parts, rows_of

check = Checks()
folder = tempfile.mkdtemp()


def qunce(*words):
    done = subprocess.run([os.path.join(BUILD, "qunce"), *words], capture_output=True, text=True, cwd=folder, env={"PATH": os.environ["PATH"], "XDG_CACHE_HOME": folder})
    return done.returncode, done.stdout + done.stderr


def cell(value):
    try:
        float(value)
        return f"<c><v>{value}</v></c>"
    except ValueError:
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def write(path, rows, **more):
    with open(os.path.join(folder, path), "wb") as file:
        file.write(packed(parts("".join("<row>" + "".join(cell(v) for v in row) + "</row>" for row in rows), **more)))


demo = os.path.join(SOURCE, "datasets/demo/observations-2019-2025.csv")
with open(demo, encoding="utf-8") as file:
    rows = list(csv.reader(file))
count = len(rows) - 1
write("demo.xlsx", rows)
for store in ("a.qn", "b.qn"):
    check.equal("init", qunce("init", store, "--pack", os.path.join(SOURCE, "scripts/anhui"))[0], 0)
check.equal("import", qunce("import", "a.qn", "demo.xlsx"),
            (0, f'demo.xlsx: XLSX, sheet "S", {count} rows: {count} new, 0 corrected, 0 unchanged, 0 not adopted, 0 missing, synthetic\n'
                '  checks: errors 0, accepted 0, warnings 0, notes 19; qunce validate STORE lists all\n'))
check.equal("import of the CSV", qunce("import", "b.qn", demo)[0], 0)
check.equal("the same store", qunce("export", "a.qn"), qunce("export", "b.qn"))
check.equal("again, in Chinese", qunce("import", "a.qn", "demo.xlsx", "--lang", "zh"),
            (0, f"demo.xlsx:XLSX,工作表“S”,{count} 行,新增 0,更正 0,不变 {count},未采用 0,缺失 0,合成数据\n"))

head = ["entity", "indicator", "period", "value", "source"]
good = ["changfeng-nev", "revenue", "2025", "12.5", "synthetic"]
write("bad.xlsx", [["", "", "", "", ""], head, good, good[:3] + ["#N/A", "synthetic"], good[:2] + ["2025-13", "1", "synthetic"]])
code, words = qunce("import", "a.qn", "bad.xlsx")
check.equal("bad rows by row and column", (code, words.split("\n")[:2]), (65, [
    'bad.xlsx:4:4: revenue: "#N/A" is a spreadsheet\'s error; write it in 亿元, as in 12.5, or leave it empty if it is not known',
    'bad.xlsx:5:3: "2025-13" names no month of a year']))
check.equal("no sheet of that name", qunce("import", "a.qn", "bad.xlsx", "--sheet", "年报"), (65, 'qunce: bad.xlsx: there is no sheet "年报": there are S\n'))
check.equal("the same in Chinese", qunce("import", "a.qn", "bad.xlsx", "--sheet", "年报", "--lang", "zh"), (65, "qunce: bad.xlsx:没有名为“年报”的工作表:现有 S\n"))
write("note.xlsx", [head, good], sheet_extra='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
check.equal("what one should know", qunce("import", "a.qn", "note.xlsx")[1].split("\n")[1], "  1 merged ranges, the first A1:B1: each counts for its first cell only")


def merged(rows, *ranges):
    write("m.xlsx", rows, sheet_extra="<mergeCells>" + "".join(f'<mergeCell ref="{one}"/>' for one in ranges) + "</mergeCells>")
    return qunce("import", "a.qn", "m.xlsx", "--mix", "--dry-run", "--known-on", "2026-03-30")


table = [["2025年度"], ["集群", "2024年", "", ""], ["", "税收", "营业收入", "出口额"], ["changfeng-nev", 1, 20, 3]]
check.equal("an upper cell that is merged over all", merged(table, "A1:D1", "A2:A3", "B2:D2")[0], 0)
code, words = merged(table, "B2:C2")
check.equal("one that ends before a column", (code, words.split("\n")[0]),
            (65, "m.xlsx:2:4: nothing stands above this column, and the cell of column 2 at its left is not merged as far: write what it is of"))
check.equal("a column that says for itself", merged(table[:2] + [["", "税收", "营业收入", "2024年出口额"]] + table[3:], "B2:C2")[0], 0)
table = [["2025年度"], ["集群", "税收", "来源"], ["changfeng-nev", 1, "a"], ["feixi-appliances"], ["填表:", "", ""]]
check.equal("below the rows of entities", merged(table, "A1:C1", "A5:A6", "B5:C5")[0], 0)
for where in ("B3:B4", "C3:C4"):
    check.equal(f"a figure, or its source, merged over two rows: {where}", merged(table, where)[1].split("\n")[0],
                f"m.xlsx:3:{ord(where[0]) - 64}: a cell merged as far as row 4, column {ord(where[0]) - 64} counts for this place alone: unmerge it and write what each cell is")
check.equal("of a long table too", merged([head, good, good[:2] + ["2024", "1", ""]], "E2:E3")[1].split("\n")[0],
            "m.xlsx:2:5: a cell merged as far as row 3, column 5 counts for this place alone: unmerge it and write what each cell is")
table = [["集群", "税收"], ["changfeng-nev", 1]]


def named(name, rows=table, *words):
    write("n.xlsx", rows, name=name)
    code, said = qunce("import", "a.qn", "n.xlsx", "--mix", "--dry-run", "--known-on", "2026-03-30", *words)
    return code, [line.strip() for line in said.split("\n") if "n.xlsx:1" in line or "understood" in line or line.startswith("qunce")]


check.equal("the sheet's name is a title", named("2024年"), (0, ["understood: tax_revenue (亿元) 1; periods 2024; cluster 1", 'n.xlsx:1:1: the sheet\'s name, "2024年", is read as a title']))
check.equal("its unit too", named("万元", [["2025年"]] + table)[1][0], "understood: tax_revenue (亿元) 1; periods 2025; cluster 1")
check.equal("another period than the table's", [named(name, [["2025年度"]] + table)[0] for name in ("2024年", "1-9月", "2025年", "2025", "Sheet1", "附表2")], [65, 65, 0, 0, 0, 0])
check.equal("another than was asked for", [named(name, table, "--period", "2025")[0] for name in ("2024", "2024年", "2025")], [65, 65, 0])
check.equal("no levels", (named("2027年目标")[0], named("目标", [head, good])[0]), (65, 65))


def printed(words, rows=table):
    write("p.xlsx", rows, sheet_extra=f"<headerFooter><oddHeader>{words}</oddHeader></headerFooter>")
    code, said = qunce("import", "a.qn", "p.xlsx", "--mix", "--dry-run", "--known-on", "2026-03-30", "--period", "2025")
    return code, said.split("\n")[0] if code else ""


check.equal("what is printed on each page and agrees", [printed(words)[0] for words in ("&amp;L2025年度&amp;R第 &amp;P 页", "单位:亿元", "打印日期:2026年3月")], [0, 0, 0])
check.equal("another unit", printed("&amp;R单位:万元"), (65, "p.xlsx:1:1: the pages' header or footer tells the unit \"万元\", and figures "
                                                         "were read in another: write it above the table, or behind the names of its columns"))
check.equal("another period, no levels, of a long table", [printed("2024年度")[0], printed("目标表")[0], printed("单位:万元", [head, good])[0]], [65, 65, 65])

def styled(path, rows, forms, struck=(), **more):
    """rows, in which forms names the format of a number by its cell, and struck the cells that are struck out."""
    codes = sorted(set(forms.values()))
    styles = ("<numFmts>" + "".join(f'<numFmt numFmtId="{200 + k}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>' for k, code in enumerate(codes)) + "</numFmts>" if codes else "")
    styles += '<fonts><font/><font><strike/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/>'
    styles += "".join(f'<xf numFmtId="{200 + k}" fontId="0"/>' for k in range(len(codes))) + "</cellXfs>"

    def at(row, column, value):
        place = f"{chr(65 + column)}{row + 1}"
        style = 1 if place in struck else 2 + codes.index(forms[place]) if place in forms else 0
        return cell(value).replace("<c", f'<c r="{place}" s="{style}"', 1)
    with open(os.path.join(folder, path), "wb") as file:
        file.write(packed(parts("".join("<row>" + "".join(at(r, c, v) for c, v in enumerate(row) if v != "") + "</row>" for r, row in enumerate(rows)), styles=styles, **more)))


def taken(path, *words):
    """Into a store of its own: the refusals, or what the store holds of it."""
    subprocess.run(["rm", "-rf", os.path.join(folder, "s.qn")], check=True)
    qunce("init", "s.qn", "--pack", os.path.join(SOURCE, "scripts/anhui"))
    code, said = qunce("import", "s.qn", path, "--known-on", "2026-03-30", *words)
    held = [line for line in qunce("dump", "s.qn")[1].split("\n") if line.startswith(("cell ", "record "))]
    return [line for line in said.split("\n") if line.startswith(path + ":")] if code else held


table = [["2025年"], ["集群", "集群营业收入", "规上企业数"], ["changfeng-nev", 115.5, 300]]
for form, shown in (('yyyy"年"', "1900"), ("yyyy", "1900"), ("yyyy;@", "1900"), ("[$-804]yyyy", "1900"), ("e", "1900"), ("g", "1900"), ('yyyy"亿元"', "1900亿元"), ("yy", "1900"), ('d"家"', "24家")):
    styled("y.xlsx", table, {"B3": form})
    check.equal(f"a figure in a cell of dates: {form}", taken("y.xlsx"), [
        f'y.xlsx:3:2: revenue: "{shown}≠115.5" is what its cell shows and what it holds, which differ '
        f'(choose a plain number format); write it in 亿元, as in 12.5, or leave it empty if it is not known'])
styled("y.xlsx", [head, good[:2] + [46022, 46022, "甲"]], {"C2": "yyyy", "D2": "yyyy"})
check.equal("a period may stand there, and no value", taken("y.xlsx", "--lang", "zh"), [
    "y.xlsx:2:4:revenue:“2025≠46022”是单元格显示的和实际保存的,两者不同(请改用普通的数字格式);请按亿元写,如 12.5,不详则留空"])
styled("y.xlsx", [head, good[:2] + [46022, 46022, "甲"], good[:2] + [46022, 1, "甲"]], {"C2": "yyyy", "D2": "yyyy", "C3": "yyyy"})
taken("y.xlsx", "--rejects", "y.csv")
rows = open(os.path.join(folder, "y.csv"), encoding="utf-8-sig").read().split("\n")[1:-1]
check.equal("nor does a file of refused rows make it one", [line.split(",")[2:4] for line in rows], [["2025", "2025≠46022"]])
styled("y.xlsx", [head, good[:2] + [46022, 12, "甲"]], {"C2": "yyyy", "D2": "0000"})
check.equal("a period that is shown as its year, and a number with zeros in front", taken("y.xlsx"), ['cell "revenue" "cluster" "2025" 0 12 1 2'])
styled("y.xlsx", [head, good[:2] + [2025, 12, "甲"]], {"C2": "00000"})
check.equal("a year with zeros in front is that year", taken("y.xlsx"), ['cell "revenue" "cluster" "2025" 0 12 1 2'])
projects = ["register", "entity", "key", "name", "kind", "stage", "investment", "source"]
project = ["projects", "changfeng-nev", "k1", "项目", "新建", "在建", 3000, "甲"]
styled("y.xlsx", [projects, project], {"G2": "yyyy"})
check.equal("an amount of a register", taken("y.xlsx"), ['y.xlsx:2:7: investment: "1908≠3000" is what its cell shows and what it holds, which differ (choose a plain number format)'])
styled("y.xlsx", [projects, project[:2] + [123, 7] + project[4:], project[:2] + [500] + project[3:]], {"C2": "00000", "D2": "000", "G2": "00000", "C3": '"T"00000'})
check.equal("keys and names are what is shown, an amount is what it is", taken("y.xlsx"), [
    'record "projects" 4 0 0 1 2 6 "key" 0 "00123" "name" 0 "007" "kind" 0 "new_plant" "stage" 0 "building" "investment" 1 3000 "source" 0 "甲"',
    'record "projects" 4 0 1 1 3 6 "key" 0 "T00500" "name" 0 "项目" "kind" 0 "new_plant" "stage" 0 "building" "investment" 1 3000 "source" 0 "甲"'])
styled("y.xlsx", [["register", "entity", "code", "born"], ["listing", "changfeng-nev", 12, 46022], ["listing", "changfeng-nev", 7, 46022]], {"C2": "000", "C3": "000", "D2": "yyyy", "D3": "yyyy"})
check.equal("of a register that is not declared", taken("y.xlsx"), [
    'record "listing" 4 0 0 1 2 2 "code" 0 "012" "born" 0 "2025"', 'record "listing" 4 0 1 1 3 2 "code" 0 "007" "born" 0 "2025"'])


table = [["2025年度集群情况表"], ["单位:万元", "2024年"], ["集群", "集群营业收入"], ["changfeng-nev", 115.5], ["注:单位为万元"]]
cells = ['cell "revenue" "cluster" "2025" 0 115.5 1 4']
styled("t.xlsx", table, {}, ("A2", "B2", "A5"))
check.equal("a title, a unit and a note that are struck out say nothing", taken("t.xlsx"), cells)
styled("t.xlsx", [["2024年"], ["2025年"]] + table[2:4], {}, ("A1",))
check.equal("nor does a period", taken("t.xlsx"), cells)
styled("t.xlsx", [["2024年", "2025年"], ["集群", "集群营业收入", "税收"], ["changfeng-nev", "", 115.5]], {}, ("A1", "B2"))
check.equal("a name of a column that is struck out is none, and of an empty one none is wanted", taken("t.xlsx"), ['cell "tax_revenue" "cluster" "2025" 0 115.5 1 3'])
styled("t.xlsx", [["2025年"], ["集群", "集群营业收入"], ["changfeng-nev", 115.5]], {}, ("A3", "B3"))
check.equal("whom a row is of, and its figure, are refused as ever", [line.split(": ")[0] for line in taken("t.xlsx")], ["t.xlsx:3:1", "t.xlsx:3:2"])
run = '<c t="inlineStr"><is><r><rPr><strike/></rPr><t>2024年</t></r><r><t>2025年</t></r><r><rPr><strike/></rPr><t>(万元)</t></r></is></c>'
rest = "".join("<row>" + "".join(cell(v) for v in row) + "</row>" for row in [["集群", "集群营业收入", "税收"], ["changfeng-nev", 115.5, "abc"]])
with open(os.path.join(folder, "t.xlsx"), "wb") as file:
    file.write(packed(parts(f"<row>{run}</row>{rest.replace('abc', '3')}")))
check.equal("of a title in part what is left", taken("t.xlsx"), ['cell "revenue" "cluster" "2025" 0 115.5 1 3', 'cell "tax_revenue" "cluster" "2025" 0 3 1 3'])
with open(os.path.join(folder, "t.xlsx"), "wb") as file:
    file.write(packed(parts(f"<row>{run}</row>{rest}")))
taken("t.xlsx", "--rejects", "struck.csv")
check.equal("and above refused rows", open(os.path.join(folder, "struck.csv"), encoding="utf-8-sig").read().split("\n")[0], "2025年")

out = "is struck out: empty the cell, or take the line away"
differ = "is what its cell shows and what it holds, which differ: choose a plain number format, or store it as text"
styled("u.xlsx", [projects, project], {}, ("C2", "D2", "G2", "H2"))
check.equal("of a record nothing that is struck out is kept", taken("u.xlsx"), [
    f'u.xlsx:2:3: "k1" {out}', f'u.xlsx:2:4: "项目" {out}', f'u.xlsx:2:7: "3000" {out}', f'u.xlsx:2:8: "甲" {out}'])
check.equal("the same in Chinese", taken("u.xlsx", "--lang", "zh")[0], "u.xlsx:2:3:“k1”带删除线:请清空,或去掉删除线")
taken("u.xlsx", "--rejects", "u.csv")
check.equal("and in the file of refused rows it does not stand", open(os.path.join(folder, "u.csv"), encoding="utf-8-sig").read().split("\n")[1].split(",")[:8],
            ["projects", "changfeng-nev", "", "", "新建", "在建", "", ""])
styled("u.xlsx", [projects, project[:2] + [12345678] + project[3:], project[:2] + [55, 7] + project[4:]], {"C2": "0000-0000", "C3": ";;;", "D3": "0*x"})
check.equal("nor is what is not shown, or as another", taken("u.xlsx"), [f'u.xlsx:2:3: "?≠12345678" {differ}', f'u.xlsx:3:3: "≠55" {differ}', f'u.xlsx:3:4: "?≠7" {differ}'])
check.equal("that in Chinese", taken("u.xlsx", "--lang", "zh")[0], "u.xlsx:2:3:“?≠12345678”是单元格显示的和实际保存的,两者不同:请改用普通的数字格式,或存为文本")
styled("u.xlsx", [["register", "entity", "code"], ["listing", "changfeng-nev", "k1"]], {}, ("C2",))
check.equal("of a register that is not declared", taken("u.xlsx"), [f'u.xlsx:2:3: "k1" {out}'])
styled("u.xlsx", [["register", "entity", "code", "name"], ["listing", "changfeng-nev", "k1", "甲"]], {}, ("C1",))
check.equal("and a column whose name is struck out has none", qunce("import", "s.qn", "u.xlsx")[1].split("\n")[-2], "qunce: u.xlsx:1:3: this column of the header has no name")
styled("u.xlsx", [head + ["note"], good[:4] + ["甲", "乙"], good[:2] + ["2024", "1", 12, ""]], {"E3": ";;;"}, ("E2", "F2"))
check.equal("of the long form", taken("u.xlsx"), [f'u.xlsx:2:5: "甲" {out}', f'u.xlsx:2:6: "乙" {out}', f'u.xlsx:3:5: "≠12" {differ}'])
styled("u.xlsx", [["2025年"], ["集群", "集群营业收入", "来源"], ["changfeng-nev", 115.5, "甲"]], {}, ("C3",))
check.equal("of a wide table", taken("u.xlsx"), [f'u.xlsx:3:3: "甲" {out}'])
raised = '<c t="inlineStr"><is><r><t>K12</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></is></c>'
rest = ["".join(cell(v) for v in row) for row in (projects, project[:2], project[3:])]
with open(os.path.join(folder, "u.xlsx"), "wb") as file:
    file.write(packed(parts(f"<row>{rest[0]}</row><row>{rest[1]}{raised}{rest[2]}</row>")))
check.equal("nor a mark within a text", taken("u.xlsx"), ['u.xlsx:2:3: "K12^1" has letters at the ^ that are struck out, or raised: write it in plain ones'])
check.equal("that in Chinese too", taken("u.xlsx", "--lang", "zh"), ["u.xlsx:2:3:“K12^1”在 ^ 处有带删除线或升降为角标的字:请写成普通文字"])
for key, kept in (("^k1", True), ("A≠B", True), ("?≠12", False)):
    with open(os.path.join(folder, "u.csv"), "w", encoding="utf-8") as file:
        file.write(",".join(projects) + "\n" + ",".join(str(v) for v in project[:2] + [key] + project[3:]) + "\n")
    check.equal(f"of a file of texts: {key}", "key" in taken("u.csv")[0], kept)


def put_right(name, rows, wrong, right, *words):
    """What came of the rejects of a workbook, once they are put right: the file's first line, and the cells."""
    write("r.xlsx", rows, name=name)
    subprocess.run(["rm", "-f", os.path.join(folder, "r.csv")], check=True)
    taken("r.xlsx", "--rejects", "r.csv", *words)
    with open(os.path.join(folder, "r.csv"), encoding="utf-8-sig") as file:
        text = file.read()
    with open(os.path.join(folder, "r2.csv"), "w", encoding="utf-8") as file:
        file.write(text.replace(wrong + ",", right + ",", 1))
    return text.split("\n")[0], [line.rsplit(" ", 2)[0] for line in taken("r2.csv", *words)]


table = [["集群", "时期", "集群营业收入", "税收"], ["changfeng-nev", 2025, 1155000, "abc"]]
cells = ['cell "revenue" "cluster" "2025" 0 115.5', 'cell "tax_revenue" "cluster" "2025" 0 3']
for name in ("2025年(万元)", "单位:万元", "金额(万元)"):
    check.equal(f"what the sheet's name says goes with the rows that are refused: {name}", put_right(name, table, "abc", "30000"), (name, cells))
table = [row[:1] + row[2:] for row in table]
check.equal("its period too", put_right("2025年(万元)", table, "abc", "30000"), ("2025年(万元)", cells))
check.equal("that all is synthetic", put_right("模拟数据", [["2025年度 单位:万元"]] + table, "abc", "30000", "--synthetic"), ("模拟数据", cells))
check.equal("above what else stands there", put_right("(万元)", [["2025年度"]] + table, "abc", "30000"), ("(万元)", cells))
check.equal("what says nothing does not", put_right("Sheet1", [["2025年度 单位:万元"]] + table, "abc", "30000"), ("2025年度 单位:万元", cells))
check.equal("of a long table", put_right("2025年", [head[:4] + ["来源"], good[:3] + ["abc", "甲"]], "abc", "12"), ("2025年", ['cell "revenue" "cluster" "2025" 0 12']))
check.equal("above a register nothing may stand", put_right("2025年(万元)", [projects, project[:4] + ["?"] + project[5:]], "?", "新建")[0], ",".join(projects) + ",why")

with open(os.path.join(folder, "old.xls"), "wb") as file:
    file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
check.equal("an old workbook", qunce("import", "a.qn", "old.xls"), (65, "qunce: old.xls: an old .xls workbook: save it as .xlsx\n"))
with open(os.path.join(folder, "demo.xlsx"), "rb") as file:
    done = subprocess.run([os.path.join(BUILD, "qunce"), "import", "a.qn", "-"], stdin=file, capture_output=True, text=True, cwd=folder)
check.equal("from standard input", (done.returncode, done.stdout[:22]), (0, '-: XLSX, sheet "S", 49'))
check.equal("a report needs a file", qunce("assess", "a.qn", "--format", "xlsx"), (64, "qunce: a workbook goes to a file: name it with -o FILE.xlsx\n"))
check.equal("a report", qunce("assess", "a.qn", "--year", "2025", "--format", "xlsx", "-o", "report.xlsx"), (0, ""))
told = list(csv.reader(qunce("assess", "a.qn", "--year", "2025", "--format", "csv")[1].split("\n\n")[0].rstrip("\n").split("\n")))
lines = rows_of(BUILD, os.path.join(folder, "report.xlsx")).split("\n")
lines = lines[lines.index(next(line for line in lines if line.startswith("2: "))) + 1:]
check.equal("each row is that of the CSV", lines[:len(told) - 1], [f"{i + 3}: " + " | ".join(row) for i, row in enumerate(told[1:])])
check.equal("then what a reader should know", any("Article 3" in line for line in lines[len(told) - 1:]), True)
check.equal("a file that is there stays", qunce("assess", "a.qn", "--format", "xlsx", "-o", "report.xlsx")[0], 64)
check.equal("unless it may be replaced", qunce("assess", "a.qn", "--format", "xlsx", "-o", "report.xlsx", "--force")[0], 0)
check.equal("the same words in a file", (qunce("targets", "a.qn", "--format", "csv", "-o", "t.csv")[0], open(os.path.join(folder, "t.csv"), encoding="utf-8").read()),
            qunce("targets", "a.qn", "--format", "csv"))
subprocess.run(["rm", "-rf", folder], check=True)
sys.exit(check.faults != 0)
