"""The text of all settings names each of them, with what Keras calls it, in the language in use."""

from collections.abc import Iterator

import pytest

from engine.language import SOURCE, tr
from engine.settings import Project
from engine.settings.declaration.tree import leaves
from engine.settings.project_file.reference import reference


@pytest.fixture
def korean() -> Iterator[None]:
    tr.use("ko")
    yield
    tr.use(SOURCE)


def test_every_setting_is_named_with_its_title_and_keras_name() -> None:
    text = reference()
    for leaf in leaves(Project()):
        assert leaf.declared.info.title in text
        assert not leaf.declared.info.keras or f"`{leaf.declared.info.keras}`" in text
    assert "`keras.callbacks.EarlyStopping`" in text


@pytest.mark.usefixtures("korean")
def test_it_is_in_the_language_in_use() -> None:
    text = reference()
    assert "기다리는 기간" in text
    assert "`patience`" in text
