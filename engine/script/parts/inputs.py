"""Which lines read training data and separate data, also of another kind (`engine.data.other_kinds`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.data.other_kinds import section_for
from engine.data.separate_data import SeparatePart, path_of
from engine.script.layouts.by_kind import ArraysLayout
from engine.script.layouts.custom import CustomLayout
from engine.script.layouts.images import ImagesLayout
from engine.script.page import Page, literal
from engine.script.reading.by_kind import write_reading
from engine.script.reading.short_tables import write_plain_table
from engine.settings.data.kinds import TableData

if TYPE_CHECKING:
    from engine.script.inputs import Draft
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.kinds import DataSection

_TARGETS = {
    "index": 'y = np.concatenate([np.reshape(one[1], -1) for one in given]).astype("int64")',
    "one_hot": "y = np.concatenate([np.argmax(one[1], axis=1) for one in given])",
    "numbers": 'y = np.concatenate([np.reshape(y, (len(y), -1)) for _, y, *_ in given]).astype("float32")',
}


def write_inputs(page: Page, draft: Draft, *, layout: Any) -> None:
    """Write lines that set x and y, and weight where examples have weights, from the files of `layout`."""
    data = draft.project.data
    part = _part_of_role(page)
    other = None if part is None else section_for(data, path_of(draft.project, part))
    if _is_made_once(layout):
        _write_batches(page, facts=draft.facts, layout=layout)
    elif other is not None:
        _write_other_kind(page, other, facts=draft.facts, layout=layout)
    elif isinstance(data, TableData) and draft.short_table:
        write_plain_table(page, data, facts=draft.facts, layout=layout)
    else:
        write_reading(page, data, facts=draft.facts, layout=layout)


def _part_of_role(page: Page) -> SeparatePart | None:
    if page.role is None:
        return None
    return "validation" if page.role[0] == "fit.validation_data" else "test"


def _write_other_kind(page: Page, settings: DataSection, *, facts: ScriptFacts, layout: Any) -> None:
    if isinstance(layout, ArraysLayout) and layout.targets in ("known", "distinct"):
        page.value("class_names = ", list(facts.class_names))
        layout = replace(layout, targets="names")
    write_reading(page, settings, facts=facts, layout=layout)
    dtype = ""
    if isinstance(layout, ImagesLayout):
        dtype = "float32" if layout.wide else "uint8"
    if dtype and facts.dtype != dtype:
        page.line(f'x = x.astype("{facts.dtype}")')
    if len(facts.shape) == 2 or facts.shape[2:] == (1,):
        page.line(f"x = x.reshape(len(x), *{facts.shape})")
    if facts.weighted and not getattr(layout, "weight", None):
        page.line('weight = np.ones(len(y), dtype="float32")')


def _is_made_once(layout: Any) -> bool:
    return isinstance(layout, CustomLayout) and bool(layout.name)


def _numbers(layout: CustomLayout) -> str:
    return f"range({layout.length})" if not layout.numbers else repr(list(layout.numbers))


def _write_batches(page: Page, *, facts: ScriptFacts, layout: CustomLayout) -> None:
    path = page.file(layout.path, "data.path", name="PATH")
    page.line("held = runpy.run_path(", path, f', run_name="custom")[{literal(layout.name)}]')
    page.line("held = held() if callable(held) else held")
    if layout.in_order:
        page.line(f"given = [next(held) for _ in range({layout.length})]")
    else:
        page.line(f"given = [held[number] for number in {_numbers(layout)}]")
    page.line(f'x = np.concatenate([np.asarray(one[0], "{layout.dtype}") for one in given])')
    page.line(_TARGETS[layout.targets])
    if facts.weighted and layout.weighted:
        page.line('weight = np.concatenate([np.reshape(one[2], -1) for one in given]).astype("float32")')
    elif facts.weighted:
        page.line('weight = np.ones(len(y), dtype="float32")')
    if facts.dtype != layout.dtype:
        page.line(f'x = x.astype("{facts.dtype}")')
