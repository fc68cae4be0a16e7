"""The part of preprocess.py that reads a CSV file as the run did, by "reading" in preprocessing.json."""

from __future__ import annotations

TIME = "(time)"
"""Under this name preprocessing.json says how the time of a series is read, from one column or several."""
READING = 'READING = STEPS["reading"]'
TABLE_IMPORTS = ("import csv", "import io", "import re", "from contextlib import suppress")

TABLE = '''\
def rows_of(path, names):
    """The rows of a CSV file with these columns, as dicts of text; lines above its header are passed over."""
    texts, content = [], Path(path).read_bytes()
    csv.field_size_limit(2**31 - 1)
    for encoding, errors in (("utf-8-sig", "strict"), (READING["encoding"], READING["errors"])):
        with suppress(UnicodeDecodeError):
            texts.append(content.decode(encoding, errors))
    for sign in dict.fromkeys([READING["separator"], *",;\\t|"]) if texts else ():
        lines = csv.reader(io.StringIO(texts[0], newline=""), delimiter=sign, skipinitialspace=True)
        with suppress(csv.Error):
            lines = list(lines)
            for place, line in enumerate(lines[:100]):
                head = heads_of(line)
                if set(names) <= set(head):
                    rows = [row + [""] * len(head) for row in lines[place + 1 :] if "".join(row).strip()]
                    return without_end([dict(zip(head, row)) for row in rows])
    encodings = " or ".join(dict.fromkeys(["UTF-8", READING["encoding"].upper()]))
    raise SystemExit(f"{path} is no CSV file in {encodings} that has the columns {', '.join(names)}.")


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
def column(path, rows, name, dtype="float32"):
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
    for pattern, put in step["replace"]:
        plain = [re.sub(pattern, put, text) for text in plain]
    found = days_of(plain, step) if step["form"] == "date" else np.array([number_of(text) for text in plain])
    for row, text in enumerate(plain):
        if text and np.isnan(found[row]):
            what = f"{texts[row]!r} is no number or date as column {name} has them"
            raise SystemExit(f"{path}, row {row + 1}: {what}.")
    found = found * step.get("scale", 1) + step.get("start", 0)
    return np.where(np.abs(found) <= np.finfo("float32").max, found, np.nan).astype(dtype)


def value_of(text):
    """A number, or the text in small letters."""
    return text.casefold() if np.isnan(number_of(text)) else number_of(text)


def number_of(text):
    """A number; NaN where it is none."""
    truth = {"true": 1.0, "false": 0.0}
    with suppress(ValueError):
        return truth[text.casefold()] if text.casefold() in truth else float(text.replace("_", "?"))
    return np.nan


def days_of(texts, step):
    """Days since 1970-01-01 in UTC, by the first format that fits; NaN where none does."""
    found = np.full(len(texts), np.datetime64("NaT", "us"))
    for form in [*step["formats"], "ISO8601"]:
        times = pd.to_datetime(pd.Series(texts, dtype=object), format=form, errors="coerce", utc=True)
        times = times.dt.tz_localize(None).to_numpy().astype("datetime64[us]")
        found = np.where(np.isnat(found), times, found)
    return (found - np.datetime64(0, "us")) / np.timedelta64(1, "D")
'''
ROWS = '''\
def read(path):
    """A CSV file -> columns by name: numbers with NaN, or text with "", where missing."""
    names = [known["name"] for known in EXAMPLES["columns"]]
    rows = rows_of(path, [part for name in names for part in READING["columns"][name]["from"]])
    columns = {name: column(path, rows, name) for name in names}
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
    table = pd.DataFrame({{name: column(path, rows, name) for name in names}})
    table["series"] = [row.get(series, "") for row in rows]
    if time and rows and set(time["from"]) <= set(rows[0]):  # else its rows are taken to be in order
        table["time"] = column(path, rows, "(time)", "float64")
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
    """A CSV file -> the texts of its rows; any other file with one text -> a list of it."""
    name = EXAMPLES["column"]
    if Path(path).suffix.lower() not in (".csv", ".tsv"):
        return [unicodedata.normalize("NFC", Path(path).read_bytes().decode("utf-8-sig"))]
    missing = READING["columns"][name]["missing"]
    texts = [row[name] for row in rows_of(path, [name])]
    return ["" if text in missing else unicodedata.normalize("NFC", text) for text in texts]
'''
