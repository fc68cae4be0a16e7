"""Reading a folder of images, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.script.page import Page, Set
from engine.script.reading.csv_files import write_rows
from engine.script.reading.folders import write_class_folders, write_files_in
from engine.settings.declaration.call import Call, Named

if TYPE_CHECKING:
    from engine.script.layouts.by_kind import ImagesLayout
    from engine.script.layouts.csv import CsvLayout
    from engine.script.layouts.facts import ScriptFacts
    from engine.settings.data.kinds import ImagesData


def write_images(page: Page, settings: ImagesData, *, facts: ScriptFacts, layout: ImagesLayout) -> None:
    """Write lines that set x and y, as `engine.data.images.read` reads them."""
    page.line("folder = Path(", page.file(layout.path, "data.path", name="PATH"), ")")
    page.value("class_names = ", list(facts.class_names))
    page.line("height = ", Set("data.height", settings.height))
    page.line("width = ", Set("data.width", settings.width))
    _write_load(page, settings, layout)
    if layout.labels is None:
        write_files_in(page, layout.system)
        _write_folders(page, layout)
    else:
        _write_labelled(page, layout, layout.labels)


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
    write_class_folders(page, name="images", inner=inner, depth=depth, parts=layout.parts)
    page.line("x, y = np.stack(images), np.array(y)")


_NAMES = {"path": "path.relative_to(folder).as_posix()", "name": "path.name", "stem": "path.stem"}


def _write_labelled(page: Page, layout: ImagesLayout, labels: CsvLayout) -> None:
    write_rows(page, labels, setting="data.labels")
    page.line('paths = [path for path in folder.rglob("*") if path.is_file()]')
    if layout.left_out:
        page.line(f"counts = Counter({_NAMES[layout.way]} for path in paths)")
    page.line(f"files = {{{_NAMES[layout.way]}: path for path in paths}}")
    if layout.left_out:
        page.line("# a name that several files have names none")
        page.line("files = {name: path for name, path in files.items() if counts[name] == 1}")
    page.line("images, y = [], []")
    page.line("for row in rows:")
    page.line("    name = (row[", Set("data.file_column", layout.file_column), '] or "").strip()')
    label = Set("data.label_column", labels.target)
    if not layout.left_out and not layout.repeated:
        page.line("    images.append(load(files[name]))")
        page.line("    y.append(class_names.index(row[", label, "].strip()))")
    else:
        page.line("    label = (row[", label, '] or "").strip()')
        page.line("    path = files.pop(name, None)  # None in a second row of one file")
        page.line("    image = load(path) if path is not None and label else None")
        page.line("    if image is not None:")
        page.line("        images.append(image)")
        page.line("        y.append(class_names.index(label))")
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
    page.line('    return keras.utils.img_to_array(image, dtype="uint8")')
    page.line("")
