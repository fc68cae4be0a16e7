"""The random layers of a model: the enabled changes of the project's list that Keras has a layer for.

They act in training only, in the order of the list. Changes of whole batches, before the model, are
selected here (`batch_changes`) and made in `engine.data.augmentation.batches`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.arguments import arguments
from engine.models.inputs import ModelError
from engine.settings.augmentation import (
    Brightness,
    Contrast,
    Cutout,
    Flip,
    Jitter,
    Noise,
    Rotation,
    Translation,
    Zoom,
    kinds,
    mixes_labels,
)
from engine.settings.declaration.call import Call
from engine.settings.declaration.declare import walk
from engine.settings.losses import Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.models.inputs import ModelInputs
    from engine.settings.augmentation import AugmentationSection
    from engine.settings.project import Project

_GREY_LEVELS = (Brightness, Noise, Cutout)
"""Changes that are counted in grey levels of 0 to 255."""

_BLENDED = ("images", "arrays", "table", "series", "labelled", "keras")
"""Kinds of data whose inputs can be blended and whose batches are made by the program."""


def holds_images(inputs: ModelInputs) -> bool:
    """Return whether the examples are images: bytes in rows and columns, or rows, columns and channels."""
    axes = len(inputs.shape)
    if inputs.kind == "keras":  # texts and California housing are rows
        return axes > 1
    return inputs.kind == "images" or (
        inputs.kind == "arrays" and (axes == 3 or (axes == 2 and inputs.scaling == "unit"))
    )


def holds_series(inputs: ModelInputs) -> bool:
    """Return whether the examples are windows of shape (steps, features)."""
    return (
        inputs.kind in ("series", "labelled", "arrays")
        and len(inputs.shape) == 2
        and not holds_images(inputs)
    )


def fits(section: AugmentationSection, inputs: ModelInputs, *, task: str) -> bool:
    """Return whether a change can be applied to such data.

    Args:
        section: The change.
        inputs: What is known of the data.
        task: "classification" or "regression"; MixUp and CutMix need classes.
    """
    if section.in_batch and inputs.padding is not None:
        return False  # changes before the model would make padding look like data
    words = bool(inputs.vocabulary or inputs.embedded)  # token indices cannot be blended
    if mixes_labels((section,)) and (task != "classification" or inputs.kind not in _BLENDED or words):
        return False
    return {"images": holds_images, "series": holds_series, "classes": lambda _inputs: True}[section.acts_on](
        inputs
    )


def batch_changes(project: Project, inputs: ModelInputs) -> tuple[AugmentationSection, ...]:
    """Return the enabled changes that are applied to a batch before the model, in the order of the list.

    Raises:
        ModelError: A change counts in grey levels, and the images are not bytes.
    """
    task = "regression" if inputs.encoding is Encoding.NUMBER else "classification"
    found: list[AugmentationSection] = []
    for index, section in enumerate(project.augmentation):
        if section.enabled and section.in_batch and fits(section, inputs, task=task):
            _check_levels(section, inputs, f"augmentation.{index}")
            found.append(section)
    return tuple(found)


def image_layers(project: Project, inputs: ModelInputs) -> tuple[Call, ...]:
    """Return the random layers before the scaling of the inputs; () for data that is not images.

    Raises:
        ModelError: A change counts in grey levels, and the images are not bytes.
    """
    return _layers(project, inputs, "images") if holds_images(inputs) else ()


def series_layers(project: Project, inputs: ModelInputs) -> tuple[Call, ...]:
    """Return the random layers after the scaling of the inputs; () for data that is not series."""
    return _layers(project, inputs, "series") if holds_series(inputs) else ()


def _layers(project: Project, inputs: ModelInputs, acts_on: str) -> tuple[Call, ...]:
    calls: list[Call] = []
    for index, section in enumerate(project.augmentation):
        if not section.enabled or section.in_batch or section.acts_on != acts_on:
            continue
        path = f"augmentation.{index}"
        _check_levels(section, inputs, path)
        calls.append(_LAYERS[type(section)](section, path))
    return tuple(calls)


def _check_levels(section: AugmentationSection, inputs: ModelInputs, path: str) -> None:
    if isinstance(section, _GREY_LEVELS) and not inputs.is_bytes:
        raise ModelError(
            tr(
                "{title} counts in grey levels of 0 to 255, and these images are other numbers; save them"
                " as bytes (uint8), or take it out.",
                title=tr(section.title),
            ),
            path=path,
        )


def _plain(section: Any, path: str) -> Call:
    always = {item for item in _keras_names(section) if item != "fill_mode"}
    kwargs, origin = arguments(section, path, always=always)
    return Call(section.keras_class, kwargs=kwargs, origin=origin)


def _keras_names(section: AugmentationSection) -> list[str]:
    return [item.info.keras for item in walk(type(section)) if item.info.keras]


def _erasing(section: Cutout, path: str) -> Call:
    kwargs = {"factor": section.factor, "scale": (0.02, section.area)}
    return Call(
        section.keras_class,
        kwargs=kwargs,
        origin={"factor": f"{path}.factor", "scale": f"{path}.area"},
    )


_LAYERS: dict[type[AugmentationSection], Callable[[Any, str], Call]] = {
    Flip: _plain,
    Rotation: _plain,
    Translation: _plain,
    Zoom: _plain,
    Contrast: _plain,
    Brightness: _plain,
    Cutout: _erasing,
    Jitter: _plain,
}
if set(_LAYERS) != set(kinds(in_batch=False)):
    raise TypeError("each change that is a layer needs a line here")
