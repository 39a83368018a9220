"""A spreadsheet as plain lines, read with nothing but zip and XML.

usage: read_xlsx.py FILE
Each cell: sheet TAB reference TAB "s" or "n" TAB number format TAB value.
Each sheet: sheet TAB "frozen" TAB rows, and sheet TAB "formulas" TAB count.
"""

import sys
import xml.etree.ElementTree as xml
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 49: "@"}


def main():
    book = zipfile.ZipFile(sys.argv[1])
    tree = lambda name: xml.fromstring(book.read(name))
    assert book.testzip() is None
    shared = ["".join(t.text or "" for t in si.iter(MAIN + "t"))
              for si in tree("xl/sharedStrings.xml").iter(MAIN + "si")]
    styles = tree("xl/styles.xml")
    formats = {int(f.get("numFmtId")): f.get("formatCode") for f in styles.iter(MAIN + "numFmt")}
    formats = {**BUILT_IN, **formats}
    used = [formats.get(int(x.get("numFmtId")), "?") for x in styles.find(MAIN + "cellXfs")]
    sheets = tree("xl/workbook.xml").find(MAIN + "sheets")
    for number, sheet in enumerate(sheets, 1):
        name = sheet.get("name")
        page = tree(f"xl/worksheets/sheet{number}.xml")
        panes = list(page.iter(MAIN + "pane"))
        print(name, "frozen", panes[0].get("ySplit") if panes else "0", sep="\t")
        print(name, "formulas", len(list(page.iter(MAIN + "f"))), sep="\t")
        for cell in page.iter(MAIN + "c"):
            value = cell.find(MAIN + "v")
            if value is not None:
                text = cell.get("t") == "s"
                print(name, cell.get("r"), "s" if text else "n", used[int(cell.get("s", 0))],
                      shared[int(value.text)] if text else value.text, sep="\t")


main()
