"""What happens to the values of a section when its kind is changed, for every pair of kinds."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.settings import Project
from engine.settings.compile import CompileSettings
from engine.settings.data.kinds import (
    ArraysData,
    ImagesData,
    KerasData,
    LabelledData,
    PythonData,
    SeriesData,
    TableData,
    TextData,
)
from engine.settings.declaration.change_kind import change_kind
from engine.settings.declaration.declare import Section, alternatives, kind_of, walk
from engine.settings.declaration.tree import is_section_list
from engine.settings.model import CnnModel, CodeModel, DenseModel, FileModel, LstmModel
from engine.settings.optimizers import SGD, Adam, AdamW
from engine.settings.presets.images import VggModel
from engine.settings.project_file.assign import assign
from tests.unit.engine.settings.strategies import sections

DATA = alternatives(Project.model_fields["data"].annotation)


def choices() -> Iterator[tuple[str, tuple[type[Section], ...]]]:
    """Every setting of a project that is one of several kinds, and they."""
    for owner, prefix in ((Project, ""), (CompileSettings, "compile.")):
        for declared in walk(owner):
            kinds = alternatives(declared.annotation)
            if len(kinds) > 1:
                yield f"{prefix}{declared.name}", kinds


CHOICES = dict(choices())
PAIRS = [
    (path, before, to) for path, kinds in CHOICES.items() for before, to in itertools.permutations(kinds, 2)
]


def test_all_choices_are_tried() -> None:
    assert set(CHOICES) == {"data", "model", "compile.optimizer", "compile.schedule"}
    lists = {declared.name for declared in walk(Project) if is_section_list(declared.annotation)}
    assert lists == {"augmentation", "callbacks"}


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_the_command_line_and_the_form_keep_the_same(data: st.DataObject) -> None:
    path, before, to = data.draw(st.sampled_from(PAIRS))
    section = data.draw(sections(before))
    project = Project().with_value(path, section)
    changed = change_kind(section, to)
    assert assign(project, [f"{path}.kind={kind_of(to)}"]) == project.with_value(path, changed)
    old, defaults = {declared.name: declared for declared in walk(before)}, to()
    for declared in walk(to):
        value = getattr(changed, declared.name)
        # a value is that from before, or the default of the new kind: nothing else can come about
        assert value in ([getattr(section, declared.name)] if declared.name in old else []) or (
            value == getattr(defaults, declared.name)
        )


def test_defaults_become_the_defaults_of_the_new_kind() -> None:
    wrong = [(path, before, to) for path, before, to in PAIRS if change_kind(before(), to) != to()]
    assert wrong == []


def test_a_kind_of_a_list_is_changed_by_the_same_rule() -> None:
    project = assign(Project(), ["callbacks.0.patience=7", "callbacks.0.kind=reduce_lr"])
    before = Project().callbacks[0].model_copy(update={"patience": 7})
    assert project.callbacks[0] == change_kind(before, type(project.callbacks[0]))


PLACES = {
    "/x/pets": {ImagesData, TextData},
    "/x/a.npz": {ArraysData},
    "sample:digits.npz": {ArraysData},
    "/x/a.CSV": {TableData, SeriesData, TextData},
    "sample:wine.csv": {TableData, SeriesData, TextData},
    "/x/a.xlsx": {TableData},
    "/x/a.tsv": {TableData, SeriesData, TextData, LabelledData},
    "/x/a.ts": {LabelledData},
    "/x/a.py": {PythonData},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_path_is_kept_where_it_can_lead_to_the_data(place: str) -> None:
    kinds: list[Any] = [kind for kind in DATA if kind is not KerasData]
    for before, to in itertools.permutations(kinds, 2):
        if before in PLACES[place]:
            kept = change_kind(before(path=place), to).model_dump()["path"]
            assert kept == (place if to in PLACES[place] else ""), (before, to)


@pytest.mark.parametrize("kind", [kind for kind in DATA if kind is not KerasData])
def test_a_file_of_unknown_form_stays_among_files(kind: type[Any]) -> None:
    kept = change_kind(ArraysData(path="/x/a.dat"), kind)
    assert getattr(kept, "path", "") == ("" if kind in (ImagesData, PythonData) else "/x/a.dat")


def test_a_folder_may_have_a_dot_in_its_name() -> None:
    assert change_kind(ImagesData(path="/x/pets.v2"), TextData) == TextData(path="/x/pets.v2")


def test_a_kind_without_a_path_brings_none() -> None:
    assert change_kind(TableData(path="a.csv", scaling="standard"), KerasData) == KerasData(
        scaling="standard"
    )
    assert change_kind(KerasData(name="cifar10"), PythonData) == PythonData()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (DenseModel(units=(8, 8), dropout=0.4), LstmModel(units=(8, 8), dropout=0.4)),
        (LstmModel(units=(8,)), DenseModel(units=(8,))),
        (CnnModel(filters=(8, 8), kernel_size=5), VggModel(filters=(8, 8), kernel_size=5)),
        (DenseModel(units=()), LstmModel()),  # which needs one layer
        (FileModel(path="a.keras"), CodeModel()),
        (Adam(learning_rate=0.01), AdamW(learning_rate=0.01)),
        (SGD(learning_rate=0.1, clipnorm=1.0), Adam(clipnorm=1.0)),  # whose learning rates differ in scale
        (Adam(learning_rate=0.1), SGD()),
        (ImagesData(height=32), ArraysData()),
        (TableData(target="price"), TextData(target="price")),
        (TableData(target="price"), SeriesData()),
        (TextData(vocabulary=500, length=20), KerasData()),  # tokens of any text, words of a review
    ],
    ids=lambda section: type(section).__name__,
)
def test_what_means_the_same_is_kept(before: Section, after: Section) -> None:
    assert change_kind(before, type(after)) == after


def test_every_path_says_what_it_takes() -> None:
    """A path that says nothing would be taken for anything when the kind is changed."""
    for kind in DATA:
        for declared in walk(kind):
            if declared.name == "path":
                assert declared.info.suffixes or declared.info.folders, kind
    assert all(
        suffix == suffix.lower()
        for kind in DATA
        for declared in walk(kind)
        for suffix in declared.info.suffixes
    )
