#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a spreadsheet program writes is read as it stands there. The workbooks are openpyxl's. usage: sheets.py BUILD"""
import datetime, os, sys, tempfile
from workbook import Checks, packed, parts, rows_of

try:
    import openpyxl
except ImportError:  # the system's own interpreter may have it
    system = "/usr/bin/python3"
    if os.path.exists(system) and not os.path.samefile(system, sys.executable):
        os.execv(system, [system, *sys.argv])
    sys.exit(77)

BUILD = sys.argv[1]
check = Checks()


def saved(book):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "b.xlsx")
        book.save(path)
        with open(path, "rb") as file:
            return file.read()


def of_cells(cells):
    """Rows of a sheet with these cells: {place: value or (value, format)}."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "S"
    for place, value in cells.items():
        value, form = value if isinstance(value, tuple) else (value, None)
        sheet[place] = value
        if form:
            sheet[place].number_format = form
    return rows_of(BUILD, saved(book))


def one(value, form=None):
    """The cell alone, without the notes on it."""
    return of_cells({"A1": (value, form)}).removeprefix("sheet S\n1: ").split("\nnote ")[0]


def numbers():
    for value, text in ((1, "1"), (0.1, "0.1"), (1234.5, "1234.5"), (-0.25, "-0.25"), (1e300, "1e+300"),
                        (1234567890123456, "1234567890123456"), (1e-7, "1e-07")):
        check.equal(f"number {value!r}", one(value), text)
        check.equal(f"thousands {value!r}", one(value, "#,##0.00"), text)
    for value, text in ((0.022, "2.2%"), (0.0215, "2.15%"), (0.07, "7%"), (1, "100%"), (1.5, "150%"), (0, "0%"), (-0.05, "-5%"), (0.00001, "0.001%"),
                        (12, "1200%"), (1e-30, "1e-28%"), (0.57, "57%"), (0.29, "29%")):
        check.equal(f"percent {value!r}", one(value, "0.0%"), text)
        check.equal(f"percent {value!r} built in", one(value, "0%"), text)
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs>'
    for raw, text, percent in (("0.30000000000000004", "0.30000000000000004", "30.000000000000004%"), ("3.40123456789012E+17", "3.40123456789012e+17", "3.40123456789012e19%"),
                               ("-0", "-0", "0%"), ("5E-324", "4.94065645841247e-324", "4.94065645841247e-322%")):
        cells = f'<row r="1"><c r="A1"><v>{raw}</v></c><c r="B1" s="1"><v>{raw}</v></c></row>'
        check.equal(f"as a spreadsheet writes {raw}", rows_of(BUILD, packed(parts(cells, styles=styles))), f"sheet S\n1: {text} | {percent}")
    check.equal("scientific is a number", one(1234567, "0.00E+00"), "1234567")
    check.equal("a currency is a number", one(12.5, '"¥"#,##0.00;[Red]"¥"-#,##0.00'), "12.5")
    for form, text in (('0.00"亿元"', "12.5亿元"), ('#,##0.00\\亿\\元', "12.5亿元"), ('0.00亿元;-0.00亿元;"—"', "12.5亿元"), ('General"万元"', "12.5万元"), ('G/通用格式"家"', "12.5家"),
                       ('"约"0.0', "约12.5"), ('0.0%"以上"', "1250%以上"), ('[$$-409]#,##0.00', "$12.5"), ('[$¥-804]#,##0.00', "12.5"), ('[$€-2] 0.0', "€12.5"),
                       ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.5"), ('0.0" kg"', "12.5 kg"),
                       ('[$USD] #,##0.00', "USD12.5"), ('"HKD "0.0', "HKD 12.5"), ('0.0"M"', "12.5M"), ('0.0" mn"', "12.5 mn"),
                       ('">"0.0', ">12.5"),
                       ('~0.0', "~12.5"), ('$#,##0.0', "$12.5"), ('"ca. "0.0', "ca. 12.5"), ('0.0"(est.)"', "12.5(est.)"),
                       ('[$RMB] #,##0.0_);\\(0.0\\)', "12.5"), ('"RMB: "0.0', "12.5"), ('[红色]0.0', "12.5"), ('0.0"' + "很长" * 20 + '"', "12.5" + "很长" * 5)):
        check.equal(f"what the format {form} shows", one(12.5, form), text)
    sections()
    check.equal("percent in quotes is shown", one(12.5, '0.0"%"'), "12.5%")
    check.equal("a flag", of_cells({"A1": True, "B1": False}), "sheet S\n1: TRUE | FALSE")


def sections():
    """What a person sees is read; where it is another number than the cell holds, both are, and that is no figure."""
    for form in ("[$-804]General", "[DBNum1][$-804]General", "[Red]General", "[Color10]General;[Red]-General", "[$-804]G/通用格式", "[>10]General;0", '[=0]"-";General'):
        for value in (12.5, 45000):
            check.equal(f"General behind something {form} {value}", one(value, form), f"{value}")
    check.equal("General behind a word", one(12.5, '"约"General'), "约12.5")
    for form in ('[=0]"-";0.0', '[<0]"-"0.0;0.0', '[<0]"负"0.0;0.0', '0.0;-0.0;"未统计"', "0.00;[Red]0.00", "0.00_);[Red](0.00)", r"0.00_ ;[Red]\-0.00\ ", "0.0;0.0", '0.0;"亏"0.0',
                 '[>0]0.0;[<0]-0.0;0', '"是";"否"', "[<1]0.0%;0.0"):
        check.equal(f"a number that its own section shows {form}", one(12.5, form), "是" if "是" in form else "12.5")
    for form, text in (('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-12.5"), ("0.00_);[Red](0.00)", "-12.5"), ("#,##0.00;[Red]#,##0.00", "-12.5"), ('0.0"亿元";[Red]-0.0"亿元"', "-12.5亿元"),
                       ('[=0]"-";0.0', "-12.5"), ('[<0]"-"0.0;0.0', "-12.5"), ('0.0;"负"0.0', "负12.5"), ("0.0;0.0", "12.5≠-12.5"), ('0.0;0.0"↓"', "12.5≠-12.5"), ("[<0]0.0;0.0", "12.5≠-12.5"),
                       ('"是";"否"', "否"), ("-0.0", "--12.5≠-12.5")):
        check.equal(f"a negative number {form}", one(-12.5, form), text)
    for form in ('"-"0.0', "-0.0", "(0.0)", '"负"0.0', "0.0-"):
        check.equal(f"a sign that the number does not have {form}", one(12.5, form), "-12.5≠12.5")
    for form, text in (('0.0;-0.0;"未统计"', "未统计"), ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"), ('_-* 0.0 "€"_-;-* 0.0 "€"_-;_-* "-"?? "€"_-', "0€"),
                       ("0.0;-0.0;;@", "≠0"), ('[=0]"";0.0', "≠0"), ("#,###", "≠0"), ("# ?/?", "0"), ('[=0]"5";0', "5≠0"), ('0"E+1"', "0E+1")):
        check.equal(f"a zero {form}", one(0, form), text)
    for value, form, text in ((0.125, '[=0]"";0.0%', "12.5%"), (2.12, "[<1]0.00%;0.00", "2.12"), (5000, '[>=10000]0.0"亿元";0.0"万元"', "5000万元"), (12.5, '[<1]"<1";0.0', "12.5"),
                              (0.5, '[<1]"<1";0.0', "<1"), (150000, '[>=100000000]0.00,,"亿";[>=10000]0!.0,"万";0', "15万"), (-5, "[>0]0;-0;0", "-5"), (5, "[>9]0;[<0]-0", "?≠5"),
                              (5, "[>9]0", "?≠5"), (5, "[>x]0", "?≠5"), (5, "0;0;0;@", "5")):
        check.equal(f"a section by its condition {value} {form}", one(value, form), text)
    for form, text in ((";;;", "≠12.5"), ("00-00", "?≠12.5"), ('0"0000"', "?≠12.5"), ('0"E+1"', "12.5E+1≠12.5"), ("0*x", "?≠12.5"), ("0e", "?≠12.5"),
                       ("Standard", "?≠12.5"), ("0.0%%", "?≠12.5"), ('#0"."00', "0.125≠12.5"), ("[$¥-411]#,##0", "JP¥12.5"),
                       ("0!,0000", "12.5"), ("# ##0.00", "12.5"), ("**0.00", "12.5"), (r"_-[$¥-804]*\ #,##0.00_-", "12.5"), ("# ?/16", "12.5"), ("##0.0E+0", "12.5")):
        check.equal(f"what cannot be shown is refused, what only parts digits is not {form}", one(12.5, form), text)
    check.equal("a text in its format's words", of_cells({"A1": ("12", '@"万元"'), "B1": ("12", '0;-0;0;"约"@'), "C1": ("甲", "_ @_ ")}), "sheet S\n1: 12万元 | 约12 | 甲")


def dates():
    day = datetime.date(2025, 3, 30)
    for form, text in (("yyyy-mm-dd", "2025-03-30"), ("mm-dd-yy", "2025-03-30"), ("d/m/yy", "2025-03-30"), ('yyyy"年"m"月"d"日"', "2025-03-30"),
                       ("[$-804]yyyy\"年\"m\"月\"d\"日\"", "2025-03-30"), ('yyyy"年"m"月"', "2025-03"),
                       ("mmm-yy", "2025-03"), ("yyyy-mm", "2025-03"), ("yyyy", "2025"),
                       ('yyyy"年1-"m"月"', "2025年1-3月"), ('yyyy"年前"m"个月"', "2025年前3个月"), ('"截至"yyyy"年"mm"月"', "截至2025年03月"), ('yyyy年1-m月', "2025年1-3月"),
                       ('yyyy"年第一季度"', "2025年第一季度"), ('"FY"yy', "FY25"), ('"截至"yyyy-m-d', "截至2025-3-30"), ('"截至"mmm-yy', "?≠45746"), ('yyyy"年' + "很长" * 20 + '"', "?≠45746"),
                       ('yyyy"年度"', "2025年度"), ('[DBNum1][$-804]yyyy"年"m"月"d"日";@', "2025-03-30"), ('[$-804]aaaa;@', "2025-03-30"), ('yyyy/m/d\\ 上午/下午h"时"mm"分";@', "2025-03-30"),
                       ('yyyy"年"', "2025"), ('m"月"d"日"', "2025-03-30"), ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2025-03-30"), ("e.m.d", "2025-03-30")):
        check.equal(f"date {form}", one(day, form), text)
    check.equal("a moment", one(datetime.datetime(2025, 3, 30, 13, 5, 9), "yyyy-mm-dd hh:mm:ss"), "2025-03-30T13:05:09")
    check.equal("midnight is a day", one(datetime.datetime(2025, 3, 30), "yyyy-mm-dd hh:mm"), "2025-03-30")
    for form, text in (("yyyy", "1905≠2025"), ('yyyy"年"', "1905≠2025"), ("yyyy-mm", "1905-07≠2025"), ("yyyy-mm-dd", "1905-07-17")):
        check.equal(f"a year among days {form}", one(2025, form), text)
    check.equal("no date has these words", one(-5, 'yyyy"年目标"'), "?≠-5")
    check.equal("a time", one(0.5, "h:mm"), "12:00:00")
    check.equal("a time of other days", one(45901.5, "h:mm"), "12:00:00≠45901.5")
    for form in ("[h]:mm", "[hh]:mm", "[h]:mm:ss"):
        check.equal(f"elapsed hours are no number {form}", one(1.5, form), "36:00:00≠1.5")
    for serial, text in ((1, "1900-01-01"), (59, "1900-02-28"), (60, "60"), (61, "1900-03-01"), (0, "0"), (-1, "-1"), (2958465, "9999-12-31"), (2958466, "2958466")):
        check.equal(f"day {serial}", one(serial, "yyyy-mm-dd"), text)
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/><xf numFmtId="31"/></cellXfs>'
    cells = '<row r="1"><c r="A1" s="1"><v>0</v></c><c r="B1" s="1"><v>44284</v></c><c r="C1" s="2"><v>44284</v></c><c r="D1" s="3"><v>44284</v></c></row>'
    content = packed(parts(cells, styles=styles, workbook_extra='<workbookPr date1904="1"/>'))
    check.equal("from 1904", rows_of(BUILD, content), "sheet S\n1: 1904-01-01 | 2025-03-30 | 2025-03 | 2025-03-30")


def texts():
    check.equal("Chinese, markup and blanks", of_cells({"A1": " 天长 <仪器> & \"仪表\" ", "B1": "a\nb"}), "sheet S\n1: 天长 <仪器> & \"仪表\" | a\nb")
    ends = '<row><c t="inlineStr"><is><t>620_x000D_</t></is></c><c t="inlineStr"><is><t>_x000A_ a_x000A_b_x000D__x000A_</t></is></c></row>'
    check.equal("ends of lines around a text", rows_of(BUILD, packed(parts(ends))), "sheet S\n1: 620 | a\nb")
    check.equal("a text that is a number stays as written", of_cells({"A1": "007", "B1": "1,234.5", "C1": "2.2%"}), "sheet S\n1: 007 | 1,234.5 | 2.2%")
    check.equal("gaps", of_cells({"B2": "x", "D2": 1, "A5": "y"}), "sheet S\n2:  | x |  | 1\n5: y")
    check.equal("errors", of_cells({"A1": "#N/A", "B1": "#DIV/0!"}), "sheet S\n1: #N/A | #DIV/0!")
    strings = '<si><t>甲</t></si><si><r><t>乙</t></r><r><rPr/><t>丙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si><si><t>a_x000D_b_x005F_</t></si><si/>'
    cells = ('<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><r><t>行</t></r><r><t>内</t></r></is></c><c t="str"><f>A1</f><v>公式</v></c>'
             '<c t="s"><v>3</v></c><c t="s"><v>2</v></c></row><row><c t="b"><v>1</v></c></row>')
    run = lambda text, how="": f'<r><rPr><sz val="9"/>{how}</rPr><t>{text}</t></r>'
    raised, struck = '<vertAlign val="superscript"/>', '<strike/>'
    marked = [run("12.3") + run("1", raised), run("100", struck) + run("120"), run("12") + run(".5"), run("1", raised) + run("12.3"), run("km") + run("2", raised),
              run("12") + run("3", '<vertAlign val="baseline"/><strike val="0"/>'), run("1２") + run("３", '<vertAlign val="subscript"/>'), run("12") + run("注", raised)]
    shared = ''.join(f'<c t="s"><v>{k}</v></c>' for k in range(len(marked)))
    inline = ''.join(f'<c t="inlineStr"><is>{text}</is></c>' for text in marked)
    shown = "12.3^1 | ^100120 | 12.5 | 1^12.3 | km2 | 123 | 1２^３ | 12注"
    check.equal("what is raised or struck out is no part of a figure", rows_of(BUILD, packed(parts(f"<row>{shared}</row><row>{inline}</row>", ''.join(f"<si>{text}</si>" for text in marked)))),
                f"sheet S\n1: {shown}\n2: {shown}")
    struck = ('<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts><dxfs><dxf><font><strike/></font></dxf></dxfs>'
              '<cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="9" fontId="1"/><xf numFmtId="0" fontId="2"/><xf fontId="3"/></cellXfs>')
    cells_struck = ('<row><c s="1"><v>12.5</v></c><c s="2"><v>0.1</v></c><c s="3"><v>3</v></c><c s="1" t="s"><v>0</v></c><c s="1" t="inlineStr"><is><t>乙</t></is></c><c s="1" t="b"><v>1</v></c>'
                    '<c s="1" t="s"><v>1</v></c><c s="1"/><c s="4"><v>4</v></c></row>')
    names = "<si><t>甲</t></si><si><r><rPr><strike/></rPr><t>7</t></r></si>"
    check.equal("a cell that is struck out is no figure and no name", rows_of(BUILD, packed(parts(cells_struck, names, styles=struck))),
                "sheet S\n1: ^12.5 | ^10% | 3 | ^甲 | ^乙 | ^TRUE | ^7 |  | 4\n"
                "note 6 cells are struck out, the first is A1: each is read as ^ and its text, which is neither a figure nor a name: empty them, or take the line away // "
                "有 6 个单元格带删除线(首个 A1):读作 ^ 加原文,既不是数字也不是名称:请清空,或去掉删除线")
    check.equal("shared, inline, runs, readings, no places", rows_of(BUILD, packed(parts(cells, strings))),
                "sheet S\n1: 乙丙 | 甲 | 行内 | 公式 |  | a\nb_\n2: TRUE\n"
                "note 1 cells hold formulas, the first in D1: the values last computed are read // 有 1 个单元格是公式(首个在 D1):读取的是上次计算的结果")


def notes():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "隐藏"
    sheet.sheet_state = "hidden"
    sheet = book.create_sheet("年报")
    book.create_chartsheet("图")
    book.create_sheet("说明")["A1"] = "见年报"
    book.active = 1
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A3:A4")
    sheet["A3"] = "合肥"
    sheet["B3"] = "=1+1"
    sheet["B4"] = 12345
    sheet["B4"].number_format = '0!.0,"万"'
    sheet["C4"] = 12345678
    sheet["C4"].number_format = "#,##0,"
    sheet["C3"] = 1234
    sheet["C3"].number_format = "#,##0"
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    content = saved(book)
    check.equal("what someone should know", rows_of(BUILD, content), """\
