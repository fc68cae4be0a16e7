"""The part of preprocess.py that reads rows from an Excel or Parquet file: as the texts that a CSV file has.

So they are read like those of a CSV file from there on. Names in several rows are joined by merged cells.
"""

SHEETS = '''\
def tables_in(path):
    """The lines of a table, and whether what stands above names is meant for empty cells too."""
    kind = Path(path).suffix.lower()
    try:
        if kind in (".xlsx", ".xlsm"):
            return sheet_in(path)
        if kind == ".parquet":
            table = pd.read_parquet(path)
            named = table.index.names != [None]  # they are columns like any other
            table = table.reset_index(drop=not named).astype(object)
            return [([[str(name) for name in table], *(cells_of(row) for row in table.to_numpy())], True)]
    except (ImportError, KeyError, zipfile.BadZipFile) as error:
        raise SystemExit(f"{path} cannot be read: {error} Or save it as a CSV file.") from None
    return csv_lines(path)


def sheet_in(path):
    """A sheet of a workbook; merged cells above names have their text each."""
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    sheet = book[READING["sheet"] or book.sheetnames[0]]
    lines = [cells_of(None if one.data_type == "e" else one.value for one in row) for row in sheet.rows]
    for block in sheet.merged_cells.ranges:
        for row in lines[block.min_row : block.max_row] if block.min_col == block.max_col else ():
            row[block.min_col - 1] = "\\0"  # as above
    wide = [list(line) for line in lines]
    for block in sheet.merged_cells.ranges:
        row, left, count = block.min_row - 1, block.min_col - 1, block.max_col - block.min_col + 1
        if 1 < count < sheet.max_column:  # not a title
            wide[row][left : left + count] = [lines[row][left]] * count
    return [(lines, True)] if wide == lines else [(wide, False), (lines, True)]


def cells_of(row):
    """Cells as texts that are read back as the same values."""
    is_one = pd.api.types.is_scalar
    return ["" if is_one(value) and pd.isna(value) else cell_of(value) for value in row]


def cell_of(value):
    """One cell; what could be more than a thousand with decimal commas gets another digit."""
    if isinstance(value, float):
        text = str(int(value)) if value.is_integer() else repr(float(value))
        return f"{text}0" if re.fullmatch(r"-?\\d{1,3}\\.\\d{3}", text) else text
    return str(value).removesuffix(" 00:00:00")  # of a moment


'''
