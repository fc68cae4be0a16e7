import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.data import DataError, load
from engine.data.split import split
from engine.settings.data.kinds import LabelledData
from engine.settings.fit import FitSettings

TS = """#A comment
@problemName Walks
@timeStamps false
@missing true
@univariate false
@dimensions 2
@equalLength false
@classLabel true slow fast

@data
1.0,2.0,3.0:10,20,30:slow
4,?,6,7:40,50,60,70:fast
8,9:80,90:slow
1,1:1,1: fast
"""
TSV = "2\t1.5\t2.5\t3.5\n1\t4\tNaN\t6\n2\t7\t8\tNaN\n1\t5\t5\t5\n"


@pytest.fixture
def read(tmp_path):
    def made(content, name="Walks.ts", *, like=None, **options):
        (tmp_path / name).write_text(content, "utf-8")
        return load(LabelledData(path=str(tmp_path / name), **options), None, like=like)

    return made


def test_a_ts_file_of_several_dimensions_and_lengths(read):
    found = read(TS)
    assert (found.shape, found.class_names, found.padding) == ((4, 2), ("fast", "slow"), 0.0)
    np.testing.assert_array_equal(found.y, [1, 0, 1, 0])
    np.testing.assert_array_equal(np.asarray(found.x)[1], [[4, 40], [5, 50], [6, 60], [7, 70]])
    np.testing.assert_array_equal(np.asarray(found.x)[2], [[8, 80], [9, 90], [0, 0], [0, 0]])
    assert any("1 missing value" in note for note in found.notes)


def test_a_tsv_file_has_the_label_first(read):
    found = read(TSV, "Walks_TRAIN.tsv")
    assert (found.shape, found.class_names, found.padding) == ((3, 1), ("1", "2"), 0.0)
    np.testing.assert_array_equal(np.asarray(found.x)[1, :, 0], [4, 5, 6])
    np.testing.assert_array_equal(np.asarray(found.x)[2, :, 0], [7, 8, 0])
    np.testing.assert_array_equal(found.y, [1, 0, 1, 0])


def test_the_test_file_beside_it_is_the_test_part_also_where_it_is_longer(read, tmp_path):
    (tmp_path / "Walks_TEST.tsv").write_text("1\t1\t2\n2\t3\t4\t5\t6\n3\t1\t1\n", "utf-8")
    found = read(TSV, "Walks_TRAIN.tsv")
    assert (found.shape, found.class_names) == ((4, 1), ("1", "2"))
    assert found.test_mask is not None
    np.testing.assert_array_equal(np.asarray(found.x)[found.test_mask, :, 0], [[1, 2, 0, 0], [3, 4, 5, 6]])
    np.testing.assert_array_equal(found.y[found.test_mask], [0, 1])
    assert any("Walks_TEST.tsv is the test part" in note for note in found.notes)
    assert any("no training example has" in note for note in found.notes)
    parts = split(found, FitSettings(), seed=0)
    assert set(parts.test) == set(np.flatnonzero(found.test_mask))
    assert len(parts.train) + len(parts.validation) == 4
    chosen = FitSettings(validation_data=str(tmp_path / "Walks_TEST.tsv"))
    assert len(split(found, chosen, seed=0).test) == 0


def test_the_test_file_beside_it_can_validate(read, tmp_path):
    (tmp_path / "Walks_TEST.tsv").write_text("1\t1\t2\n2\t3\t4\n", "utf-8")
    for options in ({"parts": False}, {"rules": "version_2"}):
        train = read(TSV, "Walks_TRAIN.tsv", **options)
        assert (train.count, train.test_mask) == (4, None)
        assert any("Walks_TEST.tsv lies beside it" in note for note in train.notes)
    held = load(LabelledData(path=str(tmp_path / "Walks_TEST.tsv")), None, like=train)
    assert (held.shape, held.padding, held.class_names) == (train.shape, train.padding, train.class_names)
    with pytest.raises(DataError, match="has 4 steps, and the longest of the training data 3"):
        read("1\t1\t2\t3\t4\n2\t1\t2\t3\t4\n", "longer.tsv", like=train)


def test_targets_may_be_numbers(read):
    content = (
        TS.replace("@classLabel true slow fast", "@targetLabel true")
        .replace("slow", "0.5")
        .replace("fast", "2")
    )
    found = read(content)
    assert found.task == "regression"
    np.testing.assert_array_equal(found.y[:, 0], [0.5, 2, 0.5, 2])
    assert read("1\t5\n2\t6\n3\t7\n", "a.tsv", task="regression").task == "regression"


def test_a_series_without_values_is_left_out(read):
    found = read(TS + "?,?:1,2:slow\n")
    assert [left.name for left in found.left_out] == ["line 15"]
    assert found.count == 4


@pytest.mark.parametrize("between", ["  ", ","])
def test_text_files_of_the_archive_are_found_with_their_test_part(read, tmp_path, between):
    def lines(rows):
        return "".join("  " + between.join(f"{value:.7e}" for value in row) + "\n" for row in rows)

    (tmp_path / "Coffee_TEST.txt").write_text(lines([[1, 7, 8, 9], [-1, 3, 2, 1]]), "utf-8")
    found = read(lines([[-1, 1.5, 2.5, 3.5], [1, 4, 5, 6]]), "Coffee_TRAIN.txt")
    assert (found.shape, found.class_names) == ((3, 1), ("-1", "1"))
    np.testing.assert_array_equal(found.test_mask, [False, False, True, True])
    np.testing.assert_array_equal(found.y, [0, 1, 1, 0])
    np.testing.assert_allclose(np.asarray(found.x)[0, :, 0], [1.5, 2.5, 3.5])


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("", "a.ts", "no line @data"),
        ("@data\n", "a.ts", "holds no series"),
        ("@data\n1,2,3\n", "a.ts", "Line 2 of a.ts"),
        ("@data\n1,x:a\n", "a.ts", "'x' is no number"),
        ("@data\n1,2:3,4:a\n1,2:b\n", "a.ts", "Line 3 of a.ts has 1 dimension,"),
        ("@timeStamps true\n@data\n(1,2):a\n", "a.ts", "a time at each value"),
        ("@classLabel false\n@data\n1,2\n", "a.ts", "no labels"),
        ("1\n", "a.tsv", "Line 1 of a.tsv"),
        ("1\tx\n", "a.tsv", "'x' is no number"),
        ("1\tNaN\n", "a.tsv", "has values in every dimension"),
        ("1\t2\n", "a.csv", "choose a .ts, .tsv or .txt file"),
    ],
)
def test_what_cannot_be_read_is_named(read, content, name, words):
    with pytest.raises(DataError, match=words):
        read(content, name)


PIECES = st.sampled_from(
    ["1", "2.5", "-3", "?", "NaN", "x", ":", ",", "\t", "\n", "@data\n", "@", "1e999", " "]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, max_size=40), name=st.sampled_from(["a.ts", "a.tsv", "a.txt"]))
def test_any_file_loads_or_says_why(read, pieces, name):
    try:
        found = read("".join(pieces), name)
    except DataError:
        return
    assert np.isfinite(np.asarray(found.x)).all()
    assert np.isfinite(found.y).all()
    assert len(found.y) == found.count > 0
