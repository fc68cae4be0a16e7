"""Reading a folder of images, as a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from engine.script.page import Page, Set
from engine.script.reading.folders import write_class_folders, write_files_in
from engine.script.reading.labels import write_labelled_images, write_named_images
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.by_kind import ImagesLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.kinds import ImagesData


_TURNED = """\
with Image.open(path) as file:
    if file.mode == "I;16B":  # which Keras would cut at 255
        path = io.BytesIO()
        Image.fromarray(np.asarray(file).astype("uint16")).save(path, "PNG")
"""
"""Stands before Keras loads the picture."""


def write_images(page: Page, settings: ImagesData, *, facts: ScriptFacts, layout: ImagesLayout) -> None:
    """Write lines that set x and y, as `engine.data.images.read` reads them."""
    page.line("folder = Path(", page.file(layout.path, "data.path", name="PATH"), ")")
    page.value("class_names = ", list(facts.class_names))
    height, width = facts.shape[:2]
    page.line("height = ", Set("data.height", height))
    page.line("width = ", Set("data.width", width))
    _write_load(page, settings, layout)
    if layout.labels:
        write_labelled_images(page, layout)
    elif layout.pattern:
        write_files_in(page, layout.system)
        write_named_images(page, layout)
    else:
        write_files_in(page, layout.system)
        _write_folders(page, layout)


def _write_folders(page: Page, layout: ImagesLayout) -> None:
    inner = ["images.append(load(path))", "y.append(label)"]
    if layout.left_out:
        inner = [
            "image = load(path)",
            "if image is not None:",
            "    images.append(image)",
            "    y.append(label)",
        ]
    depth = 4 if layout.left_out else 0
    write_class_folders(
        page, name="images", inner=inner, depth=depth, parts=layout.parts, otherwise=layout.otherwise
    )
    page.line("x, y = np.stack(images), np.array(y)")


def _write_load(page: Page, settings: ImagesData, layout: ImagesLayout) -> None:
    mode = "grayscale" if layout.grey else "rgb"
    page.line("def load(path):")
    indent = "    "
    if layout.left_out:
        page.line('    """The pixels of one file; None where it is no image that can be read."""')
        page.line("    try:")
        indent = "        "
    kwargs: dict[str, Any] = {"color_mode": mode}
    if settings.resize != "fit":
        kwargs |= {
            "target_size": Named("(height, width)", None),
            "interpolation": "bilinear",
            "keep_aspect_ratio": settings.resize == "crop",
        }
    if layout.big_endian:
        page.block(textwrap.indent(_TURNED, indent))
    call = Call(
        "keras.utils.load_img",
        args=(Named("path", None),),
        kwargs=kwargs,
        origin={"keep_aspect_ratio": "data.resize"},
    )
    page.value(f"{indent}image = ", call)
    if layout.left_out:
        page.line("    except (OSError, SyntaxError, ValueError):")
        page.line("        return None")
    if settings.resize == "fit":
        page.line("    size, method = (width, height), Image.Resampling.BILINEAR")
        page.line("    image = ImageOps.pad(image, size, method=method, color=0)")
    if layout.wide == "mixed":
        page.line('    pixels = keras.utils.img_to_array(image, dtype="float32")')
        page.line('    return pixels * 257 if image.mode == "L" else pixels  # as if of 16 bits')
    else:
        dtype = "float32" if layout.wide else "uint8"
        page.line(f'    return keras.utils.img_to_array(image, dtype="{dtype}")')
    page.line("")
