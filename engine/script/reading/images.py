"""Reading a folder of images, as a script."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from engine.script.page import Page, Set
from engine.script.reading.csv_files import write_rows
from engine.script.reading.folders import hidden_lines, write_class_folders

if TYPE_CHECKING:
    from engine.script.layouts.by_kind import ImagesLayout
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.kinds import ImagesData


def write_images(page: Page, settings: ImagesData, *, facts: ScriptFacts, layout: ImagesLayout) -> None:
    """Write lines that set x and y, as `engine.data.images.read` reads them."""
    page.line("folder = Path(", Set("data.path", str(layout.path)), ")")
    page.value("class_names = ", list(facts.class_names))
    page.line("height = ", Set("data.height", settings.height))
    page.line("width = ", Set("data.width", settings.width))
    if layout.left_out:
        page.value("left_out = ", list(layout.left_out))
    _write_load(page, settings, layout)
    if layout.labels is None:
        _write_folders(page, layout)
    else:
        _write_labelled(page, layout, layout.labels)


def _write_folders(page: Page, layout: ImagesLayout) -> None:
    unwanted = " and path.relative_to(folder).as_posix() not in left_out" if layout.left_out else ""
    hidden = textwrap.indent(hidden_lines(layout.system), "        ")
    inner = (
        "for label, name in enumerate(class_names):\n"
        '    for path in sorted((PLACE / name).rglob("*"), key=lambda path: path.parts):\n'
        f"{hidden}"
        f"        if path.is_file() and not hidden{unwanted}:\n"
        "            images.append(load(path))\n"
        "            y.append(label)\n"
        "            PART\n"
    )
    write_class_folders(page, name="images", inner=inner, parts=layout.parts)
    page.line("x, y = np.stack(images), np.array(y)")


_NAMES = {"path": "path.relative_to(folder).as_posix()", "name": "path.name", "stem": "path.stem"}


def _write_labelled(page: Page, layout: ImagesLayout, labels: CsvLayout) -> None:
    write_rows(page, labels, setting="data.labels")
    page.line(f'files = {{{_NAMES[layout.way]}: path for path in folder.rglob("*") if path.is_file()}}')
    page.line("images, y = [], []")
    page.line("for row in rows:")
    page.line("    name = (row[", Set("data.file_column", layout.file_column), '] or "").strip()')
    if layout.left_out:
        page.line("    if name in left_out:")
        page.line("        continue")
    if layout.repeated:
        page.line("    if name not in files:  # its second row")
        page.line("        continue")
    page.line(f"    images.append(load(files{'.pop(name)' if layout.repeated else '[name]'}))")
    page.line("    y.append(class_names.index(row[", Set("data.label_column", labels.target), "].strip()))")
    page.line("x, y = np.stack(images), np.array(y)")


def _write_load(page: Page, settings: ImagesData, layout: ImagesLayout) -> None:
    mode = "grayscale" if layout.grey else "rgb"
    crop = {"crop": "True", "stretch": "False"}
    page.line("\n\ndef load(path):")
    if settings.resize in crop:
        page.line(f'    image = keras.utils.load_img(path, color_mode="{mode}", target_size=(height, width),')
        page.line(
            '                                 interpolation="bilinear", keep_aspect_ratio=',
            Set("data.resize", settings.resize == "crop"),
            ")",
        )
    else:
        page.line(f'    image = keras.utils.load_img(path, color_mode="{mode}")')
        page.line(
            "    image = ImageOps.pad(image, (width, height), method=Image.Resampling.BILINEAR, color=0)"
        )
    page.line('    return keras.utils.img_to_array(image, dtype="uint8")')
    page.line("\n")
