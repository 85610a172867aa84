#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Files that are no workbook, damaged workbooks, and hostile ones: each is one line within seconds. usage: hostile_sheets.py BUILD"""
import io, os, random, struct, sys, time, warnings, zipfile
from xml.sax.saxutils import quoteattr
from workbook import Checks, MAIN, OFFICE, packed, parts, rows_of

BUILD = sys.argv[1]
SLOWEST = 5 * float(os.environ.get("QUNCE_PATIENCE", 1))
check = Checks()
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def refused(what, content, wanted, last=False):
    began = time.monotonic()
    got = rows_of(BUILD, content)
    if last:
        got = got.split("\n")[-1]
    english, _, chinese = got.partition(" // ")
    check.equal(what, english, f"-2 book.xlsx{wanted}")
    check.equal(what + ": in Chinese too", any("\u4e00" <= c <= "\u9fff" for c in chinese) and chinese.startswith("book.xlsx:"), True)
    if time.monotonic() - began > SLOWEST:
        check.equal(what + ": seconds", time.monotonic() - began, f"at most {SLOWEST}")


def sheet(rows, **more):
    return packed(parts(rows, **more))


def changed(**parts_changed):
    made = parts('<row r="1"><c r="A1"><v>1</v></c></row>')
    for name, text in parts_changed.items():
        made[{"rels": "xl/_rels/workbook.xml.rels", "workbook": "xl/workbook.xml", "sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml",
              "styles": "xl/styles.xml"}[name]] = text
    return packed(made)


def not_workbooks():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    refused("old .xls", ole + "Workbook".encode("utf-16-le"), ": an old .xls workbook: save it as .xlsx")
    refused("with a password", ole + "EncryptedPackage".encode("utf-16-le"), ": the workbook is protected by a password: save it without one")
    refused("text", b"a,b\n1,2\n", ": no workbook: neither .xlsx nor anything known")
    refused("empty", b"", ": no workbook: neither .xlsx nor anything known")
    refused("a zip of something", packed({"a.txt": "x"}), ": a zip file without a workbook in it")
    refused("OpenDocument", packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), ": an OpenDocument file: save it as .xlsx")
    refused("Word", packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), ": a Word document: copy its table into a workbook")
    refused("binary workbook", packed({"[Content_Types].xml": "<x/>", "xl/workbook.bin": "x"}), ": a binary .xlsb workbook: save it as .xlsx")


