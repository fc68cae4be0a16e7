from dataclasses import replace

from engine.inspect.facts import DataFacts, MadeBatches
from engine.inspect.fit_notes import notes
from engine.inspect.inactive import inactive
from engine.settings import Project

CLASSES = DataFacts(
    kind="arrays", task="classification", ordered=False, train=1438, validation=359, class_names=("a",)
)
SERIES = DataFacts(kind="series", task="regression", ordered=True, train=100, validation=20, class_names=())


def project(**values: object) -> Project:
    made = Project()
    for name, value in values.items():
        made = made.with_value(f"fit.{name}", value)
    return made


def test_nothing_is_said_while_nothing_is_known() -> None:
    assert notes(Project(), None) == {}


def test_steps_follow_from_examples_and_batch_size() -> None:
    found = notes(project(), CLASSES)
    assert found["fit.batch_size"] == "1,438 / 32 = 45 steps an epoch"
    assert found["fit.epochs"] == "900 steps in all"
    assert found["fit.validation_split"] == "1,438 to train, 359 to check"


def test_given_steps_and_a_later_begin_count() -> None:
    found = notes(project(steps_per_epoch=10, initial_epoch=5), CLASSES)
    assert found["fit.epochs"] == "150 steps in all"
    assert found["fit.steps_per_epoch"] == "32 x 10 = 320 examples an epoch"
    assert found["fit.initial_epoch"] == "runs epochs 6 to 20"


def test_what_stays_empty_is_said_in_batches() -> None:
    found = notes(project(), CLASSES)
    assert found["fit.steps_per_epoch"] == "empty is 45 batches"
    assert found["fit.validation_steps"] == "empty is 12 batches"
    assert notes(project(validation_batch_size=100), CLASSES)["fit.validation_steps"] == "empty is 4 batches"


def test_given_validation_steps_never_count_more_than_there_is() -> None:
    some = notes(project(validation_steps=3), CLASSES)["fit.validation_steps"]
    assert some == "32 x 3 = 96 of 359 examples"
    assert "= 359 of 359" in notes(project(validation_steps=99), CLASSES)["fit.validation_steps"]


def test_a_series_is_said_to_be_mixed_in_windows() -> None:
    assert "windows" in notes(project(), SERIES)["fit.shuffle"]
    assert "fit.shuffle" not in notes(project(), CLASSES)


def test_without_classes_examples_are_said_to_be_drawn_and_a_series_is_not() -> None:
    assert "fit.validation_method" not in notes(project(), SERIES)
    assert "random" in notes(project(), replace(SERIES, ordered=False))["fit.validation_method"]


def test_a_note_is_said_only_where_its_setting_has_an_effect() -> None:
    numbers = replace(SERIES, ordered=False)
    for values, facts in (
        ({"validation_data": "own.csv"}, replace(numbers, validation=0)),
        ({"validation_split": 0.0}, replace(numbers, validation=0)),
        ({}, replace(numbers, has_validation_part=True)),
        ({}, SERIES),
    ):
        found = notes(project(**values), facts)
        assert "fit.validation_method" not in found
        assert not inactive(project(**values), facts).keys() & found.keys()
        assert notes(project(**values, test_split=0.1), facts).keys() >= {"fit.epochs", "fit.batch_size"}
    parts = replace(CLASSES, has_validation_part=True, has_test_part=True, test=100)
    assert not notes(project(), parts).keys() & {"fit.validation_split", "fit.test_split"}
    assert "fit.validation_method" in notes(project(validation_data="own.csv", test_split=0.1), numbers)


def test_batches_of_a_file_are_counted_as_it_makes_them() -> None:
    made = MadeBatches(size=20, count=8, in_order=False, validates=True, validation_count=3)
    facts = replace(CLASSES, kind="python", train=20, validation=0, made=made)
    found = notes(project(initial_epoch=5), facts)
    assert found == {
        "fit.batch_size": "the file makes batches of 20",
        "fit.epochs": "120 steps in all",
        "fit.steps_per_epoch": "empty is 8 batches",
        "fit.validation_steps": "empty is 3 batches",
        "fit.initial_epoch": "runs epochs 6 to 20",
    }
    assert notes(project(steps_per_epoch=4), facts)["fit.steps_per_epoch"] == "20 x 4 = 80 examples an epoch"
    unknown = replace(facts, made=MadeBatches(size=20, count=None, in_order=True))
    assert notes(project(), unknown) == {"fit.batch_size": "the file makes batches of 20"}
