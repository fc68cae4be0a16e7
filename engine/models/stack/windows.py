"""The output sizes of convolution and pooling: how a window moves over steps or over an image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.language import tr
from engine.models.stack.misfit import MisfitError, check_image, check_steps, in_words

if TYPE_CHECKING:
    from engine.models.stack.misfit import Shape


@dataclass(frozen=True, slots=True)
class Moved:
    """A window over an input.

    Attributes:
        kernel: Size of the window along each axis.
        out: Number of its positions along each axis.
    """

    kernel: Shape
    out: Shape


def moved(section: Any, shape: Shape) -> Moved:
    """Return the window of a layer over its input: over steps for a class named ...1D, else over an image.

    Args:
        section: Has kernel_size, strides and dilation_rate, or pool_size and strides; and padding.
        shape: (steps, features) or (rows, columns, channels) of the input.

    Raises:
        MisfitError: The input has other axes, or is smaller than the window without padding.
    """
    along_steps = section.keras_class.endswith("1D")
    (check_steps if along_steps else check_image)(section, shape)
    axes = shape[:-1]
    field = "kernel_size" if hasattr(section, "kernel_size") else "pool_size"
    size = getattr(section, field)
    window = (size,) * len(axes) if isinstance(size, int) else size
    # the default stride of pooling is its size
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
