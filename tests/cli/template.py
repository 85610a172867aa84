#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The form that people fill in: what it shows and asks for, and that it imports when it is filled. usage: template.py BUILD SOURCE"""
import csv, io, os, shutil, subprocess, sys, tempfile

BUILD, SOURCE = sys.argv[1:]
sys.path.insert(0, os.path.join(SOURCE, "tests/ingest"))
from workbook import Checks

check = Checks()
folder = tempfile.mkdtemp()
ASKED = ["revenue", "above_scale_enterprises", "revenue_rank_province", "rd_intensity", "revenue_growth", "diagnosis_done"]


def qunce(*words):
    done = subprocess.run([os.path.join(BUILD, "qunce"), *words], capture_output=True, cwd=folder, env={"PATH": os.environ["PATH"], "XDG_CACHE_HOME": folder})
    return done.returncode, (done.stdout + done.stderr).decode()


def rows_of(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def as_csv():
    code, text = qunce("template", "a.qn", *ASKED, "--city", "池州市", "--lang", "zh")
    check.equal("a CSV that a spreadsheet opens", (code, text[:1], text.count("\r\n") == text.count("\n")), (0, "\ufeff", True))
    rows = rows_of(text[1:])
    check.equal("titles", rows[:3], [["2026年度集群数据填报表"], ["每行一个对象；不知道的留空（空不是零）；“上年”各列只供对照，读回时跳过"], ["上年各列为合成 synthetic"]])
    check.equal("header", rows[3][:2] + rows[3][-4:], ["集群编号", "集群名称", "上年(2025):平均研发投入强度(%)", "平均研发投入强度(%)", "上年(2025):“一群一策”诊断完成", "“一群一策”诊断完成"])
    check.equal("every row is whole, and nothing is filled in", {(len(r), r[rows[3].index("集群营业收入(亿元)")]) for r in rows[4:]}, {(len(rows[3]), "")})
    code, listed = qunce("export", "a.qn", "revenue", "--year", "2025", "--city", "池州市")
    last = {r[0]: r[3] for r in rows_of(listed.lstrip("\ufeff"))[1:]}
    check.equal("last year's values", {r[0]: r[rows[3].index("上年(2025):集群营业收入(亿元)")] for r in rows[4:] if r[0] in last}, last)
    check.equal("a file that is there stays", qunce("template", "a.qn", "revenue", "-o", "a.csv")[0], 0)
    check.equal("it is told", qunce("template", "a.qn", "revenue", "-o", "a.csv")[0], 64)


def refused():
    check.equal("no such indicator", qunce("template", "a.qn", "revenu"), (64, 'qunce: no indicator is called "revenu": did you mean revenue?\n'))
    check.equal("no period", qunce("template", "empty.qn", "--lang", "zh"), (64, "qunce: 库中还没有数据:请用 --year 指明要填报的年份\n"))
    check.equal("a month", qunce("template", "a.qn", "--year", "2026-01"), (64, "qunce: --year 2026-01: not of the pack's frequency: write 2026\n"))
    code, text = qunce("template", "empty.qn", "--year", "2025", "--lang", "en")
    rows = rows_of(text[1:])
    check.equal("of an empty store, all that is asked for, and no last year", (code, rows[0], "last year" in text), (0, ["Figures of the year 2025 to be filled in: Cluster"], True))
    check.equal("no column of last year", [h for h in rows[2] if h.startswith("last year")], [])


def as_workbook():
    check.equal("written", qunce("template", "a.qn", *ASKED, "--lang", "zh", "--city", "池州市", "-o", "a.xlsx"), (0, ""))
    check.equal("the same bytes again", (qunce("template", "a.qn", *ASKED, "--lang", "zh", "--city", "池州市", "-o", "b.xlsx")[0], content("a.xlsx") == content("b.xlsx")), (0, True))
    book = openpyxl.load_workbook(os.path.join(folder, "a.xlsx"))
    sheet = book.worksheets[0]
    head = {c.value: c.column for c in sheet[4]}
    check.equal("sheets", book.sheetnames, ["填报", "指标说明"])
    check.equal("cells of the form are those of the CSV", [["" if v is None else v for v in row] for row in sheet.iter_rows(min_row=4, max_row=4, values_only=True)],
                rows_of(qunce("template", "a.qn", *ASKED, "--city", "池州市", "--lang", "zh")[1][1:])[3:4])
    rules = {r.promptTitle: (r.type, r.formula1, r.formula2, r.errorStyle) for r in sheet.data_validations.dataValidation}
    check.equal("rules", rules, {"集群营业收入": ("decimal", "-1E+300", "1E+300", None), "规上企业数量": ("whole", "0", None, None), "营业收入全省同行业位次": ("whole", "1", None, None),
                                 "平均研发投入强度": ("decimal", "0", "100", "warning"), "营业收入增速": ("decimal", "-1E+300", "1E+300", None),
                                 "“一群一策”诊断完成": ("list", '"是,否"', None, None)})
    asked = head["集群营业收入(亿元)"]
    check.equal("frozen, protected", (sheet.freeze_panes, sheet.protection.sheet), ("C5", True))
    check.equal("what may be filled in", [sheet.cell(5, c).protection.locked for c in (1, 2, asked - 1, asked)], [True, True, True, False])
    check.equal("a definition beside the field", sheet.cell(4, asked).comment.text.split("\n")[:3], ["集群营业收入", "以亿元为单位的数值", "附件4 第三条(一)"])
    check.equal("and on its own sheet", [c.value for c in book["指标说明"][2]][:3], ["规上企业数量", "above_scale_enterprises", "count"])


def content(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def values(store, year):
    """What a store knows of a year, by entity and indicator."""
    code, text = qunce("export", store, "--year", year)
    check.equal("exported", code, 0)
    rows = rows_of(text.lstrip("\ufeff"))
    return {(r[0], r[1]): r[3] for r in rows[1:] if r[2] == year}


def filled(head, rows, language):
    """Last year's value in every field that asks, as someone would who has nothing new to tell."""
    mark = "上年(2025):" if language == "zh" else "last year (2025): "
    for row in rows:
        for k, name in enumerate(head):
            if (mark + name) in head:
                row[k] = row[head.index(mark + name)]


def there_and_back_as_csv(language):
    code, text = qunce("template", "a.qn", "--lang", language)
    rows = rows_of(text[1:])
    filled(rows[3], rows[4:], language)
    with open(os.path.join(folder, "filled.csv"), "w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    store = f"csv-{language}.qn"
    check.equal("init", qunce("init", store, "--pack", os.path.join(SOURCE, "scripts/anhui"))[0], 0)
    code, words = qunce("import", store, "filled.csv", "--synthetic", "--lang", language)
    check.equal(f"a filled form imports ({language})", (code, words if code else ""), (0, ""))
    if language == "zh":
        check.equal("what is passed over is one line", [line for line in words.split("\n") if "对照" in line],
                    [f"  filled.csv:4:{rows[3].index(next(h for h in rows[3] if h.startswith('上年'))) + 1}:“{next(h for h in rows[3] if h.startswith('上年'))}”等 "
                     f"{sum(h.startswith('上年') for h in rows[3])} 列只供对照,略过"])
    check.equal(f"every value came back ({language})", values(store, "2026") == values("a.qn", "2025"), True)


def there_and_back_as_workbook(language):
    name = f"form-{language}.xlsx"
    check.equal("written", qunce("template", "a.qn", "--lang", language, "-o", name), (0, ""))
    book = openpyxl.load_workbook(os.path.join(folder, name))
    sheet = book.worksheets[0]
    head = [c.value for c in sheet[4]]
    for row in sheet.iter_rows(min_row=5):
        cells = [c.value for c in row]
        filled(head, [cells], language)
        for c, value in zip(row, cells):
            if not c.protection.locked:
                c.value = value
    book.save(os.path.join(folder, name))
    store = f"xlsx-{language}.qn"
    check.equal("init", qunce("init", store, "--pack", os.path.join(SOURCE, "scripts/anhui"))[0], 0)
    code, words = qunce("import", store, name, "--synthetic", "--lang", language)
    check.equal(f"a filled workbook imports ({language})", (code, words if code else ""), (0, ""))
    check.equal(f"every value of a workbook came back ({language})", values(store, "2026") == values("a.qn", "2025"), True)


for store in ("a.qn", "b.qn", "empty.qn"):
    check.equal("init", qunce("init", store, "--pack", os.path.join(SOURCE, "scripts/anhui"))[0], 0)
check.equal("import", qunce("import", "a.qn", os.path.join(SOURCE, "datasets/demo/observations-2019-2025.csv"))[0], 0)
as_csv()
refused()
there_and_back_as_csv("zh")
there_and_back_as_csv("en")
try:
    import openpyxl
    as_workbook()
    there_and_back_as_workbook("zh")
    there_and_back_as_workbook("en")
except ImportError:
    system = "/usr/bin/python3"
    if os.path.exists(system) and not os.path.samefile(system, sys.executable):
        shutil.rmtree(folder)
        os.execv(system, [system, *sys.argv])
    print("without openpyxl: workbooks are not looked at")
shutil.rmtree(folder)
sys.exit(check.faults != 0)
