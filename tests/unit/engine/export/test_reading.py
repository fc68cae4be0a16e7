"""preprocess.py reads a file as the run has read its own: encoding, header, signs, dates, missing values."""

import json
import runpy
from pathlib import Path
from typing import Any

import fastparquet
import numpy as np
import openpyxl
import pandas as pd
import pytest

from engine.data.problems import DataQuestionError
from engine.data.tables.rows import TableRows
from engine.export.folder.preprocessing import PREPROCESSING
from engine.export.folder.reading import reading_of, table_of
from engine.export.folder.scripts import PREDICT, scripts_of
from engine.export.folder.shown import write_shown
from engine.export.formats import BY_NAME
from engine.export.proof.examples import Examples
from engine.inspect.inspection import Inspection
from engine.predict.new.columns import RowReader
from engine.predict.new.texts import TextReader
from engine.predict.new.windows import WindowReader
from engine.predict.signature.examples import Rows, Texts, Windows
from engine.predict.signature.made_examples import examples_of
from engine.predict.signature.schema import ModelInput, Outputs, Signature
from engine.settings import Project
from engine.settings.data.series import SeriesData
from engine.settings.data.tables import TableData
from engine.settings.data.text import TextData
from engine.settings.project_file.file import load, with_absolute_paths
from tests.marks import some_slow

TABLE = """\
2024년 매출;;;;;;;
;;;;;;;
지역;금액;비율;날짜;시각;코드;메모;판매
서울;1.234,5 원;12,5%;31.01.2024;오전 9:30;3;좋음, 아주;1,5
부산;2.000,0 원;n/a;15.02.2024;오후 1:05;5;나쁨;2,5
NA;-10,25 원;99%;01.03.2024;;3;NA;3,5
서울;?;7,25%;29.02.2024;오후 12:00;;좋음;4,5
대구;5.500,75 원;-;02.04.2024;오전 12:10;5;없음;5,5
서울;1,5 원;0,5%;30.11.2023;오전 1:00;3;좋음;6,5
부산;77 원;0,25%;05.05.2024;오후 11:59;3;나쁨;7,5
합계;;;;;;;30
"""


def project_of(content):
    return Project.model_validate({"fit": {"validation_split": 0.3, "shuffle": False}, **content})


def reader(folder, project):
    """The dataset, and the functions of preprocess.py."""
    look = Inspection(project, None)
    dataset = look.fitted
    form = examples_of(project.data, dataset)
    outputs = Outputs(shape=(1,), holds="numbers", targets=("y",))
    taken = (ModelInput(name="x", shape=(None, 1), dtype="float32"),)
    made = Signature(kind="any", task="regression", inputs=taken, examples=form, outputs=outputs)
    named = not isinstance(form, Windows)
    files = scripts_of(BY_NAME["savedmodel"], made, dtype="float32", named=named)
    for name, text in files.items():
        folder.joinpath(name).write_text(text, "utf-8")
    reading = reading_of(form, table_of(project), signs=project.data.missing_signs)
    folder.joinpath(PREPROCESSING).write_text(json.dumps({"reading": reading}), "utf-8")
    folder.joinpath("signature.json").write_text(made.model_dump_json(), "utf-8")
    assert files[PREDICT].count("\n") < 60
    return dataset, runpy.run_path(str(folder / "preprocess.py"))


@pytest.fixture
def sales(tmp_path):
    """A Korean table with a title, and the reader of its run."""
    path = tmp_path / "매출 표.csv"
    path.write_bytes(TABLE.encode("cp949"))
    kinds = {"코드": "category", "메모": "text", "지역": "category", "날짜": "date"}
    data = {"kind": "table", "path": str(path), "target": "판매", "columns": kinds, "rare": 1}
    data["missing_signs"] = {"지역": "NA"}
    dataset, made = reader(tmp_path, project_of({"data": data}))
    return path, dataset, made


