"""Every declaration is complete, and every setting reads back what was written and refuses what is wrong."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.settings import Project
from engine.settings.augmentation import AugmentationSection, Flip
from engine.settings.callbacks import EarlyStopping, ModelCheckpoint
from engine.settings.declaration.declare import Section, alternatives, info_of, kind_of, setting, walk
from engine.settings.project_file.explain import explain
from engine.settings.project_file.file import dump_complete, dumps, loads
from engine.settings.stack import LayerSection
from engine.settings.stack.model import StackModel
from tests.unit.engine.settings.strategies import all_sections, sections

SECTIONS = all_sections()


def names(item: Any) -> str:
    return item.__name__ if isinstance(item, type) else str(item)


def home_of(section: type[Section]) -> str:
    """The dotted path in a project at which `section` can stand."""
    for outer, prefix in ((Project, ""), (type(Project().compile), "compile.")):
        for declared in walk(outer):
            if section in alternatives(declared.annotation):
                return prefix + declared.name
    if issubclass(section, LayerSection):
        return "model.layers.0"
    return "augmentation.0" if issubclass(section, AugmentationSection) else "callbacks.0"


@pytest.mark.parametrize("section", SECTIONS, ids=names)
def test_a_section_has_title_and_about(section: type[Section]) -> None:
    assert section.title
    if kind_of(section):
        assert section.about.endswith(".")


@pytest.mark.parametrize("section", SECTIONS, ids=names)
def test_settings_are_explained(section: type[Section]) -> None:
    for name in (declared.name for declared in walk(section)):
        info = info_of(section, name)
        assert info.title[0].isupper() or info.title[0].isdigit(), name
        assert not info.title.endswith("."), name
        for text in (info.help, info.raise_, info.lower):
            assert not text or (text.endswith(".") and text == text.strip() and "  " not in text), name
        assert info.help, name


@pytest.mark.parametrize("section", [*SECTIONS, Project], ids=names)
def test_titles_in_one_form_are_different(section: type[Section]) -> None:
    titles = [declared.info.title for declared in walk(section)]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("section", SECTIONS, ids=names)
def test_defaults_are_valid(section: type[Section]) -> None:
    assert section.model_validate(section().model_dump()) == section()


def test_kinds_are_different_where_people_choose() -> None:
    for outer in (Project, *SECTIONS):
        for declared in walk(outer):
            kinds = [kind_of(section) for section in alternatives(declared.annotation)]
            assert len(kinds) == len(set(kinds))


def test_choices_that_miss_a_value_are_refused() -> None:
    with pytest.raises(TypeError, match="choices"):
        type(
            "Bad",
            (Section,),
            {
                "__annotations__": {"mode": "Mode"},
                "__module__": EarlyStopping.__module__.replace("watching", "base"),
                "mode": setting("auto", title="Mode", help="A mode.", choices={"auto": "Auto"}),
            },
        )


@pytest.mark.parametrize("section", SECTIONS, ids=names)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_written_is_read_back(section: type[Section], data: st.DataObject) -> None:
    path = home_of(section)
    made = data.draw(sections(section))
    project = Project().with_value("augmentation", (Flip(),))
    if isinstance(made, LayerSection):
        project = project.with_value("model", StackModel())
    project = project.with_value(path, made)
    for text in (dumps(project), dump_complete(project)):
        loaded = loads(text)
        assert loaded.problems == ()
        assert loaded.project == project
        assert loaded.project.value_at(path) == made


@pytest.mark.parametrize("section", SECTIONS, ids=names)
def test_wrong_values_are_refused_by_name(section: type[Section]) -> None:
    for name in (declared.name for declared in walk(section)):
        with pytest.raises(ValidationError) as refused:
            section.model_validate({name: object()})
        ((path, sentence),) = explain(refused.value, of=section)
        assert path == name
        assert name in sentence
        assert sentence.endswith("."), name
        # the words of the library that refused it are not those of a person
        assert "input" not in sentence.replace(name, "").lower(), name


@pytest.mark.parametrize("section", SECTIONS, ids=names)
def test_an_unknown_setting_is_refused_by_name(section: type[Section]) -> None:
    with pytest.raises(ValidationError) as refused:
        section.model_validate({"no_such": 1})
    ((path, sentence),) = explain(refused.value, of=section)
    assert path == "no_such"
    assert sentence.startswith("There is no setting no_such in ")


def test_values_are_found_and_replaced_by_path() -> None:
    project = (
        Project().with_value("callbacks.0.patience", 3).with_value("compile.optimizer.learning_rate", 0.5)
    )
    assert project.value_at("callbacks.0.patience") == 3
    assert project.value_at("compile.optimizer.learning_rate") == 0.5
    assert Project().value_at("callbacks.0.patience") == 10


@pytest.mark.parametrize(
    "path", ["", "fit.nothing", "callbacks.9.patience", "callbacks.x.patience", "fit.epochs.more"]
)
def test_a_path_to_nothing_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        Project().value_at(path)
    with pytest.raises(KeyError):
        Project().with_value(path, 1)


def test_a_project_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        Project().fit.epochs = 3


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("cp-{epoch:04d}.ckpt", "cp-{epoch:04d}.ckpt"),
        ("cp-{epoch:04d}", "cp-{epoch:04d}.keras"),
        ("{epoch}-{val_loss:.4f}", "{epoch}-{val_loss:.4f}.keras"),
        ("a.weights.h5", "a.weights.h5"),
        ("best.v2", "best.v2.keras"),
    ],
)
def test_the_name_of_a_checkpoint_shows_its_ending(written: str, kept: str) -> None:
    assert ModelCheckpoint(filepath=written).filepath == kept


@pytest.mark.parametrize("written", ["cp-{epoch}.h5", "best.HDF5", "model.tf"])
def test_an_ending_of_keras_2_is_refused_with_those_that_there_are(written: str) -> None:
    with pytest.raises(ValidationError, match=r"how Keras 2 saved a model.*\.keras.*\.weights\.h5.*\.ckpt"):
        ModelCheckpoint(filepath=written)


def test_weights_alone_want_their_ending_and_the_sentence_offers_the_name() -> None:
    weights = ModelCheckpoint(filepath="cp-{epoch}.ckpt", save_weights_only=True)
    assert "write cp-{epoch}.weights.h5" in weights.ending_problem
    model = ModelCheckpoint(filepath="cp-{epoch}.weights.h5")
    assert "switch save_weights_only on, or write cp-{epoch}.keras" in model.ending_problem
    assert ModelCheckpoint(filepath="a.weights.h5", save_weights_only=True).ending_problem == ""
    assert ModelCheckpoint().ending_problem == ""
