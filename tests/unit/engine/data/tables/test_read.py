from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engine.data import DataError, Dataset, RawDataset, choices_in, load
from engine.data.separate_data import load_validation
from engine.settings import Project
from engine.settings.data.tables import COLUMN_KINDS, TableData

ROWS = "a,b,kind\n1,2.5,x\n2,3.5,y\n3,4.5,x\n4,5.5,y\n"


def read(folder: Path, content: str | bytes, **options: Any) -> Any:
    path = folder / "data.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return prepared(load(TableData(path=str(path), **options), None))


def prepared(dataset: RawDataset) -> Dataset:
    """With all rows in the training part."""
    return dataset.fit(np.arange(dataset.count))


def refusal(folder: Path, content: str | bytes, **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        read(folder, content, **options)
    return caught.value


def test_samples():
    wine = prepared(load(TableData(path="sample:wine.csv"), None))
    assert (wine.shape, wine.outputs, wine.task) == ((13,), 3, "classification")
    penguins = prepared(load(TableData(path="sample:penguins.csv"), None))
    assert (penguins.task, penguins.target_names) == ("regression", ("body_mass_g",))
    assert "island=Biscoe" in penguins.feature_names


@pytest.mark.parametrize(
    "content",
    [
        ROWS,
        ROWS.replace(",", ";"),
        ROWS.replace(".", "!").replace(",", ";").replace("!", ","),
        ROWS.replace(",", "\t"),
        ROWS.replace("\n", "\r\n"),
        "sep=;\n" + ROWS.replace(",", ";"),
        "\n\n" + ROWS,
        "\ufeff" + ROWS,
        ROWS.encode("utf-16"),
        ",".join(["", *ROWS.splitlines(keepends=True)[:1]]) + "".join(
            f"{number},{line}" for number, line in enumerate(ROWS.splitlines(keepends=True)[1:])
        ),
    ],
)  # fmt: skip
def test_forms_of_csv(tmp_path, content):
    found = read(tmp_path, content)
    assert found.feature_names == ("a", "b")
    np.testing.assert_array_equal(found.x, np.array([[1, 2.5], [2, 3.5], [3, 4.5], [4, 5.5]], np.float32))
    np.testing.assert_array_equal(found.y, [0, 1, 0, 1])
    assert found.class_names == ("x", "y")


def test_korean_excel(tmp_path):
    content = ROWS.replace("kind", "종류").replace("x", "사과").replace("y", "배").encode("cp949")
    found = read(tmp_path, content)
    assert found.class_names == ("배", "사과")
    assert found.target_names == ("종류",)
    assert any("cp949" in note for note in found.notes)
    assert choices_in(TableData(path=str(tmp_path / "data.csv")), None).names == ("a", "b", "종류")


def test_text_in_a_number_column_names_column_row_and_value(tmp_path):
    error = refusal(tmp_path, ROWS.replace("4.5", "about 4"))
    assert error.path == "data.columns"
    assert all(text in str(error) for text in ("Column b", "row 4", "'about 4'"))
    error = refusal(tmp_path, ROWS.replace("4.5", "about 4").replace("\n2,", "\n\n2,"))
    assert "row 5" in str(error)


def test_text_features_become_columns_of_zero_and_one(tmp_path):
    found = read(tmp_path, ROWS, target="a")
    assert found.feature_names == ("b", "kind=x", "kind=y")
    np.testing.assert_array_equal(np.asarray(found.x)[:, 1:], [[1, 0], [0, 1], [1, 0], [0, 1]])


def test_columns_that_cannot_be_used_are_noted(tmp_path):
    rows = "".join(f"name {number},,{number * 7 % 60},7,{number % 2}\n" for number in range(60))
    content = "name,none,size,same,y\n" + rows
    found = read(tmp_path, content)
    assert found.feature_names == ("size",)
    assert read(tmp_path, content, rules="version_2").feature_names == ("size", "same")
    assert read(tmp_path, content, columns={"same": "number"}).feature_names == ("size", "same")
    notes = " ".join(found.notes)
    assert "name: it holds text with 60" in notes
    assert "none: it is empty" in notes
    assert "same: it has the same value" in notes
    assert refusal(tmp_path, content, features=("name",)).path == "data.features"
    chosen = read(tmp_path, content, features=("size",), columns={"size": "category"}, rare=1)
    assert [column.values for column in chosen.fitted.embedded] == [61]
    assert refusal(tmp_path, content, columns={"name": "number"}).path == "data.columns"
    assert refusal(tmp_path, content, columns={"size": "date"}).path == "data.columns"


def test_a_missing_column_names_the_nearest(tmp_path):
    error = refusal(tmp_path, ROWS, target="Kind")
    assert error.path == "data.target"
    assert "a, b, kind" in str(error)
    assert "Is kind meant?" in str(error)
    assert refusal(tmp_path, ROWS, features=("none",)).path == "data.features"
    assert refusal(tmp_path, ROWS, weight="none").path == "data.weight"
    assert refusal(tmp_path, ROWS, target="a", features=("a",)).path == "data.features"


def test_rows_with_missing_values_are_left_out(tmp_path):
    content = ROWS + ",1,x\n5,,x\n6,1,\n?,1,y\n"
    found = read(tmp_path, content, missing="drop")
    assert found.count == 4
    assert [item.name for item in found.left_out] == ["row 6", "row 7", "row 8", "row 9"]
    assert "column b" in found.left_out[1].reason
    assert "Every row misses" in str(refusal(tmp_path, "a,b,y\n,1,x\n1,,y\n", missing="drop"))
    filled = read(tmp_path, content)
    assert [item.name for item in filled.left_out] == ["row 8"]
    np.testing.assert_array_equal(np.asarray(filled.x)[[4, 6], 0], [3, 3])
    marked = read(tmp_path, content, indicator=True, missing="mean")
    assert marked.feature_names == ("a", "a?", "b", "b?")
    np.testing.assert_array_equal(np.asarray(marked.x)[:, 1], [0, 0, 0, 0, 1, 0, 1])


def test_the_task_follows_the_target(tmp_path):
    many = "a,y\n" + "".join(f"{number},{number}\n" for number in range(50))
    assert read(tmp_path, many).task == "regression"
    few = "a,y\n" + "".join(f"{number},{number % 3 + 1}\n" for number in range(50))
    assert read(tmp_path, few).class_names == ("1", "2", "3")
    assert read(tmp_path, few, task="regression").task == "regression"
    with_gap = few + "7,\n"
    assert read(tmp_path, with_gap).class_names == ("1", "2", "3")
    truth = "a,y\n1,True\n2,False\n3,True\n4,\n"
    assert read(tmp_path, truth).class_names == ("False", "True")
    np.testing.assert_array_equal(
        read(tmp_path, truth, task="regression").y, np.array([[1], [0], [1]], np.float32)
    )
    assert refusal(tmp_path, ROWS, task="regression").path == "data.task"
    assert "class x" in str(read(tmp_path, "a,y\n1,x\n2,z\n3,z\n").notes)


def test_weights(tmp_path):
    found = read(tmp_path, ROWS, weight="a")
    assert found.feature_names == ("b",)
    np.testing.assert_array_equal(found.sample_weight, np.array([1, 2, 3, 4], np.float32))
    assert refusal(tmp_path, ROWS.replace("\n1,", "\n-1,"), weight="a").path == "data.weight"


@pytest.mark.parametrize(
    "content",
    [
        "", "\n\n", "a,b\n", "1,2\n3,4\n", "a,b\n1,2,3\n", "a,b\n1,2\n1,2,3\n", 'a,b\n"1,2\n',
        "y\n1\n2\n",
        "a,y\n1,x\n2,x\n", b"\x00\x01\x02", b"\xff\xfe\x00", "a,y\n,\n,\n", "a,y\n1,\n2,\n",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused(tmp_path, content):
    assert str(refusal(tmp_path, content)).endswith(".")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="folder"):
        load(TableData(path=str(tmp_path)), None)


def test_validation_data_follows_the_training_data(tmp_path):
    training = read(tmp_path, "size,color,y\n1,red,x\n2,blue,y\n3,red,z\n4,green,z\n", rare=1)
    project = Project(data=TableData(path=str(tmp_path / "data.csv")))
    project = project.with_value("fit.validation_data", "own.csv")
    (tmp_path / "own.csv").write_text("size,color,y\n5,red,z\n,never seen,z\n")
    found = load_validation(project, tmp_path, dataset=training)
    np.testing.assert_array_equal(found.x, np.array([[5, 0, 0, 1], [2.5, 0, 0, 0]], np.float32))
    np.testing.assert_array_equal(found.y, [2, 2])
    for wrong in ("size,color,y\n5,red,w\n", "size,y\n5,z\n", "size,color,y\nbig,red,z\n", ""):
        (tmp_path / "own.csv").write_text(wrong)
        with pytest.raises(DataError) as caught:
            load_validation(project, tmp_path, dataset=training)
        assert caught.value.path == "fit.validation_data"


def outcome(made: Callable[[], Any]) -> Any:
    """What `made` gives, or the sentence with which it refuses."""
    try:
        return made()
    except DataError as error:
        return str(error)


def test_only_the_rows_that_train_are_measured(tmp_path):
    """Changing what validates changes nothing in what is trained on."""
    rng = np.random.default_rng(4)
    rows = [
        f"{rng.normal():.3f},{rng.choice(list('abc'))},2024-0{rng.integers(1, 9)}-03,"
        f"word {rng.integers(5)} of many words,{number % 2}"
        for number in range(40)
    ]
    others = [f"{1000 + number},unseen {number},1999-01-01,never such a thing," + row[-1] for number, row in
              enumerate(rows[30:])]  # fmt: skip
    header = "size,color,day,note,y\n"
    options: dict[str, Any] = {"indicator": True, "columns": {"color": "embedding", "note": "text"}}
    found = []
    for content in (rows, rows[:30] + others):
        path = tmp_path / "data.csv"
        path.write_text(header + "\n".join(content))
        found.append(load(TableData(path=str(path), **options), None).fit(np.arange(30)))
    one, two = found
    assert one.feature_names == two.feature_names
    assert one.fitted.raw_inputs() == two.fitted.raw_inputs()
    np.testing.assert_array_equal(one.x[:30], two.x[:30])
    assert np.isfinite(two.x).all()


def test_kinds_are_found(tmp_path):
    rows = "".join(
        f"{number * 7 % 200},{'ab'[number % 2]},city {number % 30},2024-01-{number % 28 + 1:02},"
        f"a note of {number} and of more words,₩{number * 3 % 200},{number % 2}\n"
        for number in range(200)
    )
    found = read(tmp_path, "size,letter,city,day,note,won,y\n" + rows)
    assert [(column.name, column.found) for column in found.columns] == [
        ("size", "number"),
        ("letter", "category"),
        ("city", "category"),
        ("day", "date"),
        ("note", "text"),
        ("won", "number"),
        ("y", "number"),
    ]
    assert found.columns[-1].chosen == "target"
    assert found.feature_names[:3] == ("size", "letter=a", "letter=b")
    assert [column.name for column in found.fitted.embedded] == ["city"]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.0", 1234), ("$ 5.5", 5.5), ("12 kg", 12), ("₩1,234,567", 1234567), ("3000원", 3000), ("-7", -7)],
)
def test_numbers_are_normalized(tmp_path, text, number):
    found = read(tmp_path, f'a,y\n"{text}",1\n"{text}",2\n2,1\n')
    np.testing.assert_array_equal(np.asarray(found.x)[0], np.array([number], np.float32))


def test_several_targets(tmp_path):
    found = read(tmp_path, ROWS, columns={"a": "target", "b": "target"})
    assert (found.task, found.target_names, found.y.shape) == ("regression", ("a", "b"), (4, 2))
    found = read(tmp_path, ROWS, target="b", columns={"a": "target"})
    assert found.target_names == ("b", "a")
    both = refusal(tmp_path, ROWS, columns={"kind": "target", "a": "target"})
    assert both.path == "data.columns"
    assert refusal(tmp_path, ROWS, columns={"kind": "weight"}).path == "data.weight"
    assert refusal(tmp_path, ROWS, columns={"a": "weight", "b": "weight"}).path == "data.columns"
    assert refusal(tmp_path, ROWS, columns={"none": "number"}).path == "data.columns"
    assert refusal(tmp_path, ROWS, columns={"a": "ignore", "b": "ignore"}).path == "data.features"


CELLS = st.one_of(
    st.sampled_from(
        ["", "1", "2.5", "-3", "x", "True", "nan", "inf", "2020-01-02", '"', ";", "1,5", "1e999", "0x1f"]
    ),
    st.text(max_size=4),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=8),
    separator=st.sampled_from(",;\t"),
    task=st.sampled_from(["auto", "classification", "regression"]),
    kinds=st.dictionaries(st.sampled_from("abc"), st.sampled_from(sorted(COLUMN_KINDS)), max_size=3),
    rare=st.integers(1, 3),
)
@example(rows=[['"'], ['"']], separator=",", task="auto", kinds={}, rare=1)
@example(rows=[["1", "2", "3"], ["", "-3"]], separator=",", task="auto", kinds={}, rare=1)
@example(rows=[["1"], ["-3"]], separator=",", task="auto", kinds={}, rare=1)
def test_any_csv_loads_or_says_why(tmp_path, rows, *, separator, task, kinds, rare):
    content = "\n".join(separator.join(row) for row in [["a", "b", "c"], *rows])
    found = outcome(
        lambda: read(tmp_path, content.encode("utf-8", "replace"), task=task, columns=kinds, rare=rare)
    )
    if isinstance(found, str):
        assert len(found) > 20
        return
    assert found.x.dtype == np.float32
    assert np.isfinite(found.x).all()
    assert found.x.shape == (found.count, len(found.feature_names))
    assert len(found.y) == found.count > 0


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=80), st.text(max_size=80).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_any_bytes_load_or_say_why(tmp_path, content):
    found = outcome(lambda: read(tmp_path, content))
    assert len(found) > 20 if isinstance(found, str) else found.count > 0


def test_a_row_is_shown_with_its_dates_as_they_are_written(tmp_path):
    rows = "day,at,size,y\n3.1.2024,2024-01-05 10:07,1.5,1\n29.2.2024,,,2\n1.3.2024,2024-02-01 23:59,2,3\n"
    dataset = read(tmp_path, rows + "\n".join(["2.3.2024,2024-02-02 00:00,4,4"] * 4), columns={"at": "date"})
    shown = [dataset.rows.shown(row) for row in range(3)]
    assert shown == [
        ("3.1.2024", "2024-01-05 10:07", "1.5"),
        ("29.2.2024", "", ""),
        ("1.3.2024", "2024-02-01 23:59", "2"),
    ]
    table = pd.read_csv(tmp_path / "data.csv", parse_dates=["at"])
    table["day"] = pd.to_datetime(table["day"], format="%d.%m.%Y")
    table.to_excel(tmp_path / "data.xlsx", index=False)
    moments: Any = prepared(load(TableData(path=str(tmp_path / "data.xlsx")), None)).rows
    assert moments.shown(0) == ("2024-01-03", "2024-01-05 10:07:00", "1.5")
    assert moments.shown(1) == ("2024-02-29", "", "")