def test_the_table_of_a_run_is_read_to_the_same_values(sales):
    path, dataset, made = sales
    lines = path.read_bytes().decode("cp949").splitlines(keepends=True)
    found = made["read"](path)
    assert set(found) == set(dataset.rows.values)
    for name, values in dataset.rows.values.items():
        if values.dtype.kind == "f":
            np.testing.assert_array_equal(found[name], values, err_msg=name)
        else:
            assert found[name].tolist() == values.tolist(), name
    # a date and a clock are one time
    assert {"날짜", "지역", "코드", "메모", "금액", "비율"} == set(found)
    assert found["날짜"][1] == np.float32(19768 + (13 * 60 + 5) / 1440)
    # and what a program of tables makes of it
    path.write_text("".join(lines[2:]).replace(";", "\t"), "utf-8")
    again = made["read"](path)
    np.testing.assert_array_equal(again["금액"], found["금액"])


def test_what_is_not_understood_is_a_sentence(sales, tmp_path):
    _, _, made = sales
    wrong = tmp_path / "new.csv"
    wrong.write_text("지역;금액;비율;날짜;시각;코드;메모\n서울;12 kg;1%;31.01.2024;;3;x\n", "utf-8")
    with pytest.raises(SystemExit, match=r"row 1: '12 kg' is no number or date as column 금액 has them"):
        made["read"](wrong)
    wrong.write_text("지역;금액;비율;날짜;시각;코드;메모\n서울;12;1%;1/31/2024;오전 9:30;3;x\n", "utf-8")
    with pytest.raises(
        SystemExit, match=r"'1/31/2024 오전 9:30' is no number or date as column 날짜 has them"
    ):
        made["read"](wrong)
    wrong.write_text("지역;금액\n서울;12\n", "utf-8")
    with pytest.raises(SystemExit, match=r"is no CSV file in UTF-8 or CP949 that has the columns"):
        made["read"](wrong)
    wrong.write_bytes(b"PK\x03\x04\xff\xfe\xff\x00")
    with pytest.raises(SystemExit, match="is no CSV file"):
        made["read"](wrong)


@pytest.mark.filterwarnings("ignore:The 'fastparquet' engine is deprecated")
@pytest.mark.parametrize("name", ["new.xlsx", "new.parquet", "utf-16.csv"])
def test_what_programs_of_tables_save_is_read_as_predict_reads_it(sales, name, tmp_path):
    path, _, made = sales
    lines = [line.split(";") for line in TABLE.splitlines()[2:-1]]
    table = pd.DataFrame(lines[1:], columns=lines[0]).drop(columns="판매")
    table["금액"] = [1234.5, 2000.0, -10.25, np.nan, 1.234, 1.5, 77.0]
    table["비율"] = "12,5%"
    table["날짜"] = pd.to_datetime(table["날짜"], format="%d.%m.%Y")
    clocks = [pd.Timestamp(f"2024-01-01 {hour}:30").time() for hour in (9, 13, 0, 12, 0, 1, 23)]
    table["시각"] = pd.Series(clocks, dtype=object)
    table["코드"] = pd.to_numeric(table["코드"])
    file = tmp_path / name
    if name == "new.xlsx":
        table.to_excel(file, index=False)
    elif name == "new.parquet":
        table["시각"] = table["시각"].astype(str)
        fastparquet.write(str(file), table)
    else:
        file.write_text(TABLE, "utf-16")
    project = project_of({"data": {"kind": "table", "path": str(path), "target": "판매"}})
    form = Signature.model_validate_json((tmp_path / "signature.json").read_text("utf-8")).examples
    assert isinstance(form, Rows)
    assert isinstance(project.data, TableData)
    (part,) = RowReader(form, project.data).files([file])
    assert part.x is not None
    found = made["read"](file)
    assert len(found["금액"]) == 7
    for column in form.columns:
        wanted = part.x[column.input][:, 0]
        np.testing.assert_array_equal(found[column.name], wanted.astype(found[column.name].dtype))


