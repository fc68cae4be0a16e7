"""Words of menu entries."""

import pytest

from gui.text import without_key


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("&Save", "Save"),
        ("Save &as...", "Save as"),
        ("Tensor&Board", "TensorBoard"),
        ("저장(&S)", "저장"),
        ("다른 이름으로 저장(&A)...", "다른 이름으로 저장"),
        ("언어 Language(&L)", "언어 Language"),
        ("Loss & metrics (both)", "Loss & metrics (both)"),
    ],
)
def test_a_menu_entry_without_its_key(entry: str, words: str) -> None:
    assert without_key(entry) == words