def damaged():
    good = sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 1)
    check.equal("the good one", rows_of(BUILD, good), "sheet S\n1: 1")
    refused("cut short", good[:len(good) // 2], ": the zip file is damaged or cut short (Not a zip archive)")
    refused("only a head", good[:4], ": the zip file is damaged or cut short (Not a zip archive)")
    made = parts("")
    del made["xl/worksheets/sheet1.xml"]
    refused("a sheet that is not there", packed(made), ": xl/worksheets/sheet1.xml is missing from the workbook: damaged", last=True)
    made = parts("")
    del made["xl/_rels/workbook.xml.rels"]
    refused("no relations", packed(made), ": xl/_rels/workbook.xml.rels is missing from the workbook: damaged")
    refused("half a tag", changed(sheet="<worksheet><sheetData><row"), ":xl/worksheets/sheet1.xml:1: damaged: unclosed token".replace(":xl", ": xl"), last=True)
    refused("a text that is not there", sheet('<row r="3"><c r="B3" t="s"><v>7</v></c></row>', strings="<si><t>x</t></si>"), ":3:2: text 7 of 1 is not there: damaged", last=True)
    refused("a negative text", sheet('<row r="3"><c r="B3" t="s"><v>-1</v></c></row>', strings="<si><t>x</t></si>"), ":3:2: text -1 of 1 is not there: damaged", last=True)
    refused("no number", sheet('<row r="3"><c r="B3"><v>0x10</v></c></row>'), ':3:2: "0x10" stands where a number should: damaged', last=True)
    refused("not a number", sheet('<row r="3"><c r="B3"><v>NaN</v></c></row>'), ':3:2: "NaN" stands where a number should: damaged', last=True)
    refused("rows out of order", sheet('<row r="3"><c r="A3"><v>1</v></c></row><row r="2"/>'), ":2: row 2 comes after row 3: damaged", last=True)
    refused("a row too far", sheet('<row r="1048577"/>'), ":1048577: row 1048577 comes after row 0: damaged", last=True)
    refused("cells out of order", sheet('<row r="3"><c r="B3"/><c r="A3"/></row>'), ":3:1: cell A3 is out of place: damaged", last=True)
    refused("a cell of another row", sheet('<row r="3"><c r="B4"/></row>'), ":3:2: cell B4 is out of place: damaged", last=True)
    refused("a cell without a place", sheet('<row r="3"><c r="%n%s"/></row>'), ":3: cell %n%s is out of place: damaged", last=True)
    for what, cell in (("two values", "<v>1</v><v>2</v>"), ("a value and a text", "<v>1</v><is><t>2</t></is>")):
        refused(what, sheet(f'<row r="3"><c r="B3">{cell}</c></row>'), ":3:2: a cell with two values: damaged", last=True)
    refused("a type that nobody knows", sheet('<row r="3"><c r="B3" t="zz"><v>1</v></c></row>'), ":3:2: a cell of a type that is not known: damaged", last=True)
    refused("half a text", sheet('<row r="3"><c r="B3" t="s"><v>0.0</v></c></row>', strings="<si><t>x</t></si>"), ":3:2: text 0.0 of 1 is not there: damaged", last=True)
    refused("a row of the second round", sheet('<row r="4294967298"/>'), ":1048577: row 1048577 comes after row 0: damaged", last=True)
    check.equal("what an extension holds is no value", rows_of(BUILD, sheet('<row r="1"><c r="A1"><v>1</v><extLst><ext><v>7</v><row/></ext></extLst></c></row>')), "sheet S\n1: 1")
    broken = bytearray(packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>'), zipfile.ZIP_STORED))
    at = broken.find(b"<v>1</v>")
    broken[at + 3] = ord("2")
    refused("a checksum that does not fit", bytes(broken), ": xl/worksheets/sheet1.xml: damaged: CRC error", last=True)


def hostile():
    huge = b"<si><t>" + b" " * (64 << 20)
    refused("a bomb", changed(strings="<sst>" + "<si><t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t></si>" * 1000000 + "</sst>"),
            ": xl/sharedStrings.xml: unpacks to more than a workbook should (80 MiB and on): hostile")
    refused("a long text", changed(strings="<sst>" + huge.decode()), ": text 1 of the workbook is longer than 64 KiB: shorten it")
    refused("a long cell", sheet('<row r="3"><c r="B3" t="inlineStr"><is><t>' + "x" * 70000 + "</t></is></c></row>"), ":3:2: the text is longer than 64 KiB: shorten it", last=True)
    refused("a long tag", changed(sheet="<worksheet " + "".join(f'a{i}="{i}" ' for i in range(200000)) + "/>"), ": xl/worksheets/sheet1.xml: a tag longer than 1 MiB: damaged, or hostile", last=True)
    refused("deep nesting", changed(sheet="<a>" * 1000000), ": xl/worksheets/sheet1.xml: nested deeper than 64: damaged, or hostile", last=True)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {LETTERS[i + 1]} "{("&" + (LETTERS[i] if i else "a") + ";") * 10}">' for i in range(9)) + "]>"
    refused("a billion laughs", changed(sheet=laughs + "<worksheet>&J;</worksheet>"),
            ": xl/worksheets/sheet1.xml: has a document type, which no spreadsheet writes: hostile", last=True)
    refused("a file of the system", changed(sheet='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'),
            ": xl/worksheets/sheet1.xml: has a document type, which no spreadsheet writes: hostile", last=True)
    relation = '<Relationships><Relationship Id="r1" Type="%s/worksheet" Target="%s"%s/></Relationships>'
    refused("a path outside", changed(rels=relation % (OFFICE, "../../../etc/passwd", "")), ": ../../etc/passwd is missing from the workbook: damaged", last=True)
    refused("a sheet elsewhere", changed(rels=relation % (OFFICE, "http://example.org/a.xml", ' TargetMode="External"')), ": the workbook has no sheet with a table")
    refused("a million columns", sheet('<row r="1">' + "<c><v>1</v></c>" * 1000000 + "</row>"), ":1:4097: more than 4096 columns: is this the right sheet?", last=True)
    refused("a column of the moon", sheet('<row r="1"><c r="ZZZZZZZZZZZZ1"><v>1</v></c></row>'), ":1: cell ZZZZZZZZZZZZ1 is out of place: damaged", last=True)
    wide = '<row r="1">' + ('<c t="s"><v>0</v></c>' * 400) + "</row>"
    refused("a row of texts", sheet(wide, strings="<si><t>" + "x" * 65000 + "</t></si>"), ":1:258: the text is too long: a cell holds at most 64 KiB, a row 16 MiB", last=True)
    sheets = "".join(f'<sheet name="{"n" * 300}{i}" sheetId="{i}" r:id="r1"/>' for i in range(5000))
    got = rows_of(BUILD, changed(workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'))
    check.equal("five thousand sheets", got.split("\n")[-1], "1: 1")
    formats = lambda count: "".join(f'<numFmt numFmtId="{i}" formatCode="0&quot;"/>' for i in range(count))
    styles = lambda formed, styled: changed(styles=f"<styleSheet><numFmts>{formats(formed)}</numFmts><cellXfs>" + '<xf numFmtId="7"/>' * styled + "</cellXfs></styleSheet>")
    check.equal("sixty thousand styles", rows_of(BUILD, styles(4096, 60000)), "sheet S\n1: 1")
    refused("seventy thousand styles", styles(1, 70000), ": more than 65536 styles of cells: damaged, or hostile", last=True)
    refused("sixty thousand formats", styles(60000, 60000), ": more than 4096 formats of numbers: damaged, or hostile", last=True)
    fonts = changed(styles="<styleSheet><fonts>" + "<font><strike/></font>" * 70000 + "</fonts></styleSheet>")
    refused("seventy thousand fonts", fonts, ": more than 65536 fonts: damaged, or hostile", last=True)
    twice = '<styleSheet><numFmts>%s</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs></styleSheet>'
    dated, plain = '<numFmt numFmtId="200" formatCode="yyyy-mm-dd"/>', '<numFmt numFmtId="200" formatCode="0"/><numFmt numFmtId="199" formatCode="0"/>'
    cell = '<row r="1"><c r="A1" s="1"><v>45000</v></c></row>'
    check.equal("of two forms of one number the last", rows_of(BUILD, sheet(cell, styles=twice % (plain + dated))), "sheet S\n1: 2023-03-15")
    check.equal("of two forms of one number the last, plain", rows_of(BUILD, sheet(cell, styles=twice % (dated + plain))), "sheet S\n1: 45000")
    got = rows_of(BUILD, changed(workbook=f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="&#27;[2J%s%n" sheetId="1" r:id="r1"/></sheets></workbook>'))
    check.equal("no terminal code, no format", got, "-2 book.xlsx: xl/workbook.xml:1: damaged: reference to invalid character number"
                " // book.xlsx:xl/workbook.xml:1:文件已损坏:reference to invalid character number")
    cells = ('<row r="1"><c r="A1" t="inlineStr"><is><t>_x001B_[2J%s%n_x0000_.</t></is></c><c r="B1" t="inlineStr"><is><t>_xD800__x0041_</t></is></c></row>')
    check.equal("controls come as they are, a zero and half a pair do not", rows_of(BUILD, sheet(cells)), "sheet S\n1: \x1b[2J%s%n_x0000_. | _xD800_A")
    twice = io.BytesIO(packed(parts('<row r="1"><c r="A1"><v>1</v></c></row>')))
    with zipfile.ZipFile(twice, "a") as z, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        z.writestr("xl/Worksheets/sheet1.xml", parts('<row r="1"><c r="A1"><v>2</v></c></row>')["xl/worksheets/sheet1.xml"])
    refused("one part twice", twice.getvalue(), ": xl/worksheets/sheet1.xml is there twice: damaged, or hostile", last=True)
    many = zipfile_of_many(200000)
    got = rows_of(BUILD, many)
    check.equal("two hundred thousand entries", got, "-2 book.xlsx: a zip file without a workbook in it // book.xlsx:这是 zip 文件,其中没有工作簿")


def zipfile_of_many(count):
    """Entries of nothing, by hand: zipfile would take minutes."""
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, 1, 0) + b"x"
    central = b"".join(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0) + b"%06d" % i for i in range(count % 65536))
    return local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count % 65536, count % 65536, len(central), len(local), 0)


def odd_formats():
    """Whatever a format's code is, a number of it is one short text."""
    random.seed(11)
    pieces = ["0", "#", "?", ".", ",", "%", "E+", "/", '"', "\\", "_", "*", "!", "[", "]", ";", "@", "yyyy", "m", "mmm", "d", "h", "s", "e", "aaa", "General", "G/通用格式", "[h]", "[$¥-411]", "[$",
              "[<", "[>=10]", "[=0]", "[Red]", '"万元"', '"1-"', "-", "(", ")", " ", "5", "x", "年", "负", "很长" * 20, ";" * 9]
    codes = ["".join(random.choices(pieces, k=random.randint(0, 12))) for _ in range(2000)] + [";" * 100000, "0" * 100000, '"' + "很" * 50000 + '"0', "[<" + "9" * 5000 + "]0", "[=1e999]0", "["]
    made = "".join(f'<numFmt numFmtId="{200 + i}" formatCode={quoteattr(code)}/>' for i, code in enumerate(codes))
    styles = f"<numFmts>{made}</numFmts><cellXfs>" + "".join(f'<xf numFmtId="{200 + i}"/>' for i in range(len(codes))) + "</cellXfs>"
    values = (0, 12.5, -12.5, 45901.75, 1e300)
    cell = lambda i: f'<row r="{i + 1}">' + "".join(f'<c s="{i}"><v>{value}</v></c>' for value in values) + "</row>"
    rows = [line for line in rows_of(BUILD, sheet("".join(map(cell, range(len(codes)))), styles=styles)).split("\n") if line[:1].isdigit()]
    check.equal("odd formats: rows", len(rows), len(codes))
    check.equal("odd formats: cells", [line for line in rows if line.count(" | ") != len(values) - 1 or len(line) > 800], [])


def fuzzed():
    """Whatever bytes change, it ends with rows or with one line."""
    random.seed(7)
    styles = '<numFmts><numFmt numFmtId="200" formatCode="yyyy-mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/><xf numFmtId="9"/></cellXfs>'
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>{i % 3}</v></c><c r="B{i}" s="{i % 3}"><v>{i * 1.5}</v></c></row>' for i in range(1, 20))
    made = parts(rows, strings="<si><t>甲</t></si><si><t>乙</t></si><si><r><t>丙</t></r></si>", styles=styles)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        good = packed(made, method)
        for _ in range(60):
            bad = bytearray(good)
            for _ in range(random.randint(1, 8)):
                bad[random.randrange(4, len(bad))] = random.randrange(256)
            got = rows_of(BUILD, bytes(bad))
            last = got.split("\n")[-1]
            if "qunce-files" in got or not (last.startswith("-2 book.xlsx:") or last[:1].isdigit() or last.startswith(("note", "sheet"))):
                check.equal("some bytes changed", got, "rows, or one line")


not_workbooks()
damaged()
hostile()
odd_formats()
fuzzed()
sys.exit(check.faults != 0)