@pytest.mark.filterwarnings("ignore:The 'fastparquet' engine is deprecated")
@pytest.mark.parametrize("name", ["rows.xlsx", pytest.param("rows.parquet", marks=pytest.mark.slow)])
def test_the_workbook_of_a_run_is_read_to_the_same_values(name, tmp_path):
    count = 30
    table = pd.DataFrame(
        {
            "day": pd.date_range("2024-01-01 06:00", periods=count, freq="13h").floor("s"),
            "size": [1.234, 12.5, None, 3.0, 1e-7, 1234.567] * 5,
            "floor": [1.0, 2.0, None] * 10,
            "zone": ["a", "NA", ""] * 10,
            "open": [True, False] * 15,
            "y": np.arange(count) / 2,
        }
    )
    file = tmp_path / name
    if name == "rows.xlsx":
        with pd.ExcelWriter(file) as book:
            pd.DataFrame({"no": [1]}).to_excel(book, sheet_name="first", index=False)
            table.to_excel(book, sheet_name="data", index=False, startrow=2)
    else:
        fastparquet.write(str(file), table)
    data = {"kind": "table", "path": str(file), "target": "y", "rare": 1, "columns": {"floor": "category"}}
    sheet = {"sheet": "data"} if name == "rows.xlsx" else {}
    project = project_of({"data": {**data, **sheet}})
    dataset, made = reader(tmp_path, project)
    found = made["read"](file)
    read: Any = dataset.rows
    assert set(found) == set(read.values) >= {"day", "size", "floor", "zone"}
    for column, values in read.values.items():
        np.testing.assert_array_equal(found[column], values.astype(found[column].dtype), err_msg=column)
    # saved as CSV, true and false are text
    table.to_csv(tmp_path / "new.csv", index=False)
    form = examples_of(project.data, dataset)
    assert isinstance(form, Rows)
    assert isinstance(project.data, TableData)
    (part,) = RowReader(form, project.data).files([tmp_path / "new.csv"])
    assert part.x is not None
    opened = part.x[next(one.input for one in form.columns if one.name == "open")][:, 0]
    np.testing.assert_array_equal(opened, table["open"].astype(np.float32))
    np.testing.assert_array_equal(made["read"](tmp_path / "new.csv")["open"], opened)
    assert "openpyxl" in (tmp_path / "requirements.txt").read_text().splitlines()


def test_names_in_merged_cells_of_a_workbook_are_joined_as_in_training(tmp_path):
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["shop", "2023", None, "2024", None, None])
    sheet.append([None, "Q1", "Q2", "Q1", "age", "y"])
    for row in range(40):
        sheet.append([f"s{row % 4}", row / 7, row % 9, row % 5 / 2, row % 11, row / 3])
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    for first, last in ((3, 6), (9, 10)):  # each row has the value
        sheet.merge_cells(f"E{first}:E{last}")
    sheet["D8"] = None
    sheet.merge_cells("D11:D12")  # beside another gap it is one, too
    book.save(tmp_path / "rows.xlsx")
    data = {"kind": "table", "path": str(tmp_path / "rows.xlsx"), "target": "y", "rare": 1}
    dataset, made = reader(tmp_path, project_of({"data": data}))
    found = made["read"](tmp_path / "rows.xlsx")
    read: Any = dataset.rows
    assert list(found) == ["shop", "2023 Q1", "2023 Q2", "2024 Q1", "age"]
    assert found["age"][:4].tolist() == [0.0] * 4
    assert np.isnan(found["2024 Q1"]).sum() == 2
    for column, values in read.values.items():
        np.testing.assert_array_equal(found[column], values.astype(found[column].dtype), err_msg=column)
    (tmp_path / "no.xlsx").write_bytes(b"PK no")
    with pytest.raises(SystemExit, match=r"cannot be read: .* Or save it as a CSV file"):
        made["read"](tmp_path / "no.xlsx")


@pytest.mark.parametrize("below", ["zone,kg,m,", "--,---,--,--"])
def test_units_and_lines_below_the_names_are_no_rows_where_the_run_had_them(below, tmp_path):
    path = tmp_path / "rows.csv"
    rows = [f"{'abc'[row % 3]},{row / 7:.3f},{row % 9},{row / 3:.2f}" for row in range(40)]
    path.write_text("\n".join(["zone,weight,height,y", below, *rows]))
    project = project_of({"data": {"kind": "table", "path": str(path), "target": "y", "rare": 1}})
    dataset, made = reader(tmp_path, project)
    found = made["read"](path)
    read: Any = dataset.rows
    for column, values in read.values.items():
        np.testing.assert_array_equal(found[column], values.astype(found[column].dtype), err_msg=column)
    path.write_text("zone,weight,height\na,1,2\n")
    assert made["read"](path)["weight"].tolist() == [1.0]
    path.write_text("zone,weight,height\na,x,2\nb,1,2\n")
    with pytest.raises(SystemExit, match="row 1: 'x' is no number"):
        made["read"](path)


