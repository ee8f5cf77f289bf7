"""Writes openpyxl.xlsx, odfpy.ods and xlwt.xls here: the same sheets by three other writers.

`pip install openpyxl odfpy pandas xlwt`, then run it. ../foreign_sheets.rs tells again what the
files hold. Made with openpyxl 3.1, odfpy 1.4, pandas 3.0 and xlwt 1.3.
"""

import pathlib

import openpyxl
import pandas
import xlwt

HERE = pathlib.Path(__file__).parent
HEAD = ["Binding Energy (eV)", "Counts"]
ROWS = range(40)


def tables():
    """Sheets by name: whole numbers, two places, many places, numbers as texts."""
    energies = [round(300 - 0.1 * i, 1) for i in ROWS]
    yield "C1s Scan", energies, [1000 + 7 * (i % 11) for i in ROWS]
    yield "O1s & <more>", energies, [round(250.25 + i * 1.37, 2) for i in ROWS]
    yield "Sn3d µ", energies, [float(f"{(i + 1) / 7 * 10.0 ** (i % 9 - 4):.15g}") for i in ROWS]
    yield "As text", [f"{e}" for e in energies], [f"{2 * e}" for e in energies]


def openpyxl_():
    book = openpyxl.Workbook()
    book.active.title = "Remarks"
    book.active["B3"] = "no numbers here"
    for name, energies, counts in tables():
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        for row in zip(energies, counts):
            sheet.append(row)
    book.save(HERE / "openpyxl.xlsx")


def odfpy():
    with pandas.ExcelWriter(HERE / "odfpy.ods", engine="odf") as writer:
        pandas.DataFrame({"no numbers": ["here"]}).to_excel(writer, sheet_name="Remarks")
        for name, *columns in tables():
            table = pandas.DataFrame(dict(zip(HEAD, columns)))
            table.to_excel(writer, sheet_name=name, index=False)


def xlwt_():
    book = xlwt.Workbook()
    book.add_sheet("Remarks").write(2, 1, "no numbers here")
    for name, energies, counts in tables():
        sheet = book.add_sheet(name)
        for i, row in enumerate([HEAD, *zip(energies, counts)]):
            sheet.write(i, 0, row[0])
            sheet.write(i, 1, row[1])
    book.save(HERE / "xlwt.xls")


openpyxl_()
odfpy()
xlwt_()
