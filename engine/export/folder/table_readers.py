"""The part of preprocess.py that reads a table as the run did, by "reading" in preprocessing.json."""

from __future__ import annotations

TIME = "(time)"
"""Under this name preprocessing.json says how the time of a series is read, from one column or several."""
READING = """\
READING = STEPS["reading"]
ENCODINGS = " or ".join(dict.fromkeys(["UTF-8", READING["encoding"].upper()]))"""
PATTERNS = 'PATTERNS, SCALES = READING["numbers"], READING["scales"]'
TABLE_IMPORTS = ("import csv", "import io", "import re", "import zipfile", "from contextlib import suppress")

TABLE = '''\
def rows_of(path, names):
    """The rows of a table with these columns, as dicts of text; lines above its header are passed over."""
    for lines, spreads in tables_in(path):
        with suppress(csv.Error):
            lines = list(lines)
            several = [READING["header_rows"]] if READING["header_rows"] > 1 else []
            for place, count in ((at, count) for count in (*several, 1) for at in range(len(lines[:100]))):
                rows = [row for row in lines[place + count :] if "".join(row).strip()]
                line = joined(lines[place : place + count], spreads)
                head = heads_of(line)
                if rows and all(len(row) == len(line) + 1 and row[-1].strip() for row in rows):
                    head = ["Unnamed: 0", *head]  # names of rows, as R writes them
                if set(names) <= set(head):
                    rows = filled([row + [""] * len(head) for row in rows])
                    return without_end(without_units([dict(zip(head, row)) for row in rows]))
    raise SystemExit(f"{path} is no CSV file in {ENCODINGS} that has the columns {', '.join(names)}.")


'''
CSV = '''\
def tables_in(path):
    """The lines of a CSV file with each separator; what stands above names is meant for empty cells too."""
    text = text_of(path)
    csv.field_size_limit(2**31 - 1)
    for sign in dict.fromkeys([READING["separator"], *",;\\t|"]) if text else ():
        spaced = len(sign) > 1  # any number of spaces
        file = io.StringIO(re.sub("[ \\t]+", " ", text) if spaced else text, newline="")
        yield csv.reader(file, delimiter=" " if spaced else sign, skipinitialspace=True), True


'''
TEXT = '''\
def text_of(path):
    """What stands in a file; "" where it is no text in the encodings that are known."""
    content = Path(path).read_bytes()
    known = [("utf-8-sig", "strict"), (READING["encoding"], READING["errors"])]
    if content[:2] in (b"\\xff\\xfe", b"\\xfe\\xff"):  # as spreadsheets write "Unicode text"
        known = [("utf-16", "strict")]
    if READING["encoding"] in ("hz", "iso2022-jp", "utf-16-le", "utf-16-be"):  # which read as UTF-8 too
        known.reverse()
    for encoding, errors in known:
        with suppress(UnicodeDecodeError):
            return content.decode(encoding, errors)
    return ""


def joined(lines, spreads):
    """The names in the rows of a header: what stands above several columns is put before their names."""
    names = [[] for _ in range(max(map(len, lines)))]
    lines = [[*(" ".join(plain(text).split()) for text in line), *([""] * len(names))] for line in lines]
    for row, line in enumerate(lines):
        head = ""
        for place, (name, text) in enumerate(zip(names, line)):
            is_above = any(lower[place] for lower in lines[row + 1 :])
            if text or any(upper[place] for upper in lines[:row]):
                head = text if is_above and spreads else ""
            part = text or (head if is_above else "")
            if part and part not in name:
                name.append(part)
    return [" ".join(name) for name in names]


def plain(text):
    """A text; "" for a cell that is merged with the one above it."""
    return "" if text == "\\0" else text


def filled(rows):
    """The rows with the value of merged cells in each, where no other cell of their column is empty."""
    for place, column in enumerate([*zip(*rows)]):
        fills = "" not in column and column[0] != "\\0"
        for above, row in zip([rows[0], *rows], rows) if "\\0" in column else ():
            row[place] = above[place] if row[place] == "\\0" and fills else plain(row[place])
    return rows


def heads_of(line):
    """The names in a header, with a number for each that is missing or comes again."""
    found = []
    for place, name in enumerate(line):
        name = plain = name.strip() or f"Unnamed: {place}"
        number = 0
        while name in found:
            number += 1
            name = f"{plain}.{number}"
        found.append(name)
    return found


def without_units(rows):
    """The rows without units or a line below the names, where the file of the run had some."""
    steps = [step for step in READING["columns"].values() if step["form"] not in ("text", "value")]
    for _ in range(READING["rows_below_header"] if len(rows) > 1 else 0):
        numbers = [rows[0].get(part, "") for step in steps for part in step["from"]]
        if not numbers or re.search("[0-9]", "".join(numbers)):
            break
        rows = rows[1:]
    return rows


def without_end(rows):
    """The rows without totals and notes below them."""
    while len(rows) > 1:
        filled = [(name, text.strip()) for name, text in rows[-1].items() if text.strip()]
        texts = [one for one in filled if not one[1].replace(".", "", 1).isdigit()]
        is_total = texts and re.fullmatch(READING["totals"], texts[0][1])
        is_note = texts and len(filled) == 1 and len(rows[-1]) > 2
        if not (is_total or is_note) or any(row[texts[0][0]].strip() == texts[0][1] for row in rows[:-1]):
            break
        rows = rows[:-1]
    return rows
'''
COLUMN = '''\
def column(path, rows, name, *, comma, dtype="float32"):
    """One column: numbers, or dates as days since 1970-01-01, with NaN, or text with "", where missing."""
    step = READING["columns"][name]
    parts = [[row[part].strip() for part in step["from"]] for row in rows]
    texts = ["" if "" in some else " ".join(some) for some in parts]  # such as a date and a clock
    texts = ["" if text in step["missing"] else text for text in texts]
    if step["form"] == "text":
        return np.array(texts, str)
    if step["form"] == "value":  # 3.0 and 3 are one value
        known = next(one["categories"] for one in EXAMPLES["columns"] if one["name"] == name)
        values = {value_of(one): one for one in known}
        return np.array([values.get(value_of(text), text) for text in texts], str)
    plain = ["" if text.casefold() in READING["signs"] else text for text in texts]
    for pattern, put in step.get("replace", ()):
        plain = [re.sub(pattern, put, text) for text in plain]
    if step["form"] == "date":
        found = days_of(plain, step)
    else:
        found = numbers_of(plain, step["decimal"] or ("comma" if comma else ""), step["unit"])
    for row, text in enumerate(plain):
        if text and np.isnan(found[row]):
            what = f"{texts[row]!r} is no number or date as column {name} has them"
            what += "; write dates as 2024-01-31" if step["form"] == "date" else ""
            raise SystemExit(f"{path}, row {row + 1}: {what}.")
    found = found * step.get("scale", 1) + step.get("start", 0)
    return np.where(np.abs(found) <= np.finfo("float32").max, found, np.nan).astype(dtype)


def value_of(text):
    """A number, or the text in small letters."""
    with suppress(ValueError):
        return float(text.replace("_", "?"))
    return text.casefold()


def days_of(texts, step):
    """Days since 1970-01-01 in UTC, by the first format that fits; NaN where none does."""
    found = np.full(len(texts), np.datetime64("NaT", "us"))
    for form in [*step["formats"], "ISO8601"]:
        times = pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce", utc=True)
        times = times.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
        found = np.where(np.isnat(found), times, found)
    return (found - np.datetime64(0, "us")) / np.timedelta64(1, "D")
'''
NUMBERS = '''\
def numbers_of(texts, decimal, unit):
    """Numbers, NaN where there is none; the decimal sign that they prove counts more than the known one."""
    decimal = proved(texts) or decimal
    return np.array([number_of(text, decimal, unit) for text in texts], float)


def has_commas(rows):
    """Whether the decimal sign of a file is a comma, by all columns that prove one."""
    some = rows[:1000]
    return {proved([row[name].strip() for row in some]) for name in some[0]} - {""} == {"comma"}


def proved(texts):
    """The decimal sign with which all numbers are such, and not with the other; "" where none is proved."""
    texts = [text for text in texts if text.casefold() not in READING["signs"]]
    found = [one for one in map(parts_of, texts) if one]
    if 2 * len(found) <= len(texts) or any(re.fullmatch(PATTERNS["code"], text) for text in texts):
        return ""
    signs = [sign for sign in ("point", "comma") if all(fits(one, sign) for one in found)]
    return signs[0] if len(signs) == 1 else ""


def parts_of(text):
    """What a text that may be a number consists of; None where it is none."""
    found = re.fullmatch(PATTERNS["number"], text)
    return found if found and bool(found["open"]) == bool(found["close"]) else None


def body_of(found):
    """The digits with what stands between them, but for spaces."""
    return re.sub(PATTERNS["spaced"], "", found["body"]).strip()


def fits(found, sign):
    """Whether it is a number with this decimal sign."""
    thousands = "," if sign == "point" else "."
    is_grouped = found["power"] and thousands in found["body"]
    return bool(re.fullmatch(PATTERNS[sign], body_of(found))) and not is_grouped


def number_of(text, decimal, unit):
    """A number; NaN where it is none or one of another unit, or where nothing says what "1,234" is."""
    found = parts_of(text)
    signs = [sign for sign in ("point", "comma") if found and fits(found, sign)]
    if not signs or re.fullmatch(PATTERNS["code"], text) or re.fullmatch(PATTERNS["address"], body_of(found)):
        return np.nan
    body, sign = body_of(found), signs[0]
    if len(signs) == 2 and re.search("[.,]", body):  # such as 1.234
        if found["money"] or re.fullmatch(PATTERNS["money"], found["unit"] or ""):  # has two decimals or none
            sign = "comma" if "." in body else "point"
        elif decimal or "," in body:
            sign = decimal
    marks = [mark for mark in found.group("open", "sign", "inner", "trailing") if mark]
    side = (found["unit"] or "").casefold().rstrip(".")  # of an account
    if side in ("cr", "dr"):
        measure, marks = found["money"] or unit, [*marks, "+" if side == "cr" else "-"]
    else:
        measure = found["unit"] or found["money"] or unit
    if not sign or len(marks) > 1 or measure != unit:
        return np.nan
    body = body.replace(*((",", "") if sign == "point" else (".", ""))).replace(",", ".")
    with suppress(ValueError):
        value = float(body + (found["power"] or "") + SCALES.get(found["scale"], ""))
        return value if marks in ([], ["+"]) else -value
    return np.nan
'''
ROWS = '''\
def read(path):
    """A CSV file -> columns by name: numbers with NaN, or text with "", where missing."""
    names = [known["name"] for known in EXAMPLES["columns"]]
    rows = rows_of(path, [part for name in names for part in READING["columns"][name]["from"]])
    comma = has_commas(rows) if rows else False
    columns = {name: column(path, rows, name, comma=comma) for name in names}
    for name, values in columns.items() if EXAMPLES["refuses_missing"] else ():
        gone = values == "" if values.dtype.kind == "U" else np.isnan(values)
        if gone.any():
            raise SystemExit(f"{path}, row {gone.argmax() + 1}: no value in column {name}.")
    return columns
'''
WINDOW = '''\
def read(path):
    """A CSV file -> the last {window} rows by time of each series in it, (n, {window}, {width})."""
    names, series, time = EXAMPLES["columns"], EXAMPLES["series"], READING["columns"].get("(time)")
    rows = rows_of(path, names)
    comma = has_commas(rows) if rows else False
    table = pd.DataFrame({{name: column(path, rows, name, comma=comma) for name in names}})
    table["series"] = [row.get(series, "") for row in rows]
    if time and rows and set(time["from"]) <= set(rows[0]):  # else its rows are taken to be in order
        table["time"] = column(path, rows, "(time)", comma=comma, dtype="float64")
        table = table.dropna(subset=["time"]).sort_values("time", kind="stable")
    found = []
    for name, part in table.groupby("series", sort=False):
        whole = np.flatnonzero(part[names].notna().all(axis=1))
        part = part[names].iloc[whole[0] : whole[-1] + 1].ffill() if len(whole) else part[:0]
        if len(part) < {window}:
            raise SystemExit(f"{{path}} {{name}} has {{len(part)}} whole rows, and the model takes {window}.")
        found.append(part.iloc[-{window}:].to_numpy("float32"))
    return np.stack(found)
'''
TEXT_COLUMN = '''\
def read(path):
    """A CSV file -> the texts of its rows; any other file -> its lines, of which each is a text."""
    name = EXAMPLES["column"]
    if Path(path).suffix.lower() in (".csv", ".tsv"):
        texts, missing = [row[name] for row in rows_of(path, [name])], READING["columns"][name]["missing"]
        texts = ["" if text in missing else text for text in texts]
    else:
        texts = [line for line in text_of(path).splitlines() if line.strip()]
    if not texts:
        raise SystemExit(f"{path} has no text in {ENCODINGS}.")
    return [unicodedata.normalize("NFC", text) for text in texts]
'''
