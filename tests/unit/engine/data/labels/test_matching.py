"""Values that name files of another machine."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from engine.data.labels.matching import Way, best_way, naming_column

NAMES = [f"imgs/{kind}/p{number}.png" for kind, number in zip(["ripe", "raw"] * 6, range(12), strict=True)]


def written(name, how):
    return {
        "absolute": f"/home/me/data/{name}",
        "windows": "C:\\data\\" + name.replace("/", "\\"),
        "upper": name.replace(".png", ".PNG"),
        "name": name.rpartition("/")[2],
        "stem": name.rpartition("/")[2].removesuffix(".png"),
        "nfd": unicodedata.normalize("NFD", name),
        "same": name,
        "other folders": f"/upload/3/{name.rpartition('/')[2]}",
    }[how]


HOW = ["absolute", "windows", "upper", "name", "stem", "nfd", "same", "other folders"]


@given(how=st.sampled_from(HOW), korean=st.booleans(), order=st.permutations(range(12)))
def test_every_value_finds_its_file(how, korean, order):
    names = [name.replace("p", "사과") if korean else name for name in NAMES]
    values = [written(names[place], how) for place in order]
    found = naming_column(
        [("note", ["x"] * 12), ("file", values), ("label", ["a", "b"] * 6)], names, rules="version_3"
    )
    assert found is not None
    column, way = found
    assert column == "file"
    by_key = {way.key(name): name for name in names}
    assert [by_key[way.key(value)] for value in values] == [names[place] for place in order]


def test_the_longest_tail_decides_between_files_of_one_name():
    names = ["a/1.png", "b/1.png", "a/2.png"]
    way, hits = best_way(["/x/a/1.png", "/x/b/1.png", "/x/a/2.png"], names, rules="version_3")
    assert (way.depth, hits) == (2, 3)
    assert way.key("/x/b/1.png") == "b/1.png"


def test_case_matters_where_it_decides():
    names = ["A.png", "a.png"]
    way, hits = best_way(["A.png", "a.png"], names, rules="version_3")
    assert (way.fold, hits) == (False, 2)


def test_by_the_rules_of_an_older_project_values_are_compared_as_they_are():
    assert naming_column([("file", ["imgs\\ripe\\p0.png"])], NAMES, rules="version_2") is None
    assert naming_column([("file", ["p0"])], NAMES, rules="version_2") == (
        "file",
        Way(1, stem=True, plain=True),
    )
