"""Reading a folder of images, as a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.script.page import Page, Set

if TYPE_CHECKING:
    from engine.script.facts import ScriptFacts
    from engine.script.forms import ImagesForm
    from engine.settings.data import ImagesData


def write_images(page: Page, settings: ImagesData, *, facts: ScriptFacts, form: ImagesForm) -> None:
    """Lines that set x and y, as `engine.data.images` reads them."""
    page.line("folder = Path(", Set("data.path", str(form.path)), ")")
    page.value("class_names = ", list(facts.class_names))
    page.line("height = ", Set("data.height", settings.height))
    page.line("width = ", Set("data.width", settings.width))
    if form.left_out:
        page.value("left_out = ", list(form.left_out))
    _write_load(page, settings, form)
    unwanted = " and path.relative_to(folder).as_posix() not in left_out" if form.left_out else ""
    page.block(
        "images, y = [], []\n"
        "for label, name in enumerate(class_names):\n"
        '    for path in sorted((folder / name).rglob("*"), key=lambda path: path.parts):\n'
        '        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)\n'
        '        hidden = hidden or path.name.lower() in ("thumbs.db", "desktop.ini")\n'
        f"        if path.is_file() and not hidden{unwanted}:\n"
        "            images.append(load(path))\n"
        "            y.append(label)\n"
        "x, y = np.stack(images), np.array(y)"
    )


def _write_load(page: Page, settings: ImagesData, form: ImagesForm) -> None:
    mode = "grayscale" if form.grey else "rgb"
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
