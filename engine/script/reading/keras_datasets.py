"""Reading one of Keras's data sets, as a script: the lines of Keras's own examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.layouts.keras_datasets import KerasLayout
from engine.script.page import Page
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.keras_datasets import KerasData


_NAMES = {
    "validates": "(x_train, y_train), (x_val, y_val)",
    "tests": "(x, y), (x_test, y_test)",
    "unused": "(x, y), _",
}
_ENDS = {"validates": ("_train", "_val"), "tests": ("", "_test"), "unused": ("",)}


def comes_in_parts(facts: ScriptFacts) -> bool:
    """Whether the reading lines set x_train, y_train, x_val and y_val instead of x and y."""
    return isinstance(facts.layout, KerasLayout) and facts.layout.test_part == "validates"


def write_keras(page: Page, settings: KerasData, *, facts: ScriptFacts, layout: KerasLayout) -> None:
    """Write lines that set x_train, y_train, x_val and y_val where the test part validates, else x and y."""
    if layout.test_part == "validates":
        page.line("# Keras's test part validates")
    page.value(f"{_NAMES[layout.test_part]} = ", layout.call)
    ends = _ENDS[layout.test_part]
    for end in ends:
        if settings.is_text:
            padded: dict[str, Any] = {"maxlen": settings.length, "padding": "post"}
            padded |= {"truncating": "post"} if settings.truncating == "post" else {}
            origin = {"maxlen": "data.length", "truncating": "data.truncating"}
            x = (Named(f"x{end}", None),)
            page.value(f"x{end} = ", Call("keras.utils.pad_sequences", args=x, kwargs=padded, origin=origin))
        elif facts.task == "regression":
            page.line(f'x{end} = x{end}.astype("float32")')
    targets = (
        'reshape(-1, 1).astype("float32")' if facts.task == "regression" else 'reshape(-1).astype("int64")'
    )
    for end in ends:
        page.line(f"y{end} = y{end}.{targets}")