note sheet "年报" is read, 2 others are not: 隐藏, 说明; --sheet NAME chooses // 读取的工作表是“年报”,另有 2 个未读:隐藏, 说明;可用 --sheet 指定
sheet 年报
1: 标题
3: 合肥 | =1+1 | 1234
4:  | 1.2345万 | 12345.678≠12345678
note 1 formulas were never computed, the first in B3: open the file in a spreadsheet program and save it // 有 1 个公式从未计算(首个在 B3):请用电子表格软件打开后保存
note 1 cells are shown smaller than they are by their number format (thousands, 万), the first in C4: \
each is read as shown≠stored, which is no figure: take the format away, or write the unit into it // \
有 1 个单元格的数字格式缩小了显示(千、万),首个在 C4:读作“显示值≠实际值”,不作数字:请去掉这种格式,或在格式里写明单位
note 2 merged ranges, the first A1:C1: each counts for its first cell only // 有 2 处合并单元格(首处 A1:C1):内容只算在左上角的单元格
note 1 rows are hidden, the first is 4: they are read like any other // 有 1 行被隐藏(首行为第 4 行):照常读取
note 1 columns are hidden, the first is column 3: they are read like any other // 有 1 列被隐藏(首列为第 3 列):照常读取""")
    check.equal("a sheet by name", rows_of(BUILD, content, "说明").split("\n")[1:], ["sheet 说明", "1: 见年报"])
    check.equal("no such sheet", rows_of(BUILD, content, "年"), '-2 book.xlsx: there is no sheet "年": there are 隐藏, 年报, 说明 // book.xlsx:没有名为“年”的工作表:现有 隐藏, 年报, 说明')
    book = openpyxl.Workbook()
    for at, number, code in (("A1", 15000000, '0!.0,"万元"'), ("B1", 15000000, '0.00,,"百万元"'), ("C1", 15000000, '0!.0,'), ("D1", 15000000, '"约"0.0,'), ("E1", 15000, '[>=100000000]0!.00,,"亿";0!.0,"万"'),
                             ("H1", 0, '0!.0,'), ("I1", 12500000, '0.0,,"M"'), ("F1", 0, '0\\.0,"万元"'), ("G1", 12, '#,##0"千元"')):
        book.active[at] = number
        book.active[at].number_format = code
    check.equal("a number shown smaller is read with the unit that it is shown with, and without one as no figure", rows_of(BUILD, saved(book)), """\
sheet Sheet
1: 1500万元 | 15百万元 | 1500≠15000000 | 15000≠15000000 | 1.5万 | 0万元 | 12千元 | 0 | 12.5≠12500000
note 3 cells are shown smaller than they are by their number format (thousands, 万), the first in C1: \
each is read as shown≠stored, which is no figure: take the format away, or write the unit into it // \
有 3 个单元格的数字格式缩小了显示(千、万),首个在 C1:读作“显示值≠实际值”,不作数字:请去掉这种格式,或在格式里写明单位""")
    check.equal("what is not shown, or as another number, is told", of_cells({"A1": (5, ";;;"), "B1": (5, "0"), "C1": (-5, "0;0")}), """\
sheet S
1: ≠5 | 5 | 5≠-5
note 2 cells hold a number that their number format or the sheet (zeros) hides, or that is shown as another, the first in A1: \
each is read as shown≠stored, which is no figure: choose a plain number format, and let zeros be shown // \
有 2 个单元格的数字被数字格式或工作表(不显示零值)隐藏,或显示为别的数(首个在 A1):读作“显示值≠实际值”,不作数字:请改用普通数字格式,并显示零值""")
    book = openpyxl.Workbook()
    check.equal("nothing in it", rows_of(BUILD, saved(book)), "sheet Sheet")


