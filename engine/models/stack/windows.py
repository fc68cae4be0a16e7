"""How a small window moves over steps or over an image: the sizes that convolution and pooling leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.stack.misfit import MisfitError, check_image, check_steps, in_words

if TYPE_CHECKING:
    from engine.models.stack.misfit import Shape


@dataclass(frozen=True, slots=True)
class Moved:
    """The window's size, and how often it stands along each axis."""

    kernel: Shape
    out: Shape


def moved(section: Any, shape: Shape) -> Moved:
    """Over steps for a class whose name ends with 1D, else over an image; raises MisfitError.

    `section` has kernel_size, strides and dilation_rate, or pool_size and strides; and padding.
    """
    along_steps = section.keras_class.endswith("1D")
    (check_steps if along_steps else check_image)(section, shape)
    axes = shape[:-1]
    field = "kernel_size" if hasattr(section, "kernel_size") else "pool_size"
    size = getattr(section, field)
    window = (size,) * len(axes) if isinstance(size, int) else size
    # pooling moves by its own size where nothing else is said
    strides = window if section.strides is None else (section.strides,) * len(axes)
    dilation = getattr(section, "dilation_rate", 1)
    if section.padding == "valid":
        reach = tuple((length - 1) * dilation + 1 for length in window)
        if any(far > length for far, length in zip(reach, axes, strict=True)):
            sentence = tr(
                "{layer} looks at {window} at a time, and only {axes} come in; make {field} smaller, or set"
                " padding to same.",
                layer=section.title,
                window=in_words(reach),
                axes=in_words(axes),
                field=field,
            )
            raise MisfitError(sentence, field=field)
        out = tuple(
            (length - far) // step + 1 for length, far, step in zip(axes, reach, strides, strict=True)
        )
    else:
        out = tuple(-(-length // step) for length, step in zip(axes, strides, strict=True))
    return Moved(window, out)