def test_rows_that_miss_a_value_are_refused_where_they_did_not_train(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("a,b,y\n" + "".join(f"{n},{n % 3 or ''},{n / 2}\n" for n in range(30)))
    project = project_of({"data": {"kind": "table", "path": str(path), "target": "y", "missing": "drop"}})
    _, made = reader(tmp_path, project)
    with pytest.raises(SystemExit, match="row 1: no value in column b"):
        made["read"](path)


def test_the_last_rows_of_each_series_are_in_the_order_of_time(tmp_path):
    path = tmp_path / "series.csv"
    rows = [
        (f"2024-01-{day:02}", place, day + (100 if place == "b" else 0))
        for place in "ab"
        for day in range(1, 21)
    ]
    rows.reverse()
    path.write_text("day;place;value\n" + "".join(f"{d};{p};{v},5\n" for d, p, v in rows))
    data = {"kind": "series", "path": str(path), "series": "place", "window": 4, "horizon": 1, "time": "day"}
    dataset, made = reader(tmp_path, project_of({"data": data}))
    assert dataset.feature_names == ("value",)
    found = made["read"](path)
    assert found[:, :, 0].tolist() == [[117.5, 118.5, 119.5, 120.5], [17.5, 18.5, 19.5, 20.5]]
    path.write_text("value\n1,5\n\n2,5\nn/a\n3,5\n4,5\n")  # without time and series, with gaps
    assert made["read"](path)[0, :, 0].tolist() == [2.5, 2.5, 3.5, 4.5]


def test_texts_come_from_their_column(tmp_path):
    path = tmp_path / "texts.csv"
    path.write_bytes("".join(["내용,평가\n", *["아주 좋은 영화,1\n", "나쁜 영화,0\n"] * 10]).encode("cp949"))
    data = {"kind": "text", "path": str(path), "text": "내용", "target": "평가"}
    _, made = reader(tmp_path, project_of({"data": data}))
    assert made["read"](path)[:2] == ["아주 좋은 영화", "나쁜 영화"]
    # each line of another file is a text, as `predict` takes it
    (tmp_path / "some.txt").write_bytes("하나\n\n둘\n".encode("cp949"))
    assert made["read"](tmp_path / "some.txt") == ["하나", "둘"]
    (tmp_path / "no.txt").write_bytes(b"\x93\xff\xfe\xff")
    with pytest.raises(SystemExit, match="has no text in UTF-8 or CP949"):
        made["read"](tmp_path / "no.txt")


def test_the_examples_that_go_along_stand_as_in_the_file(sales, tmp_path):
    path, dataset, made = sales
    rows = np.arange(dataset.count)
    raw = {one.name: one for one in dataset.fitted.raw_inputs()}
    values = {
        name: dataset.rows.values[column.name][:, None]
        for name, column in zip(raw, dataset.fitted.columns, strict=True)
    }
    some = Examples(
        part="validation",
        count=dataset.count,
        rows=rows,
        dataset=dataset,
        x=rows,
        raw=values,
        y=rows,
        names=(),
        calibration=rows,
    )
    project = project_of({"data": {"kind": "table", "path": str(path), "target": "판매"}})
    form = Signature.model_validate_json((tmp_path / "signature.json").read_text("utf-8"))
    labels = dataset.as_read.numbers - 2
    for number, chosen in enumerate((labels, None)):
        folder = tmp_path / str(number)
        folder.mkdir()
        table = table_of(project)
        shown = write_shown(folder, some, signature=form, source=path, table=table, labels=chosen)
        assert shown == [("rows.csv", row) for row in rows]
        found = made["read"](folder / "examples" / "rows.csv")
        for name, column in dataset.rows.values.items():
            np.testing.assert_array_equal(found[name], column.astype(found[name].dtype), err_msg=name)
    first = (tmp_path / "0" / "examples" / "rows.csv").read_bytes().decode("cp949").splitlines()
    assert first[0].count(";") == 6
    assert "1.234,5 원" in first[1]
    assert "오전 9:30" in first[1]


HARD = (
    *("1.234", "1,234", "1.234,5", "1,234.5", "12.5", "12,5", "3.0", "1.234.567", "1 234,5", "1'234,5"),
    *(
        "(3)",
        "-3",
        "3-",
        "+-3",
        "1e3",
        "0,125",
        ",5",
        "€12",
        "12 %",
        "003",
        "true",
        "inf",
        "31.01.2024",
        "x",
        "3 DR",
        "3Cr.",
        "-3 DR",
    ),
)


@pytest.mark.parametrize("name", ["Preis", "Maß", "등급"])
def test_hard_numbers_are_read_as_predict_reads_them_or_refused(name, tmp_path):
    path = tmp_path / "new.csv"
    rows = [
        f"{number}.{number}00,50 €;{number},{number};{number % 3 + 1};{number}\n" for number in range(1, 10)
    ]
    path.write_text("Preis;Maß;등급;Ziel\n" + "".join(rows))
    data = {"kind": "table", "path": str(path), "target": "Ziel", "columns": {"등급": "category"}, "rare": 1}
    project = project_of({"data": data})
    dataset, made = reader(tmp_path, project)
    form = examples_of(project.data, dataset)
    assert isinstance(form, Rows)
    assert isinstance(project.data, TableData)
    column = next(one for one in form.columns if one.name == name)
    read = 0
    for text in HARD:
        cells = {"Preis": "5 €", "Maß": "2,5", "등급": "1", name: text}
        path.write_text(";".join(cells) + "\n" + ";".join(cells.values()) + "\n")
        (part,) = RowReader(form, project.data).files([path])
        try:
            found = made["read"](path)[name]
        except SystemExit as refused:
            assert text in str(refused)  # noqa: PT017 - what is refused may be more than what `predict` refuses
            continue
        assert part.x is not None, (text, found)
        assert found[0] == part.x[column.input][0, 0] or column.categories, text
        read += 1
    assert read > len(HARD) // 2


@pytest.mark.parametrize("separator", [",", " ", "\t"])
def test_names_of_rows_as_r_writes_them(separator, tmp_path):
    rows = [[f'"car {number}"', f"{number * 0.37:.2f}", f"{number * 7 % 5}"] for number in range(30)]
    path = tmp_path / "new.csv"
    path.write_text("\n".join(separator.join(row) for row in [['"mpg"', '"cyl"'], *rows]))
    _, made = reader(tmp_path, project_of({"data": {"kind": "table", "path": str(path), "target": "cyl"}}))
    assert made["read"](path)["mpg"].tolist() == [np.float32(row[1]) for row in rows]


def test_a_header_of_several_rows_is_read_as_one(tmp_path):
    path = tmp_path / "new.csv"
    head = "지역,2023,,2024,\n,Q1,Q2,Q1,Q2\n"
    lines = [f"r{n % 3},{n * 0.5},{n % 4 + 0.5},{n % 5},{n % 7 + 0.25}\n" for n in range(20)]
    path.write_text("표\n" + head + "".join(lines), "utf-8")
    project = project_of({"data": {"kind": "table", "path": str(path), "target": "2024 Q2", "rare": 1}})
    dataset, made = reader(tmp_path, project)
    form = examples_of(project.data, dataset)
    assert isinstance(form, Rows)
    assert isinstance(project.data, TableData)
    for text, count in (
        (path.read_text("utf-8"), 20),
        (head + lines[3], 1),
        ("지역,2023 Q1,2023 Q2,2024 Q1,2024 Q2\n" + lines[3], 1),
    ):
        path.write_text(text, "utf-8")
        (part,) = RowReader(form, project.data).files([path])
        assert part.x is not None
        found = made["read"](path)
        for column in form.columns:
            np.testing.assert_array_equal(
                found[column.name], part.x[column.input][:, 0].astype(found[column.name].dtype)
            )
            assert len(found[column.name]) == count


@pytest.mark.parametrize("encoding", ["hz", "iso2022-jp", "utf-16-be", "koi8-r"])
def test_encodings_that_read_as_utf_8_too(encoding, tmp_path):
    words = {"koi8-r": ("груша", "слива"), "iso2022-jp": ("りんご", "果物")}.get(encoding, ("苹果", "香蕉"))
    path = tmp_path / "new.csv"
    rows = "".join(f"{number},{words[number % 2]},{number * 7 % 5}\n" for number in range(30))
    path.write_bytes(f"v,name,y\n{rows}".encode(encoding))
    data = {"kind": "table", "path": str(path), "target": "y", "encoding": encoding, "rare": 1}
    _, made = reader(tmp_path, project_of({"data": data}))
    assert made["read"](path)["name"].tolist() == [words[number % 2] for number in range(30)]


def test_dates_of_two_digits_and_weeks_and_sides_of_accounts(tmp_path):
    days = pd.date_range("1950-04-01", periods=30, freq="2YS-APR") + pd.Timedelta(days=23)
    rows = [
        f"{day:%d/%m/%y},{day:%y%m%d},{int(f'{day:%y%m%d}')},{202401 + number},"
        f"{7 * number} {'DR' if number % 3 else 'CR'},{number}"
        for number, day in enumerate(days)
    ]
    path = tmp_path / "new.csv"
    path.write_text("born,birth_date,death_date,week,amount,y\n" + "\n".join(rows))
    project = project_of(
        {"data": {"kind": "table", "path": str(path), "target": "y", "columns": {"week": "date"}}}
    )
    dataset, made = reader(tmp_path, project)
    form = examples_of(project.data, dataset)
    assert isinstance(form, Rows)
    assert isinstance(project.data, TableData)
    assert isinstance(dataset.rows, TableRows)
    (part,) = RowReader(form, project.data).files([path])
    assert part.x is not None
    found = made["read"](path)
    for column in form.columns:
        np.testing.assert_array_equal(found[column.name], part.x[column.input][:, 0], err_msg=column.name)
        values = dataset.rows.values[column.name].astype("float32")
        np.testing.assert_array_equal(found[column.name], values, err_msg=column.name)
    assert [column.kind for column in form.columns] == [*["date"] * 4, "number"]


CASES = Path(__file__).parents[3] / "cases"
READ = sorted(
    path
    for path in CASES.glob("*/*.fitroom")
    if path.with_name("d.csv").is_file() and "utf8" not in path.parent.name
)


# of a kind with another of the same folder
SLOW = [CASES / "quotes_newest_first" / "table.fitroom", CASES / "air_semicolon" / "series.fitroom"]


@pytest.mark.parametrize("file", some_slow(READ, SLOW), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_files_of_people_are_read_as_predict_reads_them(file, tmp_path):
    project = with_absolute_paths(load(file, keep_aside=False).project, file.parent)
    if not isinstance(project.data, TableData | SeriesData | TextData):
        pytest.skip("it is no table")
    present = project.data.model_copy(update={"rules": "version_3"})
    project = project.model_copy(update={"data": present})
    try:
        dataset, made = reader(tmp_path, project)
    except DataQuestionError:
        pytest.skip("a person is asked first")
    path = Path(present.path)
    found, form = made["read"](path), examples_of(present, dataset)
    if isinstance(form, Windows):
        assert isinstance(present, SeriesData)
        (part,) = WindowReader(form, present, name="x").files([path])
        assert part.x is not None
        np.testing.assert_array_equal(found, part.x["x"])
    elif isinstance(form, Rows):
        assert isinstance(present, TableData)
        parts = list(RowReader(form, present).files([path]))
        for column in form.columns:
            wanted = np.concatenate([part.x[column.input][:, 0] for part in parts if part.x])
            values = found[column.name]
            np.testing.assert_array_equal(values, wanted.astype(values.dtype), err_msg=column.name)
    else:
        assert isinstance(form, Texts)
        assert isinstance(present, TextData)
        (part,) = TextReader(form, present, name="x").files([path])
        assert part.x is not None
        texts = [text for text in found if text.strip()]
        assert texts == part.x["x"][:, 0].tolist()