def beside():
    """What a sheet says and its cells do not."""
    hidden = "note 1 cells hold a number that their number format or the sheet (zeros) hides"
    zeros = lambda view: rows_of(BUILD, packed(parts("<row><c><v>0</v></c><c><v>-0.0</v></c><c><v>1</v></c></row>", views=f"<sheetViews><sheetView {view}/></sheetViews>"))).split("\n")
    check.equal("zeros that are not shown", zeros('showZeros="0"')[1:3], ["1: ≠0 | ≠0 | 1", hidden.replace("1 cells", "2 cells") + zeros('showZeros="0"')[2][len(hidden):]])
    check.equal("zeros that are", (zeros('showZeros="1"')[1:], zeros("")[1:]), (["1: 0 | -0 | 1"],) * 2)
    book = openpyxl.Workbook()
    book.active["B2"] = 5
    book.active["B2"].comment = openpyxl.comments.Comment("张三:\n单位为万元", "x")
    book.active["C9"].comment = openpyxl.comments.Comment("二", "x")
    book.active.oddHeader.left.text = "单位:万元 && 家"
    book.active.oddHeader.left.font, book.active.oddHeader.left.size, book.active.oddHeader.left.color = "黑体,Bold", 12, "FF0000"
    book.active.oddFooter.right.text = "第 &[Page] 页"
    check.equal("comments, and what is printed on each page", rows_of(BUILD, saved(book)), """\
sheet Sheet
2:  | 5
printed 单位:万元 & 家
printed 第  页
note 2 comments to cells are not read, the first to B2: 张三: 单位为万元 // 有 2 条批注未读(首条在 B2):张三: 单位为万元""")
    check.equal("marks alone, and one that is cut off", rows_of(BUILD, packed(parts("<row><c><v>1</v></c></row>", sheet_extra="<headerFooter>"
                "<oddHeader>&amp;L&amp;P/&amp;N&amp;C&amp;\"黑&amp;</oddHeader>"
                "<evenFooter>&amp;D</evenFooter></headerFooter>"))), "sheet S\n1: 1\nprinted /\nprinted 黑")


