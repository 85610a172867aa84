# SPDX-License-Identifier: Apache-2.0
"""Workbooks written part by part, so that each part can be wrong; and the rows that qunce reads of a file."""
import io, os, subprocess, tempfile, zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts(rows, strings=None, workbook_extra="", sheet_extra="", styles=None, views="", name="S"):
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook_extra}<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{views}<sheetData>{rows}</sheetData>{sheet_extra}</worksheet>',
    }
    if strings is not None:
        made["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    if styles is not None:
        made["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    return made


def packed(made, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, text in made.items():
            z.writestr(name, text)
    return out.getvalue()


def rows_of(build, content, sheet=None, seconds=30):
    """content: bytes, or the path of a file."""
    path = content
    if isinstance(content, bytes):
        handle, path = tempfile.mkstemp(suffix=".xlsx")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    try:
        done = subprocess.run([os.path.join(build, "sheet_rows"), path] + ([sheet] if sheet else []), capture_output=True, text=True,
                              timeout=seconds * float(os.environ.get("QUNCE_PATIENCE", 1)))
        return done.stdout.rstrip("\n") if done.returncode == 0 else f"exit {done.returncode} {done.stderr[-400:]}"
    finally:
        if path is not content:
            os.unlink(path)


class Checks:
    def __init__(self):
        self.faults = 0

    def equal(self, what, got, wanted):
        if got != wanted:
            self.faults += 1
            print(f"--- {what}\n    wanted: {wanted!r}\n    got:    {got!r}")