def known_beside():
    """A text for who reads a name, and what a figure is read from; what is left where something is struck out."""
    os.environ["QUNCE_BESIDE"] = "1"
    for value, form, text in ((115.5, 'yyyy"年"', "1900 {=1900≠115.5}"), (115.5, "yyyy", "1900 {=1900≠115.5}"), (115.5, "yyyy;@", "1900 {=1900≠115.5}"), (115.5, "[$-804]yyyy", "1900 {=1900≠115.5}"),
                              (115.5, "e", "1900 {=1900≠115.5}"), (115.5, "g", "1900 {=1900≠115.5}"), (115.5, 'yyyy"亿元"', "1900亿元 {=1900亿元≠115.5}"), (115.5, 'yy"家"', "00家 {=00家≠115.5}"),
                              (115.5, 'd"家"', "24家 {=24家≠115.5}"), (0, "yyyy", "0 {=?≠0}"), (-5, "yyyy-mm-dd", "-5 {=?≠-5}"), (46022, "yyyy", "2025 {=2025≠46022}"), (46022, "yyyy-mm", "2025-12"),
                              (123, "00000", "00123 {=123}"), (500, '"T"00000', "T00500 {=T500}"), (-12, "000", "-012 {=-12}"), (0, "000", "000 {=0}"),
                              (123456, "00000", "123456"), (12.5, "00000", "12.5"),
                              (123, "0,000", "123"), (5, "0.00", "5"), (5, "000%", "500%"), (5, "0,,0", "5"), (55, ";;;", "≠55"), (12345678, "0000-0000", "?≠12345678"), (7, "0" * 30, "7")):
        check.equal(f"beside {value} {form}", one(value, form), text)
    run = lambda text, how="": f'<r><rPr><sz val="9"/>{how}</rPr><t>{text}</t></r>'
    marked = [run("2024", "<strike/>") + run("2025年"), run("12.3") + run("1", '<vertAlign val="superscript"/>'), run("旧", "<strike/>"), run("甲") + run("_x000A_", "<strike/>") + run("乙_x000A_丙")]
    shared = "".join(f'<c t="s"><v>{k}</v></c>' for k in range(len(marked) + 1))
    inline = "".join(f'<c t="inlineStr"><is>{text}</is></c>' for text in marked) + '<c t="inlineStr"><is><t>丁</t></is></c>'
    content = packed(parts(f"<row>{shared}</row><row>{inline}</row>", "".join(f"<si>{text}</si>" for text in marked) + "<si><t>丁</t></si>"))
    shown = "^20242025年 {^2025年} | 12.3^1 {^12.3^1} | ^旧 {^} | 甲^\n乙\n丙 {^甲乙\n丙} | 丁"
    check.equal("what is left of a text in runs", rows_of(BUILD, content), f"sheet S\n1: {shown}\n2: {shown}")
    styles = '<fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
    cells = '<row><c s="1"><v>12.5</v></c><c s="1" t="s"><v>0</v></c><c s="1" t="inlineStr"><is><t>乙</t></is></c></row>'
    check.equal("of a cell that is struck out", rows_of(BUILD, packed(parts(cells, f"<si>{marked[0]}</si>", styles=styles))).split("\n")[1], "1: ^12.5 {^} | ^20242025年 {^} | ^乙 {^}")
    del os.environ["QUNCE_BESIDE"]


numbers()
dates()
texts()
notes()
beside()
known_beside()
sys.exit(check.faults != 0)
